"""Flow snapshots composed as the contract's section 10 says, in the shapes of three builds, with the jobs behind them."""

from itertools import pairwise
from typing import Any

from tools.catalyst.models import FlowMessage, Job

ID = "22af2b1120158239"
REGIONS = ("", "nbg1-1", "hel1-2")
PRIMARY = "fsn1"
TOFU = ("tofu-init", "tofu-plan", "tofu-apply", "tofu-output", "cluster-bootstrap")
CHAIN = ("provisioner", "bootstrap-kit", "cutover", "handover", "apps")
JsonObject = dict[str, Any]


def chart(number: int) -> str:
    return f"release-{number}"


def job_name(region: str, number: int) -> str:
    return f"install-{region}:{chart(number)}" if region else f"install-{chart(number)}"


def jobs(releases: int = 45, *, status: str = "running") -> list[Job]:
    """The jobs list: each release needs the one before it."""
    rows = [Job(id=f"{ID}:{g}", job_name=g, type="group", status=status) for g in CHAIN[:2]]
    for at, name in enumerate(TOFU):
        needs = (f"{ID}:{TOFU[at - 1]}",) if at else ()
        rows.append(Job(id=f"{ID}:{name}", job_name=name, parent_id=f"{ID}:provisioner", depends_on=needs, status="succeeded"))
    for region in REGIONS:
        for number in range(releases):
            needs = (job_name(region, number - 1),) if number else ()
            name = job_name(region, number)
            rows.append(Job(id=f"{ID}:{name}", job_name=name, parent_id=f"{ID}:bootstrap-kit", depends_on=needs, status=status))
    return rows


def edge(first: str, then: str, kind: str = "finish-to-start") -> JsonObject:
    return {"fromId": first, "toId": then, "type": kind}


def node(number: str, label: str, status: str = "running", family: str = "install", region: str = "") -> JsonObject:
    return {"id": number, "flowId": ID, "label": label, "status": status, "family": family, "region": region}


def snapshot(build: str = "05-15", releases: int = 45, *, kit: bool = True) -> FlowMessage:
    """As the build of that day wrote it; without `kit`, before the second phase has begun."""
    nodes, edges = _phase0(build)
    rows = _installs(build, releases) if kit else []
    nodes += [n for n, _ in rows]
    if kit:
        nodes.append(node(f"{ID}:bootstrap-kit", "Bootstrap", family="group"))
    edges += [e for _, es in rows for e in es]
    if build == "05-11":
        edges.append(edge(f"{ID}:provisioner", f"{ID}:bootstrap-kit"))
    else:
        edges += [edge(f"{ID}:{a}", f"{ID}:{b}") for a, b in pairwise(CHAIN)]
        nodes += [node(f"{ID}:{g}", g.title(), "pending", "group") for g in CHAIN[2:]]
        for region in (PRIMARY, *REGIONS[1:]):
            for phase in CHAIN[1:]:
                group = node(f"{ID}:{region}:{phase}", f"{phase.title()} ({region})", "running", "group", region)
                nodes += [group, dict(group)] if phase == "apps" and build == "05-12" else [group]
                edges.append(edge(f"{ID}:{region}:{phase}", f"{ID}:{phase}", "contains"))
    if build == "05-11":
        edges = [edge(e["toId"], e["fromId"], "contains") if e["type"] == "contains" else e for e in edges]
    head = {"id": ID, "status": "running", "startedAt": 1778835600}
    return FlowMessage.model_validate({"type": "snapshot", "flow": head, "nodes": nodes, "relationships": edges})


def _phase0(build: str) -> tuple[list[JsonObject], list[JsonObject]]:
    nodes = [node(f"{ID}:provisioner", "Provision Hetzner", "pending", "group")]
    edges: list[JsonObject] = []
    for at, name in enumerate(TOFU):
        family, status = ("bootstrap", "pending") if name == "cluster-bootstrap" else ("tofu", "succeeded")
        nodes.append(node(f"{ID}:{name}", name, status, family))
        edges.append(edge(f"{ID}:{name}", f"{ID}:provisioner", "contains"))
        if at:
            edges.append(edge(f"{ID}:{TOFU[at - 1]}" if build != "05-11" else TOFU[at - 1], f"{ID}:{name}"))
    return nodes, edges


def _installs(build: str, releases: int) -> list[tuple[JsonObject, list[JsonObject]]]:
    rows: list[tuple[JsonObject, list[JsonObject]]] = []
    for region in REGIONS:
        key = region or PRIMARY
        for number in range(releases):
            me, before = (_id(build, region, n) for n in (number, number - 1))
            group = f"{ID}:bootstrap-kit" if build == "05-11" else f"{ID}:{key}:bootstrap-kit"
            edges = [edge(me, group, "contains")]
            if number:
                raw = (chart(number - 1), f"bp-{chart(number - 1)}", f"{ID}:{region}:{chart(number - 1)}" if region else before)
                edges.append(edge(raw[number % 3] if build == "05-11" else before, me))
            rows.append((node(me, chart(number), region="" if build == "05-11" else key), edges))
    return rows


def _id(build: str, region: str, number: int) -> str:
    return f"{ID}:{region or PRIMARY}:install-{chart(number)}" if build == "05-12" else f"{ID}:{job_name(region, number)}"
