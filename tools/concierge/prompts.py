"""Prompts for people to choose in their client, and completion for what they type there."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from mcp import types

from tools.catalogue import Catalogue
from tools.skills import Shelf, Skill

FOLDER = Path(__file__).parents[2] / "prompts" / "agents"
UNSAID = "not said"
LONGEST = 500
PLAN, EXPLAIN, WITH_SKILL = "plan-a-sovereign", "explain-a-failure", "plan-for-"


def _argument(name: str, description: str, *, required: bool = False) -> types.PromptArgument:
    return types.PromptArgument(name=name, description=description, required=required)


_PLACE = _argument("place", "Where you or your users are.")
_FIXED = (
    types.Prompt(
        name=PLAN, title="Plan a Sovereign", description="From what you do and where to a checked plan, and to its approval.",
        arguments=[
            _argument("business", "What you do, in a few words.", required=True), _PLACE, _argument("wishes", "Apps, sizes, anything else."),
        ],
    ),
    types.Prompt(
        name=EXPLAIN, title="Explain a deployment's failure", description="What happened, what it means, what can be done.",
        arguments=[_argument("id", "The deployment's id.", required=True)],
    ),
)  # fmt: skip


class Prompts:
    """The prompts of this server."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._texts = {name: (FOLDER / f"{name}.md").read_text(encoding="utf-8") for name in (PLAN, EXPLAIN, "plan-with-a-skill")}

    def listed(self) -> list[types.Prompt]:
        """The fixed ones and one for each skill."""
        return [*_FIXED, *(_for_skill(skill) for skill in self._shelf)]

    def made(self, name: str, given: Mapping[str, str]) -> types.GetPromptResult | None:
        """A prompt with its arguments put in; None when there is no such prompt."""
        prompt = next((p for p in self.listed() if p.name == name), None)
        if prompt is None:
            return None
        values = {a.name: _tidy(given.get(a.name, "")) for a in prompt.arguments or ()}
        skill = self._shelf.get(name.removeprefix(WITH_SKILL)) if name.startswith(WITH_SKILL) else None
        if skill is None:
            return types.GetPromptResult(description=prompt.description, messages=[_said(_filled(self._texts[name], values))])
        text = _filled(self._texts["plan-with-a-skill"], {**values, "title": skill.title, "version": skill.version})
        return types.GetPromptResult(description=prompt.description, messages=[_said(text), _attached(skill)])

    def missing(self, name: str, given: Mapping[str, str]) -> list[str]:
        """Required arguments without a value."""
        prompt = next((p for p in self.listed() if p.name == name), None)
        return [a.name for a in (prompt.arguments if prompt else None) or () if a.required and not given.get(a.name, "").strip()]


def completed(argument: str, typed: str, catalogue: Catalogue, ids: Sequence[str], shelf: Shelf) -> list[str]:
    """Values for an argument that fit what has been typed."""
    match argument:
        case "business":
            values: Iterable[str] = [slug.replace("-", " ") for slug in catalogue.industries] + [s.title.lower() for s in shelf]
        case "place":
            values = [place.name for place in catalogue.places] + [r.city for r in catalogue.regions.values()]
        case "wishes":
            values = [app.name for app in catalogue.apps.values() if app.deployable and not app.system]
        case "id":
            values = ids
        case "name":
            values = [skill.name for skill in shelf]
        case _:
            values = ()
    wanted = typed.strip().lower()
    return sorted(dict.fromkeys(v for v in values if v.lower().startswith(wanted)))


def _for_skill(skill: Skill) -> types.Prompt:
    return types.Prompt(
        name=WITH_SKILL + skill.name,
        title=f"Plan for: {skill.title}",
        description=f"{skill.summary}, attached to a plan.",
        arguments=[_argument("organisation", "What the organisation is called."), _PLACE],
    )


def _said(text: str) -> types.PromptMessage:
    return types.PromptMessage(role="user", content=types.TextContent(type="text", text=text))


def _attached(skill: Skill) -> types.PromptMessage:
    text = types.TextResourceContents(uri=skill.uri, mime_type="text/markdown", text=skill.markdown)
    return types.PromptMessage(role="user", content=types.EmbeddedResource(type="resource", resource=text))


def _tidy(value: str) -> str:
    """One bounded line: what somebody typed can't become a paragraph of its own in the prompt."""
    return " ".join(value.split())[:LONGEST] or UNSAID


def _filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", value.replace("{", "(").replace("}", ")"))
    return text
