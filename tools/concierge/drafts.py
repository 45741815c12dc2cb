"""Arguments of validate and create, and the dry run that both begin with."""

from typing import Any

from pydantic import ValidationError

from tools.concierge.ports import CallContext, ToolboxDeps
from tools.concierge.refusals import ToolRefused
from tools.planning import Draft, NamesBut, Plan, Validation, validate
from tools.planning.spoken import written_email

JsonObject = dict[str, Any]


async def checked(deps: ToolboxDeps, caller: CallContext, arguments: JsonObject) -> tuple[Draft, Validation]:
    """Draft and verdict. Raises ToolRefused: invalid_arguments."""
    draft, current = _arguments(arguments)
    address = written_email(draft.email or "").strip().lower()
    verified = caller.email_verified and bool(address) and address == caller.email
    result = await validate(
        draft,
        current=current,
        catalogue=deps.catalogue(),
        names=NamesBut(deps.names, caller.refused_names),
        account=caller.account,
        ceiling=deps.ceiling,
        ordered=caller.ordered,
        ssh_fingerprint=caller.ssh_fingerprint,
        email_verified=verified,
    )
    return draft, result


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
