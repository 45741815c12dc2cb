"""All that is known of a session, put together: what its program tells, what stands on its screen, what its processes do."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sandbox.cards.activity import ECHO_S, Activity, Signs, State, judged
from sandbox.cards.claude import Claude
from sandbox.cards.deck import Card, Deck, Frame
from sandbox.cards.marks import Began, Filled, Finished, Mark, Marks, Notified, Prompt, Titled
from sandbox.cards.opencode import OpenCode
from sandbox.cards.screen import WORDS, Answer, Question, question
from sandbox.cards.told import Told

_PLAN = {"1": "approve", WORDS: "edit"}


@dataclass(frozen=True, slots=True)
class Processes:
    """What a session's processes do: whether another program than its own has the terminal, and how long they have computed."""

    foreground: bool
    ticks: int


class Feed:
    """One session.

    Args:
        deck: its cards.
        changed: told each card that is new or has changed.
    """

    def __init__(self, deck: Deck, changed: Callable[[Frame], None], *, now: float) -> None:
        self._deck, self._changed = deck, changed
        self._marks, self._claude, self._opencode = Marks(), Claude(), OpenCode()
        self._signs, self._written = Signs(), 0.0
        self._activity = Activity(State.IDLE, now, "")
        self._typed_at = float("-inf")
        self._ticks: int | None = None
        self._command = ""
        self._asked: tuple[str, Question] | None = None
        """The card of the question that stands on the screen, and the question."""
        self._asking = ""
        """A card of the agent's own that waits to be answered, by keys that the screen tells."""
        self._left: list[str] = []
        """Cards of questions that stood on the screen when an earlier server looked last."""
        self.title = ""
        self._go_on()

    def _go_on(self) -> None:
        """With what was open when an earlier server was looking: the command that ran, whose end is still to come, and what was asked."""
        cards = [frame.card for frame in self._deck.after(0)]
        self._claude.go_on(cards)
        self._opencode.go_on(cards)
        for card in self._deck.waiting:
            if card["id"].startswith("question-"):
                self._left.append(card["id"])
            else:
                self._asking = card["id"]
        running = [card for card in cards if card["kind"] == "bash" and card["id"].startswith("bash-") and card.get("exit_code") is None]
        if running:
            self._command = running[-1]["id"]
            self._signs = replace(self._signs, runs=str(running[-1].get("command", "")))
            self._marks.resume()

    @property
    def activity(self) -> Activity:
        """As of the last look."""
        return self._activity

    @property
    def asked(self) -> Question | None:
        """What stands on the screen and waits for an answer."""
        return self._asked[1] if self._asked else None

    # ---- what comes in

    def output(self, data: bytes, now: float) -> None:
        """The program wrote."""
        if now - self._typed_at > ECHO_S:
            self._written = now
        for mark in self._marks.feed(data):
            self._mark(mark, now)

    def event(self, source: str, event: dict[str, Any], now: float) -> None:
        """The agent told something itself: `claude` (a hook), `claude-stream`, `opencode`."""
        match source:
            case "claude":
                told = self._claude.hook(event)
            case "claude-stream":
                told = self._claude.stream(event)
            case "opencode":
                told = self._opencode.event(event)
            case _:
                return
        self._told(told, now)

    def screen(self, lines: list[str], now: float) -> None:
        """What the screen shows, once it has come to rest."""
        found = question(lines)
        if self._left:
            self._take_up(found, now)
        before = self._asked
        if before is not None and (found is None or (found.text, found.answers) != (before[1].text, before[1].answers)):
            self._asked = None
            self._put(self._deck.close(before[0], _ts(now)))
            if self._asking == before[0]:
                self._asking = ""
            before = None
        if found is not None and before is None:
            self._ask(found, now)

    def _take_up(self, found: Question | None, now: float) -> None:
        """What stands there still is the same card, so that an answer to it is one whenever it was shown; what doesn't was answered."""
        left, self._left = self._left, []
        for card_id in left:
            card = self._deck.get(card_id)
            if card is None or not card.get("open"):
                continue
            if found is not None and self._asked is None and card.get("question") == found.text:
                self._show(card, found, now)
            else:
                self._put(self._deck.close(card_id, _ts(now)))

    def typed(self, now: float) -> None:
        """Somebody typed."""
        self._typed_at = now
        self._signs = replace(self._signs, wanted="")

    def look(self, processes: Processes | None, now: float) -> Activity:
        """What it does, now that its processes were looked at; None where they can't be."""
        if processes is not None:
            busy = self._ticks is not None and processes.ticks > self._ticks + 2
            self._ticks = processes.ticks
            self._signs = replace(self._signs, foreground=processes.foreground, busy=busy)
        asks = next((_asks(card) for card in self._deck.waiting), "")
        state, reason = judged(replace(self._signs, asks=asks, written=self._written), now)
        if (state, reason) != (self._activity.state, self._activity.reason):
            since = self._activity.since if state is self._activity.state else now
            self._activity = Activity(state, since, reason)
        return self._activity

    def ended(self, now: float) -> None:
        """The program has ended: nobody need answer any more."""
        self._asked, self._asking = None, ""
        self._signs, self._written = Signs(), 0.0
        for card in self._deck.waiting:
            self._put(self._deck.close(card["id"], _ts(now)))

    # ---- what it means

    def _mark(self, mark: Mark, now: float) -> None:
        match mark:
            case Began(command):
                self._command = f"bash-{self._deck.seq + 1}"
                self._signs = replace(self._signs, runs=command or "A command", wanted="")
                if command:
                    self._card({"id": self._command, "kind": "bash", "command": command, "exit_code": None, "output_tail": "", "truncated": False}, now)
            case Finished(code, tail, truncated):
                card = self._deck.get(self._command)
                self._signs = replace(self._signs, runs="")
                if card is not None:
                    self._card({**card, "exit_code": code, "output_tail": tail, "truncated": truncated}, now)
            case Prompt():
                self._signs = replace(self._signs, runs="", filled=False)
            case Notified(title, body):
                text = body or title
                self._card({"id": f"status-{self._deck.seq + 1}", "kind": "status", "title": title or body, "detail": body if title else "", "state": ""}, now)
                self._signs = replace(self._signs, wanted=text or "It calls for you")
            case Titled(title):
                self.title = title
            case Filled(on):
                self._signs = replace(self._signs, filled=on)

    def _told(self, told: Told, now: float) -> None:
        for card in told.cards:
            # Who answered is known better by the deck than by an agent that tells of it later.
            self._card({**card, "open": True} if card["id"] == told.asks else card, now)
        if told.asks:
            self._asking = told.asks
            if self._asked is not None:
                self._ask(self._asked[1], now)
        if told.runs is not None:
            self._signs = replace(self._signs, runs=told.runs)
        if told.wanted:
            self._signs = replace(self._signs, wanted=told.wanted, runs="")
        if told.answered or told.stopped:
            self._signs = replace(self._signs, wanted="")
            if self._asking:
                self._put(self._deck.close(self._asking, _ts(now)))
            self._asking = ""

    def _ask(self, found: Question, now: float) -> None:
        """By the card of the agent's own that waits, else by one of its own."""
        own = self._deck.get(self._asking) if self._asking else None
        if own is not None and own.get("open"):
            if self._asked is not None and self._asked[0] != own["id"]:
                self._put(self._deck.close(self._asked[0], _ts(now)))
            self._show(own, found, now)
        else:
            self._show({"id": f"question-{self._deck.seq + 1}", "kind": "question", "question": found.text, "detail": found.detail}, found, now)

    def _show(self, card: Card, found: Question, now: float) -> None:
        """By this card somebody may answer what stands on the screen."""
        answers = _named(found.answers, card)
        actions = [{"action": a.action, "label": a.label, "style": a.style, **({"text": True} if a.text else {})} for a in answers]
        self._asked = (card["id"], found)
        self._put(self._deck.put({**card, "open": True, "actions": actions}, _ts(now), {a.action: a.keys for a in answers}))

    def _card(self, card: Card, now: float) -> None:
        self._put(self._deck.put(card, _ts(now)))

    def _put(self, frame: Frame | None) -> None:
        if frame is not None:
            self._changed(frame)


def _named(answers: tuple[Answer, ...], card: Card) -> tuple[Answer, ...]:
    """A plan's answers by what they mean for a plan."""
    if card["kind"] != "plan":
        return answers
    named = [replace(a, action="cancel") if a.style == "danger" else replace(a, action=_PLAN.get(a.action, a.action)) for a in answers]
    return tuple(named) if len({a.action for a in named}) == len(named) else answers


def _asks(card: Card) -> str:
    return str(card.get("question") or ("A plan waits for your yes" if card["kind"] == "plan" else "It asks something"))


def _ts(now: float) -> str:
    return datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds")
