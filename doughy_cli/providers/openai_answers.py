"""OpenAI: text and records written by a model.

API description: https://github.com/openai/openai-openapi, `POST /v1/chat/completions` (operation
`createChatCompletion`): `messages` of roles and contents, `response_format` of type `json_schema`
with `strict`; the answer in `choices[0].message.content`, or `refusal`; `finish_reason` `length`
where it was cut off.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

from doughy_cli.errors import Failed
from doughy_cli.hidden import Secret
from doughy_cli.providers import openai
from doughy_cli.providers.waiting import Patience

# One that takes images and keeps to a schema; DOUGHY_OPENAI_MODEL names another.
MODEL = "gpt-4o-mini"
_VARIABLE = "DOUGHY_OPENAI_MODEL"
_PATH = "/v1/chat/completions"
_PATIENCE = Patience(read=120.0, whole=240.0)


class NoAnswer(Failed):
    """The model has refused, or its answer was cut off."""

    code = "openai_no_answer"


def model() -> str:
    """Return the model that is asked."""
    return os.environ.get(_VARIABLE, "").strip() or MODEL


def write(key: Secret, task: str, content: str | Sequence[Mapping[str, Any]]) -> str:
    """Return what the model writes: `task` says what is to be done, `content` with what (a text,
    or parts of texts and images as the API has them).

    Raises ProviderError, and NoAnswer if it has refused.
    """
    return _ask(key, task, content, {})


def extract(
    key: Secret,
    task: str,
    content: str | Sequence[Mapping[str, Any]],
    name: str,
    schema: Mapping[str, Any],
) -> dict[str, Any]:
    """Return a record of the JSON schema `schema`, which is called `name`.

    Raises as `write` does; NoAnswer for what is no such record.
    """
    form = {
        "type": "json_schema",
        "json_schema": {"name": name, "strict": True, "schema": schema},
    }
    text = _ask(key, task, content, {"response_format": form})
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict) or found.keys() != schema["properties"].keys():
        raise NoAnswer("OpenAI's answer is not of the form that was asked for.")
    return found


def _ask(key: Secret, task: str, content: Any, more: Mapping[str, Any]) -> str:
    asked = {
        "model": model(),
        "messages": [
            {"role": "system", "content": task},
            {"role": "user", "content": content},
        ],
        "temperature": 0,
        **more,
    }
    with openai.client(key, _PATIENCE) as client:
        # To ask twice changes nothing, and costs what it costs.
        answer = client.post_json(_PATH, asked, repeatable=True).object
    try:
        choice = answer["choices"][0]
        message = choice["message"]
    except (KeyError, IndexError, TypeError):
        raise NoAnswer("OpenAI's answer holds no message.") from None
    if message.get("refusal"):
        raise NoAnswer("OpenAI's model has refused to answer.")
    if choice.get("finish_reason") == "length":
        raise NoAnswer("OpenAI's answer was cut off: it was too long.")
    text = message.get("content")
    if not isinstance(text, str) or not text.strip():
        raise NoAnswer("OpenAI's answer is empty.")
    return text.strip()
