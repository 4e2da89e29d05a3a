"""The way in: `doughy` and `python -m doughy_cli`."""

import gc
import io
import os
import sys

_LONGEST = 3  # words that ask for a group's help: `leads views --help`


def main() -> None:
    """Run the command in sys.argv and exit with its code.

    The garbage collector is off while modules load and objects are few, and frozen before
    the end, so that the interpreter does not walk all of them once more.
    """
    gc.disable()
    arguments = sys.argv[1:]
    _open_streams()
    if arguments[:1] == ["__complete"]:  # asked by a shell, at a keypress
        _complete(arguments[1:])
        return
    if text := _known(arguments):
        _show(text)
        return
    import signal  # it takes as long to load as all of the above

    # Whoever ends a command, by whatever signal, leaves nothing half done behind.
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)
    try:
        from doughy_cli.cli import run

        code = run(arguments)
    except KeyboardInterrupt:  # before there was anything to interrupt, or after it was done
        sys.stderr.write("doughy: Interrupted.\n")
        code = 130
    gc.freeze()
    sys.exit(code)


def _open_streams() -> None:
    """Make the streams usable, whatever the shell closed and whatever the locale is."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # The lowest free number is the stream's own: no socket can get it by accident.
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Data are UTF-8. A terminal that cannot show a letter gets its escape instead.
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _complete(arguments: list[str]) -> None:
    from doughy_cli import listed

    # Whatever is wrong, a person who types is not told of it between two letters.
    try:
        listed.show(arguments)
        sys.stdout.flush()
    except (OSError, KeyboardInterrupt):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _known(arguments: list[str]) -> str | None:
    """Return what can be told without loading any command: the version, a group's help."""
    if arguments in (["--version"], ["-V"]):
        from doughy_cli import __version__

        return f"doughy {__version__}"
    if len(arguments) <= _LONGEST:
        from doughy_cli.manual.groups import asked

        return asked(arguments)
    return None


def _show(text: str) -> None:
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        if isinstance(error, BrokenPipeError):  # the reader has seen enough
            return
        sys.stderr.write(f"doughy: {error.strerror}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
