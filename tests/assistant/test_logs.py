"""Whatever is logged by mistake: secrets are redacted by key and by look; ordinary values stay readable."""

from typing import Any

import pytest

from assistant.logs import REDACTED, redact

JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    "key",
    ["token", "hetznerToken", "API_KEY", "apiKey", "password", "passwd", "Authorization", "Cookie", "private_key", "s3_secret_key", "access_key", "ticket", "code", "body", "text", "redirectUrl", "credentials"],
)  # fmt: skip
def test_by_key(key: str) -> None:
    assert redact({key: "x", "deep": [{key: {"a": 1}}]}) == {key: REDACTED, "deep": [{key: REDACTED}]}


@pytest.mark.parametrize(
    "value",
    [
        f"answer {JWT} end", "Authorization: Bearer abcdefgh12345678", "bearer.abcdefgh12345678", "smtp://user:hunter2hunter2@host:25",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1r\n-----END", "http://x/start#join=AbCdEfGhIjKlMnOp", "token is " + "a1" * 32,
    ],
)  # fmt: skip
def test_by_look(value: str) -> None:
    found = redact({"event": value, "list": [value], "tuple": (value,)})
    assert REDACTED in found["event"]
    for secret in (JWT, "abcdefgh12345678", "hunter2hunter2", "b3BlbnNzaC1r", "AbCdEfGhIjKlMnOp", "a1" * 32):
        assert secret not in str(found)


@pytest.mark.parametrize(
    "value",
    ["request failed", "/api/v1/conversations/{id}/turns", "http://127.0.0.1:8080", "conversation-AbCdEf123", 5, 1.5, True, None, "broodhuis.omani.works"],
)
def test_ordinary_values_stay(value: Any) -> None:
    assert redact({"event": value}) == {"event": value}


def test_anything_else_is_made_text_and_what_is_too_deep_is_cut() -> None:
    nested: Any = "bottom"
    for _ in range(20):
        nested = [nested]
    assert "bottom" not in str(redact(nested))
    assert redact({"error": ValueError(f"with {JWT}")}) == {"error": f"with {REDACTED}"}
