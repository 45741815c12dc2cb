"""A deployment as outsiders see it in the state: its mesh from the first moment, and how it ends, said honestly."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.assistant.stage import Stage
from tools.planning.mesh import derived, explicit

TALK = "We are {name}, a law firm in Vienna, write to office@{slug}.example. {regions}"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """Running, quick."""
    stage = await Stage(tmp_path).start()
    yield stage
    await stage.stop()


async def created(stage: Stage, name: str, regions: str) -> tuple[Any, dict[str, Any]]:
    """The talk up to the yes, and the state right after it."""
    slug = name.lower()
    talk = await stage.begin()
    await talk.say(TALK.format(name=name, slug=slug, regions=regions))
    if (await talk.state())["asking"] == "apps":
        await talk.say("no thanks")
    answer = await talk.say(f"{stage.code(f'office@{slug}.example')} yes")
    return talk, answer["state"]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("One region is enough.", 1),
        ("Falkenstein and Helsinki.", 2),
        ("Falkenstein, Helsinki and Nuremberg.", 3),
        ("Falkenstein, Helsinki, Nuremberg and Ashburn.", 4),
        ("Falkenstein, Helsinki, Nuremberg, Ashburn and Hillsboro.", 5),
    ],
)
async def test_the_mesh_is_shown_as_soon_as_the_id_is_known(stage: Stage, words: str, count: int) -> None:
    _, state = await created(stage, f"Kanzlei{count}", words)
    deployment = state["deployment"]
    assert deployment is not None, state
    assert len(state["plan"]["regions"]) == count
    fqdn = state["plan"]["domain"]["fqdn"]
    pair = {1: (None, None), 4: explicit(fqdn, 4), 5: explicit(fqdn, 5)}.get(count) or derived(deployment["id"], fqdn)
    assert (deployment["meshName"], deployment["meshId"]) == pair
    (sent,) = await stage.creates(fqdn)
    assert (sent["body"].get("clustermeshname"), sent["body"].get("clustermeshid")) == (pair if count > 3 else (None, None))


@pytest.mark.parametrize(
    ("fault", "cause", "advice", "words"),
    [
        ("failing-component:harbor", "component_failed", "new_deployment", "harbor"),
        ("timeout-ready:harbor", "timeout", "ask_person", "harbor"),
        ("phase0-failure:apply", "phase0_failed", "new_deployment", "machines and the network"),
        ("no-releases", "flux-not-reconciling", "new_deployment", "nothing was ever installed"),
        ("kubeconfig-missing", "kubeconfig-missing", "new_deployment", "never reported back"),
    ],
)
async def test_what_failed_is_said_in_plain_words(stage: Stage, fault: str, cause: str, advice: str, words: str) -> None:
    await stage.emulator("wishes", {"faults": [fault]})
    talk, _ = await created(stage, "Recht", "One region.")
    said = await talk.until(lambda e: e["type"] == "assistant_said" and "could not be completed" in e["text"])
    state = await talk.state()
    verdict = state["deployment"]["verdict"]
    assert (state["phase"], verdict["outcome"], verdict["cause"], verdict["advice"]) == ("failed", "failed", cause, advice)
    assert words in said["text"]


async def test_a_customers_own_name_may_have_the_same_again(stage: Stage) -> None:
    await stage.emulator("wishes", {"faults": ["phase0-failure:apply"]})
    talk, _ = await created(stage, "Eigen", "One region. Our domain is cloud.eigen.example")
    said = await talk.until(lambda e: e["type"] == "assistant_said" and "could not be completed" in e["text"])
    assert "run the same once more" in said["text"]
    before = (await talk.state())["deployment"]["id"]
    await talk.say("try again")
    after = await talk.until(
        lambda e: e["type"] == "deployment_reported" and (e["verdict"] or {}).get("outcome") in ("ready", "failed"), after=said["seq"]
    )
    state = await talk.state()
    assert state["deployment"]["id"] == before == after["deploymentId"]
    assert len(await stage.creates("cloud.eigen.example")) == 1, "nothing else was created"
    called = [e["tool"] for e in await talk.events() if e["type"] == "tool_called"]
    assert called.count("catalyst.deployments.retry") == 1
