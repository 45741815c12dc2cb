"""How a deployment goes in life: a timetable of events, made once from the request, played at adjustable speed."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

JsonObject = dict[str, Any]
PHASE0_SECONDS = 400.0
"""Life seconds of phase 0: init, plan, apply, output, bootstrap."""
DEPENDENT_DELAY = 12.0
HANDOVER_DELAY = 20.0


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens, `at` life seconds after the POST."""

    at: float
    kind: Literal["event", "result", "phase1", "outcome", "handover", "done", "fail"]
    event: JsonObject | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a test wants to go wrong."""

    fail_component: str = ""
    fail_phase0: bool = False
    outcome: str = ""
    """A phase-1 outcome other than `ready`."""


@cache
def kit() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(component, dependencies) in slot order."""
    data = json.loads(files("tools.data").joinpath("components.json").read_text(encoding="utf-8"))
    return tuple((r["component"], tuple(r["dependsOn"])) for r in data["bootstrapKit"]["releases"])


def region_keys(request: JsonObject) -> list[str]:
    """"" for the primary, `hel1-1` and so on for the others."""
    regions: list[JsonObject] = request.get("regions") or []
    return ["", *(f"{r['cloudregion']}-{i}" for i, r in enumerate(regions) if i > 0)]


def timeline(deployment_id: str, request: JsonObject, wishes: Wishes, plan_error: str | None) -> list[Step]:
    """The whole run, ordered by time. Deterministic in its arguments."""
    steps = _phase0(request, failing=wishes.fail_phase0 or plan_error is not None, why=plan_error)
    if wishes.fail_phase0 or plan_error is not None:
        return steps
    steps += _phase1(deployment_id, region_keys(request), wishes)
    return sorted(steps, key=lambda s: s.at)


def _event(at: float, phase: str, message: str, level: str = "info", **more: Any) -> Step:
    return Step(at, "event", {"phase": phase, "level": level, "message": message, **more})


def _phase0(request: JsonObject, *, failing: bool, why: str | None) -> list[Step]:
    count = max(1, len(request.get("regions") or []))
    steps = [
        _event(1, "tofu-init", "Initialising the infrastructure tool"),
        _event(4, "tofu", "Initializing the backend..."),
        _event(9, "tofu", "Initializing provider plugins..."),
        _event(20, "tofu-plan", "Planning the infrastructure"),
        _event(32, "tofu", f"Plan: {14 * count} to add, 0 to change, 0 to destroy."),
    ]
    if failing:
        text = why or "error: server limit reached"
        steps += [
            _event(40, "tofu", f"Error: {text}", "warn"),
            Step(42, "fail", text=f"tofu plan: exit status 1: {text}"),
        ]
        return steps
    steps.append(_event(45, "tofu-apply", "Creating network, firewall, load balancer and machines"))
    for index in range(count):
        start = 55 + index * 6
        steps += [
            _event(start, "tofu", f"hcloud_network.main[{index}]: Creating..."),
            _event(start + 20, "tofu", f"hcloud_load_balancer.ingress[{index}]: Creation complete after 18s"),
            _event(start + 60, "tofu", f"hcloud_server.control_plane[{index}]: Creation complete after 52s"),
        ]
    steps += [
        _event(200, "tofu", 'Warning: argument "location" is deprecated', "warn"),
        _event(260, "tofu-output", "Reading the outputs"),
        _event(275, "flux-bootstrap", "Bootstrapping the cluster"),
        Step(PHASE0_SECONDS, "result"),
        Step(PHASE0_SECONDS + 1, "phase1"),
    ]
    return steps


def _phase1(deployment_id: str, keys: list[str], wishes: Wishes) -> list[Step]:
    begin = PHASE0_SECONDS + 30
    steps: list[Step] = []
    end = begin
    for number, region in enumerate(keys):
        ready: dict[str, float] = {}
        for slot, (component, needs) in enumerate(kit()):
            start = max([begin + 4.0 * slot + 15.0 * number, *(ready[n] for n in needs if n in ready)])
            took = 25.0 + _jitter(deployment_id, region, component) * 50.0
            ready[component] = start + took
            steps += _component(region, component, needs, start, took, wishes=wishes)
        end = max(end, *ready.values())
    outcome = "failed" if wishes.fail_component else wishes.outcome or "ready"
    steps.append(Step(end + 5, "outcome", text=outcome))
    if outcome == "ready":
        steps.append(Step(end + 5 + HANDOVER_DELAY, "handover"))
    steps.append(Step(end + 6 + HANDOVER_DELAY, "done"))
    return steps


def _component(
    region: str, component: str, needs: tuple[str, ...], start: float, took: float, *, wishes: Wishes
) -> list[Step]:
    name = f"{region}:{component}" if region else component
    # The wire has carried every one of these forms; readers must take them all.
    depends = [f"install-{region}:{n}" if region else n for n in needs]
    seen: JsonObject = {"component": name, "state": "pending"} | ({"dependsOn": depends} if depends else {})
    steps = [
        _event(max(start - DEPENDENT_DELAY, PHASE0_SECONDS + 5), "component", "HelmRelease observed, waiting for first reconcile", **seen),
        _event(start, "component", "Helm install in progress", component=name, state="installing"),
        _event(start + took / 2, "component-log", f"reconciling {component}", component=name),
    ]
    if _jitter(component, region, "oscillate") > 0.85:
        steps += [
            _event(start + took * 0.4, "component", f"dependency 'flux-system/bp-{needs[0] if needs else 'cilium'}' is not ready", component=name, state="pending"),
            _event(start + took * 0.6, "component", "Helm install in progress", component=name, state="installing"),
        ]
    if wishes.fail_component in (component, name) and wishes.fail_component:
        steps.append(_event(start + took, "component", "Helm install failed", "error", component=name, state="failed"))
    else:
        steps.append(_event(start + took, "component", "Helm install complete; Ready=True", component=name, state="installed"))
    return steps


def _jitter(*parts: str) -> float:
    """0 to 1, the same for the same parts."""
    return int.from_bytes(hashlib.sha256("|".join(parts).encode()).digest()[:4], "big") / 2**32
