"""Reads scenario files: YAML, the closed schema, unique ids, gold values that exist. Every fault is told with its place."""

import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from evals.goldcheck import check
from evals.scenario import Entry, Expect, Goal, JsonObject, Persona, Scenario, When

ROOT = Path(__file__).parents[1]
SCENARIOS = Path(__file__).parent / "scenarios"
_SCHEMA = Path(__file__).parent / "schema" / "scenario.json"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a file."""

    file: str
    where: str
    """Id of the scenario, or its number in the file."""
    path: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.where, self.path, self.message) if part)


class ScenarioFaults(ValueError):
    """The files can't be used as they are."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass(slots=True)
class Loaded:
    """What stands in the files, and what is wrong with them."""

    scenarios: list[Scenario] = field(default_factory=list[Scenario])
    faults: list[Fault] = field(default_factory=list[Fault])

    def usable(self) -> list[Scenario]:
        """All scenarios. Raises ScenarioFaults."""
        if self.faults:
            raise ScenarioFaults(self.faults)
        return self.scenarios


# libyaml where it is there: a thousand scenarios in a second instead of ten
_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_BASE):
    """YAML as its authors mean it: `say: yes` is a word, `2026-05-15` no date, a key stands once."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML reads a class member


def _mapping(loader: Any, node: Any) -> dict[Any, Any]:
    written = [key.value for key, _ in node.value]
    twice = next((key for key in written if key != "<<" and written.count(key) > 1), None)
    if twice is not None:
        raise yaml.constructor.ConstructorError(None, None, f"`{twice}` stands twice", node.start_mark)
    loader.flatten_mapping(node)
    pairs: list[tuple[Any, Any]] = loader.construct_pairs(node, deep=True)
    return {("null" if key is None else key): value for key, value in pairs}


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?[0-9]+\.[0-9]+$", "-+0123456789"),
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("merge", r"^(?:<<)$", "<"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def load(folder: Path = SCENARIOS, extra: list[Path] | None = None) -> Loaded:
    """Every file of a folder and of its `holdout/` (or only the files given)."""
    loaded = Loaded()
    files = extra if extra is not None else sorted(folder.glob("*.yaml")) + sorted((folder / "holdout").glob("*.yaml"))
    for file in files:
        _file(loaded, file)
    seen: dict[str, str] = {}
    for scenario in loaded.scenarios:
        if scenario.id in seen:
            other = seen[scenario.id]
            where = "the same file" if other == scenario.file else other
            loaded.faults.append(Fault(scenario.file, scenario.id, "id", f"stands in {where} too"))
        seen[scenario.id] = scenario.file
    return loaded


def _file(loaded: Loaded, file: Path) -> None:
    name = str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else file.name
    try:
        body: Any = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a safe loader, see its base
    except yaml.YAMLError as error:
        loaded.faults.append(Fault(name, "", "", " ".join(str(error).split())))
        return
    except UnicodeDecodeError:
        loaded.faults.append(Fault(name, "", "", "isn't UTF-8"))
        return
    faults = _against_schema(name, body)
    loaded.faults += faults
    if not isinstance(body, dict) or any(not f.where for f in faults):
        return
    body = cast("JsonObject", body)
    broken = {f.where for f in faults}
    holdout = file.parent.name == "holdout"
    for number, raw in enumerate(cast("list[JsonObject]", body["scenarios"]), 1):
        if _where(raw, number) in broken:
            continue
        scenario = _scenario(raw, body, name, holdout=holdout)
        loaded.scenarios.append(scenario)
        loaded.faults += [Fault(name, scenario.id, path, message) for path, message in check(scenario, body)]


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")))


def _against_schema(name: str, body: Any) -> list[Fault]:
    found: list[Fault] = []
    for error in _validator().iter_errors(body):
        inner = _telling(error)
        path = list(inner.absolute_path)
        where = ""
        if len(path) > 1 and path[0] == "scenarios" and isinstance(path[1], int):
            where = _where(body["scenarios"][path[1]], path[1] + 1)
            path = path[2:]
        found.append(Fault(name, where, _dotted(path), _sentence(inner)))
    return found


def _telling(error: ValidationError) -> ValidationError:
    """Of "fits none of these", the branch that was meant: the one for an object when it is one."""
    while error.context:
        branches: dict[Any, list[ValidationError]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        meant = [c for c in branches.values() if not any(e.validator == "type" and not e.path for e in c)]
        error = best_match(iter(meant[0] if meant else error.context)) or error.context[0]
    return error


def _sentence(error: ValidationError) -> str:
    if error.validator == "additionalProperties":
        return error.message.replace("Additional properties are not allowed", "unknown member")
    text = error.message
    return text if len(text) < 240 else text[:120] + " … " + text[-110:]


def _dotted(path: list[str | int]) -> str:
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _where(raw: Any, number: int) -> str:
    found = cast("JsonObject", raw).get("id") if isinstance(raw, dict) else None
    return found if isinstance(found, str) else f"scenario {number}"


def _scenario(raw: JsonObject, file: JsonObject, name: str, *, holdout: bool) -> Scenario:
    goals = [raw["goal"], *raw.get("alternatives", [])] if "goal" in raw else []
    persona = raw.get("persona")
    return Scenario(
        id=raw["id"],
        suite=file["suite"],
        lang=raw.get("lang", file.get("lang", "en")),
        channel=raw.get("channel", file.get("channel", "text")),
        holdout=holdout,
        entries=tuple(_entry(e) for e in raw["say"]),
        goals=tuple(_goal(g) for g in goals),
        final=raw["final"],
        why=raw.get("why", ""),
        tags=tuple(raw.get("tags", ())),
        answers={k: (v,) if isinstance(v, str) else tuple(v) for k, v in raw.get("answers", {}).items()},
        request=raw.get("request", {}),
        forbidden=tuple(raw.get("forbidden", ())),
        max_turns=raw.get("max_turns", 20),
        turns=raw.get("turns"),
        settings=tuple(sorted(raw.get("settings", {}).items())),
        model=raw.get("model"),
        preset=tuple(raw.get("preset", ())),
        silent=raw.get("silent", False),
        persona=Persona(persona.get("who", ""), tuple(persona["must"]), tuple(persona.get("rules", ())))
        if persona
        else None,
        file=name,
    )


def _entry(raw: str | JsonObject) -> Entry:
    if isinstance(raw, str):
        return Entry(say=raw)
    when = next(iter(raw["when"].items())) if "when" in raw else None
    expect: JsonObject | None = raw.get("expect")
    slots: JsonObject | None = raw.get("slots")
    if slots is not None and "ha" in slots:
        slots = {("highAvailability" if k == "ha" else k): v for k, v in slots.items()}
    return Entry(
        say=raw["say"] * raw.get("repeat", 1),
        heard=raw.get("heard"),
        when=When(when[0], when[1]) if when else None,  # pyright: ignore[reportArgumentType] - the schema holds the kinds
        slots=slots,
        expect=_expect(expect) if expect else None,
        faults=tuple(raw.get("faults", ())),
        pause=raw.get("pause", 0.0),
        assent=raw.get("assent", False),
        dissent=raw.get("dissent", False),
        secrets=tuple(raw.get("secrets", ())),
    )


def _expect(raw: JsonObject) -> Expect:
    return Expect(
        asks=tuple(raw.get("asks", ())),
        not_asks=tuple(raw.get("not_asks", ())),
        problems=tuple(raw.get("problems", ())),
        no_problems=raw.get("no_problems", False),
        phase=raw.get("phase"),
        has=tuple(raw.get("has", ())),
        lacks=tuple(raw.get("lacks", ())),
        options=raw.get("options", 0),
        committed=raw.get("committed"),
        language=raw.get("language"),
        refused=tuple(raw["refused"]) if "refused" in raw else None,
        failed=tuple(raw["failed"]) if "failed" in raw else None,
        asked=raw.get("asked"),
    )


def _goal(raw: JsonObject) -> Goal:
    workers: int | list[int] = raw.get("workers", 0)
    return Goal(
        organisation=raw.get("organisation", ""),
        email=raw.get("email", ""),
        regions=tuple(raw.get("regions", ())),
        size=raw.get("size", ""),
        workers=(workers,) if isinstance(workers, int) else tuple(workers),
        worker_size=raw.get("workerSize", ""),
        ha=raw.get("ha", False),
        apps=tuple(raw.get("apps", ())),
        domain=raw.get("domain", ""),
        domain_mode=raw.get("domainMode", ""),
        residency=raw.get("residency"),
        residency_given="residency" in raw,
        mesh_name=raw.get("meshName"),
        mesh_id=raw.get("meshId"),
    )
