"""PostgreSQL's spelling of types and conditions, turned into the document's.

Only what says the same is respelt. What is not known here stays as PostgreSQL has it, and so
shows as a difference rather than being taken for something else.
"""

from __future__ import annotations

import re

_LITERAL = r"'(?:[^']|'')*'"
_TYPES = {
    "timestamp with time zone": "TIMESTAMPTZ",
    "integer": "INT",
    "character varying": "VARCHAR",
}
_BUILT_IN = re.compile(r"(uuid|text|boolean|jsonb|date|numeric|xid8)\b")
# A comparison of a column with a literal or a number says the type by itself.
_CAST = re.compile(
    rf"\('(?P<negative>-\d+)'::integer\)::numeric"
    rf"|(?P<literal>{_LITERAL})::[\w.]+|\((?P<bare>\w+)\)::numeric"
)
_ONE_OF = re.compile(rf"(\w+) = ANY \(ARRAY\[({_LITERAL}(?:, {_LITERAL})*)\]\)")
_WORD = re.compile(rf"{_LITERAL}|\b(?:true|false)\b|\b(?:lower|now)(?=\()")


def type_name(found: str) -> str:
    """A column's type: `NUMERIC(12,2)` for `numeric(12,2)`; enums keep their name."""
    for long, short in _TYPES.items():
        if found.startswith(long):
            return short + found.removeprefix(long)
    return found.upper() if _BUILT_IN.match(found) else found


def condition(found: str) -> str:
    """A predicate, CHECK or default, without the casts and parentheses that say nothing."""
    found = _CAST.sub(lambda match: match[match.lastgroup or 0], found)
    found = _ONE_OF.sub(r"\1 IN (\2)", found)
    found = _WORD.sub(lambda match: match[0] if match[0][0] == "'" else match[0].upper(), found)
    parts = _conjuncts(_bare(found))
    # Without its parentheses an OR would bind less than the AND around it.
    return " AND ".join(part if " OR " in part else _bare(part) for part in parts)


def _bare(expression: str) -> str:
    """Take away parentheses around all of it."""
    while expression.startswith("(") and _closing(expression) == len(expression) - 1:
        expression = expression[1:-1]
    return expression


def _closing(expression: str) -> int:
    """Where the parenthesis that the expression begins with is closed; -1 if nowhere."""
    depth = 0
    for match in re.finditer(rf"{_LITERAL}|[()]", expression):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth == 0 and match[0] == ")":
            return match.start()
    return -1


def _conjuncts(expression: str) -> list[str]:
    """The parts that AND joins outside all parentheses; one where that is not all there is."""
    parts, depth, begin = [], 0, 0
    for match in re.finditer(rf"{_LITERAL}|[()]| (AND|OR) |\b(BETWEEN|CASE)\b", expression):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth == 0 and match[1] == "AND":
            parts.append(expression[begin : match.start()])
            begin = match.end()
        elif depth == 0 and match[0].strip() in ("OR", "BETWEEN", "CASE"):
            return [expression]
    return [*parts, expression[begin:]]
