"""The way in: `doughy` and `python -m doughy_cli`."""

import gc
import io
import sys


def main() -> None:
    """Run the command in sys.argv and exit with its code.

    The garbage collector is off while modules load and objects are few, and frozen before
    the end, so that the interpreter does not walk all of them once more.
    """
    gc.disable()
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]):
        from doughy_cli import __version__

        sys.stdout.write(f"doughy {__version__}\n")
        sys.exit(0)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter gets its escape, not a failure.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    from doughy_cli.cli import run

    code = run(arguments)
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
