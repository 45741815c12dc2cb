"""Looking a create up: adopted only if it is certainly ours."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.catalyst.conftest import Hostile, reply
from tools.catalyst import CatalystClient, CatalystError
from tools.catalyst.lookup import CLOCK_SKEW, DOUBT, LATEST, Lookup, compare, lookup
from tools.catalyst.models import ListEntry

START = datetime(2026, 5, 15, 9, tzinfo=UTC)
OWNER, FQDN = "ops@acme.example", "acme.omani.works"


def entry(number: str = "1", **changes: Any) -> ListEntry:
    base: dict[str, Any] = {
        "id": number, "status": "provisioning", "sovereignFQDN": "acme.omani.works", "startedAt": START.isoformat(),
        "ownerEmail": "ops@acme.example",
    }  # fmt: skip
    return ListEntry.model_validate({**base, **changes})


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([entry()], Lookup("found", "1")),
        ([entry(ownerEmail="OPS@acme.example", sovereignFQDN="ACME.omani.works")], Lookup("found", "1")),
        ([entry(startedAt=(START - CLOCK_SKEW).isoformat())], Lookup("found", "1")),
        ([entry(status="failed")], Lookup("found", "1")),
        ([], Lookup("absent")),
        ([entry(sovereignFQDN="other.omani.works")], Lookup("absent")),
        ([entry(startedAt=(START - timedelta(hours=1)).isoformat())], Lookup("absent")),
        ([entry(startedAt=(START - DOUBT).isoformat())], Lookup("ambiguous")),
        ([entry(startedAt=(START + LATEST).isoformat())], Lookup("found", "1")),
        ([entry(startedAt=(START + LATEST + CLOCK_SKEW).isoformat())], Lookup("ambiguous")),
        ([entry(sovereignFQDN="acme.omani.works.")], Lookup("found", "1")),
        ([entry(startedAt="0001-01-01T00:00:00Z")], Lookup("ambiguous")),
        ([entry(), entry()], Lookup("found", "1")),
        ([entry(), entry("2", startedAt=(START - timedelta(hours=1)).isoformat())], Lookup("found", "1")),
        ([entry(status="wiped")], Lookup("absent")),
        ([entry(ownerEmail="someone@else.example")], Lookup("ambiguous")),
        ([entry(ownerEmail=None)], Lookup("ambiguous")),
        ([entry(startedAt=None)], Lookup("ambiguous")),
        ([entry("1"), entry("2")], Lookup("ambiguous")),
        ([entry("1"), entry("2", ownerEmail="someone@else.example")], Lookup("ambiguous")),
    ],
)
def test_adopted_only_if_owner_name_and_start_match(entries: list[ListEntry], found: Lookup) -> None:
    assert compare(entries, owner="ops@acme.example", fqdn="acme.omani.works", since=START) == found


MOMENTS = st.none() | st.integers(-7200, 7200).map(lambda s: (START + timedelta(seconds=s)).isoformat())
ENTRIES = st.lists(
    st.builds(
        entry,
        st.sampled_from("123456"),
        status=st.sampled_from(["provisioning", "failed", "ready", "wiped", "Wiping"]),
        sovereignFQDN=st.sampled_from([FQDN, FQDN.upper(), "other.omani.works", ""]),
        startedAt=MOMENTS,
        ownerEmail=st.sampled_from([OWNER, OWNER.upper(), "x@else.example", "", None]),
    ),
    max_size=5,
)


@given(ENTRIES)
def test_never_adopted_unless_everything_fits_and_never_absent_while_something_may_be_ours(entries: Sequence[ListEntry]) -> None:
    found = compare(entries, owner=OWNER, fqdn=FQDN, since=START)
    alive = {e.id: e for e in reversed(entries) if e.sovereign_fqdn.lower() == FQDN and e.status not in ("wiped", "wiping")}
    if found.outcome == "found":
        ours = alive[found.deployment_id]
        assert ours.owner_email.lower() == OWNER
        assert ours.started_at is not None
        assert START - CLOCK_SKEW <= ours.started_at <= START + LATEST
        late = [e for e in alive.values() if e.started_at is None or e.started_at >= START - CLOCK_SKEW]
        assert late == [ours]
    if found.outcome == "absent":
        assert all(e.started_at is not None and e.started_at < START - DOUBT for e in alive.values())


@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_order_of_the_list_means_nothing(entries: list[ListEntry], dice: Any) -> None:
    unique = list({e.id: e for e in entries}.values())
    mixed = list(unique)
    dice.shuffle(mixed)
    assert compare(mixed, owner=OWNER, fqdn=FQDN, since=START) == compare(unique, owner=OWNER, fqdn=FQDN, since=START)


async def test_a_line_that_lacks_a_part_is_completed_from_the_state(harsh: CatalystClient, hostile: Hostile) -> None:
    number = "22af2b1120158239"
    line = {"id": number, "status": "provisioning", "sovereignFQDN": FQDN}
    state = {**line, "startedAt": START.isoformat(), "ownerEmail": OWNER}
    listed = reply(200, json.dumps({"deployments": [line]}))
    hostile.answers = [listed, reply(200, json.dumps(state)), listed, reply(404, b"deployment not found", "text/plain"), reply(502)]
    assert await lookup(harsh, owner=OWNER, fqdn=FQDN, since=START) == Lookup("found", number)
    assert await lookup(harsh, owner=OWNER, fqdn=FQDN, since=START) == Lookup("ambiguous")
    with pytest.raises(CatalystError):
        await lookup(harsh, owner=OWNER, fqdn=FQDN, since=START)
