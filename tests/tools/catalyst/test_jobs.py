"""The job graph: canonical names, no dangling edges, none across regions."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tools.catalyst.jobs import GROUPS, PHASE0, canonical, changed, dependencies, graph, job_name, region_of
from tools.catalyst.models import Job

ID = "22af2b1120158239"


def job(name: str, *depends_on: str, status: str = "pending", parent: str = "") -> Job:
    return Job(id=f"{ID}:{name}", job_name=name, depends_on=depends_on, status=status, parent_id=parent)


@pytest.mark.parametrize(
    ("entry", "owner", "name"),
    [
        ("cilium", None, "install-cilium"),
        ("install-cilium", None, "install-cilium"),
        ("hel1-2:seaweedfs", None, "install-hel1-2:seaweedfs"),
        ("install-hel1-2/newapi", None, "install-hel1-2:newapi"),
        ("hel1-2/cilium", None, "install-hel1-2:cilium"),
        ("install-hel1-2:cilium", None, "install-hel1-2:cilium"),
        ("cilium", "hel1-2", "install-hel1-2:cilium"),
        ("install-install-flux", None, "install-flux"),
        (f"{ID}:tofu-plan", None, "tofu-plan"),
        ("tofu-plan", "hel1-2", "tofu-plan"),
        (f"{ID}:install-cilium", None, "install-cilium"),
        ("0123456789abcdef:tofu-init", None, "tofu-init"),
        ("bootstrap-kit", None, "bootstrap-kit"),
        ("bp-cilium", None, "install-cilium"),
        ("install-bp-cilium", None, "install-cilium"),
        ("hel1-2:bp-cilium", None, "install-hel1-2:cilium"),
        ("bp-bp-cilium", None, "install-cilium"),
        ("bp-install-cilium", None, "install-cilium"),
        ("install-hel1-2:install-cilium", None, "install-hel1-2:cilium"),
        ("  cert-manager  ", None, "install-cert-manager"),
        ("", None, ""),
        ("   ", "hel1-2", ""),
        (f"{ID}:", None, ""),
        ("install-", None, ""),
    ],
)
def test_every_form_on_the_wire(entry: str, owner: str | None, name: str) -> None:
    assert canonical(entry, deployment_id=ID, owner_region=owner) == name


PIECES = st.sampled_from(
    ["install-", "bp-", ":", "/", "hel1-2", "nbg1-1", "cilium", "cert-manager", "tofu-plan", "apps", f"{ID}:", " ", "", "-"]
)
ENTRIES = st.lists(PIECES, max_size=7).map("".join) | st.text(max_size=20)
REGIONS = st.none() | st.sampled_from(["hel1-2", "nbg1-1"])


@given(ENTRIES, REGIONS)
@example("install-bp-bp-x", None)
@example("install- install-x:y", None)
def test_canonical_is_idempotent(entry: str, owner: str | None) -> None:
    once = canonical(entry, deployment_id=ID, owner_region=owner)
    assert canonical(once, deployment_id=ID, owner_region=owner) == once
    assert once == "" or once in PHASE0 | GROUPS or once.startswith("install-")


NAMES = st.sampled_from(
    ["install-cilium", "install-flux", "install-hel1-2:cilium", "install-hel1-2:flux", "tofu-init", "tofu-plan", "bootstrap-kit"]
)


@given(st.lists(st.tuples(NAMES, st.lists(ENTRIES | NAMES, max_size=5)), max_size=8, unique_by=lambda row: row[0]))
def test_no_edge_dangles_crosses_regions_repeats_or_turns_back(rows: list[tuple[str, list[str]]]) -> None:
    nodes = graph([job(name, *needs) for name, needs in rows], ID)
    by_name = {node.name: node for node in nodes}
    assert [node.name for node in nodes] == [name for name, _ in rows]
    for node in nodes:
        assert len(set(node.depends_on)) == len(node.depends_on)
        assert node.name not in node.depends_on
        for other in node.depends_on:
            assert other in by_name
            if other.startswith("install-"):
                assert by_name[other].region == node.region


def test_edges_keep_their_order_and_lose_the_rest() -> None:
    owner = job("install-hel1-2:harbor", "flux", "hel1-2:flux", "nbg1-1:flux", "cilium", "harbor", f"{ID}:tofu-output", "")
    assert dependencies(owner, ID) == ("install-hel1-2:flux", "install-hel1-2:cilium", "tofu-output")
    assert dependencies(job("tofu-plan", f"{ID}:tofu-init", "hel1-2:cilium"), ID) == ("tofu-init",)


def test_nodes() -> None:
    rows = [
        job("bootstrap-kit"),
        job("install-hel1-2:cilium", parent=f"{ID}:bootstrap-kit"),
        job("tofu-init", parent=f"{ID}:provisioner"),
    ]
    kit, install, init = graph(rows, ID)
    assert (kit.parent, kit.region) == (None, None)
    assert (install.parent, install.region, install.label) == ("bootstrap-kit", "hel1-2", "hel1-2:cilium")
    assert init.parent is None, "its group isn't listed"
    assert (region_of("install-cilium"), region_of("install-hel1-2:x")) == (None, "hel1-2")
    assert job_name(Job(id=f"{ID}:install-hel1-2:x", job_name="")) == "install-hel1-2:x"


def test_only_what_changed_is_given_out() -> None:
    before: dict[str, object] = {}
    rows = [job("install-cilium"), job("install-flux", "cilium")]
    assert len(changed(before, graph(rows, ID))) == 2  # type: ignore[arg-type]
    assert changed(before, graph(rows, ID)) == []  # type: ignore[arg-type]
    moved = [job("install-cilium", status="running"), job("install-flux", "cilium")]
    assert [n.name for n in changed(before, graph(moved, ID))] == ["install-cilium"]  # type: ignore[arg-type]


def test_a_recorded_list_is_never_replaced_by_an_empty_one() -> None:
    before: dict[str, object] = {}
    changed(before, graph([job("install-cilium"), job("install-flux", "cilium")], ID))  # type: ignore[arg-type]
    news = changed(before, graph([job("install-cilium"), job("install-flux", status="running")], ID))  # type: ignore[arg-type]
    assert [(n.name, n.depends_on) for n in news] == [("install-flux", ("install-cilium",))]
