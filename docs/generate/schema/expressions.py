"""PostgreSQL's spelling of a condition, made readable without changing what it says."""

from __future__ import annotations

import re

# PostgreSQL writes conditions with every sub-select, cast and parenthesis spelt out. What is
# put in their place is named in the page's legend. What fits none of these stays as it is.
_WORDS = (
    (r"\s+", " "),
    # A sub-select around one call is there for speed: it is asked once a statement. A call
    # without one is told apart.
    (r"(?<!SELECT )\bauth\.uid\(\)", "bare auth.uid()"),
    (r"\( ?SELECT (auth\.\w+\([\w.]*\)) AS \w+\)", r"\1"),
    (r"\( ?SELECT auth\.uid\(\) AS \w+, true(?: AS \w+)?\)", "(auth.uid(), true)"),
    (
        r"EXISTS \( SELECT FROM public\.(\w+) parent WHERE \(\(parent\.id = \w+\.(\w+)\)"
        r" AND \(parent\.user_id = auth\.uid\(\)\)\)\)",
        r"\2 in own \1",
    ),
    (
        r"EXISTS \( SELECT FROM \(public\.(\w+) parent JOIN public\.(\w+) (\w+)"
        r" ON \(\(\3\.id = parent\.\w+\)\)\) WHERE \(\(parent\.id = \w+\.(\w+)\)"
        r" AND \(\3\.user_id = auth\.uid\(\)\)\)\)",
        r"\4 in \1 of own \2",
    ),
    # Casts of plain literals, numbers and columns.
    (r"'(-\d+)'::integer", r"\1"),
    (r"('(?:[^']|'')*')::[\w.]+(?: \w+)?(?:\[\])?", r"\1"),
    (r"\((-?\w+)\)::[\w.]+", r"\1"),
    (r"POSITION\(\(('[^']*')\) IN \((\w+)\)\)", r"position(\1 in \2)"),
    (r"= ANY \(ARRAY\[([^]]*)\]\)", r"IN (\1)"),
    (r"<> ALL \(ARRAY\[([^]]*)\]\)", r"NOT IN (\1)"),
)


def readable(expression: str, table: str) -> str:
    """Return a condition of `table`'s in short; names of its own columns lose the table."""
    for pattern, replacement in _WORDS:
        expression = re.sub(pattern, replacement, expression)
    expression = re.sub(rf"\b{re.escape(table)}\.(?=\w)", "", expression)
    return without_parentheses(expression.strip())


def without_parentheses(expression: str) -> str:
    """Take away the parentheses that AND and OR do not need, and that help nobody read."""
    pairs = _pairs(expression)
    drop: set[int] = set()
    for start, end in pairs.items():
        before = re.search(r"(\w+|\S)\s*$", expression[:start])
        after = re.match(r"\s*(\w+|\S)", expression[end + 1 :])
        around = {before.group(1) if before else "(", after.group(1) if after else ")"}
        if before and before.group(1) == "(" and _is_call(expression[: before.start(1)]):
            continue
        inside = {match.group() for match in _top_level(expression, start + 1, end, pairs)}
        # Only between AND, OR and the ends of a group does a parenthesis bind nothing else,
        # and where both AND and OR are about, it is for the reader.
        if around <= {"(", ")", "AND", "OR"} and (
            not inside or inside == around & {"AND", "OR"} or around == {"(", ")"}
        ):
            drop |= {start, end}
    return "".join(char for at, char in enumerate(expression) if at not in drop)


def conjuncts(expression: str) -> list[str]:
    """Return the parts of a condition that AND joins at the top."""
    pairs = _pairs(expression)
    parts, begin = [], 0
    for match in _top_level(expression, 0, len(expression), pairs):
        if match.group() == "AND":
            parts.append(expression[begin : match.start()])
            begin = match.end()
    parts.append(expression[begin:])
    return [without_parentheses(part.strip()) for part in parts]


def _is_call(before: str) -> bool:
    """Whether what stands before a parenthesis makes it one of a call or a list."""
    word = re.search(r"(\w+)\s*$", before)
    return bool(word) and word.group(1) not in ("AND", "OR", "NOT")


def _top_level(expression: str, start: int, end: int, pairs: dict[int, int]) -> list[re.Match[str]]:
    """Find AND and OR that stand inside no parentheses and no literal of this stretch."""
    found, at = [], start
    word = re.compile(r"'(?:[^']|'')*'|\(|\b(?:AND|OR)\b")
    while match := word.search(expression, at, end):
        if match.group() == "(":
            at = pairs[match.start()] + 1
        else:
            at = match.end()
            if match.group() in ("AND", "OR"):
                found.append(match)
    return found


def _pairs(expression: str) -> dict[int, int]:
    """Map each opening parenthesis to its closing one; those in literals do not count."""
    opened: list[int] = []
    pairs: dict[int, int] = {}
    for match in re.finditer(r"'(?:[^']|'')*'|[()]", expression):
        if match.group() == "(":
            opened.append(match.start())
        elif match.group() == ")":
            pairs[opened.pop()] = match.start()
    return pairs
