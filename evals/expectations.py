"""What a scenario expects right after a message."""

from evals.agent import Reply
from evals.scenario import Expect


def unmet(expect: Expect, reply: Reply) -> list[str]:
    """Sentences about everything that isn't so."""
    state, text = reply.state, reply.text.lower()
    asking, phase = state.get("asking"), state.get("phase")
    codes = {str(p.get("code")) for p in state.get("problems") or ()}
    committed = state.get("deployment") is not None
    found: list[str] = []
    if expect.asks and asking not in expect.asks:
        found.append(f"asks {_named(asking)} instead of {_either(expect.asks)}")
    if asking in expect.not_asks:
        found.append(f"asks {_named(asking)}")
    found += [f"no problem {code}" for code in expect.problems if code not in codes]
    if expect.no_problems and codes:
        found.append(f"problems: {', '.join(sorted(codes))}")
    if expect.phase is not None and phase != expect.phase:
        found.append(f"phase {phase} instead of {expect.phase}")
    found += [f"the reply lacks {part!r}" for part in expect.has if part.lower() not in text]
    found += [f"the reply has {part!r}" for part in expect.lacks if part.lower() in text]
    offered = len(state.get("options") or ())
    if offered < expect.options:
        found.append(f"{offered} options instead of {expect.options}")
    if expect.committed is not None and committed != expect.committed:
        found.append("committed" if committed else "not committed")
    if expect.language is not None and state.get("language") != expect.language:
        found.append(f"language {state.get('language')} instead of {expect.language}")
    return found + _of_model(expect, reply)


def _of_model(expect: Expect, reply: Reply) -> list[str]:
    """What became of the model's part in this turn, by the log."""
    found: list[str] = []
    for kind, wanted, what in (("tool_refused", expect.refused, "refused"), ("model_failed", expect.failed, "failed")):
        codes = tuple(str(e.get("code")) for e in reply.events if e["type"] == kind)
        if wanted is not None and codes != wanted:
            found.append(f"{what} {', '.join(codes) or 'nothing'} instead of {', '.join(wanted) or 'nothing'}")
    asked = sum(e["type"] == "model_asked" for e in reply.events)
    if expect.asked is not None and asked != expect.asked:
        found.append(f"the model was asked {asked} times instead of {expect.asked}")
    return found


def _named(asking: object) -> str:
    return "nothing" if asking is None else str(asking)


def _either(values: tuple[str | None, ...]) -> str:
    return " or ".join(_named(v) for v in values)
