"""Names, titles, hints and JSON Schemas of the tools."""

from dataclasses import dataclass
from typing import Any, Literal

from tools.planning import Draft, Validation
from tools.skills import Skill

JsonObject = dict[str, Any]
Scope = Literal["dialogue", "public", "both"]
@dataclass(frozen=True, slots=True)
class ToolSpec:
    """One tool as clients see it."""

    name: str
    title: str
    description: str
    input_schema: JsonObject
    output_schema: JsonObject
    read_only: bool = True
    idempotent: bool = True
    destructive: bool = False
    open_world: bool = False
    scope: Scope = "both"
    """`dialogue`: offered to our own dialogue alone; `public`: to other people's agents alone."""

    def offered(self, scope: str) -> bool:
        """To the clients of this scope."""
        return self.scope in ("both", scope)


def _object(properties: JsonObject | None = None, required: tuple[str, ...] = (), *, closed: bool = True) -> JsonObject:
    schema: JsonObject = {"type": "object", "properties": properties or {}}
    if required:
        schema["required"] = list(required)
    if closed:
        schema["additionalProperties"] = False
    return schema


def _listed(item: JsonObject) -> JsonObject:
    return _object({"items": {"type": "array", "items": item}, "count": {"type": "integer"}}, ("items", "count"), closed=False)


def _draft_schema(**more: JsonObject) -> JsonObject:
    """The members of a draft at top level, or the same under `plan`."""
    schema = Draft.model_json_schema(by_alias=True)
    schema.pop("title", None)
    schema.pop("description", None)
    definitions = schema.setdefault("$defs", {})
    definitions["Draft"] = {k: v for k, v in Draft.model_json_schema(by_alias=True).items() if k != "$defs"}
    schema["properties"] = {**schema["properties"], "plan": {"$ref": "#/$defs/Draft"}, **more}
    return schema


_ID = {"type": "string", "pattern": "^[0-9a-f]{16}$"}
_EITHER_ID = {
    "type": "string", "pattern": "^([0-9a-f]{16}|apr-[0-9a-f]{32})$",
    "description": "A deployment's id, or the approvalId that create answered.",
}  # fmt: skip
_STRING = {"type": "string"}
_MAYBE = {"anyOf": [{"type": "string"}, {"type": "null"}]}
_STATUS = {
    "type": "string",
    "description": "approval_pending, approval_expired or approved while there is no deployment; then the deployment's own.",
}
_TEXT = {"type": "string", "maxLength": 300}
_ITEM = _object(closed=False)


_EVENT = _object(
    {"time": _STRING, "phase": _STRING, "level": _STRING, "message": _STRING, "component": _STRING, "state": _STRING},
    ("phase", "message"), closed=False,
)  # fmt: skip


def _specs() -> list[ToolSpec]:
    current: JsonObject = {"type": "object", "description": "The plan before this change, as `validate` returned it.", "maxProperties": 40}
    return [
        ToolSpec(
            "catalyst.openapi", "Provisioning API description",
            "The provisioning service's OpenAPI document: every path and field that it accepts. A plan's own members are in "
            "the schemas of validate and create.",
            _object(), _object(closed=False),
        ),
        ToolSpec(
            "catalyst.deployments.validate", "Check a plan (dry run)",
            "Use whenever the customer's wishes are known or have changed: returns the normalised plan, what is missing, "
            "problems with suggestions, the monthly estimate, and the digest that a yes is bound to. No side effect.",
            _draft_schema(current=current), Validation.model_json_schema(by_alias=True, mode="serialization"),
        ),
        ToolSpec(
            "catalyst.deployments.create", "Create the Sovereign",
            "Use only after the whole plan was read back and the person confirmed it. Spends money. Another agent's call "
            "never creates by itself: the verified person approves on our own page, to which the client sends them, or "
            "whose link is in the answer. Then follow the approvalId.",
            _draft_schema(digest={"type": "string", "maxLength": 64}),
            _object(
                {"id": _STRING, "status": _STATUS, "approvalId": _STRING, "opened": {"type": "boolean"}, "deploymentId": _STRING,
                 "message": _STRING},
                ("id", "status"), closed=False,
            ),
            read_only=False, idempotent=False, destructive=True, open_world=True,
        ),
        ToolSpec(
            "catalyst.deployments.get", "Read a deployment",
            "Overall status and, when finished, the result of one deployment; with an approvalId, whether the person has "
            "approved yet and the deployment that came of it.",
            _object({"id": _EITHER_ID}, ("id",)),
            _object(
                {"id": _STRING, "status": _STATUS, "fqdn": _MAYBE, "error": _MAYBE, "phase1Outcome": _MAYBE, "consoleURL": _MAYBE,
                 "components": {"type": "object", "additionalProperties": _STRING}, "approvalId": _STRING,
                 "opened": {"type": "boolean"}, "deploymentId": _STRING},
                ("id", "status"), closed=False,
            ),
            open_world=True,
        ),
        ToolSpec(
            "catalyst.deployments.events", "Progress of a deployment",
            "Progress events after the ones already seen; call again with `after` = `next` until `done`. With `wait` the "
            "call stays until there is news, or with `until: done` until the deployment is over, and tells each event as "
            "progress when the call has a progress token. With an approvalId it waits for the person first.",
            _object(
                {
                    "id": _EITHER_ID,
                    "after": {"type": "integer", "minimum": 0, "description": "Skip so many events."},
                    "wait": {"type": "integer", "minimum": 0, "maximum": 300, "description": "Seconds to stay at most."},
                    "until": {"enum": ["change", "done"], "default": "change"},
                },
                ("id",),
            ),
            _object(
                {"id": _STRING, "events": {"type": "array", "items": _EVENT}, "next": {"type": "integer"}, "status": _STATUS,
                 "done": {"type": "boolean"}},
                ("events", "next", "done"), closed=False,
            ),
            open_world=True,
        ),
        ToolSpec(
            "catalyst.deployments.handover", "Hand over to the customer",
            "Use when a deployment is ready: answers the page where the verified person takes their Sovereign over. The "
            "link into it is made there, for them alone.",
            _object({"id": _EITHER_ID}, ("id",)),
            _object({"id": _STRING, "status": _STATUS, "pageUrl": _STRING, "message": _STRING}, ("id", "pageUrl"), closed=False),
            scope="public", open_world=True,
        ),
        ToolSpec(
            "marketplace.catalog.list", "Apps",
            "Apps of the marketplace; `deployable` says which can be installed. With `industry` the suggested ones only.",
            _object({"industry": _TEXT}), _listed(_ITEM),
        ),
        ToolSpec(
            "marketplace.region.list", "Regions",
            "Regions that can host a Sovereign, with residency and object storage.",
            _object({"provider": _TEXT}), _listed(_ITEM),
        ),
        ToolSpec(
            "marketplace.sku.list", "Machine sizes",
            "Machine sizes with cores, memory and monthly price in EUR; with `region` only those that can be ordered there.",
            _object({"provider": _TEXT, "region": _TEXT}), _listed(_ITEM),
        ),
        ToolSpec(
            "catalyst.sshkey.generate", "Make an SSH key pair",
            "Makes the administrator's key pair; the private half goes to the vault and is never returned here.",
            _object({"fqdn": {"type": "string", "maxLength": 253}}, ("fqdn",)),
            _object({"publicKey": {"type": "string"}, "fingerprint": {"type": "string"}}, ("publicKey", "fingerprint")),
            read_only=False, idempotent=False, scope="dialogue",
        ),
        ToolSpec(
            "catalyst.deployments.find", "Look up a deployment after an unknown outcome",
            "Finds the deployment of an unanswered create by owner, address and start time.",
            _object(
                {"fqdn": {"type": "string", "maxLength": 253}, "owner": _TEXT, "since": _TEXT, "regions": {"type": "integer", "minimum": 1}},
                ("fqdn", "owner", "since"),
            ),
            _object({"outcome": {"enum": ["found", "absent", "ambiguous"]}, "id": {"type": "string"}}, ("outcome",), closed=False),
            scope="dialogue", open_world=True,
        ),
        ToolSpec(
            "catalyst.deployments.retry", "Run a failed deployment again",
            "Runs the making of the machines once more, for the verified person's own deployment that failed there.",
            _object({"id": _ID}, ("id",)), _object({"id": {"type": "string"}, "status": {"type": "string"}}, ("id", "status"), closed=False),
            read_only=False, idempotent=False, destructive=True, scope="dialogue", open_world=True,
        ),
    ]  # fmt: skip


SPECS: dict[str, ToolSpec] = {spec.name: spec for spec in _specs()}
"""All but the skills."""


_REFUSAL: JsonObject = {
    "code": {"type": "string", "description": "Of a refusal: why; stable."},
    "message": {"type": "string", "description": "What happened, for a person."},
    "outcome": {"type": "string", "description": "Of a refusal: what is known of the effect (refused, unknown, unreachable)."},
}


def or_refusal(schema: JsonObject) -> JsonObject:
    """The schema of a tool's answer, which is a result or a refusal: some clients hold refusals to it as well."""
    either = [{"required": schema.get("required", [])}, {"required": list(_REFUSAL)}]
    rest = {name: value for name, value in schema.items() if name not in ("required", "additionalProperties")}
    return {**rest, "properties": {**_REFUSAL, **schema.get("properties", {})}, "anyOf": either}


def skill_spec(skill: Skill) -> ToolSpec:
    """The tool that reads a skill."""
    output = _object(
        {"name": _STRING, "version": _STRING, "markdown": _STRING, "title": _STRING, "summary": _STRING,
         "derivedByUs": {"type": "array", "items": _STRING, "description": "Hints that are our own reading."}},
        ("name", "version", "markdown"), closed=False,
    )  # fmt: skip
    what = f"{skill.summary}: read before advising a customer of that kind."
    return ToolSpec(f"skills.{skill.name}", skill.summary, what, _object(), output)
