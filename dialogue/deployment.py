"""A deployment as the conversation knows it: a fold over its reports."""

from dataclasses import dataclass, field, replace
from typing import Self

from dialogue import events as ev


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
    announced: bool = False
    """The person was told how it ended."""

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
    def untold(self) -> bool:
        """It has ended, and the person doesn't know yet."""
        return self.ended and not self.announced

    def told(self) -> Self:
        """After something was said: whatever is said after the verdict tells of it."""
        return replace(self, announced=True) if self.untold else self

    def reported(self, event: ev.DeploymentReported) -> Self:
        """After one more report."""
        return replace(
            self,
            status=event.status,
            phase1_outcome=event.phase1_outcome or self.phase1_outcome,
            components={**self.components, **event.components},
            jobs={**self.jobs, **{job.name: job for job in event.jobs}},
            console_url=event.console_url or self.console_url,
            verdict=event.verdict or self.verdict,
            lines=self.lines + len(event.lines),
        )
