"""What went wrong with a provider, as a code: from HTTP statuses, from names of errors, from exceptions. No text of theirs."""

import httpx2

from assistant.models.port import ModelTrouble, NothingScripted
from dialogue.model_events import ModelTroubleCode

LONGEST_WAIT = 86_400.0
_BY_TYPE: dict[str, ModelTroubleCode] = {
    "overloaded_error": "server_error",
    "api_error": "server_error",
    "server_error": "server_error",
    "internal_error": "server_error",
    "timeout_error": "timeout",
    "rate_limit_error": "rate_limited",
    "rate_limit_exceeded": "rate_limited",
    "insufficient_quota": "rate_limited",
    "authentication_error": "unauthorised",
    "invalid_api_key": "unauthorised",
    "permission_error": "unauthorised",
    "billing_error": "unauthorised",
    "invalid_request_error": "rejected",
    "not_found_error": "rejected",
    "request_too_large": "rejected",
}


def of_status(status: int, headers: httpx2.Headers | None = None) -> ModelTrouble:
    """For an answer that is no success."""
    wait = retry_after(headers) if headers is not None else None
    match status:
        case 401 | 402 | 403:
            return ModelTrouble("unauthorised")
        case 408 | 504:
            return ModelTrouble("timeout")
        case 429:
            return ModelTrouble("rate_limited", retry_after=wait)
        case _ if status >= 500:
            return ModelTrouble("server_error", retry_after=wait)
        case _:
            return ModelTrouble("rejected")


def of_type(name: object) -> ModelTrouble:
    """For an error told in the middle of a stream."""
    return ModelTrouble(_BY_TYPE.get(str(name), "server_error"))


def of_exception(error: BaseException, *, began: bool) -> ModelTrouble:
    """For what the transport or a decoder raised.

    Args:
        began: the answer had begun.

    Raises:
        NothingScripted: it lies underneath; a stand-in was asked what it doesn't know.
    """
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, NothingScripted):
            raise at
        if isinstance(at, TimeoutError | httpx2.TimeoutException):
            return ModelTrouble("timeout")
        at = at.__cause__ or at.__context__
    if isinstance(error, ValueError | TypeError | KeyError | IndexError | AttributeError | httpx2.DecodingError):
        return ModelTrouble("malformed")
    return ModelTrouble("cut" if began else "unreachable")


def retry_after(headers: httpx2.Headers) -> float | None:
    """Seconds, from `retry-after-ms` or `retry-after`; dates and nonsense count as nothing said."""
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers[name]) * scale
        except (KeyError, ValueError):
            continue
        if 0 <= seconds <= LONGEST_WAIT:
            return seconds
    return None
