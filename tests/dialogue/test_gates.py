"""The gate before money is spent, condition by condition: each alone keeps it shut."""

from dataclasses import replace

import pytest

from dialogue.assent import StandingReadBack, Yes, meant
from dialogue.draft import Draft
from dialogue.events import UserSaid
from dialogue.gates import may_create
from dialogue.plan import PlanView
from dialogue.state import State

EMAIL = "owner@example.com"
DRAFT = Draft(organisation="Broodhuis", email=EMAIL)
BARE = State(draft=DRAFT, verified_email=EMAIL)
OPEN = replace(
    BARE,
    validated=PlanView(ok=True, digest="d"),
    validated_for=BARE.basis,
    read_back=StandingReadBack("d", seq=5, acknowledged=True),
    yes=Yes("d", seq=7),
)


def test_everything_there_opens_it() -> None:
    assert may_create(OPEN, "d") is None


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (replace(OPEN, validated=None), "plan_incomplete"),
        (replace(OPEN, validated=PlanView(ok=False, digest="d")), "plan_incomplete"),
        (replace(OPEN, validated=PlanView(ok=True, digest=None)), "plan_incomplete"),
        (replace(OPEN, validated_for=None), "plan_changed"),
        (replace(OPEN, draft=DRAFT.model_copy(update={"organisation": "Other"})), "plan_changed"),
        (replace(OPEN, validated=PlanView(ok=True, digest="other")), "digest_mismatch"),
        (replace(OPEN, read_back=None), "not_read_back"),
        (replace(OPEN, read_back=StandingReadBack("other", seq=5, acknowledged=True)), "not_read_back"),
        (replace(OPEN, read_back=StandingReadBack("d", seq=5)), "read_back_not_shown"),
        (replace(OPEN, yes=None), "not_confirmed"),
        (replace(OPEN, yes=Yes("other", seq=7)), "not_confirmed"),
        (replace(OPEN, yes=Yes("d", seq=4)), "not_confirmed"),
        (replace(OPEN, yes=Yes("d", seq=5)), "not_confirmed"),
        (replace(OPEN, verified_email=None), "email_not_verified"),
        (replace(OPEN, verified_email="someone@else.example"), "email_not_verified"),
        (replace(OPEN, create="in_flight"), "already_requested"),
        (replace(OPEN, create="unknown"), "already_requested"),
        (replace(OPEN, spent_digests=frozenset({"d"})), "already_requested"),
        (replace(OPEN, create="done"), "already_created"),
    ],
)
def test_each_condition_alone_keeps_it_shut(state: State, code: str) -> None:
    refusal = may_create(state, "d")
    assert refusal is not None
    assert refusal.code == code
    assert refusal.message


def test_another_digest_is_another_plan() -> None:
    assert may_create(OPEN, "e") is not None


@pytest.mark.parametrize(("after", "counts"), [(None, True), (4, False), (5, True), (9, True)])
def test_a_message_means_only_a_read_back_that_stood_when_it_came(after: int | None, counts: bool) -> None:
    standing = StandingReadBack("d", seq=5)
    assert meant(standing, UserSaid(text="yes", after=after)) == (standing if counts else None)
    assert meant(None, UserSaid(text="yes", after=after)) is None
    assert meant(standing, None) == standing
