"""The sandbox as the settings want it."""

from dataclasses import replace
from pathlib import Path

from assistant.settings import Settings, listed
from sandbox.agents import Gateway, Site
from sandbox.isolation import Egress, Reach, Walls, probe


class NotHere(RuntimeError):
    """The sandbox can't be had as the settings want it; the text says why."""


def site(settings: Settings) -> Site:
    """Where agents run. Blocks for a fifth of a second. Raises NotHere."""
    found = Site(folders=tuple(Path(text).resolve() for text in listed(settings.sandbox_agents)))
    if settings.sandbox_gateway_url is not None and settings.sandbox_gateway_token is not None:
        gateway = Gateway(settings.sandbox_gateway_url, settings.sandbox_gateway_token.get_secret_value(), settings.sandbox_model)
        found = replace(found, models=gateway)
    if settings.sandbox_isolation == "none":
        return found
    standing = probe(settings.sandbox_cgroup)
    if not standing.ok:
        raise NotHere(f"No walls can be put around agents, so there is no sandbox. {standing.text} CONCIERGE_SANDBOX_ISOLATION=none does without them.")
    if settings.sandbox_cgroup is not None and standing.cgroup is None:
        raise NotHere(f"CONCIERGE_SANDBOX_CGROUP can't be used: {standing.text}.")
    try:
        reaches = tuple(Reach.parse(text) for text in listed(settings.sandbox_hosts))
    except ValueError as error:
        raise NotHere(f"CONCIERGE_SANDBOX_HOSTS: {error}.") from None
    folder = settings.data_dir.resolve() / "walls"
    walls = Walls(folder, privileged=standing.privileged, egress=Egress(settings.sandbox_egress), reaches=reaches, cgroup=standing.cgroup)
    return replace(found, walls=walls)
