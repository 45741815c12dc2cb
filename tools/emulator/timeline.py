"""How a deployment goes in life: a timetable of events, made once from the request, played at adjustable speed."""

import math
from dataclasses import dataclass
from typing import Any, Literal

from tools.emulator.kit import job_names, kit, qualified, region_keys
from tools.emulator.scenario import Scenario
from tools.emulator.scenario.base import chance

JsonObject = dict[str, Any]
PHASE0_SECONDS = 400.0
"""Life seconds of phase 0: init, plan, apply, output, bootstrap."""
PHASE1_BUDGET = 3600.0
KUBECONFIG_BUDGET = 900.0
FIRST_RELEASE_WARNING = 900.0
DEPENDENT_DELAY = 12.0
HEALING_SECONDS = 90.0
OBSERVED = "HelmRelease observed, waiting for first reconcile"
INSTALLING = "Helm install in progress"
INSTALLED = "Helm install complete; Ready=True"
FAILED = "Helm install failed"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens, `at` life seconds after the run's start."""

    at: float
    kind: Literal["event", "result", "phase1", "kubeconfig", "outcome", "handover", "done", "fail", "hidden"]
    event: JsonObject | None = None
    text: str = ""


def timeline(request: JsonObject, scenario: Scenario, plan_error: str | None) -> list[Step]:
    """The whole run, ordered by time. Deterministic in its arguments."""
    steps = _phase0(request, scenario, plan_error)
    if steps[-1].kind == "fail":
        return steps
    keys = region_keys(request)
    if not scenario.kubeconfig:
        return [*steps, *_end(PHASE0_SECONDS + KUBECONFIG_BUDGET, "kubeconfig-missing", scenario)]
    steps += [Step(PHASE0_SECONDS + 10 + 15 * i, "kubeconfig", text=key) for i, key in enumerate(keys)]
    steps += _phase1(keys, scenario) if scenario.releases else _no_releases(scenario)
    return sorted(steps, key=lambda s: s.at)


def rejected(reason: str) -> list[Step]:
    """A rerun whose cloud call fails, because the stored secrets aren't there any more (contract, section 6)."""
    return [
        _event(1, "tofu-init", "Initialising the infrastructure tool"),
        _event(20, "tofu-plan", "Planning the infrastructure"),
        _event(40, "tofu", f"Error: {reason}", "warn"),
        Step(42, "fail", text=f"tofu plan: exit status 1: {reason}"),
    ]


def _event(at: float, phase: str, message: str, level: str = "info", **more: Any) -> Step:
    return Step(at, "event", {"phase": phase, "level": level, "message": message, **more})


def _phase0(request: JsonObject, scenario: Scenario, plan_error: str | None) -> list[Step]:
    count = max(1, len(request.get("regions") or []))
    steps = [
        _event(1, "tofu-init", "Initialising the infrastructure tool"),
        _event(4, "tofu", "Initializing the backend..."),
        _event(9, "tofu", "Initializing provider plugins..."),
        _event(20, "tofu-plan", "Planning the infrastructure"),
        _event(32, "tofu", f"Plan: {14 * count} to add, 0 to change, 0 to destroy."),
    ]
    if plan_error is not None or scenario.phase0_failure == "plan":
        return [*steps, *_broken(40, "plan", plan_error or "error: server limit reached")]
    steps.append(_event(45, "tofu-apply", "Creating network, firewall, load balancer and machines"))
    for index in range(count):
        start = 55 + index * 6
        steps += [
            _event(start, "tofu", f"hcloud_network.main[{index}]: Creating..."),
            _event(start + 20, "tofu", f"hcloud_load_balancer.ingress[{index}]: Creation complete after 18s"),
            _event(start + 60, "tofu", f"hcloud_server.control_plane[{index}]: Creation complete after 52s"),
        ]
    steps.sort(key=lambda s: s.at)
    if scenario.phase0_failure == "apply":
        return [*steps, *_broken(180, "apply", "error: server limit reached")]
    return [
        *steps,
        _event(200, "tofu", 'Warning: argument "location" is deprecated', "warn"),
        _event(260, "tofu-output", "Reading the outputs"),
        _event(275, "flux-bootstrap", "Bootstrapping the cluster"),
        Step(PHASE0_SECONDS, "result"),
        Step(PHASE0_SECONDS + 1, "phase1"),
    ]


def _broken(at: float, step: str, reason: str) -> list[Step]:
    return [
        _event(at, "tofu", f"Error: {reason}", "warn"),
        Step(at + 2, "fail", text=f"tofu {step}: exit status 1: {reason}"),
    ]


def _end(at: float, outcome: str, scenario: Scenario) -> list[Step]:
    steps = [Step(at, "outcome", text=outcome)]
    if outcome == "ready":
        steps.append(Step(at + scenario.handover_wait, "handover"))
    steps.append(Step(at + scenario.handover_wait + 1, "done"))
    return steps


def _no_releases(scenario: Scenario) -> list[Step]:
    begin = PHASE0_SECONDS + 30
    # A component event without a component is a notice of the watch as a whole.
    notice = _event(begin + FIRST_RELEASE_WARNING, "component", "No HelmRelease seen yet; still watching", "warn")
    return [notice, *_end(begin + PHASE1_BUDGET, "flux-not-reconciling", scenario)]


def _phase1(keys: list[str], scenario: Scenario) -> list[Step]:
    begin = PHASE0_SECONDS + 30
    steps: list[Step] = []
    ends: list[float] = []
    for number, region in enumerate(keys):
        ready: dict[str, float] = {}
        for slot, (component, needs) in enumerate(kit()):
            start = max([begin + 4.0 * slot + 15.0 * number, *(ready[n] for n in needs if n in ready)])
            part = _Part(region, component, needs, begin + 4.0 * slot + 15.0 * number, scenario)
            if math.isinf(start):
                blocker = next(n for n in needs if math.isinf(ready.get(n, 0.0)))
                steps += part.blocked(blocker)
                ready[component] = math.inf
                ends.append(math.inf)
                continue
            took = 25.0 + chance(scenario.key, region, component) * 50.0
            more, installed, settled = part.installed(start, took)
            steps += more
            ready[component] = installed
            ends.append(settled)
    end = max(ends) + 5
    if math.isinf(end):
        end = begin + PHASE1_BUDGET
    failed = any(scenario.fate(region, component) == "failed" for region in keys for component, _ in kit())
    outcome = "failed" if failed else scenario.outcome or ("timeout" if math.inf in ends else "ready")
    return [*steps, *_end(end, outcome, scenario)]


@dataclass(slots=True)
class _Part:
    """One component in one region."""

    region: str
    component: str
    needs: tuple[str, ...]
    seen: float
    scenario: Scenario

    def _say(self, at: float, message: str, state: str = "", level: str = "info", **more: Any) -> Step:
        name = qualified(self.region, self.component)
        told = {"component": name, "state": state} if state else {"component": name}
        return _event(at, "component" if state else "component-log", message, level, **told, **more)

    def _observed(self, at: float) -> Step:
        owner = f"install-{qualified(self.region, self.component)}"
        depends = self.scenario.depends(owner, job_names(self.region, self.needs))
        more: JsonObject = {"dependsOn": depends} if depends else {}
        return self._say(max(at - DEPENDENT_DELAY, PHASE0_SECONDS + 5), OBSERVED, "pending", **more)

    def blocked(self, blocker: str) -> list[Step]:
        """It waits for what never comes."""
        text = f"dependency 'flux-system/bp-{blocker}' is not ready"
        return [self._observed(self.seen), self._say(self.seen + 60, text, "pending")]

    def installed(self, start: float, took: float) -> tuple[list[Step], float, float]:
        """Its steps, when others may build on it, and when the watch has nothing to wait for any more."""
        steps = [self._observed(start), self._say(start, INSTALLING, "installing")]
        steps.append(self._say(start + took / 2, f"reconciling {self.component}"))
        if chance(self.component, self.region, "oscillate") > 0.85:
            waits_for = self.needs[0] if self.needs else "cilium"
            steps += [
                self._say(start + took * 0.4, f"dependency 'flux-system/bp-{waits_for}' is not ready", "pending"),
                self._say(start + took * 0.6, INSTALLING, "installing"),
            ]
        end = start + took
        match self.scenario.fate(self.region, self.component):
            case "failed":
                return [*steps, self._say(end, FAILED, "failed", "error")], math.inf, end
            case "never":
                return steps, math.inf, math.inf
            case "healed":
                healed = end + HEALING_SECONDS
                steps += [self._say(end, FAILED, "failed", "error"), self._say(healed, INSTALLED, "installed")]
                return steps, healed, healed
            case "swallowed":
                return [*steps, self._hidden(end)], end, end
            case _:
                return [*steps, self._say(end, INSTALLED, "installed")], end, end

    def _hidden(self, at: float) -> Step:
        """It is installed, and nobody hears of it."""
        return Step(at, "hidden", text=qualified(self.region, self.component))
