"""From words to the one body, field by field."""

from dataclasses import replace
from typing import Any

import pytest

from tests.contract.conversations import ALL, Case
from tests.contract.driver import Talk, World
from tests.contract.wire import at, codes, suggestions

SPOKEN = {"spoken-email": "info at dune dash divers dot o m"}
ADDRESSES = {"spoken-email": "info@dune-divers.om"}


@pytest.fixture(scope="module", autouse=True)
def _taken(world: World) -> None:
    world.recorder.taken.add("taken-tea")


def check(talk: Talk, wanted: dict[str, Any]) -> None:
    state = talk.state
    for path, value in wanted.items():
        match path:
            case "problems":
                assert codes(state) == value, talk.story()
            case "suggests":
                code, *expected = value
                given = " ".join(suggestions(state, code))
                assert all(e in given for e in expected), f"{expected} not in {given!r}\n{talk.story()}"
            case "posts":
                assert len(talk.posts) == value, talk.story()
            case _:
                assert at(state, path) == value, (
                    f"{path}: wanted {value!r}, got {at(state, path)!r}\n{talk.story()}"
                )


@pytest.mark.parametrize("case", ALL, ids=[c.name for c in ALL])
def test_words_become_the_request(case: Case, world: World) -> None:
    talk = world.talk(case.name, ADDRESSES.get(case.name))
    try:
        for step in case.steps:
            text, wanted = (step, {}) if isinstance(step, str) else step
            talk.say(text.replace("{m}", talk.email).replace("{spoken}", SPOKEN.get(case.name, "")))
            check(talk, wanted)
        talk.commit(replace(case.plan, email=talk.email))
        assert talk.look()["deployment"]["id"] in world.recorder.runs
    finally:
        talk.close()


STANDING = {
    "fedramp": ("FedRAMP applies to us", "residency_conflict"),
    "unknown-region": ("region waw1 please", "unknown_region"),
    "too-many-regions": ("nine regions", "too_many_regions"),
    "unknown-size": ("size cpx77", "unknown_size"),
    "no-such-machine": ("extra large intel", "sku_unavailable"),
    "workers": ("51 workers", "workers_out_of_range"),
    "twice": ("Helsinki and Helsinki", "duplicate_region"),
}


@pytest.mark.parametrize("name", STANDING)
def test_a_problem_stands_until_it_is_settled(name: str, world: World) -> None:
    said, code = STANDING[name]
    talk = world.talk(f"standing-{name}")
    talk.say("we are Standing Stones, @mail")
    talk.say(said)
    assert code in codes(talk.state), talk.story()
    if code != "workers_out_of_range":
        assert any(p["suggestions"] for p in talk.state["problems"]), f"without suggestions\n{talk.story()}"
    talk.say("what is a control plane?")
    assert code in codes(talk.state), talk.story()
    assert talk.state["asking"] not in ("confirm", "email_code"), talk.story()
    talk.close()
