"""Six-digit codes: ten minutes, three wrong tries, one a minute, used once, for one conversation and address."""

import asyncio
import hashlib
from pathlib import Path

import pytest

from assistant.identity.codes import COOLDOWN_SECONDS, HOUR_SECONDS, LIFE_SECONDS, UNUSED_AN_HOUR, Codes
from assistant.identity.keys import ServiceKey
from assistant.identity.tokens import Tokens
from assistant.store import Database
from dialogue.events import CodeFailed, CodeRefused, CodeSent, EmailVerified
from tests.assistant.identity.conftest import Clock, Post, on_disk

MAIL = "info@acme.example"


@pytest.fixture
def codes(database: Database, key: ServiceKey, post: Post, clock: Clock) -> Codes:
    return Codes(database, key, post, now=clock)


async def check(codes: Codes, code: str, conversation: str = "c", email: str = MAIL) -> EmailVerified | CodeRefused:
    return await codes.check(conversation, email, codes.digest(conversation, code), device=None)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def test_the_code_that_was_mailed_verifies_once(codes: Codes, post: Post, clock: Clock) -> None:
    sent = await codes.send("c", "Info@ACME.example")
    assert isinstance(sent, CodeSent)
    assert sent.email == MAIL
    assert sent.expires_at.timestamp() == clock.now + LIFE_SECONDS
    assert str(post.sent[0]["To"]) == MAIL
    assert await check(codes, post.code(), email="INFO@acme.example") == EmailVerified(email=MAIL)
    assert await check(codes, post.code()) == CodeRefused(email=MAIL, reason="none_sent")


@pytest.mark.parametrize(("late", "fits"), [(0.0, True), (LIFE_SECONDS, True), (LIFE_SECONDS + 1, False)])
async def test_ten_minutes(codes: Codes, post: Post, clock: Clock, late: float, fits: bool) -> None:
    assert LIFE_SECONDS == 600
    await codes.send("c", MAIL)
    clock.now += late
    outcome = await check(codes, post.code())
    assert outcome == (EmailVerified(email=MAIL) if fits else CodeRefused(email=MAIL, reason="expired"))


async def test_three_wrong_ones(codes: Codes, post: Post, clock: Clock) -> None:
    await codes.send("c", MAIL)
    bad = wrong(post.code())
    assert await check(codes, bad) == CodeRefused(email=MAIL, reason="wrong", attempts_left=2)
    assert await check(codes, bad) == CodeRefused(email=MAIL, reason="wrong", attempts_left=1)
    assert await check(codes, bad) == CodeRefused(email=MAIL, reason="too_many")
    assert await check(codes, post.code()) == CodeRefused(email=MAIL, reason="none_sent"), "the right one is too late"
    assert await codes.send("c", MAIL) == CodeFailed(email=MAIL, code="rate_limited"), "guessing buys no fresh tries"
    assert await codes.wait("c", MAIL) > 0
    clock.now += COOLDOWN_SECONDS
    assert isinstance(await codes.send("c", MAIL), CodeSent)
    assert await check(codes, post.code()) == EmailVerified(email=MAIL)


async def test_two_wrong_and_then_the_right_one(codes: Codes, post: Post) -> None:
    await codes.send("c", MAIL)
    for _ in range(2):
        await check(codes, wrong(post.code()))
    assert await check(codes, post.code()) == EmailVerified(email=MAIL)


async def test_guesses_at_once_count_each(codes: Codes, post: Post) -> None:
    await codes.send("c", MAIL)
    bad = wrong(post.code())
    outcomes = await asyncio.gather(*(check(codes, bad) for _ in range(10)))
    reasons = sorted(o.reason for o in outcomes if isinstance(o, CodeRefused))
    assert reasons == ["none_sent"] * 7 + ["too_many"] + ["wrong"] * 2


async def test_the_right_one_at_once_verifies_once(codes: Codes, post: Post) -> None:
    await codes.send("c", MAIL)
    outcomes = await asyncio.gather(*(check(codes, post.code()) for _ in range(5)))
    assert sum(isinstance(o, EmailVerified) for o in outcomes) == 1


async def test_one_a_minute(codes: Codes, post: Post, clock: Clock) -> None:
    assert await codes.wait("c", MAIL) == 0
    await codes.send("c", MAIL)
    clock.now += COOLDOWN_SECONDS - 1
    assert await codes.wait("c", MAIL) == pytest.approx(1)
    assert await codes.send("c", "INFO@acme.example") == CodeFailed(email=MAIL, code="rate_limited")
    assert await check(codes, post.code()) == EmailVerified(email=MAIL), "the first one still counts"
    assert len(post.sent) == 1


async def test_a_new_code_replaces_the_old_one(codes: Codes, post: Post, clock: Clock) -> None:
    await codes.send("c", MAIL)
    clock.now += COOLDOWN_SECONDS
    await codes.send("c", MAIL)
    if post.code(0) != post.code(1):
        assert await check(codes, post.code(0)) == CodeRefused(email=MAIL, reason="wrong", attempts_left=2)
    assert await check(codes, post.code(1)) == EmailVerified(email=MAIL)


async def test_the_minute_is_for_one_address_in_one_conversation(codes: Codes) -> None:
    for conversation, email in (("c", MAIL), ("c", "other@acme.example"), ("d", MAIL)):
        assert isinstance(await codes.send(conversation, email), CodeSent)


async def test_a_code_of_another_conversation_or_address(codes: Codes, post: Post) -> None:
    await codes.send("c", MAIL)
    await codes.send("d", MAIL)
    first, second = post.code(0), post.code(1)
    assert await codes.check("d", MAIL, codes.digest("c", first), device=None) == CodeRefused(
        email=MAIL, reason="wrong", attempts_left=2
    )
    assert await check(codes, first, email="other@acme.example") == CodeRefused(
        email="other@acme.example", reason="none_sent"
    )
    assert await check(codes, second, "d") == EmailVerified(email=MAIL)
    assert await check(codes, first, "c") == EmailVerified(email=MAIL)


async def test_only_a_keyed_digest_is_kept(codes: Codes, post: Post, tmp_path: Path, key: ServiceKey) -> None:
    await codes.send("c", MAIL)
    kept = on_disk(tmp_path)
    code = post.code()
    assert MAIL.encode() in kept
    assert code.encode() not in kept
    assert hashlib.sha256(code.encode()).hexdigest().encode() not in kept, "six digits are guessed in a second"
    assert codes.digest("c", code).encode() in kept
    assert codes.digest("c", code) != codes.digest("d", code)
    assert codes.digest("c", code) != ServiceKey(b"another").digest("code", "c", code)


async def test_a_mail_that_does_not_leave(codes: Codes, post: Post) -> None:
    post.down = True
    assert await codes.send("c", MAIL) == CodeFailed(email=MAIL, code="mail_failed")
    post.down = False
    assert isinstance(await codes.send("c", MAIL), CodeSent), "nothing left, so nothing to wait for"
    assert await check(codes, post.code()) == EmailVerified(email=MAIL)


async def test_settling_after_a_crash(codes: Codes, post: Post, clock: Clock) -> None:
    """One that left counts; one that didn't is sent; one that is too old is sent anew."""
    assert isinstance(await codes.settle("c", MAIL), CodeSent)
    again = await codes.settle("c", MAIL.upper())
    assert isinstance(again, CodeSent)
    assert again.expires_at.timestamp() == clock.now + LIFE_SECONDS
    assert len(post.sent) == 1
    clock.now += LIFE_SECONDS + 1
    assert isinstance(await codes.settle("c", MAIL), CodeSent)
    assert len(post.sent) == 2


async def test_a_code_made_but_not_sent_is_sent_by_settling(codes: Codes, post: Post) -> None:
    post.down = True
    await codes.send("c", MAIL)
    post.down = False
    assert isinstance(await codes.settle("c", MAIL), CodeSent)
    assert len(post.sent) == 1


async def test_the_device_that_typed_it_is_verified_and_no_other(codes: Codes, post: Post, database: Database) -> None:
    tokens = Tokens(database)
    ours, others = await tokens.issue("c"), await tokens.issue("c")
    (device, _), (other, _) = [found for t in (ours, others) if (found := await tokens.conversation(t))]
    await codes.send("c", MAIL)
    await codes.check("c", MAIL, codes.digest("c", wrong(post.code())), device=device)
    assert await tokens.verified_email(device) is None
    await codes.check("c", MAIL, codes.digest("c", post.code()), device=device)
    assert await tokens.verified_email(device) == MAIL
    assert await tokens.verified_email(other) is None


async def test_codes_are_six_digits_and_not_the_same(codes: Codes, post: Post) -> None:
    for number in range(40):
        await codes.send("c", f"a{number}@acme.example")
    found = {post.code(number) for number in range(40)}
    assert len(found) > 35
    assert all(len(code) == 6 for code in found)


async def test_a_mailbox_is_not_flooded_from_many_conversations(codes: Codes, post: Post, clock: Clock) -> None:
    for number in range(UNUSED_AN_HOUR):
        assert isinstance(await codes.send(f"c{number}", MAIL), CodeSent)
    assert await codes.send("one more", MAIL) == CodeFailed(email=MAIL, code="rate_limited")
    assert isinstance(await codes.send("one more", "somebody@else.example"), CodeSent)
    assert isinstance(await check(codes, post.code(0), "c0"), EmailVerified)
    assert isinstance(await codes.send("one more", MAIL), CodeSent)
    clock.now += HOUR_SECONDS + 1
    assert isinstance(await codes.send("an hour later", MAIL), CodeSent)
