"""One run of one command line, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence

import typer
from typer._click.exceptions import (
    ClickException,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
)

from doughy_cli.command_roots import PROGRAM
from doughy_cli.context import App
from doughy_cli.errors import DoughyError, Interrupted, Usage
from doughy_cli.explaining import explain_failure
from doughy_cli.meant import meant, meant_flag
from doughy_cli.output import visible_lines
from doughy_cli.tree import Group, tree
from doughy_cli.wrapping import wrapped

_RANGE = re.compile(r"(\S+) is not in the range (-?[\d.]+)<=x<=(-?[\d.]+)")


def run(arguments: Sequence[str]) -> int:
    """Run one command line; return its exit code. No exception comes out."""
    app = App()
    try:
        try:
            root = tree()
            with root.make_context(PROGRAM, list(arguments), obj=app) as context:
                root.invoke(context)
            sys.stdout.flush()
        finally:
            app.close()
        return 0
    except typer.Exit as ended:
        return ended.exit_code
    except BrokenPipeError:
        _close_stdout()
        _close_stderr()
        return 1 if app.undone else 0
    except NoArgsIsHelpError as error:
        typer.echo(error.ctx.get_help() if error.ctx else "")
        return 0
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 (the one place that may)
        if app.flags.verbose:
            import traceback

            traceback.print_exc()
        if isinstance(error, OSError):
            _close_stdout()
        failure = explain(error)
        if isinstance(error, OSError) and app.saved:
            failure.hint = "What was to be done is saved; only its output is lost."
        _report(failure, as_json=_wants_json(app, arguments))
        return failure.exit_code


def explain(error: BaseException) -> DoughyError:
    """Return what `error` means to a person."""
    if isinstance(error, ClickException):
        context = getattr(error, "ctx", None)
        hint = f"See `{context.command_path} --help`." if context else None
        message = error.format_message()
        commands = tuple(getattr(context.command, "commands", ())) if context else ()
        words = context.meta.get(Group.TYPED, ())[1:] if context else ()
        if context and (better := meant(message, context.command_path, commands, words)):
            message = f"{message.split('.')[0]}. Did you mean `{better}`?"
        if context and isinstance(error, NoSuchOption):
            flags = {name for each in context.command.params for name in each.opts}
            if flag := meant_flag(error.option_name, flags):
                message = f"No such option: {error.option_name}. Did you mean {flag}?"
        if isinstance(error, MissingParameter):
            hint = _accepted(error) or hint
        message = _RANGE.sub(r"\1 is not from \2 to \3", message)
        return Usage(message, hint)
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        return Interrupted("Interrupted.")
    return explain_failure(error)


def _accepted(error: MissingParameter) -> str | None:
    """Return what the missing parameter may be, in the words in which a wrong one is refused."""
    read = getattr(getattr(error.param, "type", None), "func", None)
    try:
        if read:
            read("")
    except DoughyError as refused:
        return refused.hint
    except (ValueError, ClickException):
        pass
    return None


def _close_stdout() -> None:
    # Nothing more can be written; the interpreter would try at exit, and complain.
    if sys.__stdout__ is not None and sys.stdout is sys.__stdout__:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno())


def _close_stderr() -> None:
    # Where `2>&1` has led both into one pipe, the interpreter would end with a code of its own.
    try:
        sys.stderr.flush()
    except BrokenPipeError:
        if sys.__stderr__ is not None and sys.stderr is sys.__stderr__:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stderr__.fileno())
            sys.stderr.flush()


def _wants_json(app: App, arguments: Sequence[str]) -> bool:
    # A usage error comes before the flags are kept, so the words are looked at as well.
    return app.flags.json or app.flags.output in ("json", "jsonl") or "--json" in arguments


def _report(failure: DoughyError, *, as_json: bool) -> None:
    if as_json:
        content = {"code": failure.code, "message": failure.message, "hint": failure.hint}
        text = json.dumps({"error": content}, ensure_ascii=False)
    else:
        text = visible_lines(f"doughy: {failure.message}")
        if failure.hint:
            text += visible_lines(f"\n  {failure.hint}")
    try:
        sys.stderr.write((text if as_json else wrapped(text, sys.stderr)) + "\n")
        sys.stderr.flush()
    except BrokenPipeError:
        _close_stderr()
