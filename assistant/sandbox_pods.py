"""The sandbox in a Kubernetes cluster, as the settings want it: which cluster, how its pods are, and what can be started in one."""

import asyncio
import ipaddress
import re
from dataclasses import replace
from pathlib import Path

import aiohttp

from assistant.api.sandbox_agents import Agents, refusal
from assistant.api.sandbox_events import Spool
from assistant.problems import unavailable
from assistant.sandboxing import NotHere, told
from assistant.settings import Settings, listed
from sandbox.agents import NotPossible, Offer, Site
from sandbox.agents.carry import carried
from sandbox.agents.catalogue import agents
from sandbox.backends.api import Access, Api, NoAccess, access
from sandbox.backends.cluster import Cluster
from sandbox.backends.kubernetes import REPO, Peer, Pods
from sandbox.cards import marks
from sandbox.host.launch import Found, HostFailed, Spec

_NAMESPACE = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_IMAGE = re.compile(r"[a-z0-9][a-z0-9._:/-]{0,200}(@sha256:[0-9a-f]{64}|:(?!latest$)[A-Za-z0-9_][A-Za-z0-9._-]{0,127})")
_LABELLED = re.compile(r"(?P<namespace>[a-z0-9][a-z0-9-]{0,62})/(?P<label>[A-Za-z0-9][A-Za-z0-9./_-]{0,100})=(?P<value>[A-Za-z0-9][A-Za-z0-9._-]{0,62})")


def wanted(settings: Settings) -> tuple[Access, Pods]:
    """Which cluster, and how pods are there. Nothing is asked of it yet. Blocks for milliseconds. Raises NotHere: what is missing."""
    try:
        found = access(settings.sandbox_kubeconfig)
    except NoAccess as why:
        raise NotHere(f"CONCIERGE_SANDBOX_KUBECONFIG: {why}.") from None
    namespace, image = settings.sandbox_namespace or found.namespace, settings.sandbox_image
    if not _NAMESPACE.fullmatch(namespace):
        raise NotHere("CONCIERGE_SANDBOX_NAMESPACE must name the namespace that sessions' pods are put into.")
    if not _IMAGE.fullmatch(image):
        raise NotHere("CONCIERGE_SANDBOX_IMAGE must name the image of sessions' pods, with a version that isn't `latest`, or with its digest.")
    told(settings)  # a tool that can't be understood is told now, not when an agent is started
    reaches = tuple(map(_reach, listed(settings.sandbox_reaches)))
    if held(settings) and not reaches:
        raise NotHere("CONCIERGE_SANDBOX_REACHES must name the model gateway, since agents in pods reach nothing else.")
    return found, Pods(namespace, image, _server(settings.sandbox_server), reaches, runtime=settings.sandbox_runtime)


def held(settings: Settings) -> frozenset[str]:
    """The agents of the image. Raises NotHere: there is none of that name."""
    found = frozenset(listed(settings.sandbox_image_agents))
    if unknown := sorted(found - set(agents())):
        raise NotHere(f"CONCIERGE_SANDBOX_IMAGE_AGENTS names {unknown[0][:40]!r}, which is none; choose of {', '.join(agents())}.")
    return found


def _reach(text: str) -> Peer:
    """`namespace/label=value:port`, or `10.1.2.3/32:port`. Raises NotHere."""
    where, _, port = text.rpartition(":")
    if (peer := _peer(where)) is None or not re.fullmatch(r"[1-9]\d{0,4}", port) or int(port) > 65535:
        raise NotHere("CONCIERGE_SANDBOX_REACHES must be `namespace/label=value:port` or `10.1.2.3/32:port`, several with commas.")
    return replace(peer, ports=(int(port),))


def _server(text: str) -> Peer:
    peer = _peer(text)
    if peer is None:
        raise NotHere("CONCIERGE_SANDBOX_SERVER must say who may connect to pods: `namespace/label=value` of this server's pod, or its address as `10.1.2.3/32`.")
    return peer


def _peer(text: str) -> Peer | None:
    if labelled := _LABELLED.fullmatch(text):
        return Peer(namespace=labelled["namespace"], labels={labelled["label"]: labelled["value"]})
    try:
        network = ipaddress.ip_network(text)
    except ValueError:
        return None
    return Peer(cidr=str(network)) if network.prefixlen else None


async def backend(settings: Settings, root: Path, http: aiohttp.ClientSession) -> Cluster:
    """Asked once whether it lets us look at pods. Raises NotHere."""
    found, pods = await asyncio.to_thread(wanted, settings)
    api = Api(http, found, pods.namespace)
    try:
        await api.list("Pod", {"app.kubernetes.io/managed-by": "concierge"})
    except (HostFailed, OSError, TimeoutError) as error:
        raise NotHere(f"The cluster's pods can't be looked at: {error or type(error).__name__}.") from None
    return Cluster(root, api, pods)


class PodAgents(Agents):
    """Agents of the image. Their homes are in their pods: nothing of them lies on this machine, and what they remember goes with the pod.

    Args:
        held: those that the image holds, beside shells.
    """

    def __init__(self, data: Path, site: Site | None = None, held: frozenset[str] = frozenset()) -> None:
        super().__init__(data, site)
        self._held = held

    def catalogue(self, *, versions: bool = False) -> list[Offer]:
        """See `Agents`. Versions are those of the image, which isn't looked into."""
        del versions
        shells = {slug for slug, agent in agents().items() if agent.rescue}
        return [replace(offer, installed=offer.slug in self._held | shells) for offer in super().catalogue()]

    def resuming(self) -> frozenset[str]:
        """None."""
        return frozenset()

    async def spec(self, slug: str, name: str, owner: str, cols: int, rows: int, *, follows: str = "", asked: bool = False) -> Spec:
        """See `Agents`."""
        del follows, asked
        try:
            site = await asyncio.to_thread(self.site_of, owner)
            found = carried(slug, name, site, self._held, repo=REPO, about={"owner": owner}, cols=cols, rows=rows)
        except NotPossible as why:
            raise refusal(why) from None
        except ValueError:
            raise unavailable("What an administrator switched off can't be read.") from None
        return replace(found, env={**marks.SHELL, **found.env}) if slug == "bash" else found

    def spool(self, owner: str, session: Found) -> Spool | None:
        """None: what an agent tells of itself stays in its pod; its output is what is known."""
        del owner, session
        return None

    def forget(self, owner: str, session: str) -> None:
        """Nothing of it lies here."""
