"""`concierge agents`: which agents may be started, switched on and off while the server runs."""

import argparse
import os
import sys
from pathlib import Path

from assistant.api.sandbox_audit import Audit
from assistant.settings import Settings, listed
from sandbox.agents import Gateway, Offer, Site, catalogue
from sandbox.agents.switches import FILE, Switches, alone, load, save

OK, FAILED, MISUSED = 0, 1, 2


def run(options: argparse.Namespace, settings: Settings) -> int:
    """List them, or switch one; the exit code."""
    path = settings.data_dir / FILE
    try:
        with alone(settings.data_dir):
            switches = load(path)
            offers = catalogue(_site(settings, switches, options.org or ""))
            slug = options.off or options.on
            if slug is not None:
                if slug not in {offer.slug for offer in offers}:
                    _tell(f"There is no agent {slug[:40]!r}. Choose one of {', '.join(offer.slug for offer in offers)}.")
                    return MISUSED
                switches = switches.switched(slug, on=options.on is not None, org=options.org)
                Audit(settings.data_dir).switched(slug, actor="command", on=options.on is not None, org=options.org)
                save(path, switches)
                offers = catalogue(_site(settings, switches, options.org or ""))
    except ValueError as error:
        _tell(f"{path} can't be read ({error}), so nobody starts anything. Mend it, or remove it to switch everything on.")
        return FAILED
    except OSError as error:
        _tell(f"{path} can't be used ({os.strerror(error.errno or 0)}).")
        return FAILED
    for offer in offers:
        sys.stdout.write(f"{offer.slug:<17}{_state(offer)}\n")
    for org in sorted(switches.orgs) if options.org is None else ():
        if off := switches.orgs[org]:
            sys.stdout.write(f"for {org} off: {', '.join(sorted(off))}\n")
    return OK


def _site(settings: Settings, switches: Switches, org: str) -> Site:
    folders = tuple(Path(text).resolve() for text in listed(settings.sandbox_agents))
    models = None
    if settings.sandbox_gateway_url is not None and settings.sandbox_gateway_token is not None:
        models = Gateway(settings.sandbox_gateway_url, settings.sandbox_gateway_token.get_secret_value(), settings.sandbox_model)
    return Site(folders, org=org, switches=switches, models=models)


def _state(offer: Offer) -> str:
    if offer.off is not None:
        return "off for everybody" if offer.off == "sovereign" else "off"
    if not offer.installed:
        return f"not installed{f' ({offer.install})' if offer.install else ''}"
    return f"needs {', '.join(offer.missing)}" if offer.missing else "on"


def _tell(sentence: str) -> None:
    sys.stderr.write(f"concierge: {sentence}\n")
