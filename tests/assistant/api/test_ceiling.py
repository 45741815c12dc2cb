"""The spending ceiling holds for a person and day, not for one conversation."""

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.assistant.stage import Stage, Talk

EMAIL = "buyer@example.org"
WISH = "{name} in Ghent, something in Germany, no apps, mail " + EMAIL


@pytest.fixture
async def thrifty(tmp_path: Path) -> AsyncIterator[Stage]:
    stage = await Stage(tmp_path, spend_ceiling_eur=Decimal(40)).start()
    yield stage
    await stage.stop()


async def order(stage: Stage, name: str) -> Talk:
    talk = await stage.begin()
    await talk.say(WISH.format(name=name))
    await talk.say(f"my code is {stage.code(EMAIL)}")
    await talk.say("yes please")
    return talk


async def test_the_second_order_of_a_day_goes_to_a_person(thrifty: Stage) -> None:
    first = await order(thrifty, "Broodhuis")
    assert (await first.state())["deployment"] is not None
    second = await order(thrifty, "Bakhuis")
    assert await thrifty.creates("bakhuis.omani.works") == []
    asked = [e for e in await second.events() if e["type"] == "human_requested"]
    assert [e["reason"] for e in asked] == ["over_ceiling"]


async def test_an_order_that_was_refused_is_not_counted(thrifty: Stage) -> None:
    await thrifty.arm("status", status=409, body={"error": "subdomain-conflict", "detail": "taken"})
    refused = await order(thrifty, "Broodhuis")
    assert (await refused.state())["deployment"] is None
    second = await order(thrifty, "Bakhuis")
    assert (await second.state())["deployment"] is not None
