"""One deployment: a fold over its timetable and the journal of what was done to it.

Nothing is stored but the request, the faults and the journal; a restart plays both again and arrives at the same state.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from tools.emulator.live import LiveQueue
from tools.emulator.names import HOLD_SECONDS, Name
from tools.emulator.plan_check import plan_error
from tools.emulator.scenario import Scenario, scenario_of
from tools.emulator.timeline import INSTALLED, PHASE0_SECONDS, Step, rejected, timeline
from tools.emulator.wire import ZERO_TIME, fine_stamp, stamp

JsonObject = dict[str, Any]
IN_PHASE0 = frozenset({"pending", "provisioning", "tofu-applying", "flux-bootstrapping"})
GOOD = frozenset({"ready", "adopted"})
MOST_EVENTS = 10_000
HANDOVER_LIFE = timedelta(seconds=300)
WATCH_SECONDS = 60.0
"""A watch that `refresh-watch` started goes on for so long (life)."""
RESTART_TEXT = (
    "catalyst-api restarted during provisioning — this deployment was abandoned mid-apply. "
    "Cloud resources carrying the label catalyst-deployment-id={id} may be left over; wipe them before trying again."
)
_ERRORS = {
    "flux-not-reconciling": "Phase 1 watch saw zero HelmReleases in flux-system; the cluster isn't reconciling",
    "kubeconfig-missing": "Phase 1 watch never ran: the new cluster didn't post its kubeconfig in time",
    "watcher-start-failed": "Phase 1 watch could not start: the cluster's API can't be reached",
}


class Told(NamedTuple):
    """An event with its exact moment and the run that it belongs to."""

    at: datetime
    run: int
    event: JsonObject
    seeded: bool = False
    """Found by a watch that listed everything, not seen as it happened."""


@dataclass(slots=True)
class Run:
    """Phase 0 and 1 once; a retry makes another one."""

    start: datetime
    speed: float
    steps: list[Step]
    played: int = 0
    halted: bool = False

    def moment(self, seconds: float) -> datetime:
        """Wall time of a life second."""
        return self.start + scaled(seconds, self.speed)

    def go_on(self, at: datetime, speed: float) -> None:
        """From this moment on at another speed; what has passed stays passed."""
        lived = (at - self.start).total_seconds() * self.speed
        self.start, self.speed = at - scaled(lived, speed), speed

    def reached(self, seconds: float) -> bool:
        """Something of this life second or later has been played."""
        return self.played > 0 and self.steps[self.played - 1].at >= seconds


def scaled(seconds: float, speed: float) -> timedelta:
    """Life seconds as wall time."""
    return timedelta(seconds=min(seconds / speed, 1e9))


@dataclass(slots=True)
class Deployment:
    """State of one deployment."""

    id: str
    request: JsonObject
    """Lower-cased members; secrets are `<redacted>`."""
    owner: str
    started: datetime
    speed: float
    faults: tuple[str, ...] = ()
    bearer_hash: str = ""
    """SHA-256 of the token with which the new cluster posts its kubeconfig."""
    secrets: bool = False
    """The real secrets are still in memory; after a restart only `<redacted>` is."""
    journal: list[JsonObject] = field(default_factory=list[JsonObject])
    status: str = "provisioning"
    error: str = ""
    finished: datetime | None = None
    adopted: datetime | None = None
    wiped: datetime | None = None
    result: JsonObject | None = None
    components: dict[str, str] = field(default_factory=dict[str, str])
    hidden: set[str] = field(default_factory=set[str])
    """Installed in truth, and not seen by the service."""
    told: list[Told] = field(default_factory=list[Told])
    kubeconfigs: set[str] = field(default_factory=set[str])
    """Region keys whose cluster has posted."""
    watch_until: datetime | None = None
    seeded: datetime | None = None
    done: bool = False
    name: Name = field(init=False)
    scenario: Scenario = field(init=False)
    runs: list[Run] = field(init=False)
    live: LiveQueue = field(default_factory=LiveQueue)
    announce: Callable[["Deployment"], str] | None = None
    """Makes the link that is announced at the end; nobody does while the journal is replayed."""

    def __post_init__(self) -> None:
        self.scenario = scenario_of(self.id, self.faults)
        self.runs = [Run(self.started, self.speed, timeline(self.request, self.scenario, plan_error(self.request)))]
        self.name = Name.of(self.request, self.runs[0].moment(HOLD_SECONDS))

    # Time

    def life(self, seconds: float) -> timedelta:
        """Life seconds as they pass here now."""
        return scaled(seconds, self.runs[-1].speed)

    def advance(self, now: datetime) -> None:
        """Play what is due."""
        run = self.runs[-1]
        while run.played < len(run.steps) and not run.halted and run.moment(run.steps[run.played].at) <= now:
            step = run.steps[run.played]
            run.played += 1
            self._play(step, run.moment(step.at))

    # What the journal knows

    def note(self, kind: str, now: datetime, **more: Any) -> None:
        """Do something to the deployment, now and at each replay."""
        entry: JsonObject = {"kind": kind, "at": now.isoformat(), **more}
        self._advance_to(entry)  # what happens on the way may write to the journal too
        self.journal.append(entry)
        self._apply(entry)

    def replay(self, journal: list[JsonObject]) -> None:
        """Everything that was done before a restart."""
        for entry in journal:
            self.journal.append(entry)
            self._apply(entry)

    def _advance_to(self, entry: JsonObject) -> datetime:
        """Play up to an entry's moment. A run that was given up at an unknown moment never got machines."""
        at = datetime.fromisoformat(entry["at"])
        self.advance(min(at, self.phase0_end) if entry["kind"] == "abandoned" else at)
        return at

    def _apply(self, entry: JsonObject) -> None:
        at = self._advance_to(entry)
        match entry["kind"]:
            case "abandoned":
                self._fail(self.abandoned, at)
                self.secrets = False
            case "restarted":
                self.secrets = False
                self._open_queue()
            case "retry":
                self._retry(at, float(entry["speed"]), redacted=bool(entry["redacted"]))
            case "paced":
                self.runs[-1].go_on(at, float(entry["speed"]))
            case "advice":
                self._open_queue()
                self._emit({"phase": entry["phase"], "level": "warn", "message": entry["message"]}, at)
            case "refresh":
                self._refresh(at)
            case "kubeconfig":
                self._posted(entry.get("region", ""))
            case "handover":
                self._handed_over(entry["url"], at)
            case "released":
                self.name.release()
            case "swept":
                self.name.sweep()
            case "adopted":
                self.status, self.adopted = "adopted", at
            case "wiping":
                self._wiping(at)
            case "wiped":
                self.status, self.wiped, self.done = "wiped", at, True
                self.name.release()
                self.live.close()
            case _:
                pass

    # What happens

    def _play(self, step: Step, at: datetime) -> None:
        match step.kind:
            case "event" if step.event:
                self._emit(step.event, at)
            case "fail":
                self._fail(step.text, at)
            case "result":
                kept = {k: v for k, v in (self.result or {}).items() if k == "kubeconfigPath"}
                self.result = {**self._addresses(), **kept}
            case "phase1":
                self.status = "phase1-watching"
                self._result()["phase1Substate"] = "watcher-watching"
            case "kubeconfig":
                self._posted(step.text)
            case "hidden":
                self.hidden.add(step.text)
            case "outcome":
                self._outcome(step.text, at)
            case "handover":
                self._result()["handoverFiredAt"] = fine_stamp(at)
                self.hand_over(at)
            case "done":
                self.done = True
                self.live.close()
            case _:
                pass

    def _fail(self, error: str, at: datetime) -> None:
        """Phase 0 is over; its name is given back."""
        self.status, self.error, self.finished, self.done = "failed", error, at, True
        self.runs[-1].halted = True
        self.name.release()
        self.live.close()

    def _outcome(self, outcome: str, at: datetime) -> None:
        result = self._result()
        result.pop("phase1Substate", None)
        result["phase1Outcome"] = outcome
        result["phase1FinishedAt"] = fine_stamp(at)
        result["componentStates"] = dict(sorted(self.components.items()))
        failed = sum(1 for s in self.components.values() if s == "failed")
        self.finished = at
        if failed or outcome in _ERRORS:
            self.status = "failed"
            text = f"Phase 1 finished with {failed} failed component(s); see ComponentStates for the per-component breakdown"
            self.error = _ERRORS.get(outcome, text)
        else:
            self.status = "ready"
            self.name.commit()

    def _retry(self, at: datetime, speed: float, *, redacted: bool) -> None:
        steps = rejected("unable to authenticate") if redacted else timeline(self.request, self.scenario, plan_error(self.request))
        self.runs.append(Run(at, speed, steps))
        self.status, self.error, self.finished, self.result, self.done = "provisioning", "", None, None, False
        self.components, self.hidden, self.kubeconfigs = {}, set(), set()
        self._open_queue()

    def _refresh(self, at: datetime) -> None:
        """A new watch lists everything, so what was swallowed is seen."""
        self.seeded, self.watch_until = at, at + self.life(WATCH_SECONDS)
        for name in sorted(self.hidden):
            event = {"phase": "component", "level": "info", "message": INSTALLED, "component": name, "state": "installed"}
            self._emit(event, at, seeded=True)
        self.hidden = set()
        if self.result is not None and "componentStates" in self.result:
            self.result["componentStates"] = dict(sorted(self.components.items()))

    def _posted(self, region: str) -> None:
        self.kubeconfigs.add(region)
        if not region:
            # The cluster may be faster than the outputs of phase 0: then the addresses are empty.
            self._result()["kubeconfigPath"] = f"/var/lib/catalyst/kubeconfigs/{self.id}.yaml"

    def _wiping(self, at: datetime) -> None:
        self.runs[-1].halted = True
        self.status, self.done = "wiping", False
        self._open_queue()
        for phase, text in (("wipe", "Wiping the deployment"), ("tofu-destroy", "Destroying the infrastructure")):
            self._emit({"phase": phase, "level": "info", "message": text}, at)

    def hand_over(self, at: datetime) -> None:
        """Announce the link once, if it is due and somebody can make it."""
        result = self._result()
        if self.announce and "handoverFiredAt" in result and "handoverURL" not in result:
            entry: JsonObject = {"kind": "handover", "at": at.isoformat(), "url": self.announce(self)}
            self.journal.append(entry)
            self._handed_over(entry["url"], at)

    def _handed_over(self, url: str, at: datetime) -> None:
        """The link is announced: an event whose message is JSON (contract, section 7)."""
        self._result()["handoverURL"] = url
        message = json.dumps({"handoverURL": url, "expiresAt": stamp(at + HANDOVER_LIFE)})
        self._emit({"phase": "handover-ready", "level": "info", "message": message}, at)

    def _emit(self, event: JsonObject, at: datetime, *, seeded: bool = False) -> None:
        event = {"time": stamp(at), **event}
        self.told.append(Told(at, len(self.runs) - 1, event, seeded))
        del self.told[:-MOST_EVENTS]
        if event.get("component") and event.get("state"):
            self.components[event["component"]] = event["state"]
        self.live.put(event)

    def _open_queue(self) -> None:
        self.live.close()
        self.live = LiveQueue()

    def _result(self) -> JsonObject:
        if self.result is None:
            addresses = self._addresses()
            self.result = addresses if self.phase0_done else {k: v if k == "sovereignFQDN" else "" for k, v in addresses.items()}
        return self.result

    def _addresses(self) -> JsonObject:
        return {
            "sovereignFQDN": self.fqdn,
            "controlPlaneIP": f"203.0.113.{self._number + 1}",
            "loadBalancerIP": self.address,
            "consoleURL": f"https://console.{self.fqdn}",
            "gitopsRepoURL": f"https://gitea.{self.fqdn}",
        }

    # What can be asked

    @property
    def _number(self) -> int:
        return int(self.id[:2], 16) % 200

    @property
    def address(self) -> str:
        """Of the load balancer."""
        return f"203.0.113.{self._number + 2}"

    @property
    def fqdn(self) -> str:
        """The Sovereign's name."""
        return str(self.request.get("sovereignfqdn") or "")

    @property
    def in_flight(self) -> bool:
        """Phase 0 or phase 1 is running."""
        return self.status in IN_PHASE0 or self.status == "phase1-watching"

    def watching(self, now: datetime) -> bool:
        """A watch of the releases runs."""
        refreshed = self.watch_until is not None and now < self.watch_until
        return self.status == "phase1-watching" or (refreshed and self.status not in ("wiping", "wiped"))

    @property
    def events(self) -> list[JsonObject]:
        """As `/events` tells them."""
        return [t.event for t in self.told]

    @property
    def abandoned(self) -> str:
        """The error of a run that a restart of the service gave up."""
        return RESTART_TEXT.format(id=self.id)

    @property
    def phase0_end(self) -> datetime:
        """Just before the machines exist."""
        return self.runs[-1].moment(PHASE0_SECONDS - 1)

    @property
    def phase0_done(self) -> bool:
        """Machines exist."""
        return self.runs[-1].reached(PHASE0_SECONDS)

    def state(self) -> JsonObject:
        """The state answer."""
        missing = self.scenario.missing_time
        body: JsonObject = {
            "id": self.id,
            "status": self.status,
            "startedAt": stamp(self.started),
            "finishedAt": stamp(self.finished) if self.finished else missing,
            "sovereignFQDN": self.fqdn,
            "region": self.request.get("region") or "",
            "numEvents": len(self.told),
        }
        if self.error:
            body["error"] = self.error
        if self.result is not None:
            body["result"] = dict(self.result)
            if "componentStates" in self.result:
                body["componentStates"] = self.result["componentStates"]
                body["phase1FinishedAt"] = stamp(self.finished) if self.finished else ZERO_TIME
            elif missing:
                body["phase1FinishedAt"] = body["result"]["phase1FinishedAt"] = missing
        if self.adopted or missing:
            body["adoptedAt"] = stamp(self.adopted) if self.adopted else missing
        if self.owner:
            body["ownerEmail"] = self.owner
        return body


def utc_now() -> datetime:
    """Wall time."""
    return datetime.now(UTC)
