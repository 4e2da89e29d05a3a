"""The tables of bash and zsh: functions that answer in REPLY."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docs.generate.completion.words import Words, by_flag, turned


def quote(text: str) -> str:
    """Return `text` as one word of the shell, in which nothing means anything."""
    return "'" + text.replace("'", "'\\''") + "'"


def tables(words: Words) -> str:
    """Return the functions that both shells have."""
    return "".join(
        (
            _function("commands", {path: " ".join(of) for path, of in words.commands.items()}),
            _function("flags", {path: " ".join(of) for path, of in words.flags.items()}),
            by_flag_function("kind", words.kinds),
            _arguments(words),
        )
    )


def with_descriptions(words: Words) -> str:
    """Return the functions for what zsh shows beside: of commands in `reply`, of flags in REPLY."""
    groups = "".join(
        f"    {quote(path)}) reply=(\n"
        + "".join(f"        {quote(f'{name}:{said}')}\n" for name, said in of.items())
        + "        ) ;;\n"
        for path, of in words.commands.items()
    )
    summaries = f"_doughy_summaries() {{ case $1 in\n{groups}    *) reply=() ;;\nesac; }}\n\n"
    return tables(words) + summaries + by_flag_function("about", words.about)


def by_flag_function(name: str, values: Mapping[tuple[str, str], str]) -> str:
    """Return a function that is given `PATH FLAG`: first what is a command's own, then the usual
    of the flag."""
    own, usual = by_flag(dict(values))
    arms = [_arm(map(quote, keys), value) for value, keys in own.items()]
    arms += [
        _arm((f"*{quote(f' {flag}')}" for flag in flags), value)
        for value, flags in turned(usual).items()
        if value
    ]
    return _written(name, arms)


def _function(name: str, values: Mapping[str, str]) -> str:
    return _written(
        name, [_arm([*map(quote, keys)], value) for value, keys in turned(dict(values)).items()]
    )


def _arguments(words: Words) -> str:
    """Return a function that is given a path and how many arguments there are before."""
    values: dict[str, str] = {}
    for path, kinds in words.arguments.items():
        for position, kind in enumerate(kinds[:-1]):
            values[f"{path} {position}"] = kind
        values[f"{path} *"] = kinds[-1]
    arms = [
        _arm(map(_any_position, keys), value)
        for last in (False, True)
        for value, keys in turned(
            {key: value for key, value in values.items() if key.endswith("*") == last}
        ).items()
        if value != "none"
    ]
    # What has no more arguments must not be taken for what repeats.
    return _written("arguments", arms, "$1 $2")


def _any_position(key: str) -> str:
    return quote(key) if not key.endswith("*") else f"{quote(key[:-1])}*"


def _arm(patterns: Iterable[str], value: str) -> str:
    return f"    {'|'.join(patterns)}) REPLY={quote(value)} ;;\n"


def _written(name: str, arms: Iterable[str], asked: str = "$1") -> str:
    return (
        f"_doughy_{name}() {{ case \"{asked}\" in\n{''.join(arms)}    *) REPLY='' ;;\nesac; }}\n\n"
    )
