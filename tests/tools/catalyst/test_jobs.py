"""The job graph: canonical names, no dangling edges, none across regions."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tools.catalyst.jobs import (
    GROUPS,
    PHASE0,
    JobGraph,
    Node,
    canonical,
    dependencies,
    graph,
    job_name,
    region_of,
)
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


def folded(*readings: list[Job]) -> JobGraph:
    graph_ = JobGraph(ID)
    for rows in readings:
        graph_.take(rows)
    return graph_


def edges(graph_: JobGraph) -> dict[str, tuple[str, ...]]:
    return {node.name: node.depends_on for node in graph_.nodes()}


def test_only_what_changed_is_given_out() -> None:
    rows = [job("install-cilium"), job("install-flux", "cilium")]
    graph_ = folded(rows)
    assert len(graph_.news()) == 2
    graph_.take(rows)
    assert graph_.news() == []
    graph_.take([job("install-cilium", status="running"), job("install-flux", "cilium")])
    assert [n.name for n in graph_.news()] == ["install-cilium"]


def test_a_recorded_list_is_never_replaced_by_an_empty_one() -> None:
    graph_ = folded([job("install-cilium"), job("install-flux", "cilium")])
    graph_.news()
    graph_.take([job("install-cilium"), job("install-flux", status="running")])
    assert [(n.name, n.depends_on) for n in graph_.news()] == [("install-flux", ("install-cilium",))]


def test_a_job_that_was_listed_stays() -> None:
    graph_ = folded([job("install-cilium"), job("install-flux", "cilium")], [])
    assert edges(graph_) == {"install-cilium": (), "install-flux": ("install-cilium",)}


def test_where_every_list_is_empty_the_events_tell() -> None:
    rows = [job(n) for n in ("install-cilium", "install-flux", "install-hel1-2:cilium", "install-hel1-2:flux")]
    graph_ = folded(rows)
    graph_.hear({"flux": ("bp-cilium",), "hel1-2:flux": ("hel1-2/cilium", "nbg1-1:cilium", "flux")})
    assert edges(graph_)["install-flux"] == ("install-cilium",)
    assert edges(graph_)["install-hel1-2:flux"] == ("install-hel1-2:cilium",)
    graph_.hear({"flux": ()})
    assert edges(graph_)["install-flux"] == ("install-cilium",)


def test_the_stored_list_wins_over_a_later_event() -> None:
    rows = [job("install-cilium"), job("install-cert-manager"), job("install-flux", "cert-manager")]
    graph_ = folded(rows)
    graph_.hear({"flux": ("cilium",)})
    assert edges(graph_)["install-flux"] == ("install-cert-manager",)


def test_an_edge_waits_for_its_end() -> None:
    graph_ = folded([job("install-flux", "cilium")])
    assert edges(graph_)["install-flux"] == ()
    graph_.take([job("install-cilium")])
    assert edges(graph_)["install-flux"] == ("install-cilium",)


def test_malformed_names_are_healed() -> None:
    graph_ = folded([job("install-hel1-2/cilium"), job("install-install-flux"), job("install-hel1-2:flux", "hel1-2:cilium")])
    assert set(edges(graph_)) == {"install-hel1-2:cilium", "install-flux", "install-hel1-2:flux"}
    assert edges(graph_)["install-hel1-2:flux"] == ("install-hel1-2:cilium",)


def test_a_group_names_its_children_where_they_do_not_name_it() -> None:
    group = Job(id=f"{ID}:bootstrap-kit", job_name="bootstrap-kit", type="group", child_ids=(f"{ID}:install-hel1-2:cilium",))
    by_name = {n.name: n for n in folded([group, job("install-hel1-2:cilium")]).nodes()}
    assert by_name["install-hel1-2:cilium"].parent == "bootstrap-kit"


@given(
    st.lists(st.lists(st.tuples(NAMES, st.lists(ENTRIES | NAMES, max_size=3)), max_size=6, unique_by=lambda row: row[0]), max_size=4),
    st.dictionaries(st.sampled_from(["cilium", "flux", "hel1-2:cilium", "hel1-2:flux"]), st.lists(ENTRIES, max_size=3), max_size=4),
)
def test_the_folded_graph_keeps_what_it_knew(readings: list[list[tuple[str, list[str]]]], heard: dict[str, list[str]]) -> None:
    graph_ = JobGraph(ID)
    graph_.hear(heard)
    known: dict[str, tuple[str, ...]] = {}
    shown: dict[str, Node] = {}
    for reading in readings:
        graph_.take([job(name, *needs) for name, needs in reading])
        shown |= {node.name: node for node in graph_.news()}
        now = edges(graph_)
        assert set(known) <= set(now), "no job is lost"
        for name, needs in now.items():
            assert all(other in now and other != name for other in needs)
            if known.get(name) and not any(n == name for n, _ in reading):
                assert set(known[name]) <= set(needs), "no edge is lost"
            assert needs or not known.get(name), "nor replaced by nothing"
        known = now
        assert {n: node.depends_on for n, node in shown.items()} == now, "the news add up to the graph"
