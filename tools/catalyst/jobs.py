"""The job graph: canonical dependencies for every wire form, none dangling, none across regions (contract, section 9)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tools.catalyst.models import Job

PHASE0 = frozenset({"tofu-init", "tofu-plan", "tofu-apply", "tofu-output", "cluster-bootstrap"})
GROUPS = frozenset({"provisioner", "bootstrap-kit", "cutover", "handover", "apps", "day-2-mutations"})
_ID = re.compile(r"^[0-9a-f]{16}:")
# The service's group roll-up leaves these two pending for ever in the flow graph; the jobs list knows better.
_INSTALL = "install-"
_CHART = "bp-"
_SEPARATORS = (":", "/")


@dataclass(frozen=True, slots=True)
class Node:
    """A job as the graph shows it."""

    name: str
    label: str
    status: str
    parent: str | None
    region: str | None
    depends_on: tuple[str, ...]
    job: Job


def job_name(job: Job) -> str:
    """The name, from the id when the name is missing; the id splits at its first colon only."""
    return job.job_name or job.id.partition(":")[2]


def region_of(name: str) -> str | None:
    """`install-hel1-2:cilium` → `hel1-2`; None for the primary region."""
    head, colon, _ = name.removeprefix(_INSTALL).partition(":")
    return head if colon else None


def canonical(entry: str, *, deployment_id: str = "", owner_region: str | None = None) -> str:
    """The canonical job name of one `dependsOn` entry; empty for a blank one. Idempotent."""
    text = entry.strip()
    if deployment_id and text.startswith(f"{deployment_id}:"):
        text = text[len(deployment_id) + 1 :].strip()
    elif _ID.match(text):
        text = text[17:].strip()
    if not text:
        return ""
    if text in PHASE0 or text in GROUPS:
        return text
    text = _stripped(text, _INSTALL, *_SEPARATORS)
    if ":" not in text:
        text = text.replace("/", ":", 1)
    region, colon, chart = text.partition(":")
    if not colon:
        region, chart = "", text
    chart = _stripped(chart, _INSTALL, _CHART, *_SEPARATORS)
    region = region.strip() or (owner_region or "")
    if not chart:
        return ""
    return f"{_INSTALL}{region}:{chart}" if region else f"{_INSTALL}{chart}"


def _stripped(text: str, *prefixes: str) -> str:
    """Without leading prefixes and blanks, however often they are repeated."""
    text = text.strip()
    while text.startswith(prefixes):
        text = text[next(len(p) for p in prefixes if text.startswith(p)) :].strip()
    return text


def dependencies(job: Job, deployment_id: str = "") -> tuple[str, ...]:
    """Canonical, without self references, repeats and edges into another region; order kept."""
    name = job_name(job)
    region = region_of(name) if name.startswith(_INSTALL) else None
    found: list[str] = []
    for entry in job.depends_on:
        target = canonical(entry, deployment_id=deployment_id, owner_region=region)
        if not target or target == name or target in found:
            continue
        if target.startswith(_INSTALL) and region_of(target) != region:
            continue
        found.append(target)
    return tuple(found)


def graph(jobs: Sequence[Job], deployment_id: str = "") -> list[Node]:
    """Nodes with edges that end on nodes that exist."""
    names = {job_name(job) for job in jobs}
    nodes: list[Node] = []
    for job in jobs:
        name = job_name(job)
        parent = canonical_parent(job.parent_id)
        nodes.append(
            Node(
                name=name,
                label=job.display_name or _label(name),
                status=job.status,
                parent=parent if parent in names else None,
                region=region_of(name) if name.startswith(_INSTALL) else None,
                depends_on=tuple(d for d in dependencies(job, deployment_id) if d in names),
                job=job,
            )
        )
    return nodes


def canonical_parent(parent_id: str) -> str | None:
    """The parent's job name from its full id."""
    if not parent_id:
        return None
    return parent_id.partition(":")[2] if _ID.match(parent_id) else parent_id


def _label(name: str) -> str:
    return name.removeprefix(_INSTALL)


def changed(before: dict[str, Node], now: Iterable[Node]) -> list[Node]:
    """The nodes that are new or differ. A recorded dependency list is never replaced by an empty one."""
    result: list[Node] = []
    for read in now:
        known = before.get(read.name)
        keeps = known is not None and known.depends_on and not read.depends_on
        node = replace(read, depends_on=known.depends_on) if known and keeps else read
        if known is None or _face(known) != _face(node):
            result.append(node)
        before[node.name] = node
    return result


def _face(node: Node) -> tuple[object, ...]:
    return (node.label, node.status, node.parent, node.depends_on, node.job.started_at, node.job.finished_at)
