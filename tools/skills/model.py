"""One skill: front matter that is checked, and a text for an agent."""

import re
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

OURS = "(ours)"
"""Stands behind every hint that we derived ourselves; whatever lacks it comes from the service's own data."""
LARGEST = 16_384
_PARTS = re.compile(r"---\n(.*?)\n---\n(.*)", re.DOTALL)
_HINT = re.compile(r"^- +(.*)$", re.MULTILINE)
_Slug = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$")]
_Line = Annotated[str, Field(min_length=3, max_length=300)]


class BadSkill(ValueError):
    """A skill that can't be used; the text is a sentence for whoever wrote it."""


class _Closed(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True, serialize_by_alias=True
    )


class RegionHint(_Closed):
    """Where to go, and when."""

    regions: Annotated[tuple[_Slug, ...], Field(min_length=1, max_length=10)]
    when: _Line
    ours: bool
    """Derived by us; else it stands in the service's data or in our table of regions."""


class Provenance(_Closed):
    """Where the lines come from."""

    source: _Line
    ours: Annotated[int, Field(ge=0, le=50)]
    """How many hints are marked as ours, counted again when the file is read: a lost mark is noticed."""


class Skill(_Closed):
    """A skill as it is served."""

    name: _Slug
    title: Annotated[str, Field(min_length=3, max_length=60)]
    version: Annotated[str, Field(pattern=r"^[0-9]+(\.[0-9]+)*$")]
    summary: _Line
    industries: Annotated[tuple[_Slug, ...], Field(max_length=10)] = ()
    """Of the catalogue."""
    also: Annotated[tuple[_Line, ...], Field(max_length=40)] = ()
    """What people of this kind call themselves, where the catalogue has no industry for them."""
    regimes: Annotated[tuple[_Slug, ...], Field(max_length=10)] = ()
    residency: Literal["eu"] | None = None
    """Proposed to customers in the EU; a hint of ours, it binds nobody."""
    regions: Annotated[tuple[RegionHint, ...], Field(max_length=10)] = ()
    apps: Annotated[tuple[_Slug, ...], Field(max_length=20)] = ()
    """Suggested, installable."""
    unavailable: Annotated[tuple[_Slug, ...], Field(max_length=20)] = ()
    """Wanted by many of them and listed, but not installable."""
    provenance: Provenance
    markdown: Annotated[str, Field(min_length=40, max_length=LARGEST)]

    @property
    def uri(self) -> str:
        """Its resource."""
        return f"skills://{self.name}"

    @property
    def derived_by_us(self) -> tuple[str, ...]:
        """The hints that are our own reading, sentence by sentence where a line mixes both."""
        lines = (line for line in _HINT.findall(self.markdown) if OURS in line)
        return tuple(part.strip() for line in lines for part in _sentences(line) if OURS in part)

    @classmethod
    def parse(cls, text: str) -> "Skill":
        """From a file. Raises BadSkill."""
        parts = _PARTS.fullmatch(text)
        if parts is None:
            raise BadSkill("A skill begins with its front matter between two lines of three hyphens.")
        try:
            front: Any = yaml.safe_load(parts[1])
            skill = cls.model_validate({**front, "markdown": parts[2].strip() + "\n"}, by_name=False)
        except (yaml.YAMLError, TypeError):
            raise BadSkill("The front matter isn't readable YAML.") from None
        except ValidationError as error:
            where = ", ".join(sorted({".".join(str(p) for p in e["loc"]) for e in error.errors()}))
            raise BadSkill(f"The front matter doesn't fit the schema at: {where}.") from None
        marked = len(skill.derived_by_us)
        if marked != skill.provenance.ours:
            raise BadSkill(f"{skill.name}: {marked} hints are marked {OURS}, the front matter says {skill.provenance.ours}.")
        return skill


def _sentences(line: str) -> list[str]:
    """Split behind a full stop that ends a sentence; "Cal.com" is none."""
    return re.split(r"(?<=\.)\s+(?=[A-Z])", line)
