"""The flow graph, read in all the shapes it has had (contract, section 10).

`contains` runs from child to parent, and ran the other way round in the first builds; ids have had a region before the
install job; ends may name nodes that don't exist; two nodes always read pending. What comes out is one shape: names
without the deployment's id, each node once, edges that end on nodes that exist.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from tools.catalyst.jobs import GROUPS, canonical, job_name, region_of
from tools.catalyst.models import FlowMessage, FlowNode, Job

REGION_PHASES = ("bootstrap-kit", "cutover", "handover", "apps")
"""Groups that each region has of its own: `{region}:{phase}`."""
_CHAIN = ("cutover", "handover", "apps")
_BOOTSTRAP, _PROVISIONER, _INSTALL = "cluster-bootstrap", "provisioner", "install-"
_SECONDARY = re.compile(r"-\d+$")
_ID = re.compile(r"^[0-9a-f]{16}:")
Edge = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Point:
    """A node; times in Unix seconds, 0 for none."""

    name: str
    label: str
    status: str
    family: str = ""
    region: str = ""
    started_at: int = 0
    ended_at: int = 0


@dataclass(frozen=True, slots=True)
class Flow:
    """The graph. `contains` is (child, parent), `order` is (first, then)."""

    status: str
    points: dict[str, Point]
    contains: tuple[Edge, ...]
    order: tuple[Edge, ...]


def read(message: FlowMessage, deployment_id: str, jobs: Sequence[Job] = (), *, primary: str = "") -> Flow:
    """One snapshot in canonical shape.

    Args:
        jobs: the jobs list where there is one: it knows `cluster-bootstrap`, which the graph leaves pending for ever.
        primary: key of the primary region; its jobs have none in their names. Guessed when it isn't given.
    """
    names = _Names(deployment_id, primary or _primary(message.nodes, deployment_id))
    points: dict[str, Point] = {}
    for node in message.nodes:
        name = names.of(node.id)
        if name and name not in points:
            region = node.region or names.region(name)
            points[name] = Point(name, node.label or name, node.status, node.family, region, node.started_at, node.ended_at)
    edges = {(kind, e) for kind, e in _resolved(message, points, names) if e[0] != e[1]}
    contains = _child_first(sorted(e for kind, e in edges if kind == "contains"), points)
    order = sorted(e for kind, e in edges if kind == "finish-to-start" and not _crosses(e))
    return Flow(message.flow.status, _repaired(points, contains, jobs), tuple(contains), tuple(order))


def jobs_of(flow: Flow, deployment_id: str) -> list[Job]:
    """The jobs that the graph was made from, for when the jobs list can't be read."""
    parents = dict(flow.contains)
    needs: dict[str, list[str]] = {}
    for first, then in flow.order:
        if first not in GROUPS:
            needs.setdefault(then, []).append(first)
    inhabited = {parent for child, parent in flow.contains if not _is_region_group(child)}
    rows: list[Job] = []
    for name, point in flow.points.items():
        if _is_region_group(name) or (name in _CHAIN and name not in inhabited):
            continue
        parent = parents.get(name, "")
        parent = parents.get(parent, "") if _is_region_group(parent) else parent
        rows.append(
            Job(
                id=f"{deployment_id}:{name}", deployment_id=deployment_id, job_name=name, display_name=point.label,
                type="group" if name in GROUPS else "install", parent_id=f"{deployment_id}:{parent}" if parent else "",
                depends_on=tuple(needs.get(name, ())), status=point.status,
                started_at=_time(point.started_at), finished_at=_time(point.ended_at),
            )
        )  # fmt: skip
    return rows


@dataclass(frozen=True, slots=True)
class _Names:
    deployment_id: str
    primary: str

    def of(self, node_id: str) -> str:
        """The canonical name of a node id in any of its forms."""
        text = _bare(node_id, self.deployment_id)
        head, colon, rest = text.partition(":")
        if not colon:
            return canonical(text) if text.startswith(_INSTALL) else text
        if rest in REGION_PHASES and not head.startswith(_INSTALL):
            return text
        if rest.startswith(_INSTALL):  # `{region}:install-{chart}`
            chart = rest.removeprefix(_INSTALL)
            return canonical(chart if head == self.primary else f"{head}:{chart}")
        return canonical(text)

    def region(self, name: str) -> str:
        """The region's key; the plain cloud region for the primary's install jobs."""
        if _is_region_group(name):
            return name.partition(":")[0]
        return (region_of(name) or self.primary) if name.startswith(_INSTALL) else ""

    def end(self, text: str, points: Mapping[str, Point], other: str) -> str | None:
        """The node that an edge's end means; raw dependency strings stand in their owner's region."""
        name = self.of(text)
        if name in points:
            return name
        owner = region_of(other) if other.startswith(_INSTALL) else None
        raw = canonical(text, deployment_id=self.deployment_id, owner_region=owner)
        return raw if raw in points else None


def _bare(node_id: str, deployment_id: str) -> str:
    text = node_id.strip()
    if deployment_id and text.startswith(f"{deployment_id}:"):
        return text[len(deployment_id) + 1 :]
    return text[17:] if _ID.match(text) else text


def _primary(nodes: Iterable[FlowNode], deployment_id: str) -> str:
    """A region key without an index belongs to the primary."""
    keys = [node.region for node in nodes if node.region]
    keys += [head for node in nodes if (head := _bare(node.id, deployment_id).partition(":")[0]) and ":" in _bare(node.id, deployment_id)]
    return next((k for k in keys if not _SECONDARY.search(k) and not k.startswith(_INSTALL) and k not in GROUPS), "")


def _resolved(message: FlowMessage, points: Mapping[str, Point], names: _Names) -> Iterable[tuple[str, Edge]]:
    for edge in message.relationships:
        then = names.end(edge.to_id, points, names.of(edge.from_id))
        first = names.end(edge.from_id, points, then or "")
        if first and then:
            yield edge.type, (first, then)


def _rank(name: str, points: Mapping[str, Point]) -> int:
    if name in GROUPS:
        return 2
    return 1 if _is_region_group(name) or points[name].family == "group" else 0


def _child_first(edges: Sequence[Edge], points: Mapping[str, Point]) -> list[Edge]:
    """Each edge from child to parent; where both ends could be either, as most edges run. One parent for each."""
    turned = Counter(_rank(b, points) < _rank(a, points) for a, b in edges if _rank(a, points) != _rank(b, points))
    found: dict[str, str] = {}
    for one, other in edges:
        up, down = _rank(other, points), _rank(one, points)
        reverse = up < down if up != down else turned[True] > turned[False]
        child, parent = (other, one) if reverse else (one, other)
        known = found.get(child)
        if known is None or (known in GROUPS and _is_region_group(parent)):  # the region's own group is the closer one
            found[child] = parent
    return sorted(found.items())


def _crosses(edge: Edge) -> bool:
    first, then = edge
    return first.startswith(_INSTALL) and then.startswith(_INSTALL) and region_of(first) != region_of(then)


def _is_region_group(name: str) -> bool:
    head, colon, phase = name.partition(":")
    return bool(colon) and phase in REGION_PHASES and not head.startswith(_INSTALL)


def _repaired(points: dict[str, Point], contains: Sequence[Edge], jobs: Sequence[Job]) -> dict[str, Point]:
    """The nodes whose status the graph doesn't know, from the jobs list or from what stands below them."""
    rows = {job_name(job): job for job in jobs}
    children: dict[str, list[str]] = {}
    for child, parent in contains:
        children.setdefault(parent, []).append(child)
    found = dict(points)
    if _BOOTSTRAP in found:
        status = rows[_BOOTSTRAP].status if _BOOTSTRAP in rows else _bootstrapped(found)
        found[_BOOTSTRAP] = _timed(replace(found[_BOOTSTRAP], status=status), rows.get(_BOOTSTRAP))
    for name in [n for n in found if _is_region_group(n)]:
        below = [found[c].status for c in children.get(name, ())]
        # Older builds put `running` there as a placeholder.
        found[name] = replace(found[name], status=_rolled_up(below) if below else "pending" if found[name].status == "running" else found[name].status)
    if _PROVISIONER in found:
        below = [found[c].status for c in children.get(_PROVISIONER, ())]
        status = rows[_PROVISIONER].status if _PROVISIONER in rows else _rolled_up(below) if below else found[_PROVISIONER].status
        found[_PROVISIONER] = _timed(replace(found[_PROVISIONER], status=status), rows.get(_PROVISIONER))
    return found


def _bootstrapped(points: Mapping[str, Point]) -> str:
    """Without a jobs list: it has run when any release has begun."""
    begun = any(p.status != "pending" for name, p in points.items() if name.startswith(_INSTALL))
    return "succeeded" if begun else points[_BOOTSTRAP].status


def _rolled_up(statuses: Sequence[str]) -> str:
    """Failed, else running, else pending, else succeeded."""
    return next((s for s in ("failed", "running", "pending") if s in statuses), "succeeded")


def _timed(point: Point, job: Job | None) -> Point:
    if job is None:
        return point
    started, ended = (int(t.timestamp()) if t else 0 for t in (job.started_at, job.finished_at))
    return replace(point, started_at=started or point.started_at, ended_at=ended or point.ended_at)


def _time(seconds: int) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None


__all__ = ["REGION_PHASES", "Edge", "Flow", "Point", "jobs_of", "read"]
