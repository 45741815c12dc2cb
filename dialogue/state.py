"""The state of a conversation: a fold over its log (`dialogue.fold`), nothing that the log can't rebuild.

What to do next is decided in `dialogue.policy`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from dialogue import events as ev
from dialogue.assent import StandingReadBack, Yes
from dialogue.deployment import Deployment
from dialogue.draft import Draft
from dialogue.plan import PlanView

if TYPE_CHECKING:  # it remembers what happened to states
    from dialogue.engines.model.memory import ModelMemory

VALIDATE = "catalyst.deployments.validate"
CREATE = "catalyst.deployments.create"
FIND = "catalyst.deployments.find"
SSHKEY = "catalyst.sshkey.generate"
RETRY = "catalyst.deployments.retry"
SUPPOSE = "suppose-"
"""Call ids of validations that only try something out."""

Phase = Literal["talking", "verifying", "confirming", "provisioning", "ready", "failed", "handed_over", "closed"]


@dataclass(frozen=True, slots=True)
class PendingCall:
    """A tool call whose result has not been logged."""

    tool: str
    arguments: ev.JsonObject
    seq: int
    at: datetime
    """When the intent was logged; a lookup after a crash starts there."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything a validation depends on that the conversation can change."""

    draft: Draft
    ssh_fingerprint: str | None
    secrets: frozenset[str]


@dataclass(frozen=True)
class State:
    """Everything the policy looks at."""

    started: ev.ConversationStarted = field(default_factory=ev.ConversationStarted)
    language: str = "en"
    """The conversation's language: the one it started in, until the person changes to another."""
    seq: int = 0
    draft: Draft = field(default_factory=Draft)
    history: tuple[Draft, ...] = ()
    """Drafts before each change, oldest first, for undo."""
    future: tuple[Draft, ...] = ()
    """Drafts undone, next redo last."""
    validated: PlanView | None = None
    validated_before: PlanView | None = None
    """The plan as it was when the turn began, to say what changed."""
    validated_for: "Basis | None" = None
    """What `validated` answers for; anything else needs a new validation."""
    supposed: PlanView | None = None
    """The plan that a question of the open turn tried out."""
    supposition: ev.JsonObject = field(default_factory=dict[str, object])
    """What was tried out last and can still be taken ("then take that")."""
    asking: ev.Asking | None = None
    options: tuple[str, ...] = ()
    option_titles: tuple[str, ...] = ()
    choices: tuple[ev.Act, ...] = ()
    """Questions "which of them?" that wait for an answer (`clarify` acts), the next to be put first."""
    topic: str | None = None
    """What the person asked about last: "one of those" means it."""
    last_said: str = ""
    last_said_seq: int = 0
    open_turn: int | None = None
    """seq of the message that still waits for an answer."""
    understood: ev.Understood | None = None
    """What was understood in the open turn."""
    user_said: ev.UserSaid | None = None
    pending: dict[str, PendingCall] = field(default_factory=dict[str, PendingCall])
    shown_upto: int = 0
    set_aside: bool = False
    """They called it off: nothing is asked until they take it up again, and an earlier read-back counts no more."""
    read_back: StandingReadBack | None = None
    yes: Yes | None = None
    code_sent_to: str | None = None
    code_requested_for: str | None = None
    codes_mailed: bool = False
    """A code went out at some time."""
    code_tried: bool = False
    """A code was asked for in the open turn: the mailer is tried once a turn."""
    code_failed: str | None = None
    """Why the mailer didn't take the code in the open turn."""
    verified_email: str | None = None
    secrets: frozenset[str] = frozenset()
    secrets_requested: tuple[str, ...] = ()
    ssh_fingerprint: str | None = None
    ssh_fqdn: str | None = None
    offered_apps: tuple[str, ...] = ()
    """Apps proposed and neither taken nor declined yet."""
    offer_closed: bool = False
    """The proposal from the industry was answered; it isn't made twice."""
    create: Literal["none", "in_flight", "unknown", "done"] = "none"
    create_digest: str | None = None
    create_at: datetime | None = None
    """When the intent to create was logged; a lookup after an unknown outcome starts there."""
    spent_digests: frozenset[str] = frozenset()
    """Digests a POST was made for with an outcome that forbids another one."""
    refused_names: frozenset[str] = frozenset()
    """Addresses that the service refused as taken when they were to be created, whatever its check says."""
    contested_fqdn: str | None = None
    """A name under which something stands that may be ours or not: a person decides."""
    refusal: ev.ToolError | None = None
    turn_errors: tuple[ev.ToolError, ...] = ()
    """Failures of tools in the open turn: each is tried once and then told."""
    code_result: Literal["none", "verified", "wrong", "expired", "too_many", "none_sent"] = "none"
    """What became of a code given in the open turn."""
    attempts_left: int = 0
    found: ev.JsonObject | None = None
    """Answer of a lookup after an unknown outcome, in the open turn."""
    deployment: Deployment | None = None
    model: "ModelMemory | None" = None
    """What a language model knows of the conversation; None where none takes part."""
    human: bool = False
    handed_over: bool = False
    closed: bool = False
    before: "State | None" = None
    """As it was before the last message; for one that goes on where its speaker had only paused."""

    @property
    def basis(self) -> Basis:
        """What a validation made now would answer for."""
        return Basis(self.draft, self.ssh_fingerprint, self.secrets)

    def but(self, **changes: object) -> "State":
        """Like `dataclasses.replace`, which reads some fifty fields one by one, forty times a turn. Raises TypeError."""
        new = object.__new__(State)
        new.__dict__.update(self.__dict__, **changes)
        if len(new.__dict__) != len(self.__dict__):
            raise TypeError(f"no such members: {sorted(changes.keys() - self.__dict__.keys())}")
        return new

    @property
    def awaits_code(self) -> bool:
        """A code is out that counts."""
        return self.code_sent_to is not None or self.code_requested_for is not None

    @property
    def hides_codes(self) -> bool:
        """Six digits in a message may be a code, one that counts or one that no longer does."""
        return self.codes_mailed or self.awaits_code

    @property
    def turn_is_open(self) -> bool:
        """The person waits for a reply."""
        return self.open_turn is not None

    @property
    def unfinished(self) -> bool:
        """Something is under way that a restart must take up."""
        if self.closed:
            return False
        running = self.create == "done" and not (self.deployment and self.deployment.ended)
        untold = self.deployment is not None and self.deployment.untold
        code = self.code_requested_for is not None and self.code_sent_to is None
        return self.turn_is_open or bool(self.pending) or self.create == "in_flight" or running or code or untold

    @property
    def email_verified(self) -> bool:
        """The address in the plan is the one that was verified."""
        address = self.draft.email.lower() if self.draft.email else None
        return address is not None and address == self.verified_email

    @property
    def phase(self) -> Phase:
        """Derived; see plan-rules, What the state shows."""
        if self.closed:
            return "closed"
        if self.handed_over:
            return "handed_over"
        if self.create in ("in_flight", "unknown"):
            return "provisioning"
        if self.create == "done":
            verdict = self.deployment.verdict if self.deployment else None
            if verdict is None or verdict.outcome == "in_progress":
                return "provisioning"
            return "ready" if verdict.outcome == "ready" else "failed"
        if self.asking == "email_code":
            return "verifying"
        if self.asking == "confirm":
            return "confirming"
        return "failed" if self.deployment is not None else "talking"
