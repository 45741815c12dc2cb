"""What surrounds a conversation, in memory: the toolbox, the mailer, the service. Plain data, so that it can be copied."""

import asyncio
import copy
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from assistant.api.floor import Floor
from assistant.api.turns import take_turn
from assistant.conversation import Conversation
from assistant.conversations import Conversations
from assistant.effects import Effects
from assistant.store import Entry, MemoryEventStore
from assistant.toolbox import Failure, Outcome
from dialogue import events as ev
from dialogue.deployment import Deployment
from dialogue.state import CREATE, FIND, SSHKEY, VALIDATE
from tools.catalogue import Catalogue
from tools.planning import Account, Draft, NameVerdict, Plan, validate

CODE = "123456"
LINES = 5
CATALOGUE = Catalogue.load()


@dataclass
class Outside:
    """Everything that a crash of ours doesn't touch."""

    creates: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    codes: dict[str, str] = field(default_factory=dict[str, str])
    """Mailed and not used up, by address."""
    mails: int = 0
    keys: int = 0


class FreeNames:
    """The port `NameCheck`: every name is free."""

    async def check(self, label: str, pool: str) -> NameVerdict:
        """See the port."""
        del label, pool
        return NameVerdict(True)


class World:
    """The three ports of `Effects`, and the conversations that use them."""

    def __init__(self, core: Any, store: Any = None, outside: Outside | None = None) -> None:
        self.outside = outside or Outside()
        self.store = store or MemoryEventStore()
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.trouble: dict[str, list[Any]] = {}
        """By tool: what its next calls end with: an exception, a Failure, or an event to wait for."""
        self.conversations = Conversations(core, self.store, Effects(self, self, self))
        self.told: list[int] = []
        """`already` of every watch."""

    async def call(self, tool: str, arguments: dict[str, Any], *, conversation: str) -> Outcome:
        """The port `Toolbox`."""
        self.calls.append((tool, arguments))
        trouble = self.trouble.get(tool)
        match trouble.pop(0) if trouble else None:
            case asyncio.Event() as go:
                await go.wait()
            case BaseException() as error:
                raise error
            case Failure() as failure:
                return Outcome(False, {}, failure)
            case "posted, then cut":
                await self._create(arguments, conversation)
                return Outcome(False, {}, Failure("cut", "The connection broke.", "unknown"))
            case _:
                pass
        match tool:
            case t if t == VALIDATE:
                return await self._validate(arguments, conversation)
            case t if t == SSHKEY:
                self.outside.keys += 1
                return Outcome(True, {"publicKey": "ssh-ed25519 AAAA", "fingerprint": f"SHA256:{self.outside.keys}"})
            case t if t == CREATE:
                return await self._create(arguments, conversation)
            case t if t == FIND:
                found = [c for c in self.outside.creates if c["fqdn"] == arguments["fqdn"]]
                if not found:
                    return Outcome(True, {"outcome": "absent"})
                return Outcome(True, {"outcome": "found", "id": found[0]["id"], "adopted": True})
            case _:
                raise AssertionError(tool)

    async def _validate(self, arguments: dict[str, Any], conversation: str) -> Outcome:
        state = (await self.conversations.get(conversation)).state
        current = arguments.get("current")
        result = await validate(
            Draft.model_validate(arguments["plan"]),
            current=Plan.model_validate(current) if current else None,
            catalogue=CATALOGUE,
            names=FreeNames(),
            account=Account(),
            ssh_fingerprint=f"SHA256:{self.outside.keys}" if self.outside.keys else None,
            email_verified=state.email_verified,
        )
        return Outcome(True, result.model_dump(mode="json", by_alias=True))

    async def _create(self, arguments: dict[str, Any], conversation: str) -> Outcome:
        refusal = (await self.conversations.get(conversation)).claim(str(arguments["digest"]))
        if refusal:
            return Outcome(False, {}, Failure(refusal.code, refusal.message, "refused"))
        validated = await self._validate({"plan": arguments["plan"]}, conversation)
        number = f"{len(self.outside.creates) + 1:016x}"
        fqdn = validated.result["plan"]["domain"]["fqdn"]
        self.outside.creates.append({"id": number, "fqdn": fqdn, "digest": str(arguments["digest"])})
        return Outcome(True, {"id": number, "status": "provisioning"})

    def digest(self, conversation: str, code: str) -> str:
        """The port `CodeSender`."""
        return f"{conversation}/{code}"

    async def send(self, conversation: str, email: str, *, language: str = "en") -> ev.CodeSent | ev.CodeFailed:
        """See the port."""
        trouble = self.trouble.get("send")
        if trouble:
            raise trouble.pop(0)
        self.outside.codes[email] = self.digest(conversation, CODE)
        self.outside.mails += 1
        return ev.CodeSent(email=email, expires_at=datetime.now(UTC) + timedelta(minutes=10))

    async def settle(self, conversation: str, email: str, *, language: str = "en") -> ev.CodeSent | ev.CodeFailed:
        """See the port."""
        if email in self.outside.codes:
            return ev.CodeSent(email=email, expires_at=datetime.now(UTC) + timedelta(minutes=10))
        return await self.send(conversation, email)

    async def check(
        self, conversation: str, email: str, digest: str, *, device: str | None
    ) -> ev.EmailVerified | ev.CodeRefused:
        """See the port."""
        del conversation, device
        trouble = self.trouble.get("check")
        if trouble:
            raise trouble.pop(0)
        if email not in self.outside.codes:
            return ev.CodeRefused(email=email, reason="none_sent")
        if self.outside.codes[email] != digest:
            return ev.CodeRefused(email=email, reason="wrong", attempts_left=2)
        del self.outside.codes[email]
        return ev.EmailVerified(email=email)

    async def reports(self, known: Deployment) -> AsyncIterator[ev.DeploymentReported]:
        """The port `Deployments`: one line a report, then the verdict."""
        deployment_id, already = known.id, known.lines
        self.told.append(already)
        trouble = self.trouble.get("watch")
        if trouble:
            raise trouble.pop(0)
        for number in range(already, LINES):
            await asyncio.sleep(0)
            line = ev.ProgressLine(message=f"line {number}")
            yield ev.DeploymentReported(deployment_id=deployment_id, status="provisioning", lines=(line,))
        verdict = ev.Verdict(outcome="ready", sentence="All is well.")
        yield ev.DeploymentReported(deployment_id=deployment_id, status="ready", phase1_outcome="ready", verdict=verdict)

    async def begin(self) -> Conversation:
        """A new conversation."""
        return await self.conversations.create(ev.ConversationStarted())

    async def say(self, conversation: Conversation, text: str) -> list[Entry]:
        """A turn, as the routes take it."""
        return await take_turn(
            SimpleNamespace(codes=self, voice=None, floor=Floor()), conversation, text, device="device", acknowledge=True  # type: ignore[arg-type]  # all that it needs
        )

    async def log(self, conversation: str) -> list[Entry]:
        """What the store has."""
        return await self.store.read(conversation, 0, 10_000)


class Recording(MemoryEventStore):
    """Remembers how the outside stood around every append: each moment at which a crash may fall."""

    def __init__(self, outside: Callable[[], Outside]) -> None:
        super().__init__()
        self._outside = outside
        self.moments: list[tuple[int, Outside]] = []
        """(lines in the log, the outside as it stood)."""

    async def write(self, conversation: str, entries: Sequence[Entry], *, durable: bool = False, settled: bool = False) -> None:
        """See `EventStore`. Lines that are written together aren't parted by a crash; here they are, to ask for more."""
        before = copy.deepcopy(self._outside())
        self.moments += [(entry.seq - 1, before) for entry in entries]
        await super().write(conversation, entries, durable=durable, settled=settled)
        self.moments.append((entries[-1].seq, copy.deepcopy(self._outside())))


OPENING = "I run a bakery in Ghent, call it Broodhuis. website please, mail info@broodhuis.example"


def line(conversation: Conversation) -> str | None:
    """What a customer says next; None while there is nothing to say."""
    state = conversation.state
    if state.phase == "provisioning" and state.asking is None:
        return None
    match state.asking:
        case "email_code" if "send a new code" in state.last_said:
            return "send a new code"
        case "email_code":
            return f"the code is {CODE}"
        case "confirm":
            return "yes"
        case "clarify":
            return "look again" if state.phase == "provisioning" else "try again"
        case _ if state.validated is None or "organisation" in state.validated.missing:
            return OPENING
        case _:
            return "try again"


async def finish(world: World, conversation: Conversation, *, most_turns: int = 12) -> None:
    """Go on until the Sovereign is ready and said to be."""
    for _ in range(most_turns):
        if conversation.state.create == "done":
            break
        if conversation.state.turn_is_open:
            await conversation.settle(conversation.state.seq)
            continue
        if said := line(conversation):
            await world.say(conversation, said)
    state = conversation.state
    if most_turns and state.create != "done":
        log = [e.frame[:160] for e in await world.log(conversation.id)]
        raise AssertionError("\n".join(["stuck", *log[-14:]]))
    while not (conversation.state.deployment and conversation.state.deployment.announced):
        await conversation.news(conversation.state.seq)
