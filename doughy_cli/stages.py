"""The stages of a deal and their order: the one list of them.

`deals.stage` is free text in the database. A stage outside the list is kept and shown last.
"""

from __future__ import annotations

from doughy_cli.errors import Usage, quoted
from doughy_cli.texts import checked_text

STAGES = (
    "initial_contact",
    "appointment_set",
    "analyzing",
    "offer_sent",
    "negotiating",
    "under_contract",
    "closing",
)
FIRST_STAGE = STAGES[0]
LONGEST_STAGE = 100  # characters


def stage_order(stage: str) -> int:
    """Return a stage's place in the pipeline, from 0; one outside the list comes after all."""
    return STAGES.index(stage) if stage in STAGES else len(STAGES)


def read_stage(text: str) -> str:
    """Read a stage to look for: `Offer sent` and `offer-sent` are `offer_sent`, and so is a
    beginning that fits one stage alone (`offer`). Any other text stays as it was written.
    Raises Usage for what cannot be stored."""
    typed = checked_text(text, "stage", LONGEST_STAGE)
    plain = "_".join(typed.lower().replace("-", " ").replace("_", " ").split())
    begun = [stage for stage in STAGES if stage.startswith(plain)] if plain else []
    return plain if plain in STAGES else begun[0] if len(begun) == 1 else typed


def checked_stage(stage: str, *, any_stage: bool) -> str:
    """Return `stage` if it is one of the list, or if `any_stage` allows one of the person's own.

    Raises Usage else: a slip of the finger would be a stage of its own, outside every count.
    """
    if any_stage or stage in STAGES:
        return stage
    hint = f"There are: {', '.join(STAGES)}. For one of your own: --any-stage."
    if stage in _ENDS:
        hint = f"To end a deal: `doughy deals {_ENDS[stage]} ID`."
    raise Usage(f"{quoted(stage)} is not a stage.", hint, code="unknown_stage")


# What people take for a stage is a deal's status.
_ENDS = {"won": "win", "lost": "lose", "archived": "archive"}
