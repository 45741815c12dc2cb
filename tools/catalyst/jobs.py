"""The job graph: canonical dependencies for every wire form, none dangling, none across regions, none lost (section 9)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tools.catalyst.models import Job

PHASE0 = frozenset({"tofu-init", "tofu-plan", "tofu-apply", "tofu-output", "cluster-bootstrap"})
GROUPS = frozenset({"provisioner", "bootstrap-kit", "cutover", "handover", "apps", "day-2-mutations"})
_ID = re.compile(r"^[0-9a-f]{16}:")
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
    """The name, from the id when the name is missing; the id splits at its first colon only. A retired form of an
    install job's name (`install-hel1-2/cilium`) is healed."""
    name = (job.job_name or job.id.partition(":")[2]).strip()
    return canonical(name) if name.startswith(_INSTALL) else name


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
    return needed(job_name(job), job.depends_on, deployment_id)


def needed(name: str, entries: Sequence[str], deployment_id: str = "") -> tuple[str, ...]:
    """The same for a job's name and the entries of its list."""
    region = region_of(name) if name.startswith(_INSTALL) else None
    found: list[str] = []
    for entry in entries:
        target = canonical(entry, deployment_id=deployment_id, owner_region=region)
        if not target or target == name or target in found:
            continue
        if target.startswith(_INSTALL) and region_of(target) != region:
            continue
        found.append(target)
    return tuple(found)


@dataclass(slots=True)
class JobGraph:
    """Folds readings of the jobs list, and what component events say about dependencies.

    A job that was listed once stays: a service that is just restarting answers with an empty list. A recorded
    dependency list is never replaced by an empty one; events fill in only where the list says nothing.
    """

    deployment_id: str = ""
    _jobs: dict[str, Job] = field(default_factory=dict[str, Job])
    _recorded: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    _named: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """By component events."""
    _given: dict[str, tuple[object, ...]] = field(default_factory=dict[str, tuple[object, ...]])

    def take(self, jobs: Sequence[Job]) -> None:
        """One reading of the list."""
        rows: dict[str, Job] = {}
        for job in jobs:
            if name := job_name(job):
                rows.setdefault(name, job)
        self._jobs.update(rows)
        for name, job in rows.items():
            edges = dependencies(job, self.deployment_id)
            if self._there(edges) or (edges and not self._there(self._recorded.get(name, ()))):
                self._recorded[name] = edges

    def hear(self, needs: Mapping[str, Sequence[str]]) -> None:
        """What component events named: component (`hel1-2:gitea`) → entries."""
        for component, entries in needs.items():
            name = canonical(component)
            if edges := needed(name, entries, self.deployment_id):
                self._named[name] = edges

    @property
    def empty(self) -> bool:
        """No job was ever listed."""
        return not self._jobs

    def nodes(self) -> list[Node]:
        """Every job, with edges that end on jobs that exist."""
        parents = self._parents()
        return [self._node(name, job, parents) for name, job in self._jobs.items()]

    def news(self) -> list[Node]:
        """The nodes that are new or differ since the last call."""
        found: list[Node] = []
        for node in self.nodes():
            face = (node.label, node.status, node.parent, node.depends_on, node.job.started_at, node.job.finished_at)
            if self._given.get(node.name) != face:
                self._given[node.name] = face
                found.append(node)
        return found

    def _there(self, edges: Sequence[str]) -> tuple[str, ...]:
        return tuple(edge for edge in edges if edge in self._jobs)

    def _node(self, name: str, job: Job, parents: Mapping[str, str]) -> Node:
        edges = self._there(self._recorded.get(name, ())) or self._there(self._named.get(name, ()))
        parent = canonical_parent(job.parent_id) or parents.get(name)
        return Node(
            name=name,
            label=job.display_name or name.removeprefix(_INSTALL),
            status=job.status or "pending",
            parent=parent if parent in self._jobs and parent != name else None,
            region=region_of(name) if name.startswith(_INSTALL) else None,
            depends_on=edges,
            job=job,
        )

    def _parents(self) -> dict[str, str]:
        """From the groups' side, for rows that don't name their parent."""
        found: dict[str, str] = {}
        for name, job in self._jobs.items():
            for child in job.child_ids:
                found[canonical_parent(child) or ""] = name
        return found


def graph(jobs: Sequence[Job], deployment_id: str = "") -> list[Node]:
    """The nodes of one reading."""
    folded = JobGraph(deployment_id)
    folded.take(jobs)
    return folded.nodes()


def canonical_parent(parent_id: str) -> str | None:
    """The parent's job name from its full id."""
    if not parent_id:
        return None
    return parent_id.partition(":")[2] if _ID.match(parent_id) else parent_id
