"""A conversation in virtual time: the real core and the real rules of the plan, no server, no clock, no waiting.

Everything goes through a log, as in the running program (`assistant.conversation`): append, step, do the commands,
their outcomes come back as events. After every step the state equals the fold of that log.
"""

import hashlib
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from dialogue import events as ev
from dialogue.commands import CallTool, CheckCode, Command, Emit, SendCode, Watch
from dialogue.core import Core
from dialogue.fold import apply
from dialogue.gates import may_create
from dialogue.lexicon import Lexicon
from dialogue.state import CREATE, FIND, RETRY, SSHKEY, VALIDATE, State
from dialogue.understanding.privacy import mask
from dialogue.view import view
from dialogue.wording import Phrases
from tools.catalogue import Catalogue, apps_list, regions_list, skus_list
from tools.planning import Account, Draft, FreeNames, NamesBut, Plan, validate

ROOT = Path(__file__).parents[2]
CATALOGUE = Catalogue.load()
LEXICON = Lexicon.build(
    CATALOGUE.vocabulary(),
    regions=regions_list(CATALOGUE),
    skus=skus_list(CATALOGUE),
    apps=apps_list(CATALOGUE),
    plans=CATALOGUE.plans,
    proposals={industry: CATALOGUE.proposals(industry) for industry in CATALOGUE.industries},
    town=CATALOGUE.town,
)
PHRASES = Phrases.parse((ROOT / "prompts/en/phrases.json").read_text(encoding="utf-8"))
CORE = Core(LEXICON, PHRASES)
CODE = "135790"
TRIES = 3
BEGIN = datetime(2026, 5, 15, 9, 0, tzinfo=UTC)
WHOLE = "We're Acme Bank in Berlin, mail ops@acme.com"
"""Says all that must be said; the reply is a read-back that waits for a code."""


def _now(work: Coroutine[Any, Any, Any]) -> Any:
    """The result of a coroutine that never waits."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("it waited for something")


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def error(code: str, message: str = "It failed.", outcome: Any = "refused") -> ev.ToolError:
    """A failure for `Talk.failures`."""
    return ev.ToolError(code=code, message=message, outcome=outcome)


@dataclass
class Talk:
    """One conversation. `say` is a turn over the request-response route; the reply is returned."""

    started: ev.ConversationStarted = field(default_factory=ev.ConversationStarted)
    core: Core = field(default_factory=lambda: CORE)
    taken: frozenset[str] = frozenset()
    """Labels that somebody else has."""
    failures: dict[str, list[ev.ToolError]] = field(default_factory=dict)
    """Per tool: what the next calls fail with."""
    mail_failures: list[Any] = field(default_factory=list)
    """What the next mails fail with: `mail_failed` or `rate_limited`."""
    lookups: list[ev.JsonObject] = field(default_factory=list)
    """What the next lookups find."""
    crash_at: frozenset[int] = frozenset()
    """The process dies right after it appended these events of the log."""
    hold: frozenset[str] = frozenset()
    """Tools whose results wait for `release`."""
    code: str = CODE
    expired: bool = False
    ceiling: int | None = None
    """EUR a month that may be spent without a person."""
    log: list[ev.Logged] = field(default_factory=list)
    state: State = field(default_factory=State)
    creates: list[ev.JsonObject] = field(default_factory=list)
    """Plans for which a POST went out."""
    created_digests: list[str] = field(default_factory=list)
    mails: list[str] = field(default_factory=list)
    watched: list[str] = field(default_factory=list)
    held: list[ev.Event] = field(default_factory=list)
    tries: int = TRIES
    _inbox: deque[ev.Event] = field(default_factory=deque)
    _dead: bool = False

    def __post_init__(self) -> None:
        self.post(self.started)

    @property
    def seen(self) -> dict[str, Any]:
        """The state as outside programs see it."""
        return view(self.state)

    @property
    def plan(self) -> dict[str, Any]:
        """Its plan."""
        return self.seen["plan"]

    @property
    def asking(self) -> str | None:
        """The open question."""
        return self.seen["asking"]

    @property
    def codes(self) -> list[str]:
        """Codes of the problems that stand."""
        return [problem["code"] for problem in self.seen["problems"]]

    def say(self, *texts: str, show: bool = True) -> str:
        """Say one thing after the other; the last reply."""
        reply = ""
        for text in texts:
            begin = len(self.log)
            if show:
                self.post(ev.Shown(upto=self.state.seq, how="turn"))
            self.post(self.heard(text))
            said = self._said_since(begin)
            if not self.hold:
                assert sum(1 for event in said if event.ends_turn) == 1, f"{text!r} was answered {len(said)} times"
                assert not self.state.turn_is_open
            reply = " ".join(event.text for event in said)
        return reply

    def heard(self, text: str) -> ev.UserSaid:
        """A message as `assistant.api.turns` logs it."""
        masked = mask(text, code_expected=self.state.hides_codes)
        digest = _digest(masked.code) if masked.code and self.state.awaits_code else None
        return ev.UserSaid(text=masked.text, code_digest=digest, masked=masked.kinds)

    def report(self, **members: Any) -> str:
        """The deployment reports; what is said about it."""
        assert self.state.deployment is not None
        begin = len(self.log)
        self.post(ev.DeploymentReported(deployment_id=self.state.deployment.id, **members))
        return " ".join(event.text for event in self._said_since(begin))

    def ready(self) -> str:
        """It ends well."""
        verdict = ev.Verdict(outcome="ready", sentence="All is installed.")
        return self.report(status="ready", console_url="https://console.acme-bank.omani.works", verdict=verdict)

    def fail(self, sentence: str = "Installing gitea failed.") -> str:
        """It ends badly."""
        return self.report(status="failed", verdict=ev.Verdict(outcome="failed", sentence=sentence))

    def store(self, *names: str) -> str:
        """Secrets are typed into their fields."""
        begin = len(self.log)
        for name in names:
            self.post(ev.SecretStored(name=name))
        return " ".join(event.text for event in self._said_since(begin))

    def to_provisioning(self, words: str = WHOLE) -> str:
        """Straight to a running deployment."""
        self.say(words)
        if self.asking == "apps":
            self.say("no thanks")
        return self.say(f"{self.code} yes")

    def release(self) -> str:
        """Results that were held back arrive."""
        begin = len(self.log)
        held, self.held = self.held, []
        for event in held:
            self.post(event)
        return " ".join(event.text for event in self._said_since(begin))

    def post(self, event: ev.Event) -> None:
        """Hand in an event from outside and do all that follows."""
        self._inbox.append(event)
        while self._inbox:
            self._take(self._inbox.popleft())
            if self._dead:
                self._rise()

    def refold(self) -> State:
        """The state rebuilt from the log alone, through its JSON."""
        state = State()
        for logged in self.log:
            state = apply(state, ev.Logged.model_validate_json(logged.model_dump_json()))
        return state

    def _said_since(self, begin: int) -> list[ev.AssistantSaid]:
        return [e.event for e in self.log[begin:] if isinstance(e.event, ev.AssistantSaid)]

    def _rise(self) -> None:
        """A new process folds the log and takes up what is unfinished."""
        self._dead = False
        self._inbox.clear()
        self.state = self.refold()
        if self.state.unfinished:
            self._inbox.append(ev.Resumed())
            if self.state.code_requested_for and self.state.code_sent_to is None:
                self._inbox.append(ev.CodeSent(email=self.state.code_requested_for, expires_at=BEGIN))

    def _take(self, event: ev.Event) -> None:
        logged = ev.Logged(seq=len(self.log) + 1, at=BEGIN + timedelta(seconds=len(self.log)), event=event)
        self.log.append(logged)
        before = self.state
        self.state, commands = self.core.step(self.state, logged)
        assert self.state == apply(before, logged)
        if logged.seq in self.crash_at:
            self._dead = True
        for command in commands:
            if self._dead:
                return
            self._do(command)

    def _do(self, command: Command) -> None:
        match command:
            case Emit(event):
                self._take(event)
            case CallTool(call_id, tool, arguments):
                self._call(call_id, tool, arguments)
            case SendCode(email):
                self._take(ev.CodeRequested(email=email))
                if self._dead:
                    return
                self._inbox.append(self._mail(email))
            case CheckCode(email, digest):
                self._inbox.append(self._check(email, digest))
            case Watch(deployment_id):
                self.watched.append(deployment_id)

    def _mail(self, email: str) -> ev.Event:
        if self.mail_failures:
            return ev.CodeFailed(email=email, code=self.mail_failures.pop(0))
        self.mails.append(email)
        self.tries, self.expired = TRIES, False
        return ev.CodeSent(email=email, expires_at=BEGIN + timedelta(days=1))

    def _check(self, email: str, digest: str) -> ev.Event:
        if self.expired:
            return ev.CodeRefused(email=email, reason="expired")
        if digest == _digest(self.code):
            return ev.EmailVerified(email=email)
        self.tries -= 1
        return ev.CodeRefused(email=email, reason="wrong" if self.tries else "too_many", attempts_left=self.tries)

    def _call(self, call_id: str, tool: str, arguments: ev.JsonObject) -> None:
        if tool == CREATE:
            refusal = may_create(self.state, str(arguments["digest"]))
            assert refusal is None, f"a create that the gate refuses: {refusal}"
        self._take(ev.ToolCalled(call_id=call_id, tool=tool, arguments=arguments))
        if self._dead:
            return
        returned = self._returned(call_id, tool, arguments)
        if tool in self.hold:
            self.held.append(returned)
        else:
            self._inbox.append(returned)

    def _returned(self, call_id: str, tool: str, arguments: ev.JsonObject) -> ev.ToolReturned:
        if self.failures.get(tool):
            failure = self.failures[tool].pop(0)
            if tool == CREATE and failure.outcome == "unknown":
                self._posted(arguments)
            return ev.ToolReturned(call_id=call_id, tool=tool, ok=False, error=failure)
        return ev.ToolReturned(call_id=call_id, tool=tool, ok=True, result=self._result(tool, arguments))

    def _posted(self, arguments: ev.JsonObject) -> None:
        self.creates.append(self.plan)
        self.created_digests.append(str(arguments["digest"]))

    def _result(self, tool: str, arguments: ev.JsonObject) -> ev.JsonObject:
        match tool:
            case _ if tool == VALIDATE:
                return self._validated(arguments)
            case _ if tool == CREATE:
                self._posted(arguments)
                return {"id": f"{len(self.creates):016x}", "status": "provisioning"}
            case _ if tool == SSHKEY:
                return {"publicKey": "ssh-ed25519 AAAA", "fingerprint": f"SHA256:{arguments['fqdn']}"}
            case _ if tool == RETRY:
                return {"id": arguments["id"], "status": "provisioning"}
            case _ if tool == FIND:
                return self.lookups.pop(0) if self.lookups else {"outcome": "absent"}
            case _:
                raise AssertionError(f"an unknown tool: {tool}")

    def _validated(self, arguments: ev.JsonObject) -> ev.JsonObject:
        current = arguments.get("current")
        result = _now(
            validate(
                Draft.model_validate(arguments["plan"]),
                current=Plan.model_validate(current) if current else None,
                catalogue=CATALOGUE,
                names=NamesBut(FreeNames(self.taken), self.state.refused_names),
                account=Account(self.state.started.account, self.state.secrets),
                ceiling=Decimal(self.ceiling) if self.ceiling else None,
                ssh_fingerprint=self.state.ssh_fingerprint,
                email_verified=self.state.email_verified,
            )
        )
        return result.model_dump(mode="json", by_alias=True)


def talked(*lines: str, channel: ev.Channel = "text") -> dict[str, Any]:
    """The plan after these lines of a new conversation."""
    talk = Talk(started=ev.ConversationStarted(channel=channel))
    talk.say(*lines)
    return talk.plan
