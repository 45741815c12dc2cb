"""What each job did: its attempts (executions) with their log lines, read off the events (contract, section 9)."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tools.emulator.deployment import Deployment, Told
from tools.emulator.timeline import PHASE0_SECONDS
from tools.emulator.wire import fine_stamp

JsonObject = dict[str, Any]
PHASE0_JOBS = {
    "tofu-init": "Terraform Init",
    "tofu-plan": "Terraform Plan",
    "tofu-apply": "Terraform Apply",
    "tofu-output": "Terraform Output",
    "cluster-bootstrap": "Bootstrap Cluster",
}
_PHASES = {"flux-bootstrap": "cluster-bootstrap"} | {name: name for name in PHASE0_JOBS if name != "cluster-bootstrap"}
"""Event phase → the job that it begins."""
_ENDED = {"installed": "succeeded", "failed": "failed"}
_LEVELS = {"info": "INFO", "warn": "WARN", "error": "ERROR", "debug": "DEBUG"}


@dataclass(slots=True)
class Attempt:
    """One execution of a job."""

    id: str
    job: str
    run: int
    started: datetime
    finished: datetime | None = None
    status: str = "running"
    lines: list[JsonObject] = field(default_factory=list[JsonObject])

    def write(self, told: Told, message: str) -> None:
        """One more line."""
        self.lines.append(
            {
                "lineNumber": len(self.lines) + 1,
                "timestamp": fine_stamp(told.at),
                "level": _LEVELS.get(told.event["level"], "INFO"),
                "message": message,
            }
        )

    def end(self, status: str, at: datetime) -> None:
        """It is over."""
        self.status, self.finished = status, at

    def body(self, deployment: Deployment) -> JsonObject:
        """As the wire has it."""
        finished = fine_stamp(self.finished) if self.finished else deployment.scenario.missing_time
        return {
            "id": self.id,
            "jobId": f"{deployment.id}:{self.job}",
            "deploymentId": deployment.id,
            "status": self.status,
            "startedAt": fine_stamp(self.started),
            **({"finishedAt": finished} if finished else {}),
            "lineCount": len(self.lines),
        }


@dataclass(slots=True)
class History:
    """All attempts of a deployment by job, oldest first."""

    deployment: Deployment
    by_job: dict[str, list[Attempt]] = field(default_factory=dict[str, list[Attempt]])
    _phase0: Attempt | None = None

    @classmethod
    def of(cls, deployment: Deployment) -> "History":
        """Read the events once."""
        history = cls(deployment)
        for told in deployment.told:
            if told.event.get("component"):
                history._component(told)
            else:
                history._infrastructure(told)
        history._ends()
        return history

    def latest(self, job: str) -> Attempt | None:
        """The newest attempt that belongs to the current run."""
        attempts = self.by_job.get(job)
        return attempts[-1] if attempts and attempts[-1].run == len(self.deployment.runs) - 1 else None

    def _open(self, job: str, told: Told) -> Attempt:
        attempts = self.by_job.setdefault(job, [])
        text = f"{self.deployment.id}|{job}|{len(attempts)}"
        attempt = Attempt(hashlib.sha256(text.encode()).hexdigest()[:32], job, told.run, told.at)
        attempts.append(attempt)
        return attempt

    def _component(self, told: Told) -> None:
        job = f"install-{told.event['component']}"
        latest = self.by_job.get(job, [None])[-1]
        running = latest if latest and latest.finished is None and latest.run == told.run else None
        state, message = told.event.get("state"), told.event["message"]
        if state in (None, "pending") and running is None:
            return  # output before the first attempt, or late output after its end
        attempt = running or self._open(job, told)
        if state is None:
            attempt.write(told, message)
        elif told.seeded:
            attempt.write(told, f"[seeded] state={state} at {fine_stamp(told.at)}: {message}")
        else:
            attempt.write(told, f"[{state}] {message}")
        if state in _ENDED:
            attempt.end(_ENDED[state], told.at)

    def _infrastructure(self, told: Told) -> None:
        job = _PHASES.get(told.event["phase"])
        if job:
            if self._phase0 and self._phase0.finished is None and self._phase0.run == told.run:
                self._phase0.end("succeeded", told.at)
            self._phase0 = self._open(job, told)
        if self._phase0 and self._phase0.finished is None and self._phase0.run == told.run:
            self._phase0.write(told, told.event["message"])

    def _ends(self) -> None:
        """What ended without an event: the bootstrap, and what a failure or a new run cut off."""
        last = len(self.deployment.runs) - 1
        for attempts in self.by_job.values():
            for attempt in attempts:
                if attempt.finished is None and attempt.job in PHASE0_JOBS:
                    self._end_phase0(attempt, last)
                elif attempt.finished is None and attempt.run < last:
                    attempt.end("failed", self.deployment.runs[attempt.run + 1].start)

    def _end_phase0(self, attempt: Attempt, last: int) -> None:
        deployment = self.deployment
        run = deployment.runs[attempt.run]
        if attempt.job == "cluster-bootstrap" and run.reached(PHASE0_SECONDS):
            attempt.end("succeeded", run.moment(PHASE0_SECONDS))
        elif attempt.run < last:
            attempt.end("failed", deployment.runs[attempt.run + 1].start)
        elif deployment.status == "failed" and deployment.finished:
            attempt.end("failed", deployment.finished)
