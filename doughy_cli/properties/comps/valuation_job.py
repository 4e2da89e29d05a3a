"""What the deal's property may be worth after repair, by its owner's own that were sold near it.

The rule is that of `doughy properties comps` (docs/comps.md). Where the owner has an OpenAI key
that the worker can open, it also writes down what speaks for and against the figure. The figure
is a suggestion: nothing is written into the property.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from doughy_cli.errors import DoughyError, Usage
from doughy_cli.handling import Context, Handler, Job, Refused

_PROMPT = (
    "You help a real-estate investor. Given are a property and comparable sales with a range of "
    "values made from them by a fixed rule. In at most 120 words say what speaks for and against "
    "the middle of the range as the value after repair. Use only the figures given; invent none."
)


# Whose they are is asked of each: the service that runs it sees everybody's.
_PROPERTY = """
SELECT p.id
FROM public.deals AS d
LEFT JOIN public.re_properties AS p ON p.id = d.property_id AND p.user_id = d.user_id
WHERE d.id = %s AND d.user_id = %s
"""
_FURTHEST = 12_500  # miles: half way round the earth


@dataclass(frozen=True)
class Input:
    """By what the comps are chosen, as the flags of `doughy properties comps`; `reasoning` says
    whether OpenAI is asked for words, where there is a key."""

    radius_miles: Decimal = Decimal(1)
    number: int = 6
    age_years: int | None = None
    any_type: bool = False
    with_arv: bool = False
    reasoning: bool = True

    def __post_init__(self) -> None:
        for field, fits, what in (
            ("radius_miles", 0 < self.radius_miles <= _FURTHEST, f"over 0, {_FURTHEST:,} at most"),
            ("number", 1 <= self.number <= 100, "from 1 to 100"),
            ("age_years", self.age_years is None or self.age_years >= 0, "0 or more"),
        ):
            if not fits:
                raise Usage(f"{field} must be {what}.")


def run(job: Job[Input], context: Context) -> dict[str, Any]:
    """Return the suggested ARV with its evidence. Raises Refused where no comp says anything."""
    from doughy_cli.properties.comps.queries import near, subject_of
    from doughy_cli.properties.comps.rows import RuleRow
    from doughy_cli.properties.comps.rule import compare, says_little

    given = job.input
    property_id = _property(job, context)
    [(today,)] = context.connection.execute("SELECT current_date").fetchall()
    rule = RuleRow(
        radius_miles=given.radius_miles,
        number=given.number,
        age_years=given.age_years,
        sold_since=None,
        any_type=given.any_type,
        with_arv=given.with_arv,
        today=today,
    )
    subject = subject_of(context.session, property_id)
    found = compare(subject, near(context.session, subject, rule), rule)
    context.session.rollback()  # nothing stays open while OpenAI is waited for
    if found.value is None:
        why = "its square feet are not known" if found.comps else "nothing of yours is near it"
        raise Refused(f"There is no value to suggest for {subject.address}: {why}.")
    reasoning, left_out = _reasoning(found, job, context) if given.reasoning else (None, None)
    return {
        "property_id": property_id,
        "address": subject.address,
        "suggested_arv": found.value.median,
        "low": found.value.low,
        "high": found.value.high,
        "arv_now": subject.arv,
        "comps_used": len(found.comps),
        "says_little": says_little(found),
        "reasoning": reasoning,
        "reasoning_left_out": left_out,
        "evidence": found,
    }


def _property(job: Job[Input], context: Context) -> UUID:
    row = context.connection.execute(_PROPERTY, [job.deal_id, job.owner]).fetchone()
    if row is None:
        raise Refused("The deal is gone.")
    if row[0] is None:
        raise Refused(
            "The deal is about no property. Give it one: doughy deals edit ID --property ID"
        )
    found: UUID = row[0]
    return found


def suggest(_job: Job[Input], output: Mapping[str, Any]) -> str | None:
    """Return the command that keeps the suggestion."""
    if output.get("says_little") or not output.get("suggested_arv"):
        return None
    arv = Decimal(str(output["suggested_arv"]))
    return f"doughy properties edit {str(output['property_id'])[:8]} --arv {arv:.0f}"


def _reasoning(found: Any, job: Job[Input], context: Context) -> tuple[str | None, str | None]:
    """Return words on the figure, or why there are none: the figure needs nobody's help. What may
    go well later is raised, for as long as the job is tried again."""
    import json

    from doughy_cli.hidden import Secret
    from doughy_cli.output import plain
    from doughy_cli.providers import openai_answers
    from doughy_cli.providers.faults import NoAnswer, ProviderFailed, RateLimited

    try:
        key = Secret(context.secret("openai"))
        return openai_answers.write(key, _PROMPT, json.dumps(plain(found))), None
    except (Refused, DoughyError) as error:
        passing = isinstance(error, RateLimited | ProviderFailed | NoAnswer)
        if passing and job.attempt < job.max_attempts:
            raise
        return None, str(error)


HANDLER = Handler(
    "Suggests what the deal's property may be worth after repair, by your own sales near it.",
    Input,
    run,
    suggest=suggest,
)
