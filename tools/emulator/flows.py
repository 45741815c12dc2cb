"""The flow graph, composed from the job rows (contract, section 10), also as older builds drew it."""

import random
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import Any

from tools.emulator.attempts import PHASE0_JOBS
from tools.emulator.deployment import Deployment
from tools.emulator.jobs import GROUPS, jobs, rolled_up
from tools.emulator.wire import ZERO_TIME

JsonObject = dict[str, Any]
CHAIN = ("provisioner", "bootstrap-kit", "cutover", "handover", "apps")
REGION_PHASES = {"bootstrap-kit": "Bootstrap", "cutover": "Cutover", "handover": "Handover", "apps": "Apps"}
"""Group → its label; three of them have no job and are always drawn."""
CUTOVER = "self-sovereign-cutover"
ENDED = ("succeeded", "failed")
_FAMILIES = {"cluster-bootstrap": "bootstrap", "cutover": "group", "handover": "group", "apps": "group"}


class Graph:
    """Nodes and relationships of one deployment, as the target build draws them."""

    def __init__(self, deployment: Deployment) -> None:
        self.id = deployment.id
        self.rows = jobs(deployment)
        self.region = str(deployment.request.get("region") or "")
        self.nodes: dict[str, JsonObject] = {}
        self.contains: list[tuple[str, str]] = []
        """(child, parent)."""
        self.edges: list[tuple[str, str]] = []
        self._compose()

    def _compose(self) -> None:
        for row in self.rows:
            self._node(row["id"], row["displayName"], _family(row), row)
            for need in row["dependsOn"]:
                self.edges.append((self._full(need), row["id"]))
        for name in CHAIN[2:]:
            if self._full(name) not in self.nodes:
                self._node(self._full(name), REGION_PHASES[name], "group", {})
        for region in self.regions():
            for phase, label in REGION_PHASES.items():
                group = f"{self.id}:{region}:{phase}"
                self._node(group, f"{label} ({region})", "group", {}, region=region)
                self.contains.append((group, self._full(phase)))
        for row in self.rows:
            if row["parentId"]:
                self.contains.append((row["id"], self._parent(row)))
        if self._full("provisioner") in self.nodes:
            self.edges += [(self._full(a), self._full(b)) for a, b in pairwise(CHAIN)]
        self._roll_up()

    def regions(self) -> list[str]:
        """Keys of the regions among the install jobs; the primary's is its plain cloud region."""
        found = dict.fromkeys(self._region(row) for row in self.rows if row["jobName"].startswith("install-"))
        return [region for region in found if region]

    def _region(self, row: JsonObject) -> str:
        region, colon, _ = row["jobName"].removeprefix("install-").partition(":")
        return region if colon else self.region

    def _full(self, name: str) -> str:
        return name if name.startswith(f"{self.id}:") else f"{self.id}:{name}"

    def _parent(self, row: JsonObject) -> str:
        region = self._region(row)
        if not row["jobName"].startswith("install-") or not region:
            return row["parentId"]
        phase = "cutover" if row["appId"] == CUTOVER else "bootstrap-kit"
        return f"{self.id}:{region}:{phase}"

    def _node(self, number: str, label: str, family: str, row: JsonObject, *, region: str = "") -> None:
        node: JsonObject = {"id": number, "flowId": self.id, "label": label, "status": row.get("status", "pending"), "family": family}
        region = region or (self._region(row) if family == "install" else "")
        if region:
            node["region"] = region
        for member, source in (("startedAt", "startedAt"), ("endedAt", "finishedAt")):
            if row.get(source, ZERO_TIME) != ZERO_TIME:
                node[member] = _seconds(row[source])
        self.nodes[number] = node

    def _roll_up(self) -> None:
        """Groups read their children. The bootstrap is treated like a group and has none: it reads pending for ever."""
        children: dict[str, list[str]] = {}
        for child, parent in self.contains:
            children.setdefault(parent, []).append(child)

        def status(number: str) -> str:
            node = self.nodes[number]
            if node["family"] in ("group", "bootstrap"):
                node["status"] = rolled_up([status(child) for child in children.get(number, [])])
            return str(node["status"])

        for number in self.nodes:
            status(number)

    def flow(self) -> JsonObject:
        """The head: running until every job has ended."""
        states = {row["status"] for row in self.rows}
        starts = [_seconds(row["startedAt"]) for row in self.rows if row.get("startedAt", ZERO_TIME) != ZERO_TIME]
        running = not states <= set(ENDED)
        overall = "running" if running else "failed" if "failed" in states else "succeeded"
        return {"id": self.id, "status": overall, "startedAt": min(starts, default=0)}


def _family(row: JsonObject) -> str:
    name = row["jobName"]
    if name in GROUPS:
        return "group"
    return _FAMILIES.get(name) or ("tofu" if name in PHASE0_JOBS else "install")


def _seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def current(graph: Graph) -> JsonObject:
    """The build of 05-13 to 05-16."""
    return _message(graph, list(graph.nodes.values()), graph.contains, graph.edges)


def first(graph: Graph) -> JsonObject:
    """The build of about 05-11: contains reversed, one edge between groups, no region groups, raw dependencies."""
    nodes = [{k: v for k, v in graph.nodes[row["id"]].items() if k != "region"} for row in graph.rows]
    contains = [(row["parentId"], row["id"]) for row in graph.rows if row["parentId"]]
    raw = [(need, row["id"]) for row in graph.rows for need in row["dependsOn"]]
    return _message(graph, nodes, contains, [*raw, (f"{graph.id}:provisioner", f"{graph.id}:bootstrap-kit")])


def second(graph: Graph) -> JsonObject:
    """The build of about 05-12: install nodes are `{id}:{region}:install-{chart}`."""
    renamed = {row["id"]: _regional(graph, row) for row in graph.rows}
    nodes = [{**node, "id": renamed.get(number, number)} for number, node in graph.nodes.items()]

    def pairs(given: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(renamed.get(a, a), renamed.get(b, b)) for a, b in given]

    return _message(graph, nodes, pairs(graph.contains), pairs(graph.edges))


def _regional(graph: Graph, row: JsonObject) -> str:
    name = row["jobName"]
    if not name.startswith("install-"):
        return row["id"]
    region, colon, chart = name.removeprefix("install-").partition(":")
    return f"{graph.id}:{region if colon else graph.region}:install-{chart if colon else region}"


BUILDS: dict[str, Callable[[Graph], JsonObject]] = {"current": current, "first": first, "second": second}


def _message(
    graph: Graph, nodes: list[JsonObject], contains: list[tuple[str, str]], edges: list[tuple[str, str]]
) -> JsonObject:
    relationships = [{"fromId": a, "toId": b, "type": "contains"} for a, b in contains]
    relationships += [{"fromId": a, "toId": b, "type": "finish-to-start"} for a, b in edges]
    return {"type": "snapshot", "flow": graph.flow(), "nodes": nodes, "relationships": relationships}


def snapshot(deployment: Deployment, turn: int) -> JsonObject:
    """The whole graph; its order isn't stable from one read to the next."""
    message = BUILDS[deployment.scenario.flow](Graph(deployment))
    dice = random.Random(f"{deployment.id}|{turn}")  # noqa: S311 - an order, nothing secret
    dice.shuffle(message["nodes"])
    dice.shuffle(message["relationships"])
    return message
