"""A deployment as the conversation knows it: a fold over its reports."""

from dataclasses import dataclass, field, replace
from typing import Self

from dialogue import events as ev

RECENT = 24
"""Lines by which a watcher finds its place again."""
RETRIES = 1
"""The same again helps once at most: what failed twice needs another plan, or a person."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """What is known of the running or finished deployment."""

    id: str
    fqdn: str
    digest: str
    status: str = "provisioning"
    phase1_outcome: str | None = None
    components: dict[str, str] = field(default_factory=dict[str, str])
    jobs: dict[str, ev.Job] = field(default_factory=dict[str, ev.Job])
    console_url: str | None = None
    verdict: ev.Verdict | None = None
    mesh_name: str | None = None
    mesh_id: int | None = None
    lines: int = 0
    """Progress lines in the log so far; a watcher goes on after them."""
    recent: tuple[ev.ProgressLine, ...] = ()
    """The last of them."""
    announced: bool = False
    """The person was told how it ended."""
    waited: bool = False
    """The person was told what it still lacks."""
    retries: int = 0
    retrying: bool = False
    """The retry is logged as an intent and hasn't come back."""
    before_retry: ev.Verdict | None = None

    @classmethod
    def of(cls, event: ev.DeploymentCreated) -> Self:
        """The deployment at its start."""
        return cls(event.deployment_id, event.fqdn, event.digest, mesh_name=event.mesh_name, mesh_id=event.mesh_id)

    @property
    def ended(self) -> bool:
        """It has its verdict."""
        return self.verdict is not None and self.verdict.outcome != "in_progress"

    @property
    def failed(self) -> bool:
        """It has its verdict, and that isn't good."""
        return self.verdict is not None and self.verdict.outcome == "failed"

    @property
    def unreachable(self) -> bool:
        """It is there, and its address doesn't answer."""
        return self.verdict is not None and self.verdict.outcome == "unreachable"

    @property
    def lacking(self) -> bool:
        """It calls itself ready, and something is still missing."""
        return self.verdict is not None and self.verdict.outcome == "in_progress" and bool(self.verdict.missing)

    @property
    def untold(self) -> bool:
        """It has ended, and the person doesn't know yet."""
        return self.ended and not self.announced

    @property
    def unexplained(self) -> bool:
        """It lacks something, and the person doesn't know yet."""
        return self.lacking and not self.waited

    @property
    def can_retry(self) -> bool:
        """ "Try again" may run the same deployment once more, instead of a new one."""
        advised = self.verdict is not None and self.verdict.advice == "retry"
        return self.failed and advised and self.retries < RETRIES

    @property
    def advice(self) -> str:
        """What is offered after a failure; the same again only where it is still possible."""
        advised = self.verdict.advice if self.verdict else None
        return "new_deployment" if advised is None or (advised == "retry" and not self.can_retry) else advised

    def told(self) -> Self:
        """After something was said: whatever is said after the verdict tells of it."""
        if self.untold:
            return replace(self, announced=True)
        return replace(self, waited=True) if self.unexplained else self

    def reported(self, event: ev.DeploymentReported) -> Self:
        """After one more report."""
        reopened = self.ended and event.verdict is not None and event.verdict.outcome == "in_progress"
        return replace(
            self,
            status=event.status,
            phase1_outcome=event.phase1_outcome or self.phase1_outcome,
            components={**self.components, **event.components},
            jobs={**self.jobs, **{job.name: job for job in event.jobs}} if event.jobs else self.jobs,
            console_url=event.console_url or self.console_url,
            verdict=event.verdict or self.verdict,
            lines=self.lines + len(event.lines),
            recent=(*self.recent, *event.lines)[-RECENT:] if event.lines else self.recent,
            announced=self.announced and not reopened,
        )

    def retried(self) -> Self:
        """After the intent to run it once more."""
        return replace(
            self, status="provisioning", verdict=None, announced=False, waited=False, retries=self.retries + 1,
            retrying=True, before_retry=self.verdict,
        )  # fmt: skip

    def settled(self, *, accepted: bool) -> Self:
        """After the answer to that; refused, it is as it was, and the same again is no longer offered."""
        if accepted or self.before_retry is None:
            return replace(self, retrying=False, before_retry=None)
        verdict = self.before_retry.model_copy(update={"advice": "new_deployment"})
        return replace(self, status="failed", verdict=verdict, announced=True, retrying=False, before_retry=None)
