"""What S3's errors mean to a person, one line each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from doughy_cli.docs.stores.base import Changed, Missing
from doughy_cli.docs.stores.patience import Astray, Late
from doughy_cli.errors import DoughyError, Failed, NotPermitted, SignIn, Unreachable

_GONE = {"NoSuchKey", "NotFound"}
_NOT_LET_IN = {"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken"}
_CREDENTIALS = "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE."
_AGAIN = "No document is half there; run it again."
_LOOK = f"Look at the network, and at AWS_ENDPOINT_URL. {_AGAIN}"


@contextmanager
def told_as_s3(place: str) -> Iterator[None]:
    """Raise what a person understands in place of what boto3 and what it uses raise."""
    from botocore.exceptions import (
        BotoCoreError,
        ClientError,
        HTTPClientError,
        IncompleteReadError,
    )
    from botocore.exceptions import ConnectionError as NoConnection
    from urllib3.exceptions import HTTPError

    try:
        yield
    except ClientError as error:
        raise _explain(error, place) from error
    except Late as late:
        raise Unreachable(
            f"{place} does not answer: it took more than {round(late.seconds, 1):g} seconds.", _LOOK
        ) from None
    except Astray:
        raise Failed(
            f"{place}: who answers there sends every request to somewhere else.",
            "AWS_ENDPOINT_URL must be the address of S3 itself, such as https:// instead of "
            f"http://. {_AGAIN}",
        ) from None
    except (HTTPClientError, IncompleteReadError, NoConnection, HTTPError) as error:
        # Without the cause, of which --verbose would show the URL, with the password in it.
        raise Unreachable(f"{place} does not answer: {_reason(error)}.", _LOOK) from None
    except BotoCoreError as error:
        raise _explain_settings(error, place) from error


def no_s3(place: str, why: str) -> Failed:
    """Return what to raise where something else than S3 answers."""
    return Failed(f"{place}: what answers there is no S3 ({why}).", _LOOK)


def _explain(error: object, place: str) -> DoughyError:
    answer = getattr(error, "response", {})
    told = answer.get("Error", {})
    code = str(told.get("Code", ""))
    status = int(answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    shown = code if code and code != str(status) else f"HTTP {status}"
    if code == "NoSuchBucket":
        return Failed(f"{place}: there is no such bucket.", "Make it first.", code="no_bucket")
    # Only an answer without a body has no more to say.
    headless = code == "404" and getattr(error, "operation_name", "") == "HeadObject"
    if code in _GONE or headless:
        return Missing(f"Its file is gone from {place}.")
    if code in _NOT_LET_IN:
        return SignIn(f"{place} does not know these credentials ({shown}).", _CREDENTIALS)
    if code == "BadDigest":
        return Changed("The file changed while it was read; nothing of it was kept.")
    if status in (401, 403):
        return NotPermitted(
            f"{place} refuses this ({shown}).", "Ask whoever looks after the bucket."
        )
    if status >= 500 or status == 429 or code in ("SlowDown", "RequestTimeout"):
        return Unreachable(f"{place} is in trouble ({shown}).", f"Try again later. {_AGAIN}")
    if shown.startswith("HTTP"):  # S3 itself says more
        return no_s3(place, shown)
    return Failed(f"{place}: {told.get('Message') or shown}", _AGAIN)


def _explain_settings(error: Exception, place: str) -> DoughyError:
    name = type(error).__name__
    if "Parser" in name:  # its words are all that was answered
        return no_s3(place, "its answer cannot be read")
    if "Credential" in name or "Token" in name:
        return SignIn(f"{place}: no AWS credentials that can be used were found.", _CREDENTIALS)
    return Failed(f"{place}: {_words(error)}.", "Look at the AWS settings of the environment.")


def _reason(error: Exception) -> str:
    # Their own words repeat the URL, and with it the key.
    name = type(error).__name__
    if "Timeout" in name:
        return "nothing came in time"
    if "Incomplete" in name:
        return "its answer broke off"
    return "no connection" if "Connection" in name and "SSL" not in name else f"the {name}"


def _words(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__
