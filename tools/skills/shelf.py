"""All skills of a folder, each checked against the catalogue; read again when a file changes."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tools.catalogue import Catalogue
from tools.catalogue.aliases import Aliases
from tools.skills.model import LARGEST, BadSkill, Skill

FOLDER = Path(__file__).parents[2] / "prompts" / "skills"
MOST = 100
Signature = tuple[tuple[str, int, int], ...]


class Shelf:
    """Skills by name, in the order of their names."""

    def __init__(self, catalogue: Catalogue, folder: Path = FOLDER) -> None:
        """Raises BadSkill, OSError: a shelf never starts with less than everything."""
        self._catalogue = catalogue
        self._folder = folder
        self._signature = _signature(folder)
        self._skills = _read(folder, catalogue)
        self._names = _names(self._skills)

    @classmethod
    @cache
    def bundled(cls) -> "Shelf":
        """The skills that come with us, checked against the data that come with us."""
        return cls(Catalogue.load())

    def __iter__(self) -> Iterator[Skill]:
        return iter(self._skills.values())

    def get(self, name: str) -> Skill | None:
        """By name."""
        return self._skills.get(name)

    def for_industry(self, said: str) -> Skill | None:
        """The skill for an industry of the catalogue, or for what people call themselves ("the city council")."""
        slug = self._catalogue.industry(said)
        called = self._names.find(said) or self._names.inside(said)
        return next((s for s in self if slug in s.industries or (slug is None and s.name == called)), None)

    def refresh(self) -> "Changes":
        """Read the folder again if a file of it has changed. A folder that can't be used changes nothing.

        Raises:
            BadSkill, OSError: what stood before still stands; it is told once, not at every look.
        """
        signature = _signature(self._folder)
        if signature == self._signature:
            return Changes()
        self._signature = signature
        before, self._skills = self._skills, _read(self._folder, self._catalogue)
        self._names = _names(self._skills)
        changed = {name for name in before.keys() & self._skills.keys() if before[name] != self._skills[name]}
        return Changes(frozenset(changed), before.keys() != self._skills.keys())


class Changes:
    """What a look at the folder found."""

    def __init__(self, changed: frozenset[str] = frozenset(), listed: bool = False) -> None:
        self.changed = changed
        """Names of skills whose text or front matter is another one now."""
        self.listed = listed
        """There are more, fewer or others."""

    def __bool__(self) -> bool:
        return self.listed or bool(self.changed)


def _names(skills: dict[str, Skill]) -> Aliases:
    return Aliases.of({skill.name: skill.also for skill in skills.values()})


def _signature(folder: Path) -> Signature:
    stats = [(path.name, path.stat()) for path in sorted(folder.glob("*.md"))]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


def _read(folder: Path, catalogue: Catalogue) -> dict[str, Skill]:
    found: dict[str, Skill] = {}
    for path in sorted(folder.glob("*.md"))[:MOST]:
        if path.stat().st_size > LARGEST:
            raise BadSkill(f"{path.name} is too long.")
        skill = Skill.parse(path.read_text(encoding="utf-8"))
        if skill.name != path.stem:
            raise BadSkill(f"{path.name} holds a skill of another name: {skill.name}.")
        _check(skill, catalogue)
        found[skill.name] = skill
    return found


def _check(skill: Skill, catalogue: Catalogue) -> None:
    """Everything that a skill names must exist. Raises BadSkill."""
    offered = {slug for slug, app in catalogue.apps.items() if app.deployable and not app.system}
    unknown = {
        "industries": set(skill.industries) - catalogue.industries.keys(),
        "regimes": {r for r in skill.regimes if catalogue.regime(r) != r},
        "regions": {r for hint in skill.regions for r in hint.regions} - catalogue.regions.keys(),
        "apps": set(skill.apps) - offered,
        "unavailable": set(skill.unavailable) - (catalogue.apps.keys() - offered),
    }
    for member, names in unknown.items():
        if names:
            raise BadSkill(f"{skill.name}: {member} names what the catalogue doesn't have: {', '.join(sorted(names))}.")
