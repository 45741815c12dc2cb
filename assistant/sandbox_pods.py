"""The sandbox in a Kubernetes cluster, as the settings want it: which cluster, how its pods are, and what can be started in one."""

import asyncio
import ipaddress
import re
from pathlib import Path
from typing import Any

import aiohttp

from assistant.api.sandbox_agents import Agents
from assistant.api.sandbox_events import Spool
from assistant.problems import Problem
from assistant.sandboxing import NotHere
from assistant.settings import Settings
from sandbox.agents.catalogue import agents
from sandbox.backends.api import Access, Api, NoAccess, access
from sandbox.backends.cluster import Cluster
from sandbox.backends.kubernetes import Peer, Pods
from sandbox.cards import marks
from sandbox.host.launch import Found, HostFailed, Spec

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
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
    return found, Pods(namespace, image, _server(settings.sandbox_server), runtime=settings.sandbox_runtime)


def _server(text: str) -> Peer:
    if labelled := _LABELLED.fullmatch(text):
        return Peer(namespace=labelled["namespace"], labels={labelled["label"]: labelled["value"]})
    try:
        network = ipaddress.ip_network(text)
    except ValueError:
        network = None
    if network is None or not network.prefixlen:
        raise NotHere("CONCIERGE_SANDBOX_SERVER must say who may connect to pods: `namespace/label=value` of this server's pod, or its address as `10.1.2.3/32`.")
    return Peer(cidr=str(network))


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
    """Shells only: the files that agents are told things by aren't carried into pods yet."""

    async def offers(self) -> list[dict[str, Any]]:
        """See `Agents`."""
        return [
            offer if self.is_rescue(offer["id"]) else {**offer, "available": False, "version": "", "why": "Not in pods yet"} for offer in await super().offers()
        ]

    def resuming(self) -> frozenset[str]:
        """None: what they remember goes with the pod."""
        return frozenset()

    async def spec(self, slug: str, name: str, owner: str, cols: int, rows: int, *, follows: str = "", asked: bool = False) -> Spec:
        """See `Agents`. Nothing of it lies on this machine."""
        del follows, asked
        agent = agents().get(slug)
        if agent is None:
            raise Problem(400, "invalid_agent", f"There is no agent {slug[:40]!r}.", "Start another one.")
        if not agent.rescue:
            raise Problem(409, "not_installed", f"{agent.title} can't be started in pods yet.", "Start a shell.")
        await asyncio.to_thread(self.allowed, slug, owner)
        env = {"PATH": PATH, "TERM": "xterm-256color", "COLORTERM": "truecolor", "SHELL": "/bin/sh", "LANG": "C.UTF-8"}
        env |= marks.SHELL if slug == "bash" else {}
        return Spec(name, (agent.binary, *agent.arguments), env, "/", cols=cols, rows=rows, about={"owner": owner, "agent": slug})

    def spool(self, owner: str, session: Found) -> Spool | None:
        """None: a shell tells nothing of itself but in its output."""
        del owner, session
        return None

    def forget(self, owner: str, session: str) -> None:
        """Nothing of it lies here."""
