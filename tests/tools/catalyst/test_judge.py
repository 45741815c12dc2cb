"""The outcome: judged and never believed, said in plain words, with advice that helps."""

from typing import Any

import pytest

from tests.tools.samples import TOKEN
from tools.catalyst.judge import Facts, final, gone, judge
from tools.catalyst.models import State
from tools.catalyst.reach import REACHED, UNCHECKED, Reach

ALL = {"cilium": "installed", "flux": "installed"}
SEEN = Facts(reach=REACHED)


def state(status: str, outcome: str | None = None, **more: Any) -> State:
    result = {"result": {"phase1Outcome": outcome}} if outcome is not None else {}
    return State.model_validate({"status": status, **result, **more})


@pytest.mark.parametrize(
    ("given_", "components", "outcome", "missing"),
    [
        (state("ready", "ready"), ALL, "ready", ()),
        (state("adopted", "ready"), ALL, "ready", ()),
        (state(" READY", "Ready"), ALL, "ready", ()),
        (state("ready", "timeout"), ALL, "failed", ("phase1",)),
        (state("ready", "timeout"), {**ALL, "harbor": "installing"}, "failed", ("phase1", "harbor")),
        (state("ready", "from-the-future"), ALL, "failed", ("phase1",)),
        (state("ready"), ALL, "in_progress", ("phase1",)),
        (state("ready", "ready"), {**ALL, "harbor": "installing"}, "in_progress", ("harbor",)),
        (state("ready", "ready"), {**ALL, "harbor": "degraded"}, "in_progress", ("harbor",)),
        (state("ready", "ready"), {**ALL, "harbor": "failed"}, "in_progress", ("harbor",)),
        (state("failed", "failed"), {"cilium": "failed"}, "failed", ("cilium",)),
        (state("failed"), {}, "failed", ()),
        (state("wiped"), ALL, "failed", ()),
        (state("partial-failure", "failed"), {"hel1-1:flux": "failed"}, "failed", ("hel1-1:flux",)),
        *[
            (state(s), ALL, "in_progress", ())
            for s in ("pending", "provisioning", "tofu-applying", "flux-bootstrapping", "phase1-watching", "wiping", "?")
        ],
        (state("phase1-watching", "ready"), ALL, "in_progress", ()),
    ],
)
def test_ready_is_judged_and_never_believed(
    given_: State, components: dict[str, str], outcome: str, missing: tuple[str, ...]
) -> None:
    verdict = judge(given_, components, SEEN)
    assert (verdict.outcome, verdict.missing) == (outcome, missing)
    assert bool(verdict.sentence) is (outcome != "in_progress" or bool(missing))
    assert bool(verdict.advice) is (outcome == "failed" or bool(missing))
    assert (final(verdict).outcome == "in_progress") is False


@pytest.mark.parametrize(
    ("reach", "outcome", "missing", "words"),
    [
        (None, "in_progress", ("console",), ""),
        (REACHED, "ready", (), "Every component is installed."),
        (UNCHECKED, "ready", (), "couldn't be checked from here"),
        (Reach("name"), "in_progress", ("name",), "isn't known to the internet"),
        (Reach("certificate"), "in_progress", ("certificate",), "no valid certificate"),
        (Reach("console"), "in_progress", ("console",), "doesn't answer"),
    ],
)
def test_installed_is_not_enough(reach: Reach | None, outcome: str, missing: tuple[str, ...], words: str) -> None:
    verdict = judge(state("ready", "ready"), ALL, Facts(reach=reach))
    assert (verdict.outcome, verdict.missing) == (outcome, missing)
    assert words in verdict.sentence
    if outcome == "in_progress" and reach:
        ended = final(verdict)
        assert (ended.outcome, ended.missing, ended.advice) == ("unreachable", missing, "ask_person")
        assert words in ended.sentence


RESTARTED = "catalyst-api restarted during provisioning — this deployment was abandoned mid-apply. And more."
HELD = "address is still taken"


@pytest.mark.parametrize(
    ("given_", "components", "facts", "cause", "advice", "words"),
    [
        (state("failed"), {}, Facts(phase0="tofu-plan"), "phase0_failed", "retry", "machines were being planned"),
        (state("failed"), {}, Facts(phase0="tofu-apply"), "phase0_failed", "retry", "network were being made"),
        (state("failed"), {}, Facts(phase0="tofu-apply", pooled=True), "phase0_failed", "new_deployment", "reserved again"),
        (state("failed"), {}, Facts(restarted=True), "phase0_failed", "new_deployment", "would meet it"),
        (state("failed"), {}, Facts(retried=True), "phase0_failed", "new_deployment", "would meet it"),
        (state("failed", error=RESTARTED), {}, Facts(), "restarted", "new_deployment", "restarted while the machines"),
        (state("failed", error=RESTARTED), {}, Facts(pooled=True), "restarted", "new_deployment", "for some minutes"),
        (state("failed", "failed"), {"harbor": "failed", "flux": "installed"}, Facts(), "component_failed", "new_deployment", "Installing harbor failed"),
        (state("failed", "failed"), {"hel1-1:gitea": "failed"}, Facts(), "component_failed", "new_deployment", "gitea in hel1-1"),
        (state("failed", "flux-not-reconciling"), {}, Facts(), "flux-not-reconciling", "new_deployment", HELD),
        (state("failed", "kubeconfig-missing"), {}, Facts(), "kubeconfig-missing", "new_deployment", "never reported back"),
        (state("failed", "watcher-start-failed"), {}, Facts(), "watcher-start-failed", "ask_person", "couldn't be watched"),
        (state("ready", "timeout"), {**ALL, "harbor": "installing"}, Facts(), "timeout", "ask_person", "harbor is not installed"),
        (state("wiped"), {}, Facts(), "wiped", "new_deployment", "removed"),
    ],
)
def test_why_it_failed_and_what_helps(
    given_: State, components: dict[str, str], facts: Facts, cause: str, advice: str, words: str
) -> None:
    verdict = judge(given_, components, facts)
    assert (verdict.outcome, verdict.cause, verdict.advice) == ("failed", cause, advice)
    assert words in verdict.sentence
    assert verdict.sentence.endswith(".")


def test_a_failure_of_the_first_phase_with_half_a_result_is_still_one() -> None:
    """The cluster may post its kubeconfig before phase 0 ends: the result is there, with empty addresses."""
    half = state("failed", result={"consoleURL": "", "kubeconfigPath": "/x"})
    assert judge(half, {}, Facts(phase0="tofu-apply")).advice == "retry"


def test_many_names_are_cut() -> None:
    many = {f"c{i}": "failed" for i in range(9)}
    assert "c0, c1, c2, c3, c4 and 4 more" in judge(state("failed", "failed"), many).sentence


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("kubeconfig file lost across catalyst-api restart: /x", "lost its own access file"),
        ("something odd", "The service notes: something odd."),
        (f"token={TOKEN}", "The service notes: token="),
    ],
)
def test_an_error_beside_ready_is_told(error: str, words: str) -> None:
    for given_, facts in ((state("ready", "ready", error=error), SEEN), (state("ready", "timeout", error=error), Facts())):
        verdict = judge(given_, ALL, facts)
        assert words in verdict.sentence
        assert TOKEN not in verdict.sentence
    assert judge(state("ready", "ready", error=error), ALL, SEEN).outcome == "ready"


def test_gone() -> None:
    assert (gone().outcome, gone().advice) == ("failed", "ask_person")
