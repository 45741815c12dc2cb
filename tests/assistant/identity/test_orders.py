"""What a person has ordered in a day, over all their conversations."""

from decimal import Decimal

import pytest

from assistant.identity.orders import DAY_SECONDS, Orders
from assistant.store import Database
from tests.assistant.identity.conftest import Clock

CEILING = Decimal(60)


@pytest.fixture
def orders(database: Database, clock: Clock) -> Orders:
    return Orders(database, now=clock)


async def claim(orders: Orders, conversation: str, monthly: float = 25.49, email: str = "a@b.example") -> bool:
    return await orders.claim(conversation, "digest", email=email, monthly=monthly, ceiling=CEILING)


async def test_orders_of_a_person_add_up_over_their_conversations(orders: Orders) -> None:
    assert await claim(orders, "one")
    assert await claim(orders, "two", email="A@B.example")
    assert not await claim(orders, "three")
    assert await claim(orders, "three", email="other@b.example")
    assert await orders.elsewhere("a@b.example", "one") == Decimal("25.49")
    assert await orders.elsewhere("a@b.example", "three") == Decimal("50.98")


async def test_what_had_no_effect_does_not_count(orders: Orders) -> None:
    assert await claim(orders, "one", 50)
    assert not await claim(orders, "two", 50)
    await orders.release("one", "digest")
    assert await claim(orders, "two", 50)


async def test_a_day_later_it_is_forgotten(orders: Orders, clock: Clock) -> None:
    assert await claim(orders, "one", 50)
    clock.now += DAY_SECONDS - 1
    assert not await claim(orders, "two", 50)
    clock.now += 2
    assert await claim(orders, "two", 50)


async def test_without_a_ceiling_everything_is_counted_and_let_through(orders: Orders) -> None:
    for number in range(3):
        assert await orders.claim(f"c{number}", "d", email="a@b.example", monthly=9e4, ceiling=None)
    assert await orders.elsewhere("a@b.example", "new") == Decimal(270_000)
