"""What the tools do. Each handler takes the call and checked arguments and returns JSON or raises."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from mcp import types

from tools.catalogue import Catalogue, apps_list, regions_list, skus_list
from tools.catalyst import CatalystError
from tools.catalyst.lookup import Lookup, lookup
from tools.concierge.approving import Approving
from tools.concierge.drafts import checked
from tools.concierge.feed import Feed
from tools.concierge.offer import Call
from tools.concierge.ports import CallContext, Refusal, ToolboxDeps
from tools.concierge.progress import Progress
from tools.concierge.refusals import ToolRefused
from tools.contract import catalyst_openapi
from tools.planning import Draft, Plan, request_body
from tools.planning.mesh import derived
from tools.skills import Shelf, Skill

JsonObject = dict[str, Any]
RETRY_PHASE = "tofu-apply"
"""Any id of the first phase runs all of it again."""
Answer = JsonObject | types.InputRequiredResult
Handler = Callable[[Call, JsonObject], Awaitable[Answer]]


class Handlers:
    """The tools bound to their dependencies."""

    def __init__(self, deps: ToolboxDeps, feed: Feed, shelf: Shelf) -> None:
        self._deps = deps
        self._shelf = shelf
        self._approving = Approving(deps, feed)
        progress = Progress(deps, feed)
        self._by_name: dict[str, Handler] = {
            "catalyst.openapi": self._openapi,
            "catalyst.deployments.validate": self._validate,
            "catalyst.deployments.create": self._create,
            "catalyst.deployments.get": progress.get,
            "catalyst.deployments.events": progress.events,
            "catalyst.deployments.handover": self._approving.hand_over,
            "marketplace.catalog.list": self._apps,
            "marketplace.region.list": self._regions,
            "marketplace.sku.list": self._skus,
            "catalyst.sshkey.generate": self._sshkey,
            "catalyst.deployments.find": self._find,
            "catalyst.deployments.retry": self._retry,
        }

    def named(self, name: str) -> Handler:
        """The handler of an offered tool."""
        return self._by_name.get(name) or self._skill(name)

    async def close(self) -> None:
        """Nobody is told of anything any more."""
        await self._approving.close()

    async def _openapi(self, call: Call, arguments: JsonObject) -> JsonObject:
        """The service's own description. A plan's members are in the schemas of validate and create."""
        del call, arguments
        return await asyncio.to_thread(catalyst_openapi)

    async def _validate(self, call: Call, arguments: JsonObject) -> JsonObject:
        _, result = await checked(self._deps, call.caller, arguments)
        return result.model_dump(mode="json", by_alias=True)

    async def _create(self, call: Call, arguments: JsonObject) -> Answer:
        caller = call.caller
        if caller.conversation is None:
            return await self._approving.create(call, arguments)
        digest = str(arguments.pop("digest", ""))
        draft, result = await checked(self._deps, caller, arguments)
        over = next((p for p in result.problems if p.code == "over_ceiling"), None)
        if over is not None:
            raise ToolRefused(over.code, over.message)
        if result.digest is None or result.digest != digest:
            raise ToolRefused("digest_mismatch", "The plan isn't the one that was read back any more.")
        refusal: Refusal | None = await self._deps.gate.claim(caller.conversation, digest)
        if refusal is not None:
            raise ToolRefused(refusal.code, refusal.message)
        try:
            return await self._post(caller, caller.conversation, draft, result.plan)
        except ToolRefused:
            await self._deps.gate.release(caller.conversation, digest)
            raise
        except CatalystError as error:
            if error.outcome != "unknown":
                await self._deps.gate.release(caller.conversation, digest)
            raise

    async def _post(self, caller: CallContext, conversation: str, draft: Draft, plan: Plan) -> JsonObject:
        credentials = await self._deps.vault.credentials(conversation)
        public_key = draft.ssh_public_key.strip() if draft.ssh_public_key else caller.ssh_public_key
        if credentials is None:
            raise ToolRefused("credentials_missing", "The cloud account's credentials are missing.")
        if public_key is None:
            raise ToolRefused("ssh_key_missing", "There is no SSH key yet.")
        created = await self._deps.catalyst.create(request_body(plan, ssh_public_key=public_key, credentials=credentials))
        return _with_mesh({"id": created.id, "status": created.status}, created.id, plan)

    async def _apps(self, call: Call, arguments: JsonObject) -> JsonObject:
        del call
        items = apps_list(self._deps.catalogue(), _optional(arguments, "industry"))
        return {"items": items, "count": len(items)}

    async def _regions(self, call: Call, arguments: JsonObject) -> JsonObject:
        del call
        items = regions_list(self._deps.catalogue(), _optional(arguments, "provider"))
        return {"items": items, "count": len(items)}

    async def _skus(self, call: Call, arguments: JsonObject) -> JsonObject:
        del call
        wanted = (_optional(arguments, "provider"), _optional(arguments, "region"))
        items = skus_list(self._deps.catalogue(), *wanted)
        return {"items": items, "count": len(items)}

    async def _sshkey(self, call: Call, arguments: JsonObject) -> JsonObject:
        caller = call.caller
        if caller.conversation is None:
            raise ToolRefused("not_available", "This tool belongs to a conversation.")
        pair = await self._deps.catalyst.generate_ssh_key(str(arguments["fqdn"]))
        await self._deps.vault.put_ssh_key(
            caller.conversation,
            public_key=pair.public_key,
            private_key=pair.private_key,
            fingerprint=pair.fingerprint,
        )
        return {"publicKey": pair.public_key, "fingerprint": pair.fingerprint}

    async def _find(self, call: Call, arguments: JsonObject) -> JsonObject:
        del call
        since = _moment(str(arguments["since"]))
        found = Lookup("absent")
        for pause in self._deps.lookup_pauses:
            await asyncio.sleep(pause)
            found = await lookup(
                self._deps.catalyst, owner=str(arguments["owner"]), fqdn=str(arguments["fqdn"]), since=since
            )
            if found.outcome != "absent":
                break
        answer = {"outcome": found.outcome, "id": found.deployment_id, "adopted": True}
        if found.outcome == "found" and int(arguments.get("regions", 1)) > 1:
            name, number = derived(found.deployment_id, str(arguments["fqdn"]))
            return {**answer, "meshName": name, "meshId": number}
        return answer

    async def _retry(self, call: Call, arguments: JsonObject) -> JsonObject:
        """Run phase 0 of the caller's own failed deployment once more. The service itself would accept this for any
        deployment, a healthy one too (contract, section 12), so its state is looked at first."""
        caller = call.caller
        number = str(arguments["id"])
        if caller.conversation is None or not caller.email_verified:
            raise ToolRefused("not_available", "Only the verified person can have their deployment run again.")
        refusal = await self._deps.gate.claim_retry(caller.conversation, number)
        if refusal is not None:
            raise ToolRefused(refusal.code, refusal.message)
        state = await self._deps.catalyst.get(number)
        if state.owner_email and state.owner_email.lower() != (caller.email or "").lower():
            raise ToolRefused("not_yours", "This deployment belongs to somebody else.")
        if state.status != "failed" or state.components or state.phase1_outcome:
            raise ToolRefused("not_retryable", "This deployment can't be run again; a new one can be planned.")
        accepted = await self._deps.catalyst.retry(number, RETRY_PHASE)
        if accepted.status == "manual-retry-required":
            raise ToolRefused("not_retryable", "The service leaves this to a person.")
        return {"id": number, "status": accepted.status}

    def _skill(self, name: str) -> Handler:
        async def load(call: Call, arguments: JsonObject) -> JsonObject:
            del call, arguments
            skill = self._shelf.get(name.removeprefix("skills."))
            if skill is None:
                raise ToolRefused("unknown_tool", "There is no such skill any more.")
            return skill_body(skill, self._deps.catalogue())

        return load


def skill_body(skill: Skill, catalogue: Catalogue) -> JsonObject:
    """A skill as results show it; a tenant's catalogue may have fewer apps than the one that skills are checked with."""
    apps = [slug for slug in skill.apps if slug in catalogue.apps and catalogue.apps[slug].deployable]
    body = skill.model_dump(mode="json", by_alias=True, exclude={"also"})
    return {**body, "apps": apps, "derivedByUs": list(skill.derived_by_us)}


def _optional(arguments: JsonObject, name: str) -> str | None:
    value = arguments.get(name)
    return str(value) if value is not None else None


def _with_mesh(answer: JsonObject, deployment_id: str, plan: Plan) -> JsonObject:
    """The derived pair is shown as soon as the id is known; the service doesn't echo it."""
    if plan.mesh_name is not None:
        return {**answer, "meshName": plan.mesh_name, "meshId": plan.mesh_id}
    if len(plan.regions) > 1 and plan.domain.fqdn:
        name, number = derived(deployment_id, plan.domain.fqdn)
        return {**answer, "meshName": name, "meshId": number}
    return answer


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ToolRefused("invalid_arguments", "`since` must be a time.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
