"""Tokens, links and tickets: random, kept as digests, each used as often as it may be."""

import asyncio
import hashlib
from pathlib import Path

import pytest

from assistant.identity import tokens as module
from assistant.identity.tokens import APPROVAL_SECONDS, LINK_SECONDS, TICKET_SECONDS, Tokens, sha256
from assistant.store import Database
from tests.assistant.identity.conftest import Clock, on_disk


@pytest.fixture
def tokens(database: Database, clock: Clock) -> Tokens:
    return Tokens(database, now=clock)


async def test_a_token_opens_its_conversation(tokens: Tokens, database: Database) -> None:
    token = await tokens.issue("c")
    assert await tokens.conversation(token) == (sha256(token), "c")
    assert await Tokens(database).conversation(token) == (sha256(token), "c"), "after a restart"
    assert await tokens.issue("c") != token


@pytest.mark.parametrize("token", ["", "x", "x" * 19, "x" * 43, "x" * 201, "é" * 30, "\udcff" * 30, "\x00" * 30, "' OR 1=1 --" * 3])
async def test_anything_else_opens_nothing(tokens: Tokens, token: str) -> None:
    await tokens.issue("c")
    assert await tokens.conversation(token) is None


async def test_a_digest_is_not_a_token(tokens: Tokens) -> None:
    token = await tokens.issue("c")
    assert await tokens.conversation(sha256(token)) is None
    assert await tokens.conversation(token[:-1]) is None
    assert await tokens.conversation(token + "A") is None


async def test_only_digests_are_kept(tokens: Tokens, tmp_path: Path) -> None:
    token, link = await tokens.issue("c"), await tokens.link("c")
    kept = on_disk(tmp_path)
    for secret in (token, link):
        assert secret.encode() not in kept
        assert hashlib.sha256(secret.encode()).hexdigest().encode() in kept


async def test_a_token_is_long_enough(tokens: Tokens) -> None:
    assert len(await tokens.issue("c")) >= 43, "256 bits"
    assert len(await tokens.link("c")) >= 24, "144 bits"


async def test_forgetting_what_was_seen_loses_nothing(tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CACHED", 3)
    issued = [await tokens.issue(f"c{i}") for i in range(10)]
    assert len(tokens._known) == 3
    for number, token in enumerate(issued):
        assert await tokens.conversation(token) == (sha256(token), f"c{number}")
    assert len(tokens._known) == 3


@pytest.mark.parametrize(("late", "good"), [(0.0, True), (LINK_SECONDS, True), (LINK_SECONDS + 1, False)])
async def test_a_link_lives_two_minutes(tokens: Tokens, clock: Clock, late: float, good: bool) -> None:
    assert LINK_SECONDS == 120
    code = await tokens.link("c")
    clock.now += late
    assert await tokens.redeem(code) == ("c" if good else None)
    assert await tokens.redeem(code) is None, "once"


async def test_of_many_who_redeem_one_gets_it(tokens: Tokens) -> None:
    code = await tokens.link("c")
    found = await asyncio.gather(*(tokens.redeem(code) for _ in range(20)))
    assert sorted(map(str, found)) == ["None"] * 19 + ["c"]


async def test_an_approval_may_wait_longer(tokens: Tokens, clock: Clock) -> None:
    code = await tokens.link("c", seconds=APPROVAL_SECONDS)
    clock.now += LINK_SECONDS + 1
    assert await tokens.redeem(code) == "c"


@pytest.mark.parametrize("code", ["", "unknown-unknown-unknown", "%", "'"])
async def test_an_unknown_link(tokens: Tokens, code: str) -> None:
    await tokens.link("c")
    assert await tokens.redeem(code) is None


@pytest.mark.parametrize(("late", "good"), [(0.0, True), (TICKET_SECONDS, True), (TICKET_SECONDS + 1, False)])
async def test_a_ticket_is_good_for_one_socket_and_half_a_minute(
    tokens: Tokens, clock: Clock, monkeypatch: pytest.MonkeyPatch, late: float, good: bool
) -> None:
    monkeypatch.setattr(module, "_CACHED", 3)
    assert TICKET_SECONDS == 30
    digest = sha256(await tokens.issue("c"))
    ticket = tokens.ticket(digest, "c")
    for _ in range(5):
        await tokens.issue("others")  # a cache that is full forgets the device, not its ticket
    clock.now += late
    assert tokens.use_ticket(ticket) == ((digest, "c") if good else None)
    assert tokens.use_ticket(ticket) is None


async def test_tickets_that_are_never_used_go_away(tokens: Tokens, clock: Clock) -> None:
    for _ in range(50):
        tokens.ticket("d", "c")
    clock.now += TICKET_SECONDS + 1
    last = tokens.ticket("d", "c")
    assert list(tokens._tickets) == [last]
    assert tokens.use_ticket("unknown") is None
