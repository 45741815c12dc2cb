"""A customer played by a language model: for looking at the talk with other eyes. Never gates; needs a key.

The model is told what the person wants, what they must have and how they decide, so that nothing is left to its taste. It
marks a yes and a no to a read-back, since whether something was agreed to must not be guessed from its words.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx

from evals.catalogue import pinned
from evals.gold import completed
from evals.scenario import Scenario
from evals.user import End, Say, Seen, Wait

YES, NO, LEAVE = "[YES]", "[NO]", "[END]"
SECONDS = 60.0
MOST_TOKENS = 300
_NO_KEY = "no model key (ANTHROPIC_API_KEY or OPENAI_API_KEY)"


class SpeakerLost(RuntimeError):
    """The model that plays the customer doesn't answer."""


class Speaker(Protocol):
    """Somebody who goes on with a talk."""

    async def speak(self, part: str, talk: list[tuple[str, str]]) -> str:
        """The next words of whom `part` describes. `talk` is (who, words), who being `me` or `them`. Raises SpeakerLost."""
        ...


@dataclass(slots=True)
class Rehearsed:
    """The twin in memory: says its lines, and remembers what it was asked."""

    lines: list[str]
    asked: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list[tuple[str, list[tuple[str, str]]]])

    async def speak(self, part: str, talk: list[tuple[str, str]]) -> str:
        """See `Speaker`."""
        self.asked.append((part, list(talk)))
        return self.lines.pop(0) if self.lines else LEAVE


class HttpSpeaker:
    """A model behind the HTTP interface of Anthropic or OpenAI (or a server that speaks as they do)."""

    def __init__(self, http: httpx.AsyncClient, settings: Mapping[str, str] = os.environ) -> None:
        self._http = http
        self._anthropic = bool(settings.get("ANTHROPIC_API_KEY"))
        self._key = settings.get("ANTHROPIC_API_KEY") or settings.get("OPENAI_API_KEY") or ""
        base = "ANTHROPIC_BASE_URL" if self._anthropic else "OPENAI_BASE_URL"
        default = "https://api.anthropic.com" if self._anthropic else "https://api.openai.com/v1"
        self._base = (settings.get(base) or default).rstrip("/")
        self._model = settings.get("CONCIERGE_EVAL_MODEL") or ("claude-sonnet-5" if self._anthropic else "gpt-5.2-mini")

    async def speak(self, part: str, talk: list[tuple[str, str]]) -> str:
        """See `Speaker`."""
        path, headers, body = self._asked(part, talk)
        try:
            answer = await self._http.post(f"{self._base}{path}", json=body, headers=headers, timeout=SECONDS)
            found: Any = answer.raise_for_status().json()
            return str(found["content"][0]["text"] if self._anthropic else found["choices"][0]["message"]["content"])
        except httpx.HTTPStatusError as error:
            raise SpeakerLost(f"the customer's model answered {error.response.status_code}") from None
        except (httpx.HTTPError, ValueError, KeyError, IndexError, TypeError) as error:
            raise SpeakerLost(f"the customer's model failed: {type(error).__name__}") from None

    def _asked(self, part: str, talk: list[tuple[str, str]]) -> tuple[str, dict[str, str], dict[str, Any]]:
        turns = [{"role": "assistant" if who == "me" else "user", "content": words} for who, words in talk]
        turns = turns or [{"role": "user", "content": "(The conversation is open. You speak first.)"}]
        if self._anthropic:
            headers = {"x-api-key": self._key, "anthropic-version": "2023-06-01"}
            return "/v1/messages", headers, {"model": self._model, "max_tokens": MOST_TOKENS, "system": part, "messages": turns}
        headers = {"authorization": f"Bearer {self._key}"}
        messages = [{"role": "system", "content": part}, *turns]
        return "/chat/completions", headers, {"model": self._model, "max_completion_tokens": MOST_TOKENS, "messages": messages}


def why_not(settings: Mapping[str, str] = os.environ) -> str | None:
    """Why no model can play; None when one can."""
    return None if settings.get("ANTHROPIC_API_KEY") or settings.get("OPENAI_API_KEY") else _NO_KEY


def part_of(scenario: Scenario) -> str:
    """What the model is told about whom it plays."""
    persona = scenario.persona
    lines = [
        "You play a customer who talks to an assistant that sets up cloud servers. Stay in your part; write only what the customer says, one short message at a time.",
        f"Language: {scenario.lang}.",
        f"Who you are: {persona.who}" if persona and persona.who else "",
        "What you want:",
        *(f"- {line}" for line in _wishes(scenario)),
        "What you must have; without it you don't agree:",
        *(f"- {m}" for m in (persona.must if persona else ("everything above, exactly",))),
        "How you decide what else comes up:",
        *(f"- {r}" for r in (persona.rules if persona else ())),
        "- Whatever isn't listed doesn't matter to you: leave it as proposed. Never ask for more than is listed.",
        "- Don't offer everything at once unless it comes naturally; answer what you are asked.",
        "- Asked for a code from your mail, write {code} just so.",
        f"- When the assistant reads the whole plan back and all of it is right, agree, and add {YES} on a line of its own. When anything is wrong, say what, and add {NO}.",
        f"- Agreeing is not the end: wait until the assistant says that it is being created. Then, or when you give up, write {LEAVE} alone.",
    ]
    return "\n".join(line for line in lines if line)


def _wishes(scenario: Scenario) -> list[str]:
    if scenario.goal is None:
        return ["what you say is: " + " / ".join(e.say for e in scenario.entries)]
    goal, data = completed(scenario.goal), pinned()
    places = [f"{data.regions[r].city} ({r})" for r in goal.regions if r in data.regions]
    apps = [data.apps.get(a, a) for a in goal.apps]
    workers = " and ".join(str(n) for n in dict.fromkeys(goal.workers))
    return [
        f"organisation: {goal.organisation}", f"e-mail: {goal.email}", f"regions, in this order: {', '.join(places)}",
        f"machine size: {goal.size}", f"workers in each region: {workers}" + (f" ({goal.worker_size})" if any(goal.workers) else ""),
        f"high availability: {'yes' if goal.ha else 'no'}", f"apps: {', '.join(apps) or 'none'}", f"address: {goal.domain}",
    ]  # fmt: skip


class ModelUser:
    """Plays one scenario's customer; see `evals.talk.User`."""

    def __init__(self, scenario: Scenario, speaker: Speaker) -> None:
        self._scenario = scenario
        self._speaker = speaker
        self._part = part_of(scenario)
        self._talk: list[tuple[str, str]] = []
        self._turn = 0

    @property
    def unsaid(self) -> tuple[int, ...]:
        """They have no lines."""
        return ()

    async def next(self, seen: Seen) -> Say | Wait | End:
        """What they do after this reply. Raises SpeakerLost."""
        if seen.committed:
            return End("done")
        if seen.phase in ("closed", "handed_over"):
            return End("closed")
        if seen.human:
            return End("handed_to_a_person")
        if self._turn >= self._scenario.max_turns:
            return End("max_turns")
        self._turn += 1
        if seen.words:
            self._talk.append(("them", seen.words))
        words = await self._speaker.speak(self._part, self._talk)
        text = words.replace(YES, "").replace(NO, "").replace(LEAVE, "").strip()
        if not text:
            return End("nothing_left")
        self._talk.append(("me", text))
        return Say(text, "model", assent=YES in words and NO not in words, dissent=NO in words)
