"""What the tools do. Each handler takes the caller's context and checked arguments and returns JSON or raises."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tools.catalogue import apps_list, regions_list, skus_list
from tools.catalyst import CatalystError
from tools.catalyst.lookup import Lookup, lookup
from tools.catalyst.scrub import scrub
from tools.concierge.ports import CallContext, Refusal, ToolboxDeps
from tools.concierge.schemas import SKILLS
from tools.contract import catalyst_openapi
from tools.planning import Draft, NamesBut, Plan, Validation, request_body, validate
from tools.planning.mesh import derived
from tools.planning.spoken import written_email

JsonObject = dict[str, Any]
RETRY_PHASE = "tofu-apply"
"""Any id of the first phase runs all of it again."""
Handler = Callable[[CallContext, JsonObject], Awaitable[JsonObject]]


class ToolRefused(Exception):
    """A typed refusal: `code` is stable, `message` for a person, `outcome` what is known about the effect."""

    def __init__(self, code: str, message: str, outcome: str = "refused", **more: object) -> None:
        super().__init__(code)
        self.body: JsonObject = {"code": code, "message": message, "outcome": outcome, **more}


class Handlers:
    """The tools bound to their dependencies."""

    def __init__(self, deps: ToolboxDeps) -> None:
        self._deps = deps
        self.by_name: dict[str, Handler] = {
            "catalyst.openapi": self._openapi,
            "catalyst.deployments.validate": self._validate,
            "catalyst.deployments.create": self._create,
            "catalyst.deployments.get": self._get,
            "catalyst.deployments.events": self._events,
            "marketplace.catalog.list": self._apps,
            "marketplace.region.list": self._regions,
            "marketplace.sku.list": self._skus,
            "catalyst.sshkey.generate": self._sshkey,
            "catalyst.deployments.find": self._find,
            "catalyst.deployments.retry": self._retry,
            **{name: _skill(name) for name in SKILLS},
        }

    async def _openapi(self, caller: CallContext, arguments: JsonObject) -> JsonObject:
        """The service's own description. A plan's members are in the schemas of validate and create."""
        del caller, arguments
        return await asyncio.to_thread(catalyst_openapi)

    async def _checked(self, caller: CallContext, arguments: JsonObject) -> tuple[Draft, Validation]:
        draft, current = _arguments(arguments)
        address = written_email(draft.email or "").strip().lower()
        verified = caller.email_verified and bool(address) and address == caller.email
        result = await validate(
            draft,
            current=current,
            catalogue=self._deps.catalogue(),
            names=NamesBut(self._deps.names, caller.refused_names),
            account=caller.account,
            ceiling=self._deps.ceiling,
            ordered=caller.ordered,
            ssh_fingerprint=caller.ssh_fingerprint,
            email_verified=verified,
        )
        return draft, result

    async def _validate(self, caller: CallContext, arguments: JsonObject) -> JsonObject:
        _, result = await self._checked(caller, arguments)
        return result.model_dump(mode="json", by_alias=True)

    async def _create(self, caller: CallContext, arguments: JsonObject) -> JsonObject:
        digest = str(arguments.pop("digest", ""))
        draft, result = await self._checked(caller, arguments)
        if caller.conversation is None:
            if not result.ok:
                raise ToolRefused("plan_incomplete", "The plan isn't complete and valid yet; use validate first.")
            url = await self._deps.approvals.request(draft)
            raise ToolRefused(
                "approval_required",
                "Nothing was created. The customer must verify the e-mail address and approve on this page.",
                approvalUrl=url,
            )
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

    async def _get(self, caller: CallContext, arguments: JsonObject) -> JsonObject:
        del caller
        state = await self._deps.catalyst.get(arguments["id"])
        result = state.result
        return {
            "id": state.id,
            "status": state.status,
            "fqdn": state.sovereign_fqdn,
            "error": scrub(state.error) if state.error else None,
            "phase1Outcome": (result.phase1_outcome or None) if result else None,
            "consoleURL": (result.console_url or None) if result else None,
            "components": state.components,
        }

    async def _events(self, caller: CallContext, arguments: JsonObject) -> JsonObject:
        del caller
        snapshot = await self._deps.catalyst.snapshot(arguments["id"])
        after = int(arguments.get("after", 0))
        kept = [e for e in snapshot.events if not e.hidden]
        events = [e.shown(scrub(e.message)) for e in kept[after:]]
        return {"events": events, "next": len(kept), "status": snapshot.state.status, "done": snapshot.done}

    async def _apps(self, caller: CallContext, arguments: JsonObject) -> JsonObject:
        del caller
        items = apps_list(self._deps.catalogue(), _optional(arguments, "industry"))
        return {"items": items, "count": len(items)}

    async def _regions(self, caller: CallContext, arguments: JsonObject) -> JsonObject:
        del caller
        items = regions_list(self._deps.catalogue(), _optional(arguments, "provider"))
        return {"items": items, "count": len(items)}

    async def _skus(self, caller: CallContext, arguments: JsonObject) -> JsonObject:
        del caller
        wanted = (_optional(arguments, "provider"), _optional(arguments, "region"))
        items = skus_list(self._deps.catalogue(), *wanted)
        return {"items": items, "count": len(items)}

    async def _sshkey(self, caller: CallContext, arguments: JsonObject) -> JsonObject:
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

    async def _find(self, caller: CallContext, arguments: JsonObject) -> JsonObject:
        del caller
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

    async def _retry(self, caller: CallContext, arguments: JsonObject) -> JsonObject:
        """Run phase 0 of the caller's own failed deployment once more. The service itself would accept this for any
        deployment, a healthy one too (contract, section 12), so its state is looked at first."""
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


def _arguments(arguments: JsonObject) -> tuple[Draft, Plan | None]:
    """The draft and the plan before; the draft's members stand at top level or under `plan`."""
    rest = dict(arguments)
    current = rest.pop("current", None)
    inner = rest.pop("plan", None)
    try:
        draft = Draft.model_validate({**(inner or {}), **rest})
        return draft, Plan.model_validate(current) if current else None
    except ValidationError as error:
        where = ", ".join(sorted({".".join(str(p) for p in e["loc"])[:60] for e in error.errors()})[:5])
        raise ToolRefused("invalid_arguments", f"These arguments can't be used: {where}.") from None


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


def _skill(name: str) -> Handler:
    async def load(caller: CallContext, arguments: JsonObject) -> JsonObject:
        del caller, arguments
        short = name.removeprefix("skills.")
        text = await asyncio.to_thread(_skill_text, short)
        return {"name": short, "version": "1", "markdown": text}

    return load


_SKILLS = Path(__file__).parents[2] / "prompts" / "skills"


def _skill_text(short: str) -> str:
    return (_SKILLS / f"{short}.md").read_text(encoding="utf-8")


def refused(error: CatalystError) -> ToolRefused:
    """The service's error as a tool's refusal."""
    return ToolRefused(error.code, error.message, error.outcome, retryHelps=error.retry_helps)
