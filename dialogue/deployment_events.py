"""What the log says of a deployment; part of the union in `dialogue.events`."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from dialogue.event_model import EventModel


class DeploymentCreated(EventModel):
    """catalyst-api accepted the deployment (or an earlier, unanswered create was found and adopted)."""

    type: Literal["deployment_created"] = "deployment_created"
    deployment_id: str
    fqdn: str
    digest: str
    adopted: bool = False
    regions: tuple[str, ...] = ()
    """Cloud regions in the order they were sent; the first is the primary one."""
    mesh_name: str | None = None
    mesh_id: int | None = None


class ProgressLine(EventModel):
    """One scrubbed event of catalyst-api."""

    time: datetime | None = None
    phase: str = ""
    level: str = "info"
    message: str = ""
    component: str | None = None
    state: str | None = None


class Job(EventModel):
    """One node of the job graph, with canonical dependencies (names of other jobs)."""

    name: str
    label: str = ""
    status: str = "pending"
    parent: str | None = None
    region: str | None = None
    depends_on: tuple[str, ...] = ()
    started_at: datetime | None = None
    finished_at: datetime | None = None


class Verdict(EventModel):
    """What our own judgement of a deployment is; `missing` names what a ready one still lacks."""

    outcome: Literal["in_progress", "ready", "unreachable", "failed"] = "in_progress"
    """`unreachable`: everything is installed, but its address doesn't answer, and we have stopped looking."""
    sentence: str = ""
    missing: tuple[str, ...] = ()
    """Components, and `phase1`, `name` (doesn't resolve), `certificate`, `console` (doesn't answer)."""
    cause: str = ""
    """Stable code of what went wrong or is still missing."""
    advice: Literal["retry", "new_deployment", "wait", "ask_person"] | None = None
    """What helps: the same again, another deployment (a new read-back and yes), patience, or a colleague."""
    step: str = ""
    """Where it failed, in the service's own naming of its phases."""


class DeploymentReported(EventModel):
    """What changed in a deployment since the last report."""

    type: Literal["deployment_reported"] = "deployment_reported"
    deployment_id: str
    status: str
    phase1_outcome: str | None = None
    lines: tuple[ProgressLine, ...] = ()
    components: dict[str, str] = Field(default_factory=dict)
    """Only the components whose state changed."""
    jobs: tuple[Job, ...] = ()
    """Only the jobs that changed."""
    console_url: str | None = None
    verdict: Verdict | None = None
    trouble: str | None = None
    """Stable code while catalyst-api can't be read; absent when it can."""
