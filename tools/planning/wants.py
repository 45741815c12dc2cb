"""Apps, provider, organisation, e-mail, keys: the rules that need no choice of region (plan-rules)."""

import base64
import binascii
import hashlib
import re

from tools.catalogue import App, Catalogue
from tools.planning.draft import Draft
from tools.planning.findings import Findings
from tools.planning.plan import problem
from tools.planning.spoken import written_email

_EMAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\.[a-z]{2,63}"
)
_PUBLIC_KEY = re.compile(r"(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp256) [A-Za-z0-9+/]{40,}={0,3}( [^\r\n]{1,200})?")
NEAREST: dict[str, tuple[str, str]] = {
    "medusa": ("wordpress", "which can carry a shop with a plug-in"),
    "documenso": ("nextcloud", "for keeping and sharing documents"),
    "chatwoot": ("formbricks", "for forms and feedback"),
    "plane": ("nocodb", "for simple task tables"),
    "twenty": ("nocodb", "for a simple customer table"),
    "erpnext": ("invoiceshelf", "for invoices and expenses"),
    "immich": ("nextcloud", "for keeping and sharing photos"),
}
"""Not installable → the nearest installable one and what it is good for."""


def organisation(draft: Draft, found: Findings) -> str | None:
    """As the person wrote it, spaces tidied."""
    name = re.sub(r"\s+", " ", draft.organisation or "").strip()
    if not name:
        return None
    if any(ord(c) < 32 for c in name) or not any(c.isalnum() for c in name):
        found.problems.append(problem("organisation", "organisation_invalid", "That name can't be used. What is the organisation called?"))
        return None
    return name


def email(draft: Draft, found: Findings) -> str | None:
    """Lower-cased; None with a problem when it is malformed."""
    if draft.email is None or not draft.email.strip():
        return None
    address = written_email(draft.email).strip().lower()
    local = address.split("@", maxsplit=1)[0]
    short = len(address) <= 254 and len(local) <= 64
    dots = ".." not in address and not local.startswith(".") and not local.endswith(".")
    ok = _EMAIL.fullmatch(address) and short and dots
    if ok:
        return address
    found.problems.append(
        problem("email", "email_invalid", "That doesn't look like a complete e-mail address. Which address may I use?")
    )
    return None


def provider(draft: Draft, catalogue: Catalogue, found: Findings) -> None:
    """Hetzner is the only one; a wish for another is answered honestly."""
    if draft.provider is None or not draft.provider.strip() or catalogue.provider(draft.provider) == "hetzner":
        return
    called = catalogue.provider_title(draft.provider)
    found.problems.append(
        problem(
            "provider",
            "provider_unsupported",
            f"I can't create anything at {called} yet; I've noted the wish and plan with Hetzner instead.",
            "hetzner",
        )
    )


def apps(draft: Draft, catalogue: Catalogue, found: Findings) -> tuple[str, ...]:
    """The installable ones, in the order named, each once; dependencies come along silently."""
    chosen: list[str] = []
    refused: set[str] = set()
    for wish in draft.apps or ():
        app = catalogue.app(wish)
        if app is None or (not app.deployable and catalogue.is_brand(wish)):
            found.problems.append(
                problem("apps", "app_unknown", f"I don't know an app called {wish[:60]}, so it isn't in the plan.")
            )
        elif app.system:
            continue
        elif not app.deployable:
            if app.slug not in refused:
                _not_installable(app, catalogue, found)
            refused.add(app.slug)
        elif app.slug not in chosen:
            chosen.append(app.slug)
    return tuple(chosen)


def _not_installable(app: App, catalogue: Catalogue, found: Findings) -> None:
    nearest = NEAREST.get(app.slug)
    offered = catalogue.apps.get(nearest[0]) if nearest else None
    if nearest and offered and offered.deployable:
        name = offered.name
        message = f"{app.name} is listed but can't be installed yet. The nearest I have is {name}, {nearest[1]}; say so if you want it."
        found.problems.append(problem("apps", "app_not_installable", message, nearest[0]))
        return
    what = "A mail server" if app.slug == "stalwart-mail" else app.name
    found.problems.append(
        problem("apps", "app_not_installable", f"{what} can't be installed yet, and I have nothing like it to offer.")
    )


def fingerprint(public_key: str) -> str | None:
    """SHA-256 over the wire key, as OpenSSH shows it; None for a key that can't be used."""
    text = public_key.strip()
    if not _PUBLIC_KEY.fullmatch(text):
        return None
    try:
        wire = base64.b64decode(text.split(" ")[1], validate=True)
    except binascii.Error:
        return None
    return f"SHA256:{base64.b64encode(hashlib.sha256(wire).digest()).decode().rstrip('=')}"


def ssh_key(draft: Draft, found: Findings) -> None:
    """A pasted public key must be of a kind that the cloud accepts."""
    if draft.ssh_public_key is not None and fingerprint(draft.ssh_public_key) is None:
        found.problems.append(
            problem(
                "sshPublicKey",
                "ssh_key_invalid",
                "That public key can't be used; it must be ssh-ed25519, ssh-rsa or ecdsa-sha2-nistp256. Leave it out and I'll make a pair.",
            )
        )
