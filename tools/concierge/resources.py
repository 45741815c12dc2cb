"""What can be read and watched: skills as texts, deployments and approvals as JSON."""

import json
from typing import Any

from mcp import types
from mcp.server.subscriptions import (
    PromptsListChanged,
    ResourcesListChanged,
    ResourceUpdated,
    ToolsListChanged,
)

from tools.catalyst import CatalystClient, CatalystError
from tools.concierge.approving import approval_body, resolve, visible
from tools.concierge.changes import Changes
from tools.concierge.feed import Feed, Reader, TooMany
from tools.concierge.offer import Call, Release
from tools.concierge.ports import ToolboxDeps
from tools.concierge.progress import page, state_body
from tools.concierge.refusals import ToolRefused
from tools.skills import Shelf, Skill

SKILL, DEPLOYMENT = "skills://", "catalyst://deployments/"
LAST_EVENTS = 50
MARKDOWN, JSON = "text/markdown", "application/json"
TEMPLATES = (
    types.ResourceTemplate(
        name="deployment", title="A deployment", uri_template=DEPLOYMENT + "{id}", mime_type=JSON,
        description="State and last events of a deployment; with an approvalId, whether the person has approved.",
    ),
    types.ResourceTemplate(
        name="skill", title="A vertical skill", uri_template=SKILL + "{name}", mime_type=MARKDOWN,
        description="What to know of an industry before advising it.",
    ),
)  # fmt: skip


class Resources:
    """The resources of this server."""

    def __init__(self, deps: ToolboxDeps, feed: Feed, shelf: Shelf) -> None:
        self._deps = deps
        self._feed = feed
        self._shelf = shelf

    async def listed(self, call: Call) -> list[types.Resource]:
        """Skills, and what this caller may see of deployments."""
        return [*(_skill(skill) for skill in self._shelf), *[_deployment(*one) for one in await self.deployments(call)]]

    async def deployments(self, call: Call) -> list[tuple[str, str]]:
        """(id, title) of the deployments and pending approvals of this caller, the latest first, each once."""
        principal = call.caller.principal
        found = {
            view.deployment or view.id: f"{view.organisation or 'A Sovereign'} ({view.status})"
            for view in await self._deps.approvals.listed(principal)
            if view.status != "approval_expired"
        }
        if principal:
            for number, title in await _owned(self._deps.catalyst, principal):
                found.setdefault(number, title)
        return list(found.items())

    async def read(self, call: Call, uri: str) -> list[types.TextResourceContents]:
        """Empty when there is nothing for this caller."""
        if uri.startswith(SKILL):
            skill = self._shelf.get(uri.removeprefix(SKILL))
            return [types.TextResourceContents(uri=uri, mime_type=MARKDOWN, text=skill.markdown)] if skill else []
        if not uri.startswith(DEPLOYMENT):
            return []
        try:
            body = await self._deployment(call, uri.removeprefix(DEPLOYMENT))
        except ToolRefused:
            return []
        except CatalystError as error:
            if error.gone or error.code == "not-found":
                return []
            raise
        return [types.TextResourceContents(uri=uri, mime_type=JSON, text=json.dumps(body, ensure_ascii=False))]

    async def watch(self, call: Call, uri: str) -> Release | None:
        """Changes at this address are told from now on; None when there is nothing for this caller."""
        if uri.startswith(SKILL):
            return (lambda: None) if self._shelf.get(uri.removeprefix(SKILL)) else None
        given = uri.removeprefix(DEPLOYMENT)
        if not await self.read(call, uri):
            return None
        try:
            reader: Reader[Any] = (
                self._feed.approval(given, call.caller.principal)
                if given.startswith("apr-")
                else self._feed.deployment(given)
            )
        except TooMany:
            return None
        return lambda: self._feed.release(reader)

    async def _deployment(self, call: Call, given: str) -> dict[str, Any]:
        number, view = await resolve(self._deps, call, given)
        if number is None:
            return approval_body(view) if view else {}
        state = await visible(self._deps, call, number)
        events = page(await self._deps.catalyst.snapshot(number), 0)
        body = {**state_body(state), "events": events["events"][-LAST_EVENTS:], "next": events["next"], "done": events["done"]}
        return {**body, "approvalId": view.id, "deployment": DEPLOYMENT + number} if view else body


async def tell_of_skills(shelf: Shelf, changes: Changes) -> None:
    """One look at the folder; whoever listens is told what is not as it was. Raises what `Shelf.refresh` raises."""
    found = shelf.refresh()
    for name in sorted(found.changed):
        await changes.tell(ResourceUpdated(SKILL + name))
    if found:
        for event in (ResourcesListChanged(), PromptsListChanged(), ToolsListChanged()):
            await changes.tell(event)


async def _owned(catalyst: CatalystClient, email: str) -> list[tuple[str, str]]:
    try:
        entries = await catalyst.list_deployments(email)
    except CatalystError:
        return []
    return [(e.id, f"{e.sovereign_fqdn} ({e.status})") for e in entries if e.owner_email.lower() == email]


def _skill(skill: Skill) -> types.Resource:
    return types.Resource(
        name=skill.name, title=f"{skill.title} (version {skill.version})", uri=skill.uri, mime_type=MARKDOWN,
        description=skill.summary, size=len(skill.markdown.encode()),
    )  # fmt: skip


def _deployment(number: str, title: str) -> types.Resource:
    return types.Resource(name=number, title=title, uri=DEPLOYMENT + number, mime_type=JSON)
