"""The section about one table."""

from __future__ import annotations

from docs.generate.schema.access import settable, summary
from docs.generate.schema.facts import Column, ForeignKey, Index, Policy, Schema, Table
from docs.generate.schema.layout import PEOPLE
from docs.generate.schema.markdown import anchor, code, grid


def section(table: Table, schema: Schema) -> str:
    """Return the section: purpose, columns, indexes, constraints, triggers, policies."""
    parts = [f"### {table.name}"]
    if table.purpose:
        parts.append(f"{table.purpose}.")
    parts += [_access(table), _columns(table, schema)]
    statistics = _statistics(table)
    if statistics:
        parts.append(statistics)
    parts.append(_indexes(table))
    if table.foreign_keys:
        parts.append(
            grid(
                ["foreign key", "columns", "points at", "on delete"],
                [_foreign_key(key) for key in table.foreign_keys],
            )
        )
    if table.checks:
        parts.append(
            grid(
                ["check", "condition"],
                [[code(check.name), code(check.condition)] for check in table.checks],
            )
        )
    pointing = _pointing(table, schema)
    if pointing:
        parts.append(pointing)
    if table.triggers:
        parts.append(
            grid(
                ["trigger", "when", "what it does"],
                [
                    [
                        code(trigger.name),
                        trigger.when
                        + (f", if {code(trigger.condition)}" if trigger.condition else ""),
                        trigger.purpose or "",
                    ]
                    for trigger in table.triggers
                ],
            )
        )
    if table.policies:
        parts.append(
            grid(
                ["policy", "command", "to", "USING", "WITH CHECK"],
                [_policy(policy) for policy in table.policies],
            )
        )
    return "\n\n".join(parts)


def _access(table: Table) -> str:
    if not table.grants:
        return "No group of people has any right to it."
    said: dict[str, list[str]] = {}
    for person in PEOPLE:
        said.setdefault(summary(table, person), []).append(person)
    lines = ["; ".join(f"**{', '.join(who)}** {what}" for what, who in said.items()) + "."]
    lines += [
        f"{command} of {columns} ({who})."
        for command in ("INSERT", "UPDATE")
        for who, columns in _narrowed(table, command).items()
    ]
    return " ".join(lines)


def _narrowed(table: Table, command: str) -> dict[str, str]:
    """Who may set which columns only; the same for several people is said once."""
    said: dict[str, list[str]] = {}
    for person in PEOPLE:
        columns = settable(table, person, command)
        if not columns:
            continue
        rest = [column.name for column in table.columns if column.name not in columns]
        if len(rest) < len(columns):
            words = "every column but " + ", ".join(map(code, rest))
        else:
            words = ", ".join(map(code, columns)) + " only"
        said.setdefault(words, []).append(person)
    return {", ".join(who): words for words, who in said.items()}


def _columns(table: Table, schema: Schema) -> str:
    enums = {enum.name for enum in schema.enums}
    return grid(
        ["column", "type", "null", "default", "what it is"],
        [
            [
                code(column.name),
                f"[{column.type}](#enums)" if column.type in enums else column.type,
                "yes" if column.nullable else "no",
                code(column.default or ""),
                _meaning(table, column),
            ]
            for column in table.columns
        ],
    )


def _statistics(table: Table) -> str:
    """What the planner is kept from knowing of the rows."""
    kept: dict[int, list[str]] = {}
    for column in table.columns:
        if column.statistics is not None:
            kept.setdefault(column.statistics, []).append(code(column.name))
    if not kept:
        return ""
    words = {0: "none of", 1: "one value of"}
    said = (
        f"{words.get(count, f'{count} values of')} {', '.join(columns)}"
        for count, columns in sorted(kept.items())
    )
    return f"Statistics for the planner: {'; '.join(said)}."


def _meaning(table: Table, column: Column) -> str:
    words = [column.purpose] if column.purpose else []
    words += [
        f"→ [{key.target}](#{anchor(key.target)})"
        for key in table.foreign_keys
        if column.name in key.columns
    ]
    return " ".join(words)


def _indexes(table: Table) -> str:
    return grid(
        ["index", "kind", "columns", "also holds", "only where"],
        [
            [
                code(index.name),
                _kind(index),
                ", ".join(map(code, index.keys)),
                ", ".join(map(code, index.include)),
                code(index.where or ""),
            ]
            for index in table.indexes
        ],
    )


def _kind(index: Index) -> str:
    if index.primary:
        return f"primary key, {index.method}"
    if index.constraint:
        return f"unique constraint, {index.method}"
    return f"unique, {index.method}" if index.unique else index.method


def _foreign_key(key: ForeignKey) -> list[str]:
    return [
        code(key.name),
        ", ".join(map(code, key.columns)),
        code(f"{key.target} ({', '.join(key.target_columns)})"),
        key.on_delete,
    ]


def _pointing(table: Table, schema: Schema) -> str:
    """What hangs on a row of this table, by what becomes of it when the row goes."""
    rules: dict[str, list[str]] = {}
    for other in schema.tables:
        for key in other.foreign_keys:
            if key.target == table.name:
                rules.setdefault(key.on_delete, []).append(
                    f"`{other.name}.{', '.join(key.columns)}`"
                )
    words = {
        "cascade": "Deleted with a row",
        "set null": "Emptied when a row is deleted",
        "no action": "A row cannot be deleted while it is in",
        "restrict": "A row cannot be deleted while it is in",
        "set default": "Set to the default when a row is deleted",
    }
    return " ".join(
        f"{words[rule]}: {', '.join(sorted(columns))}." for rule, columns in sorted(rules.items())
    )


def _policy(policy: Policy) -> list[str]:
    check = "the same" if policy.check == policy.using else code(policy.check or "")
    return [
        code(policy.name),
        policy.command,
        ", ".join(role.removeprefix("doughy_") for role in policy.roles),
        code(policy.using or ""),
        check,
    ]
