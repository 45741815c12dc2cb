"""Errors as RFC 9457 problem documents: a stable code, a sentence for a person, and what happens next."""

import json
from http import HTTPStatus

TYPE = "urn:concierge:problem:"
CONTENT_TYPE = "application/problem+json"


class Problem(Exception):
    """An answer that is an error.

    Attributes:
        status: HTTP status.
        code: stable code.
        detail: what happened, for a person.
        next: what to do or what happens now.
        retry_after: seconds, for 429 and 503.
    """

    def __init__(self, status: int, code: str, detail: str, next: str, *, retry_after: int | None = None) -> None:  # noqa: A002 - the member is called so on the wire
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.detail = detail
        self.next = next
        self.retry_after = retry_after

    def document(self) -> dict[str, object]:
        """The JSON body."""
        document: dict[str, object] = {
            "type": TYPE + self.code,
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "next": self.next,
        }
        if self.retry_after is not None:
            document["retryAfter"] = self.retry_after
        return document

    def body(self) -> bytes:
        """The document, encoded."""
        return json.dumps(self.document(), ensure_ascii=False).encode()

    def headers(self) -> dict[str, str]:
        """What goes beside the body."""
        headers = {"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"}
        if self.status == HTTPStatus.UNAUTHORIZED:
            headers["WWW-Authenticate"] = "Bearer"
        if self.retry_after is not None:
            headers["Retry-After"] = str(self.retry_after)
        return headers


_DENIED = "This conversation can't be opened with what was sent."
_DENIED_NEXT = "Send the token that was given when the conversation was created, or start a new conversation."


def unauthorised() -> Problem:
    """No token, or one that nobody was given; says nothing about whether the conversation exists."""
    return Problem(401, "unauthorised", _DENIED, _DENIED_NEXT)


def forbidden() -> Problem:
    """A good token of another conversation; the same words, so that nothing is learnt from them."""
    return Problem(403, "unauthorised", _DENIED, _DENIED_NEXT)


def not_found() -> Problem:
    """No such route or file."""
    return Problem(404, "not_found", "There is nothing at this address.", "Check the address; see /api/v1/openapi.json.")


def closed() -> Problem:
    """The conversation has ended."""
    return Problem(409, "conversation_closed", "This conversation has ended.", "Start a new conversation.")


def rate_limited(seconds: float) -> Problem:
    """Too much at once."""
    wait = max(1, int(seconds + 0.999))
    return Problem(
        429, "rate_limited", "That was too much at once.", f"Try again in {wait} seconds.", retry_after=wait
    )


def internal(incident: str) -> Problem:
    """Something unexpected; the log has the rest under this id."""
    return Problem(
        500,
        "internal",
        f"Something went wrong on our side (incident {incident}).",
        "Nothing you sent is lost once it was answered; try again, or ask for help with the incident number.",
    )


def unavailable(detail: str = "The service is starting or stopping.") -> Problem:
    """Not just now."""
    return Problem(503, "unavailable", detail, "Try again in a few seconds.", retry_after=2)
