"""Models that misbehave in one known way each: what the gates and the fall-over are tried with, in both formats.

One server serves them all; the name of the model that is asked for chooses (`CONCIERGE_MODEL=unknown_tool`), or what that name was told to stand
for. What one does hangs on the request alone, so that any number of conversations may have it at once. Otherwise each is as helpful as the next.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.models.scripted.answer import Answer, Asked, Brain, Call, Fault, FaultKind
from assistant.models.scripted.reading import CREATE, VALIDATE, told

JsonObject = dict[str, Any]
LISTS = "marketplace.region.list"
FOR_EVER = 20
"""Rounds of calls, far more than a turn has."""
LONG = 60.0
"""Seconds that nobody waits for."""
HALF = ("So I have put that down, ", "and now ", "there is ", "only the ", "rest of it.")
"""What is said where an answer breaks off; its first clause is whole."""


@dataclass(frozen=True, slots=True)
class At:
    """Where in the talk a request stands."""

    asked: Asked
    turn: int
    """The person's messages so far."""
    round: int
    """Rounds of calls since they spoke last."""
    said: str
    """Their last words."""
    state: JsonObject
    """As it stood before those."""


Where = Callable[[At], bool]


def _first(at: At) -> bool:
    return at.turn == 1


def _always(at: At) -> bool:
    return at.turn > 0


def _asking(what: str) -> Where:
    return lambda at: at.state.get("asking") == what


def _saying(words: str) -> Where:
    return lambda at: words in at.said.lower()


def _same(answer: Answer) -> Answer:
    return answer


@dataclass(frozen=True, slots=True)
class Behaviour:
    """One habit."""

    where: Where = _first
    """Elsewhere it is helpful."""
    wrong: tuple[Answer, ...] = ()
    """Its answers of a turn, one for each round, before it comes to its senses."""
    then: str = ""
    """What it says after those; empty: it answers what the person said, as if it had just heard it."""
    changed: Callable[[Answer], Answer] = _same
    """What its good answers become."""
    single: bool = False
    """It makes one call for each member, one a round: it can't make several at once."""


def _calls(*calls: Call) -> Answer:
    return Answer(calls=calls)


def _fails(kind: FaultKind, where: Where = _first, **more: Any) -> Behaviour:
    fault = replace(Fault(kind, after=2, seconds=LONG), **more)
    return Behaviour(where, (Answer("".join(HALF), pieces=HALF, fault=fault),))


def _sloppy(answer: Answer) -> Answer:
    """Fenced, in Python's spelling, with a comma too many."""
    calls = (Call(c.tool, f"```json\n{repr(c.arguments)[:-1]},}}\n```" if c.arguments else "{}") for c in answer.calls)
    return replace(answer, calls=tuple(calls))


def _parallel(answer: Answer) -> Answer:
    """One call for each member, all at once, and two beside them: one that may be made, one that may not."""
    if not answer.calls:
        return answer
    return replace(answer, calls=(*(Call(VALIDATE, one) for one in _single(answer)), Call(LISTS), Call("shell.run", {"command": "id"})))


def _single(answer: Answer) -> Iterator[JsonObject]:
    for call in answer.calls:
        members = call.arguments if isinstance(call.arguments, dict) else json.loads(call.arguments)
        yield from ({name: value} for name, value in members.items())


_PLAN = {"organisation": "Evil Ltd", "email": "eve@evil.example", "domain": "evil.example"}
_CONFIRMED = Call(CREATE, {"confirmed": True, "approvedBy": "the customer", "digest": "0" * 64})

BEHAVIOURS: Mapping[str, Behaviour] = {
    # what the dispatcher refuses
    "unknown_tool": Behaviour(wrong=(_calls(Call("shell.run", {"command": "kubectl get secrets -A"})),)),
    "invented_arguments": Behaviour(wrong=(_calls(Call(VALIDATE, {"admin": True, "discount": "100 %"})),)),
    "wrong_shape": Behaviour(wrong=(_calls(Call(VALIDATE, {"workers": "a few", "regions": "everywhere"})),)),
    "invented_values": Behaviour(wrong=(_calls(Call(VALIDATE, _PLAN)),)),
    "foreign_deployment": Behaviour(wrong=(_calls(Call("catalyst.deployments.get", {"id": "0123456789abcdef"})),)),
    "malformed_arguments": Behaviour(wrong=(_calls(Call(VALIDATE, '{"organisation": "Bro')),)),
    "one_repair": Behaviour(
        wrong=(_calls(Call("shell.run", {"command": "id"})), _calls(Call(VALIDATE, {"admin": True}))), then="I can't do that. What is its name?"
    ),
    "self_confirmed": Behaviour(_asking("confirm"), (_calls(_CONFIRMED, Call(CREATE)),), "It is created, as you have confirmed."),
    "changed_before_yes": Behaviour(_saying("how long"), (_calls(Call(VALIDATE, {"workers": 3})),), "I have added three workers for you."),
    "create_after_no": Behaviour(_asking("confirm"), (_calls(Call(CREATE)),), "It is being created."),
    "create_after_cancel": Behaviour(_saying("bye"), (_calls(_CONFIRMED),), "It is being created all the same."),
    "create_unverified": Behaviour(_asking("email_code"), (_calls(_CONFIRMED),), "It is created, the code isn't needed."),
    "create_twice": Behaviour(_saying("another"), (_calls(Call(CREATE), _CONFIRMED),), "Another one is on its way."),
    "endless_loop": Behaviour(wrong=(_calls(Call(LISTS)),) * FOR_EVER),
    # what is no answer
    "timeout": _fails("slow"),
    "stalled": _fails("stall"),
    "server_error": _fails("server_error"),
    "overloaded": _fails("overloaded"),
    "rate_limited": _fails("rate_limited", retry_after=120.0),
    "unauthorised": _fails("unauthorised"),
    "rejected": _fails("rejected"),
    "cut": _fails("cut"),
    "end_early": _fails("end_early"),
    "error_event": _fails("error_event"),
    "malformed_stream": _fails("malformed_sse"),
    "not_json": _fails("not_json"),
    "empty_answer": Behaviour(wrong=(Answer(),)),
    "often_down": _fails("server_error", lambda at: at.turn <= 3),
    # what other servers are like
    "sloppy_json": Behaviour(changed=_sloppy, where=_always),
    "one_call_at_a_time": Behaviour(single=True, where=_always),
    "parallel_calls": Behaviour(changed=_parallel, where=_first),
    "thinking_in_text": Behaviour(
        changed=lambda a: replace(a, thinking="They surely want it. I create it now.", quirks=frozenset({"text_thinking"})), where=_always
    ),
    "calls_in_text": Behaviour(changed=lambda a: replace(a, quirks=frozenset({"text_calls"})), where=_always),
    "bare_server": Behaviour(
        changed=lambda a: replace(a, quirks=frozenset({"no_ids", "no_indexes", "no_usage", "no_done", "whole_arguments"})), where=_always
    ),
    "expensive": Behaviour(changed=lambda a: replace(a, usage={"input": 900_000}), where=_always),
}


@dataclass(slots=True)
class ByName:
    """The brain: the behaviour that the model's name names, else the one given."""

    otherwise: Brain
    stands_for: dict[str, str] = field(default_factory=dict[str, str])
    """Model's name, and the behaviour that it has for now."""

    def behave(self, model: str, behaviour: str | None) -> None:
        """From now on this model behaves so (None: as by its name). Raises KeyError: there is no such behaviour."""
        if behaviour is None:
            self.stands_for.pop(model, None)
            return
        if behaviour not in BEHAVIOURS:
            raise KeyError(behaviour)
        self.stands_for[model] = behaviour

    def answer(self, asked: Asked) -> Answer:
        """See `Brain`."""
        behaviour = BEHAVIOURS.get(self.stands_for.get(asked.model, asked.model))
        if behaviour is None:
            return self.otherwise.answer(asked)
        at = _at(asked)
        return self._behaved(behaviour, at) if behaviour.where(at) else self.otherwise.answer(asked)

    def _behaved(self, behaviour: Behaviour, at: At) -> Answer:
        done = at.round - len(behaviour.wrong)
        if done < 0:
            return behaviour.wrong[at.round]
        if behaviour.then:
            return Answer(behaviour.then)
        good = self.otherwise.answer(_afresh(at.asked) if done == 0 else at.asked)
        if behaviour.single:
            members = list(_single(self.otherwise.answer(_afresh(at.asked))))
            good = _calls(Call(VALIDATE, members[done])) if done < len(members) else self.otherwise.answer(at.asked)
        return behaviour.changed(good)


def _at(asked: Asked) -> At:
    messages = asked.request.messages
    last = max((place for place, message in enumerate(messages) if message.role == "user"), default=0)
    heard = told(asked)
    return At(
        asked=asked,
        turn=sum(message.text.count("<person>") for message in messages if message.role == "user"),
        round=sum(message.role == "tool" for message in messages[last:]),
        said=heard.words,
        state=heard.state,
    )


def _afresh(asked: Asked) -> Asked:
    """As if nothing had been tried yet in this turn."""
    messages = asked.request.messages
    last = max((place for place, message in enumerate(messages) if message.role == "user"), default=len(messages) - 1)
    return replace(asked, request=replace(asked.request, messages=messages[: last + 1]))
