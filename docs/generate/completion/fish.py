"""The tables of fish: functions that print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docs.generate.completion.words import Words, by_flag, turned


def quote(text: str) -> str:
    """Return `text` as one word of fish, in which nothing means anything."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def tables(words: Words) -> str:
    """Return all functions."""
    return "".join(
        (
            _function(
                "commands", (_arm([path], _summaries(of)) for path, of in words.commands.items())
            ),
            _function(
                "flags",
                (
                    _arm(paths, flags.split())
                    for flags, paths in turned(
                        {path: " ".join(of) for path, of in words.flags.items()}
                    ).items()
                ),
            ),
            _by_flag("kind", words.kinds),
            _by_flag("about", words.about),
            _arguments(words),
        )
    )


def _summaries(commands: Mapping[str, str]) -> list[str]:
    return [f"{name}\t{said}" for name, said in commands.items()]


def _by_flag(name: str, values: Mapping[tuple[str, str], str]) -> str:
    own, usual = by_flag(dict(values))
    arms = [_arm(keys, [value] if value else []) for value, keys in own.items()]
    arms += [
        _arm([f"* {flag}" for flag in flags], [value])
        for value, flags in turned(usual).items()
        if value
    ]
    return _function(name, arms)


def _arguments(words: Words) -> str:
    """Return a function that is given a path and how many arguments there are before."""
    first: dict[str, str] = {}
    rest: dict[str, str] = {}
    for path, kinds in words.arguments.items():
        first |= {f"{path} {position}": kind for position, kind in enumerate(kinds[:-1])}
        rest[f"{path} *"] = kinds[-1]
    arms = [
        _arm(keys, [value])
        for values in (first, rest)
        for value, keys in turned(values).items()
        if value != "none"
    ]
    return _function("arguments", arms, '"$argv[1] $argv[2]"')


def _arm(patterns: Iterable[str], said: Iterable[str]) -> str:
    lines = [f"            {quote(each)}" for each in said]
    if not lines:
        return f"        case {' '.join(map(quote, patterns))}\n            return\n"
    printed = "            printf '%s\\n' \\\n" + " \\\n".join(f"    {line}" for line in lines)
    return f"        case {' '.join(map(quote, patterns))}\n{printed}\n"


def _function(name: str, arms: Iterable[str], asked: str = '"$argv[1]"') -> str:
    return f"function __doughy_{name}\n    switch {asked}\n{''.join(arms)}    end\nend\n\n"
