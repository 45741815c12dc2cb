"""The scripted user: what they say next, from what was said to them. No clock, no network, no chance.

The order of choice at each of their turns: an unused line whose condition holds; the next line without one; the scenario's
answer to what is asked; the standard answer from their goal.
"""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from evals.agent import plan_of
from evals.catalogue import pinned
from evals.gold import completed
from evals.scenario import Entry, Goal, JsonObject, Scenario

LOOPING_AFTER = 3
"""The same answer to the same question is given so often in a row; then the run ends."""
_ENDED = ("closed", "handed_over")
Source = Literal["line", "answer", "standard", "model"]
Why = Literal["done", "silent", "nothing_left", "looping", "max_turns", "closed", "handed_to_a_person", "stuck"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person can see after a reply."""

    asking: str | None = None
    phase: str = "talking"
    read_back: bool = False
    """The last reply read the plan back."""
    committed: bool = False
    """A deployment was created."""
    human: bool = False
    """A person takes over."""
    options: tuple[str, ...] = ()
    topic: str | None = None
    """What a `clarify` is about, where it is known."""
    missing: tuple[str, ...] = ()
    words: str = ""
    """The reply itself."""
    plan: JsonObject = field(default_factory=dict[str, object])
    """As it is shown beside the conversation."""

    @classmethod
    def of(cls, state: JsonObject, events: list[JsonObject], *, human: bool, words: str = "") -> "Seen":
        """From the state and the events of the last turn."""
        topics = [
            a.get("topic")
            for e in events
            if e["type"] == "understood"
            for a in e.get("acts", ())
            if a["name"] == "clarify"
        ]
        return cls(
            asking=state.get("asking"),
            phase=str(state.get("phase", "talking")),
            read_back=any(e["type"] == "assistant_said" and e.get("readBack") for e in events),
            committed=state.get("deployment") is not None,
            human=human,
            options=tuple(str(o) for o in state.get("options") or ()),
            topic=topics[-1] if topics else None,
            missing=tuple(str(m) for m in state.get("missing") or ()),
            words=words,
            plan=plan_of(state),
        )


@dataclass(frozen=True, slots=True)
class Say:
    """The next message; `{code}` in it stands for the code just mailed."""

    text: str
    source: Source
    index: int | None = None
    """Of the scenario's line."""
    assent: bool = False
    dissent: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """They wait until the deployment is in one of these phases."""

    phases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class End:
    """They say nothing more."""

    why: Why


@cache
def _words() -> dict[str, dict[str, str]]:
    return json.loads((Path(__file__).parent / "data" / "answers.json").read_text(encoding="utf-8"))


def standard_answer(asking: str | None, goal: Goal | None, lang: str) -> str | None:
    """Plain words for what is asked, from the goal; None when there is nothing to say about it."""
    words = _words().get(lang, _words()["en"])
    if asking in ("residency", "email_code", "confirm"):
        return words[asking]
    if asking is None:
        return words["null"]
    if goal is None or asking in ("secret", "clarify"):
        return None
    return _of_goal(asking, completed(goal), words)


def _of_goal(asking: str, goal: Goal, words: dict[str, str]) -> str | None:
    data = pinned()
    match asking:
        case "organisation" | "email" | "domain" | "size":
            value = {"organisation": goal.organisation, "email": goal.email, "domain": goal.domain, "size": goal.size}[asking]
            return words[asking].format(**{asking: value}) if value else None
        case "regions":
            cities = [data.regions[r].city for r in goal.regions if r in data.regions]
            return words["regions"].format(regions=words["and"].join(cities)) if cities else None
        case "workers":
            if len(set(goal.workers)) > 1:
                return words["workers_total"].format(workers=sum(goal.workers))
            key = {0: "workers_none", 1: "workers_one"}.get(goal.workers[0], "workers")
            return words[key].format(workers=goal.workers[0])
        case "apps":
            apps = [data.apps.get(a, a) for a in goal.apps]
            return words["apps"].format(apps=words["and"].join(apps)) if apps else words["apps_none"]
        case _:
            return None


class ScriptedUser:
    """One person of one scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._unused = list(range(len(scenario.entries)))
        self._answers_used: dict[str, int] = {}
        self._turn = 0
        self._read_backs = 0
        self._repeated: tuple[str | None, str] = (None, "")
        self._times = 0

    @property
    def unsaid(self) -> tuple[int, ...]:
        """Lines that were never said."""
        return tuple(self._unused)

    def next(self, seen: Seen) -> Say | Wait | End:
        """What they do after this reply (or at the beginning)."""
        self._read_backs += seen.read_back
        if seen.phase in _ENDED:
            return End("closed")
        if seen.human:
            return End("handed_to_a_person")
        if seen.committed:
            return self._after_commit(seen)
        if self._turn >= self._scenario.max_turns:
            return End("max_turns")
        self._turn += 1
        index = self._due(seen)
        if index is not None:
            return self._line(index)
        if self._scenario.silent and not any(self._plain(i) for i in self._unused):
            return End("silent")
        return self._answer(seen)

    def _after_commit(self, seen: Seen) -> Say | Wait | End:
        entries = self._scenario.entries
        waiting = [i for i in self._unused if (w := entries[i].when) and w.kind == "phase" and w.value in self._scenario.phases]
        if not waiting:
            return End("done")
        if self._turn >= self._scenario.max_turns:
            return End("max_turns")
        for index in waiting:
            if _phase_of(entries[index]) == seen.phase:
                self._turn += 1
                return self._line(index)
        return Wait(tuple(dict.fromkeys(_phase_of(entries[i]) for i in waiting)))

    def _due(self, seen: Seen) -> int | None:
        conditioned = next((i for i in self._unused if self._holds(i, seen)), None)
        return conditioned if conditioned is not None else next((i for i in self._unused if self._plain(i)), None)

    def _plain(self, index: int) -> bool:
        return self._scenario.entries[index].when is None

    def _holds(self, index: int, seen: Seen) -> bool:
        when = self._scenario.entries[index].when
        if when is None:
            return False
        match when.kind:
            case "asked":
                return self._turn > 1 and seen.asking == when.value
            case "turn":
                return self._turn == when.value
            case "phase":
                return seen.phase == when.value and self._turn > 1
            case "readback":
                return seen.read_back and self._read_backs >= int(when.value or 0)

    def _line(self, index: int) -> Say:
        self._unused.remove(index)
        self._repeated, self._times = (None, ""), 0
        entry = self._scenario.entries[index]
        return Say(entry.say, "line", index, assent=entry.assent, dissent=entry.dissent)

    def _answer(self, seen: Seen) -> Say | End:
        asking = seen.asking
        key = "null" if asking is None else asking
        given = self._scenario.answers.get(key, ())
        used = self._answers_used.get(key, 0)
        if used < len(given) or len(given) == 1:
            self._answers_used[key] = used + 1
            return self._unless_looping(asking, given[min(used, len(given) - 1)], "answer")
        text = self._clarified(seen) if asking == "clarify" else self._standard(asking)
        return End("nothing_left") if text is None else self._unless_looping(asking, text, "standard")

    def _standard(self, asking: str | None) -> str | None:
        return standard_answer(asking, self._scenario.goal, self._scenario.lang)

    def _clarified(self, seen: Seen) -> str | None:
        """Which of what was offered they meant: the one of their goal."""
        goal = self._scenario.goal
        if goal is None:
            return None
        whole, data = completed(goal), pinned()
        wanted = [whole.organisation, whole.domain, whole.size, *whole.regions, *whole.apps]
        wanted += [data.regions[r].city for r in whole.regions if r in data.regions]
        wanted += [data.apps[a] for a in whole.apps if a in data.apps]
        folded = {w.lower() for w in wanted if w}
        chosen = [o for o in seen.options if o.lower() in folded]
        if chosen:
            return _words().get(self._scenario.lang, _words()["en"])["and"].join(chosen)
        about = seen.topic or (seen.missing[0] if seen.missing else "regions")
        return self._standard(about) or self._standard("regions")

    def _unless_looping(self, asking: str | None, text: str, source: Source) -> Say | End:
        self._times = self._times + 1 if (asking, text) == self._repeated else 1
        self._repeated = (asking, text)
        if self._times > LOOPING_AFTER:
            return End("looping")
        return Say(text, source, assent=asking == "confirm")


def _phase_of(entry: Entry) -> str:
    return str(entry.when.value) if entry.when else ""
