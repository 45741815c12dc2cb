"""What went wrong, as a code."""

import httpx2
import pytest

from assistant.models.extras import Extras
from assistant.models.port import NothingScripted
from assistant.models.troubles import of_exception, of_status, of_type, retry_after


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "rejected"), (404, "rejected"), (413, "rejected"), (422, "rejected"), (401, "unauthorised"), (402, "unauthorised"), (403, "unauthorised"),
        (408, "timeout"), (504, "timeout"), (429, "rate_limited"), (500, "server_error"), (503, "server_error"), (529, "server_error"),
    ],
)  # fmt: skip
def test_statuses(status: int, code: str) -> None:
    assert of_status(status).code == code


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7), ({"retry-after": "0.5"}, 0.5), ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5), ({}, None),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, None), ({"retry-after": "-1"}, None), ({"retry-after": "nan"}, None), ({"retry-after": "1e9"}, None),
    ],
)  # fmt: skip
def test_when_to_ask_again(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(httpx2.Headers(headers)) == seconds
    assert of_status(429, httpx2.Headers(headers)).retry_after == seconds
    assert of_status(401, httpx2.Headers(headers)).retry_after is None


@pytest.mark.parametrize(("name", "code"), [("overloaded_error", "server_error"), ("rate_limit_error", "rate_limited"), (None, "server_error"), ("new", "server_error")])
def test_errors_told_in_the_middle(name: str | None, code: str) -> None:
    assert of_type(name).code == code


@pytest.mark.parametrize(
    ("error", "began", "code"),
    [
        (httpx2.ConnectError("x"), False, "unreachable"),
        (httpx2.RemoteProtocolError("x"), True, "cut"),
        (httpx2.ReadTimeout("x"), True, "timeout"),
        (ValueError("x"), True, "malformed"),
        (OSError("x"), True, "cut"),
    ],
)
def test_exceptions(error: Exception, began: bool, code: str) -> None:
    assert of_exception(error, began=began).code == code


def test_a_stand_in_without_an_answer_is_heard_through_everything_around_it() -> None:
    outer = OSError("connection error")
    outer.__cause__ = NothingScripted("nothing recorded")
    with pytest.raises(NothingScripted):
        of_exception(outer, began=False)


def test_what_a_server_refuses_by_name_is_left_out_once_and_for_all() -> None:
    extras = Extras(("strict", "usage", "effort"))
    assert not extras.refused("messages: too long")
    assert extras.refused("Unrecognized request argument supplied: stream_options")
    assert "usage" not in extras
    assert not extras.refused("stream_options")
    assert extras.refused("tools.0.strict: Extra inputs are not permitted")
    assert "effort" in extras
