"""Jobs, their attempts and log lines, and the component states behind them."""

from tools.catalyst.models.wire import Strings, Text, Time, Whole, Wire, Word


class Job(Wire):
    """One node of the job tree. A missing type means `install`; unknown statuses aren't terminal."""

    id: str
    deployment_id: Text = ""
    job_name: Text = ""
    display_name: Text = ""
    type: Word = "install"
    app_id: Text = ""
    parent_id: Text = ""
    batch_id: Text = ""
    """April only."""
    depends_on: Strings = ()
    status: Word = "pending"
    started_at: Time = None
    finished_at: Time = None
    duration_ms: Whole = 0
    latest_execution_id: Text = ""
    child_ids: Strings = ()


class Execution(Wire):
    """One attempt of a job."""

    id: str
    job_id: Text = ""
    deployment_id: Text = ""
    status: Word = "running"
    started_at: Time = None
    finished_at: Time = None
    line_count: Whole = 0


class JobDetail(Wire):
    """A job with its attempts, newest first."""

    job: Job
    executions: tuple[Execution, ...] = ()


class LogLine(Wire):
    """One line of an attempt; raw, so it must be scrubbed before it is shown."""

    line_number: int
    timestamp: Time = None
    level: Word = "info"
    message: Text = ""


class LogPage(Wire):
    """A page of lines; it may be shorter than asked for with more to come."""

    lines: tuple[LogLine, ...] = ()
    total: Whole = 0
    execution_finished: bool = False


class BatchSummary(Wire):
    """Progress of a batch (April)."""

    batch_id: str
    total: Whole = 0
    finished: Whole = 0
    succeeded: Whole = 0
    failed: Whole = 0
    running: Whole = 0
    pending: Whole = 0


class Batches(Wire):
    """Answer of `/jobs/batches` (April)."""

    batches: tuple[BatchSummary, ...] = ()


class ComponentSnapshot(Wire):
    """One release as the watcher sees it."""

    app_id: str
    status: Word
    helm_release_name: Text = ""
    namespace: Text = ""
    last_transition_at: Time = None
    message: Text = ""
    depends_on: Strings = ()


class ComponentsState(Wire):
    """`/components/state`: live while a watch runs, the stored final states afterwards."""

    watching: bool = False
    components: tuple[ComponentSnapshot, ...] = ()


class WatchStatus(ComponentsState):
    """Answer of `refresh-watch`."""

    already_active: bool = False
    seeded_at: Time = None

