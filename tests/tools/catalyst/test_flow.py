"""The flow graph in all its shapes: one reading of it, with edges that end on nodes that exist."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.catalyst.flows import CHAIN, ID, PRIMARY, REGIONS, edge, job_name, jobs, node, snapshot
from tools.catalyst.flow import Flow, jobs_of, read
from tools.catalyst.jobs import graph, region_of
from tools.catalyst.models import FlowMessage


def sound(flow: Flow) -> None:
    """What must hold for every graph."""
    names = set(flow.points)
    for first, then in (*flow.contains, *flow.order):
        assert first in names
        assert then in names
        assert first != then
    assert len(set(flow.contains)) == len(flow.contains)
    assert len({child for child, _ in flow.contains}) == len(flow.contains), "one parent each"
    for first, then in flow.order:
        if first.startswith("install-") and then.startswith("install-"):
            assert region_of(first) == region_of(then)


def test_the_three_region_example_of_the_contract() -> None:
    flow = read(snapshot(), ID, jobs())
    sound(flow)
    assert len(flow.points) == 157
    assert len(flow.contains) == 152
    assert len(flow.order) == 3 * 44 + 4 + 4
    parents = dict(flow.contains)
    assert parents["install-hel1-2:release-3"] == "hel1-2:bootstrap-kit"
    assert parents["install-release-3"] == f"{PRIMARY}:bootstrap-kit"
    assert parents["hel1-2:bootstrap-kit"] == "bootstrap-kit"
    assert parents["tofu-init"] == "provisioner"
    assert ("tofu-init", "tofu-plan") in flow.order
    assert all(pair in flow.order for pair in pairwise(CHAIN))
    assert flow.points["install-release-3"].region == PRIMARY


@pytest.mark.parametrize("build", ["05-11", "05-12", "05-15"])
def test_every_build_gives_the_same_jobs_and_dependencies(build: str) -> None:
    rows = jobs()
    flow = read(snapshot(build), ID, rows, primary=PRIMARY)
    sound(flow)
    listed = {n.name: n for n in graph(rows, ID)}
    read_back = {n.name: n for n in graph(jobs_of(flow, ID), ID)}
    assert set(read_back) == set(listed)
    for name, one in listed.items():
        other = read_back[name]
        assert other.depends_on == one.depends_on, name
        assert (other.parent, other.region) == (one.parent, one.region), name


@pytest.mark.parametrize("build", ["05-12", "05-15"])
def test_the_primary_is_guessed_where_it_is_not_given(build: str) -> None:
    assert read(snapshot(build), ID).points.keys() == read(snapshot(build), ID, primary=PRIMARY).points.keys()


@pytest.mark.parametrize("build", ["05-11", "05-12", "05-15"])
def test_the_two_nodes_that_always_read_pending(build: str) -> None:
    flow = read(snapshot(build), ID, jobs(status="succeeded"))
    assert flow.points["cluster-bootstrap"].status == "succeeded"
    assert flow.points["provisioner"].status == "succeeded"
    alone = read(snapshot(build), ID)
    assert alone.points["cluster-bootstrap"].status == "succeeded", "a release has begun"
    assert alone.points["provisioner"].status == "succeeded"
    early = read(snapshot(build, kit=False), ID)
    assert early.points["cluster-bootstrap"].status == "pending"


def test_before_the_second_phase_the_chain_has_holes() -> None:
    flow = read(snapshot(kit=False), ID)
    sound(flow)
    assert ("provisioner", "bootstrap-kit") not in flow.order
    assert ("cutover", "handover") in flow.order
    assert flow.points[f"{PRIMARY}:cutover"].status == "pending", "`running` was a placeholder"


def test_region_groups_follow_what_stands_below_them() -> None:
    message = snapshot(releases=2)
    for status, expected in (("failed", "failed"), ("succeeded", "running"), ("pending", "running")):
        nodes = tuple(n.model_copy(update={"status": status}) if n.id.endswith("hel1-2:release-1") else n for n in message.nodes)
        flow = read(message.model_copy(update={"nodes": nodes}), ID)
        assert flow.points["hel1-2:bootstrap-kit"].status == expected
        assert flow.points["nbg1-1:bootstrap-kit"].status == "running"


def test_malformed_ends_are_healed_or_left_out() -> None:
    nodes = [node(f"{ID}:{job_name('hel1-2', n)}", str(n)) for n in range(2)]
    relations: list[dict[str, Any]] = [
        edge(f"{ID}:hel1-2:release-0", f"{ID}:{job_name('hel1-2', 1)}"),
        edge(f"{ID}:{job_name('hel1-2', 0)}", f"{ID}:{job_name('hel1-2', 1)}"),
        edge(f"{ID}:nowhere", f"{ID}:{job_name('hel1-2', 1)}"),
        edge("nbg1-1:release-0", f"{ID}:{job_name('hel1-2', 1)}"),
        edge(f"{ID}:{job_name('hel1-2', 1)}", f"{ID}:{job_name('hel1-2', 1)}"),
        edge(f"{ID}:{job_name('hel1-2', 1)}", f"{ID}:apps", "contains"),
        edge(f"{ID}:{job_name('hel1-2', 1)}", f"{ID}:apps", "from-the-future"),
    ]
    flow = read(FlowMessage.model_validate({"nodes": nodes, "relationships": relations}), ID)
    assert flow.order == ((job_name("hel1-2", 0), job_name("hel1-2", 1)),)
    assert flow.contains == ()


PARTS = st.sampled_from(
    [ID, "fsn1", "hel1-2", "install-a", "install-b", "a", "b", "bp-a", "bootstrap-kit", "provisioner", "apps", "tofu-init", ""]
)
IDS = st.lists(PARTS, min_size=1, max_size=4).map(":".join) | st.lists(PARTS, min_size=1, max_size=3).map("/".join)


@given(
    st.lists(st.tuples(IDS, st.sampled_from(["group", "install", ""])), max_size=10),
    st.lists(st.tuples(IDS, IDS, st.sampled_from(["contains", "finish-to-start"])), max_size=20),
)
def test_whatever_comes_every_edge_ends_on_nodes(nodes: list[tuple[str, str]], edges: list[tuple[str, str, str]]) -> None:
    body = {
        "nodes": [node(number, "x", family=family) for number, family in nodes],
        "relationships": [edge(*one) for one in edges],
    }
    flow = read(FlowMessage.model_validate(body), ID)
    sound(flow)
    rows = graph(jobs_of(flow, ID), ID)
    names = {row.name for row in rows}
    assert all(other in names for row in rows for other in row.depends_on)


@given(st.randoms(use_true_random=False), st.sampled_from(["05-11", "05-12", "05-15"]))
def test_the_order_of_nodes_and_edges_means_nothing(dice: Any, build: str) -> None:
    message = snapshot(build, releases=3)
    nodes, edges = list(message.nodes), list(message.relationships)
    dice.shuffle(nodes)
    dice.shuffle(edges)
    mixed = message.model_copy(update={"nodes": tuple(nodes), "relationships": tuple(edges)})
    one, other = read(mixed, ID, primary=PRIMARY), read(message, ID, primary=PRIMARY)
    assert (one.points, one.contains, one.order) == (other.points, other.contains, other.order)
    assert len(one.contains) == (14 if build == "05-11" else 5 + 9 + 4 * len(REGIONS))
