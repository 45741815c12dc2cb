"""dependsOn in every form that the wire has carried (contract, section 9)."""

from collections.abc import Callable

from tools.emulator.scenario.base import Scenario, chance, fault


@fault("empty-dependson")
def empty(scenario: Scenario) -> None:
    """Every list is empty: it says nothing about real dependencies."""
    scenario.depends = lambda _owner, _needs: []


@fault("malformed-dependson")
def malformed(scenario: Scenario) -> None:
    """All forms mixed, with repeats, self references, blanks and edges into other regions."""
    scenario.depends = lambda owner, needs: malform(scenario.key, owner, needs)


Form = Callable[[str, str, str], str]
"""(deployment id, region or "", chart) → one entry."""
_PRIMARY: tuple[Form, ...] = (
    lambda _, __, chart: f"install-{chart}",
    lambda number, _, chart: f"{number}:install-{chart}",
    lambda _, __, chart: chart,
    lambda _, __, chart: f"bp-{chart}",
    lambda _, __, chart: f"install-install-{chart}",
    lambda _, __, chart: f"install-bp-{chart}",
    lambda _, __, chart: f"  install-{chart} ",
)
_SECONDARY: tuple[Form, ...] = (
    *_PRIMARY,
    lambda _, region, chart: f"install-{region}:{chart}",
    lambda _, region, chart: f"{region}:{chart}",
    lambda _, region, chart: f"install-{region}/{chart}",
    lambda _, region, chart: f"{region}/{chart}",
    lambda number, region, chart: f"{number}:install-{region}:{chart}",
    lambda _, region, chart: f"install-{region}:bp-{chart}",
)


def malform(number: str, owner: str, needs: list[str]) -> list[str]:
    """Canonicalised and cleaned, the result says what `needs` says. The chain of phase 0 always carries full ids."""
    if not owner.startswith("install-"):
        return needs
    entries: list[str] = []
    for index, need in enumerate(needs):
        region, _, chart = need.removeprefix("install-").rpartition(":")
        forms = _SECONDARY if region else _PRIMARY
        entries.append(forms[int(chance(number, owner, need) * len(forms))](number, region, chart))
        if (index + len(owner)) % 3 == 0:
            entries.append(forms[int(chance(number, owner, need, "again") * len(forms))](number, region, chart))
    match int(chance(number, owner, "noise") * 4):
        case 1:
            entries.append(owner)
        case 2:  # no edge may cross regions, so this one means nothing
            entries.append("nbg1-1:cilium" if owner.startswith("install-hel1-2:") else "hel1-2:cilium")
        case 3:
            entries.insert(0, " ")
        case _:
            pass
    return entries
