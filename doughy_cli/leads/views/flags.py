"""`--view NAME`, and the kind of command that keeps what was typed."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import typer

from doughy_cli.errors import Usage
from doughy_cli.options import Command, Listing

_MANNERS = frozenset(("who_next", "limit", "all", "sort", "fields"))


def _use(context: typer.Context, name: str | None) -> str | None:
    if name is not None:
        from doughy_cli.leads.views.saved import load_view

        view = load_view(context.obj.folders, name)
        known = {parameter.name for parameter in context.command.params}
        # How a list is shown says nothing to a command that shows it in a way of its own.
        flags = {k: v for k, v in view.flags.items() if k in known or k not in _MANNERS}
        unknown = [flag for flag in flags if flag not in known]
        if unknown:
            raise Usage(
                f"The view {name} has a flag that this command has not: {unknown[0]}.",
                "Mend it: `doughy leads views save` again.",
            )
        # What is typed beside --view goes before what the view says.
        context.default_map = {**(context.default_map or {}), **flags}
    return name


View = Annotated[
    str | None,
    typer.Option(
        "--view",
        metavar="NAME",
        is_eager=True,
        callback=_use,
        help="The flags of a saved view; what is typed beside it goes first.",
    ),
]


class Typed(Command):
    """A command whose flags are kept as they were typed, in `context.meta`."""

    TYPED = "doughy.typed"
    NOT_KEPT: ClassVar[tuple[str, ...]] = (
        *("profile", "database_url", "no_input", "quiet", "no_color", "verbose", "help"),
        *("json", "output"),
    )

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        typed, _, _ = self.make_parser(ctx).parse_args(args=list(args))
        arguments = {each.name for each in self.params if each.param_type_name == "argument"}
        left_out = {*arguments, *self.NOT_KEPT}
        ctx.meta[self.TYPED] = {
            name: value for name, value in typed.items() if name not in left_out
        }
        return super().parse_args(ctx, args)


class Saving(Typed, Listing):
    """A listing whose flags are kept instead of used."""
