"""One deployment of the emulator: its record on disk, and its live side rebuilt from the timetable."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tools.emulator.timeline import PHASE0_SECONDS, Step, Wishes

JsonObject = dict[str, Any]
IN_PHASE0 = frozenset({"pending", "provisioning", "tofu-applying", "flux-bootstrapping"})
QUEUE_SIZE = 256
MOST_EVENTS = 10_000
HANDOVER_LIFE = timedelta(seconds=300)
RESTART_TEXT = (
    "catalyst-api restarted during provisioning — this deployment was abandoned mid-apply. "
    "Cloud resources carrying the label catalyst-deployment-id={id} may be left over; wipe them before trying again."
)


def stamp(moment: datetime) -> str:
    """Whole seconds, UTC, as events carry them."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


@dataclass(slots=True)
class Deployment:
    """State of one run. `played` steps of the timetable have happened."""

    id: str
    request: JsonObject
    """Lower-cased members; secrets are `<redacted>`."""
    owner: str
    started: datetime
    speed: float
    wishes: Wishes
    steps: list[Step]
    status: str = "provisioning"
    error: str = ""
    finished: datetime | None = None
    result: JsonObject | None = None
    components: dict[str, str] = field(default_factory=dict[str, str])
    events: list[JsonObject] = field(default_factory=list[JsonObject])
    played: int = 0
    done: bool = False
    handover_url: str = ""
    live: asyncio.Queue[JsonObject | None] = field(default_factory=lambda: asyncio.Queue(QUEUE_SIZE))
    """One queue: two readers split the live events between them (contract, section 7)."""

    @property
    def fqdn(self) -> str:
        """The Sovereign's name."""
        return str(self.request.get("sovereignfqdn", ""))

    @property
    def in_flight(self) -> bool:
        """Phase 0 or phase 1 is running."""
        return self.status in IN_PHASE0 or self.status == "phase1-watching"

    def moment(self, step: Step) -> datetime:
        """Wall time of a step."""
        return datetime.fromtimestamp(self.started.timestamp() + step.at / self.speed, UTC)

    def advance(self, now: datetime) -> bool:
        """Play what is due. True when something happened that must be stored."""
        before = self.played
        while self.played < len(self.steps) and self.moment(self.steps[self.played]) <= now and not self.halted:
            step = self.steps[self.played]
            self.played += 1
            self._play(step)
        return self.played != before

    @property
    def halted(self) -> bool:
        """Nothing more happens."""
        return self.status in ("failed", "wiped") and not self.components

    def _play(self, step: Step) -> None:
        at = self.moment(step)
        match step.kind:
            case "event" if step.event:
                self._emit({"time": stamp(at), **step.event})
            case "fail":
                self.status, self.error, self.finished, self.done = "failed", step.text, at, True
                self._close()
            case "result":
                self.result = self._addresses()
            case "phase1":
                self.status = "phase1-watching"
                self._result()["phase1Substate"] = "watcher-watching"
            case "outcome":
                self._outcome(step.text, at)
            case "handover":
                self._result()["handoverFiredAt"] = at.isoformat().replace("+00:00", "Z")
            case "done":
                self.done = True
                self._close()
            case _:
                pass

    @property
    def handover_due(self) -> bool:
        """The link was to be announced and isn't yet."""
        return not self.handover_url and self.result is not None and "handoverFiredAt" in self.result

    def hand_over(self, url: str, now: datetime) -> None:
        """Announce the link: an event whose message is JSON (contract, section 7)."""
        self.handover_url = self._result()["handoverURL"] = url
        message = json.dumps({"handoverURL": url, "expiresAt": stamp(now + HANDOVER_LIFE)})
        self._emit({"time": stamp(now), "phase": "handover-ready", "level": "info", "message": message})

    def _emit(self, event: JsonObject) -> None:
        self.events.append(event)
        del self.events[:-MOST_EVENTS]
        if event.get("component") and event.get("state"):
            self.components[event["component"]] = event["state"]
        if not self.live.full():  # with no reader the queue fills and later events are dropped from the live side
            self.live.put_nowait(event)

    def _close(self) -> None:
        if not self.live.full():
            self.live.put_nowait(None)

    def _result(self) -> JsonObject:
        if self.result is None:
            self.result = self._addresses()
        return self.result

    def _addresses(self) -> JsonObject:
        number = int(self.id[:2], 16) % 200
        return {
            "sovereignFQDN": self.fqdn,
            "controlPlaneIP": f"203.0.113.{number + 1}",
            "loadBalancerIP": f"203.0.113.{number + 2}",
            "consoleURL": f"https://console.{self.fqdn}",
            "gitopsRepoURL": f"https://gitea.{self.fqdn}",
        }

    def _outcome(self, outcome: str, at: datetime) -> None:
        result = self._result()
        result.pop("phase1Substate", None)
        result["phase1Outcome"] = outcome
        result["phase1FinishedAt"] = at.isoformat().replace("+00:00", "Z")
        result["componentStates"] = dict(self.components)
        failed = sum(1 for s in self.components.values() if s == "failed")
        self.finished = at
        if failed or outcome in ("flux-not-reconciling", "kubeconfig-missing", "watcher-start-failed"):
            self.status = "failed"
            self.error = f"Phase 1 finished with {failed} failed component(s); see ComponentStates for the per-component breakdown"
        else:
            self.status = "ready"

    def restart(self, now: datetime) -> bool:
        """What a restart of the service does: phase 0 fails, phase 1 resumes. True when it changed."""
        if self.status not in IN_PHASE0:
            return False
        self.status, self.finished, self.done = "failed", now, True
        self.error = self.abandoned
        return True

    def state(self) -> JsonObject:
        """The state answer."""
        body: JsonObject = {
            "id": self.id,
            "status": self.status,
            "startedAt": stamp(self.started),
            "finishedAt": stamp(self.finished) if self.finished else None,
            "sovereignFQDN": self.fqdn,
            "region": self.request.get("region", ""),
            "numEvents": len(self.events),
            "ownerEmail": self.owner,
        }
        if self.error:
            body["error"] = self.error
        if self.result is not None:
            body["result"] = self.result
            if "componentStates" in self.result:
                body["componentStates"] = self.result["componentStates"]
                body["phase1FinishedAt"] = stamp(self.finished) if self.finished else None
        return body

    @property
    def abandoned(self) -> str:
        """The error of a run that a restart of the service gave up."""
        return RESTART_TEXT.format(id=self.id)

    @property
    def phase0_end(self) -> datetime:
        """Just before the machines exist."""
        return datetime.fromtimestamp(self.started.timestamp() + (PHASE0_SECONDS - 1) / self.speed, UTC)

    @property
    def phase0_done(self) -> bool:
        """Machines exist."""
        return self.played > 0 and self.steps[self.played - 1].at >= PHASE0_SECONDS
