"""docs/troubleshooting.md: every code of an error, from `doughy_cli/error_codes.py`."""

from __future__ import annotations

from doughy_cli.error_codes import DOCTOR, GROUPS, Codes

_HEAD = """\
<!-- Generated: python -m docs.generate -->

# Troubleshooting

An error is one line that says what is wrong and where, and often a second one that says what to
do. If that is not enough:

```sh
doughy doctor              # looks at everything, and says what to do about what is wrong
doughy doctor --start      # the same, with the embedded server started
doughy doctor --report     # a text for a bug report, without names, hosts and secrets
doughy COMMAND --verbose   # says more when something fails
```

`doctor` changes nothing. It ends with 0 if all is well or there are warnings only, and with 1 if
something must be mended; with `--json` each finding has a check, a state (`ok`, `warning`, `fault`,
`skipped`), a code, what was found, and a remedy.

Under `--json` an error is `{"error": {"code", "message", "hint"}}` on stderr. Messages may be
worded better from version to version; the codes below stay. Where several exit codes stand, the
code comes with each of them. Where Twilio or SendGrid has refused a message with a code of its own,
that one stands instead.
"""


def render() -> str:
    """Return the page as it should be."""
    parts = [_table(title, codes) for title, codes in GROUPS]
    return "\n".join([_HEAD, *parts])


def _table(title: str, codes: Codes) -> str:
    plain = codes is DOCTOR
    head = ["Code", "What it means", "What to do"]
    if not plain:
        head.insert(1, "Exit")
    lines = [f"## {title}", "", _line(head), _line(["---"] * len(head))]
    for code, (exits, cause, remedy) in codes.items():
        cells = [f"`{code}`", cause, remedy]
        if not plain:
            cells.insert(1, ", ".join(map(str, exits)) or "–")
        lines.append(_line(cells))
    return "\n".join([*lines, ""])


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(each.replace('|', chr(92) + '|') for each in cells)} |"
