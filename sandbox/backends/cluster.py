"""Sessions whose hosts are pods: created, waited for, connected to, removed. What is kept here is a folder with what is known of each."""

import asyncio
import base64
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from sandbox.backends.api import Api
from sandbox.backends.kubernetes import MANAGED, PORT, Keys, Manifest, Pods, manifests, name_of
from sandbox.backends.remote import connect, make_keys
from sandbox.host import folder as files
from sandbox.host.launch import Found, HostFailed, Spec, scan
from sandbox.host.link import HostLink
from sandbox.host.protocol import Welcome

START_S = 180.0
"""An image may have to be fetched first."""
LOOK_S = 0.5
HOPELESS = frozenset({"ErrImagePull", "ImagePullBackOff", "InvalidImageName", "CreateContainerConfigError", "CreateContainerError", "ErrImageNeverPull"})
"""What a container waits for that won't come by waiting."""
_KINDS = ("Pod", "NetworkPolicy", "Secret", "ServiceAccount")


class Cluster:
    """A `Backend`.

    Args:
        root: where folders of sessions are.
        api: of the namespace that `pods` names.
    """

    here = False

    def __init__(self, root: Path, api: Api, pods: Pods, *, start_s: float = START_S) -> None:
        self._root, self._api, self._pods, self._start_s = root, api, pods, start_s

    async def find(self) -> list[Found]:
        """Folders of ours; those whose pod is there run. Raises HostFailed, OSError."""
        pods = {str(pod.get("metadata", {}).get("name")): pod for pod in await self._api.list("Pod", MANAGED)}
        known = await asyncio.to_thread(scan, self._root)
        return [Found(f.id, f.folder, f.facts, f.exited, running=_phase(pods.get(name_of(f.id))) in ("Pending", "Running")) for f in known]

    async def start(self, spec: Spec) -> Found:
        """See `Backend`. What was made of one that doesn't come up is removed."""
        folder, facts = self._root / spec.id, {"id": spec.id, "about": spec.about, "started": spec.started}
        try:
            made = manifests(spec, await asyncio.to_thread(make_keys), self._pods)
            await asyncio.to_thread(folder.mkdir, parents=True, mode=0o700)
        except ValueError as error:
            raise HostFailed(str(error)) from None
        except FileExistsError:
            raise HostFailed("there is a session of this name") from None
        try:
            await asyncio.to_thread(files.write_json, folder / files.FACTS, facts)
            for manifest in made:
                await self._api.create(manifest)
            await self._ready(spec.id)
        except BaseException:
            await self._swept(spec.id)
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
            raise
        return Found(spec.id, folder, facts, None, running=True)

    async def _ready(self, session: str) -> None:
        """Until its host listens. Raises HostFailed, OSError."""
        until = time.monotonic() + self._start_s
        while True:
            pod = await self._api.get("Pod", name_of(session))
            if (why := _hopeless(pod)) is not None:
                raise HostFailed(why)
            if _address(pod):
                return
            if time.monotonic() > until:
                raise HostFailed("the pod doesn't come up")
            await asyncio.sleep(LOOK_S)

    async def connect(self, found: Found) -> tuple[HostLink, Welcome]:
        """See `Backend`."""
        pod, secret = await self._api.get("Pod", name_of(found.id)), await self._api.get("Secret", name_of(found.id))
        address = _address(pod)
        if not address or secret is None:
            raise ConnectionError("the session's pod isn't there")
        held = {name: base64.b64decode(text).decode() for name, text in (secret.get("data") or {}).items() if name in ("tls.crt", "token")}
        if len(held) != 2:
            raise ConnectionError("the session's keys aren't there")
        return await connect(address, Keys(held["tls.crt"], "", held["token"]), PORT)

    async def remove(self, found: Found) -> None:
        """See `Backend`. Raises HostFailed, OSError."""
        for kind in _KINDS:
            await self._api.delete(kind, name_of(found.id))
        await asyncio.to_thread(shutil.rmtree, found.folder, ignore_errors=True)

    async def _swept(self, session: str) -> None:
        for kind in _KINDS:
            with suppress(HostFailed, OSError, TimeoutError):
                await self._api.delete(kind, name_of(session))


def _phase(pod: Manifest | None) -> str:
    return str(((pod or {}).get("status") or {}).get("phase", ""))


def _address(pod: Manifest | None) -> str:
    """Of one that is ready."""
    status: dict[str, Any] = (pod or {}).get("status") or {}
    ready = any(c.get("type") == "Ready" and c.get("status") == "True" for c in status.get("conditions") or ())
    return str(status.get("podIP", "")) if ready else ""


def _hopeless(pod: Manifest | None) -> str | None:
    if pod is None:
        return "the pod is gone"
    if _phase(pod) in ("Failed", "Succeeded"):
        return "the pod ended at once"
    for container in (pod.get("status") or {}).get("containerStatuses") or ():
        reason = str(((container.get("state") or {}).get("waiting") or {}).get("reason", ""))
        if reason in HOPELESS:
            return f"the pod waits in vain: {reason}"
    return None
