"""Masking secrets, on every path that a handover token or a raw line can take."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.samples import TOKEN
from tools.catalyst.models import HandoverToken, Result, Snapshot, event_of
from tools.catalyst.progress import Progress
from tools.catalyst.scrub import LONGEST, MASK, scrub
from tools.catalyst.sse import Frame

JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"token={TOKEN}", TOKEN),
        (f"hcloud_token: {TOKEN} used", TOKEN),
        (f"Authorization: Bearer {JWT}", JWT),
        (f"https://console.a.b/auth/handover?token={JWT}", JWT),
        (f'{{"handoverURL": "https://c/?token={JWT}"}}', JWT),
        ("password=hunter22 ok", "hunter22"),
        ('"secret_key": "abcdefghijk"', "abcdefghijk"),
        ("secretKey=abcdefghijk", "abcdefghijk"),
        ("AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"),
        ("key " + "a1B2" * 16, "a1B2" * 16),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----", "abc"),
        ("-----BEGIN PRIVATE KEY-----\nabc cut off", "abc"),
        ("api-key: 0123456789", "0123456789"),
    ],
)
def test_secrets_are_masked(text: str, secret: str) -> None:
    assert secret not in scrub(text)
    assert MASK in scrub(text)


@pytest.mark.parametrize(
    "text",
    [
        "Plan: 14 to add, 0 to change, 0 to destroy.",
        "hcloud_server.control_plane[0]: Creation complete after 52s",
        "Helm install complete; Ready=True",
        "dependency 'flux-system/bp-cilium' is not ready",
        "https://console.acme.omani.works",
        "two\nlines\tand a tab",
    ],
)
def test_plain_lines_stay(text: str) -> None:
    assert scrub(text) == text


@given(st.text(max_size=200))
def test_scrubbing_twice_changes_nothing_more(text: str) -> None:
    assert scrub(scrub(text)) == scrub(text)


def test_control_characters_and_length() -> None:
    assert scrub("a\x1b[31mb\x00\r") == "a[31mb"
    assert len(scrub("word " * 2_000)) == LONGEST


LINK = f"https://console.acme.omani.works/auth/handover?token={JWT}"
READY = json.dumps({"handoverURL": LINK, "expiresAt": "2026-05-15T09:20:00Z"})


@pytest.mark.parametrize("phase", ["handover-ready", "Handover-Ready", "tofu", "component-log"])
@pytest.mark.parametrize("member", ["message", "Message"])
def test_a_handover_token_stays_nowhere(phase: str, member: str) -> None:
    raw = {"time": "2026-05-15T09:15:00Z", "phase": phase, "level": "info", member: READY}
    progress = Progress()
    progress.frame(Frame("", json.dumps(raw)))
    progress.frame(Frame("handover-ready", READY))
    news = progress.feed(Snapshot.model_validate({"state": {"status": "ready", "result": {"handoverURL": LINK}}, "events": [raw]}))
    assert JWT not in repr(news)
    if phase.lower() == "handover-ready":
        assert JWT not in repr(progress), "not even in memory"
        assert news.events == ()


def test_links_are_masked_in_every_rendering() -> None:
    result = Result.model_validate({"handoverURL": LINK, "kubeconfigPath": "/secret/path"})
    link = HandoverToken.model_validate({"token": JWT, "redirectURL": LINK})
    for text in (repr(result), str(result), result.model_dump_json(), repr(link), str(link)):
        assert JWT not in text
    assert link.redirect_url == LINK


def test_two_handovers_in_one_second_stay_two() -> None:
    raw = {"time": "2026-05-15T09:15:00Z", "phase": "handover-ready", "message": READY}
    other = {**raw, "message": READY.replace("eyJ", "eyK")}
    assert event_of(raw) == event_of(raw)
    assert event_of(raw) != event_of(other)
