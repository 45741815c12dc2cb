"""Short ways to validate a draft and to look at the outcome."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tools.catalogue import Catalogue
from tools.planning import Account, Draft, FreeNames, Plan, Validation, validate

Check = Callable[..., Validation]


@pytest.fixture(scope="session")
def check(catalogue: Catalogue) -> Check:
    """Validates the draft with these members; `current`, `names`, `account`, `ceiling` and the like go past it."""

    def run(
        *,
        current: Plan | None = None,
        names: Any = None,
        account: Account | None = None,
        shop: Catalogue | None = None,
        around: dict[str, Any] | None = None,
        **members: Any,
    ) -> Validation:
        coroutine = validate(
            Draft(**members),
            current=current,
            catalogue=shop or catalogue,
            names=names or FreeNames(),
            account=account or Account(),
            **(around or {}),
        )
        return asyncio.run(coroutine)

    return run


def codes(result: Validation) -> list[str]:
    """The problems' codes in order."""
    return [p.code for p in result.problems]


def notes(result: Validation) -> list[str]:
    """The notes' codes in order."""
    return [n.code for n in result.notes]


def offered(result: Validation, code: str) -> tuple[str, ...]:
    """The suggestions of the one problem with this code."""
    (found,) = [p for p in result.problems if p.code == code]
    assert found.message
    return found.suggestions
