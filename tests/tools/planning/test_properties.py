"""What holds for every draft: no raise, a name that fits, and a plan that validates to itself."""

import asyncio
import re
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tools.catalogue import Catalogue
from tools.planning import Account, Draft, FreeNames, Plan, SizeNeed, Validation, request_body, validate
from tools.planning.request import Credentials

LABEL = re.compile(r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
CATALOGUE = Catalogue.load()
ANY = st.text(max_size=60)
ODD = st.sampled_from(
    "dot . - at www. https:// // omani.works .omani.works acme 3m é ß № \n \t : / @ İ ǆ 北京 install-".split(" ")
)
DOMAINS = st.one_of(ANY, st.lists(ODD, max_size=8).map("".join), st.lists(ODD, max_size=8).map(" ".join))
PLACES = st.sampled_from(
    "fsn1 nbg1 hel1 ash hil sin Germany Finland US Oman Frankfurt Vienna Denver Lima Europe nowhere".split()
)
SIZES = st.sampled_from(
    "cpx21 cpx31 cpx32 cpx42 cpx52 ccx33 cax41 cx53 small medium large huge dedicated ARM Intel gigantic".split()
)
COUNTS = st.integers(-3, 60)
NEEDS = st.builds(
    SizeNeed, vcpu=st.none() | st.integers(1, 64), ram_gb=st.none() | st.integers(1, 256), family=st.none() | ANY
)
NAMED = st.sampled_from(["Acme", "3M", "Al Noor"])
DRAFTS = st.builds(
    Draft,
    organisation=NAMED | st.none() | ANY | st.text(max_size=200),
    email=st.none() | ANY | st.emails(),
    provider=st.none() | ANY,
    regions=st.none() | st.lists(PLACES | ANY, max_size=6).map(tuple),
    region_count=st.none() | st.integers(1, 8),
    topology=st.none() | st.sampled_from(["solo", "dual", "triangle", "citadel"]) | ANY,
    location=st.none() | PLACES | ANY,
    industry=st.none() | st.sampled_from(["clinic", "bank", "bakery", "restaurant"]) | ANY,
    compliance=st.none() | st.lists(st.sampled_from(["GDPR", "FedRAMP", "NIS2"]) | ANY, max_size=3).map(tuple),
    residency=st.none() | st.sampled_from(["eu", "us", "none"]),
    size=st.none() | SIZES | ANY,
    size_need=st.none() | NEEDS,
    workers=st.none() | COUNTS,
    workers_total=st.none() | COUNTS,
    worker_size=st.none() | SIZES | ANY,
    worker_size_need=st.none() | NEEDS,
    high_availability=st.none() | st.booleans(),
    domain=st.none() | DOMAINS,
    apps=st.none() | st.lists(st.sampled_from(["website", "mail", "mysql", "wiki"]) | ANY, max_size=4).map(tuple),
    mesh_name=st.none() | st.sampled_from(["blue", "Bad", "a\n"]) | ANY,
    mesh_id=st.none() | st.integers(-1, 256),
    ssh_public_key=st.none() | ANY,
)


def check(draft: Draft, current: Plan | None = None) -> Validation:
    return asyncio.run(
        validate(draft, current=current, catalogue=CATALOGUE, names=FreeNames(), account=Account())
    )


def as_draft(plan: Plan) -> Draft:
    """The plan said again, member by member."""
    even = len(set(plan.workers_by_region)) == 1
    shares: dict[str, Any] = {"workers": plan.workers} if even else {"workers_total": sum(plan.workers_by_region)}
    return Draft(
        organisation=plan.organisation,
        email=plan.email,
        regions=plan.regions,
        residency=plan.residency or "none",
        size=plan.size,
        worker_size=plan.worker_size or None,
        high_availability=plan.high_availability,
        domain=plan.domain.fqdn or plan.domain.label,
        apps=plan.apps,
        mesh_name=plan.mesh_name,
        mesh_id=plan.mesh_id,
        **shares,
    )


@settings(max_examples=300, deadline=None)
@given(DRAFTS)
@example(Draft(domain="acme.com\n."))
@example(Draft(domain="www.www.acme.com"))
@example(Draft(organisation="№ 1", region_count=4))
def test_validation_never_raises_and_the_name_always_fits(draft: Draft) -> None:
    result = check(draft)
    plan = result.plan
    assert plan.regions
    assert len(set(plan.regions)) == len(plan.regions) == len(plan.workers_by_region)
    assert all(0 <= share <= 50 for share in plan.workers_by_region)
    assert plan.size in CATALOGUE.skus
    assert bool(plan.worker_size) == any(plan.workers_by_region)
    assert (plan.mesh_name is None) == (plan.mesh_id is None) or plan.domain.fqdn is None
    assert all(CATALOGUE.apps[slug].deployable and not CATALOGUE.apps[slug].system for slug in plan.apps)
    fqdn = plan.domain.fqdn
    if fqdn is not None:
        assert len(fqdn) <= 54
        labels = fqdn.split(".")
        assert len(labels) >= 2
        assert all(LABEL.fullmatch(label) for label in labels)
    assert result.ok == (result.digest is not None)
    if not result.missing and not any(p.blocking for p in result.problems):
        assert result.ok


@settings(max_examples=200, deadline=None)
@given(DRAFTS)
def test_a_plan_validates_to_itself(draft: Draft) -> None:
    # A refused name or pair leaves the plan without one, and saying the rest again would give the default.
    result = check(draft)
    if result.plan.domain.fqdn is None:
        draft = draft.model_copy(update={"organisation": "Acme", "domain": None})
    if any(p.field.startswith("mesh") for p in result.problems):
        draft = draft.model_copy(update={"mesh_name": None, "mesh_id": None})
    plan = check(draft).plan
    assert check(as_draft(plan), plan).plan == plan


@settings(max_examples=100, deadline=None)
@given(DRAFTS, DRAFTS)
def test_a_plan_that_stood_never_makes_it_raise(draft: Draft, before: Draft) -> None:
    current = check(before).plan
    result = check(draft, current)
    assert all(r in CATALOGUE.regions for r in result.plan.regions)


@settings(max_examples=150, deadline=None)
@given(DRAFTS)
def test_what_is_ok_can_be_sent(draft: Draft) -> None:
    whole = draft.model_copy(update={"organisation": "Acme", "email": "a@acme.example"})
    result = check(whole)
    if result.ok:
        plan = result.plan
        body = request_body(plan, ssh_public_key="k", credentials=Credentials("t", "p", "a", "s"))
        assert body["region"] == body["regions"][0]["cloudRegion"] == plan.regions[0]
        assert ("clusterMeshName" in body) == ("clusterMeshId" in body)
        if len(plan.regions) < 4 and draft.mesh_name is None and draft.mesh_id is None:
            assert "clusterMeshId" not in body
        for region in body["regions"]:
            assert region["cloudRegion"] in CATALOGUE.skus[region["controlPlaneSize"]].regions
            assert (region["workerSize"] == "") == (region["workerCount"] == 0)
            if region["workerSize"]:
                assert region["cloudRegion"] in CATALOGUE.skus[region["workerSize"]].regions
