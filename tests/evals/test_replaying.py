"""A log that doesn't come out the same fails its conversation; nothing about it ends the run."""

from dataclasses import replace

from evals import replaying
from tests.dialogue.talk import Talk
from tests.evals.outcomes import outcome


def test_what_differs_or_cannot_be_read_fails_and_what_is_the_same_does_not() -> None:
    talk = Talk()
    talk.say("We are Acme, mail a@acme.example, Helsinki")
    frames = [entry.frame() for entry in talk.log]
    found = outcome()
    changed = [f | {"text": "Something else."} if f["type"] == "assistant_said" else f for f in frames]
    strange = [f | {"unheardOf": 1} for f in frames]
    for result, log in zip(found.results, [frames, changed, strange], strict=False):
        result.run.evidence = replace(result.run.evidence, events=log)
    del found.results[3:]
    assert replaying.check(found, "all") == (3, 1)
    same, other, unread = (r.verdict.reasons for r in found.results)
    assert same == []
    assert other[0].startswith("replay differs at ")
    assert unread == ["can't be replayed: the server's events aren't those of this code"]


def test_a_sample_is_the_same_every_time_and_none_is_none() -> None:
    found = outcome()
    assert replaying.check(found, "none") == (0, 0)
    found.engine = "anthropic"
    assert replaying.check(found, "all") == (0, 0), "a model doesn't repeat itself"
