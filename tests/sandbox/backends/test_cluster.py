"""Sessions in pods: a server that acts as a cluster's does, and pods that are processes of this machine with addresses of their own."""

import asyncio
import base64
import json
import random
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
import jsonschema
import pytest
import yaml
from aiohttp import web

from sandbox import backends
from sandbox.backends.api import Access, Api, NoAccess, Refused, access
from sandbox.backends.cluster import Cluster
from sandbox.backends.kubernetes import PORT, Peer, Pods
from sandbox.fanout import Hello
from sandbox.host import folder as files
from sandbox.host.launch import HostFailed, Spec
from sandbox.hub import Box, Hub, Sessions

SCHEMA = json.loads((Path(str(backends.__file__)).parent / "manifests.schema.json").read_text())
PODS = Pods("sandboxes", "registry.test/sandbox:1.2.3", Peer(namespace="concierge", labels={"app": "concierge"}))
TOKEN = "cluster-token-hush"
ASKS = Spec("a1b2", ("sh", "-c", "echo ready; read x; echo got $x; exit 5"), {"PATH": "/usr/bin:/bin"}, "/", about={"owner": "ann@example.com", "agent": "bash"})
SOON_S = 60


class FakeCluster:
    """Keeps objects, and runs a pod's own program for each pod."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.url = folder, ""
        self.objects: dict[tuple[str, str], dict[str, Any]] = {}
        self.processes: dict[str, asyncio.subprocess.Process] = {}
        self.coming: dict[str, asyncio.Task[None]] = {}
        self.asked: list[str] = []
        self.refuses = ""
        self.waiting = ""

    async def serve(self) -> web.AppRunner:
        app = web.Application()
        for group in ("api/v1", "apis/networking.k8s.io/v1"):
            one = f"/{group}/namespaces/sandboxes/{{plural}}"
            app.add_routes([web.post(one, self.create), web.get(one, self.list), web.get(one + "/{name}", self.get), web.delete(one + "/{name}", self.delete)])
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        return runner

    def _note(self, request: web.Request) -> str:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            raise web.HTTPUnauthorized(text=json.dumps({"kind": "Status", "reason": "Unauthorized"}))
        plural = request.match_info["plural"]
        self.asked.append(f"{request.method} {plural}")
        return plural

    async def create(self, request: web.Request) -> web.Response:
        plural, made = self._note(request), await request.json()
        jsonschema.Draft202012Validator(SCHEMA).validate(made)
        if plural == self.refuses:
            return web.json_response({"kind": "Status", "reason": "Forbidden"}, status=403)
        key = (plural, made["metadata"]["name"])
        if key in self.objects:
            return web.json_response({"kind": "Status", "reason": "AlreadyExists"}, status=409)
        self.objects[key] = made
        if plural == "pods":
            made["status"] = {"phase": "Pending"}
            if self.waiting:
                made["status"]["containerStatuses"] = [{"state": {"waiting": {"reason": self.waiting}}}]
            else:
                self.coming[key[1]] = asyncio.create_task(self._run(key[1], made))
        return web.json_response(made, status=201)

    async def _run(self, name: str, pod: dict[str, Any]) -> None:
        keys = self.folder / name / "keys"
        keys.mkdir(parents=True)
        for file, data in self.objects["secrets", name]["data"].items():
            (keys / file).write_bytes(base64.b64decode(data))
        wanted = json.loads((keys / "spec.json").read_text())
        wanted["cwd"] = str(self.folder)  # there is no /workspace here
        if (keys / "files.json").exists():  # nor a home that these may be put into
            home, repo = self.folder / name / "home", self.folder / name / "repo"
            for place in (home, repo):
                place.mkdir()
            path = f"{self.folder / 'bin'}:{wanted['env']['PATH']}"
            wanted |= {"cwd": str(repo), "env": {**wanted["env"], "HOME": str(home), "SANDBOX_REPO_ROOT": str(repo), "PATH": path}}
        (keys / "spec.json").write_text(json.dumps(wanted))
        address = f"127.{random.randrange(1, 255)}.{random.randrange(255)}.{random.randrange(2, 255)}"
        command = (sys.executable, "-m", "sandbox.backends.pod", str(keys), str(self.folder / name / "run"), address, str(PORT))
        process = self.processes[name] = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        assert process.stdout is not None
        assert (await asyncio.wait_for(process.stdout.readline(), SOON_S)).startswith(b"ready")
        pod["status"] = {"phase": "Running", "podIP": address, "conditions": [{"type": "Ready", "status": "False"}]}

    async def get(self, request: web.Request) -> web.Response:
        found = self.objects.get((self._note(request), request.match_info["name"]))
        if found is None:
            return web.json_response({"kind": "Status", "reason": "NotFound"}, status=404)
        answer = web.json_response(found)
        for condition in found.get("status", {}).get("conditions", ()):
            condition["status"] = "True"  # the next time
        return answer

    async def list(self, request: web.Request) -> web.Response:
        plural, (label, _, value) = self._note(request), request.query["labelSelector"].partition("=")
        return web.json_response({"items": [o for (p, _), o in self.objects.items() if p == plural and o["metadata"]["labels"].get(label) == value]})

    async def delete(self, request: web.Request) -> web.Response:
        key = (self._note(request), request.match_info["name"])
        if self.objects.pop(key, None) is None:
            return web.json_response({"kind": "Status", "reason": "NotFound"}, status=404)
        if key[0] == "pods":
            await self.end(key[1])
        return web.json_response({"kind": "Status", "status": "Success"})

    async def end(self, name: str) -> None:
        if coming := self.coming.pop(name, None):
            await coming
        process = self.processes.pop(name, None)
        if process is not None:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), SOON_S)


@pytest.fixture
async def fake(tmp_path: Path) -> AsyncIterator[FakeCluster]:
    found = FakeCluster(tmp_path / "cluster")
    runner = await found.serve()
    yield found
    for name in {*found.coming, *found.processes}:
        await found.end(name)
    await runner.cleanup()


@pytest.fixture
async def cluster(fake: FakeCluster, tmp_path: Path) -> AsyncIterator[Cluster]:
    async with aiohttp.ClientSession() as http:
        yield Cluster(tmp_path / "sandbox", Api(http, Access(fake.url, "", lambda: TOKEN), "sandboxes"), PODS, start_s=SOON_S)


def _watched(hub: Hub) -> Box:
    _, box = hub.join(Hello(), b"w" * 16)
    return box


async def _until(box: Box, text: bytes) -> None:
    seen = b""
    async with asyncio.timeout(SOON_S):
        while text not in seen:
            item = await box.next()
            assert item is not None
            seen += item if isinstance(item, bytes) else b""


async def test_a_session_in_a_pod_is_watched_found_again_answered_and_removed(fake: FakeCluster, cluster: Cluster, tmp_path: Path) -> None:
    root = tmp_path / "sandbox"
    first = Sessions(root, backend=cluster)
    await first.start()
    hub = await first.create(ASKS)
    assert hub.child == 0  # its number is one of another machine's
    await _until(_watched(hub), b"ready")
    first.close()  # as when a server is stopped
    assert [plural for plural, _ in fake.objects] == ["serviceaccounts", "secrets", "networkpolicies", "pods"]
    kept = (root / "a1b2" / files.FACTS).read_text()
    assert json.loads(kept)["about"]["owner"] == "ann@example.com"

    second = Sessions(root, backend=cluster)
    await second.start()
    hub = second.hub("a1b2")
    assert hub is not None
    box = _watched(hub)
    await _until(box, b"ready")
    hub.say(b"x" * 16, 1, b"words\r")
    await _until(box, b"got words")
    async with asyncio.timeout(SOON_S):
        await hub.over.wait()
    second.close()

    third = Sessions(root, backend=cluster)  # what became of it is known here, whatever is in the cluster
    await third.start()
    assert third.how_ended("a1b2") == {"code": 5, "signal": None}
    await third.end("a1b2")
    assert (fake.objects, fake.processes, list(root.iterdir())) == ({}, {}, [])
    third.close()


async def test_a_pod_that_went_with_its_node_is_a_session_that_is_lost(fake: FakeCluster, cluster: Cluster, tmp_path: Path) -> None:
    await cluster.start(ASKS)
    await fake.end("sandbox-a1b2")
    fake.objects.clear()
    sessions = Sessions(tmp_path / "sandbox", backend=cluster)
    await sessions.start()
    assert (sessions.hub("a1b2"), sessions.how_ended("a1b2"), [f.id for f in sessions.all()]) == (None, None, ["a1b2"])
    sessions.close()


@pytest.mark.parametrize("refuses", ["serviceaccounts", "networkpolicies", "pods"])
async def test_of_a_session_that_is_refused_nothing_is_left(fake: FakeCluster, cluster: Cluster, tmp_path: Path, refuses: str) -> None:
    fake.refuses = refuses
    with pytest.raises(HostFailed, match="403 Forbidden"):
        await cluster.start(ASKS)
    assert (fake.objects, list((tmp_path / "sandbox").iterdir())) == ({}, [])


async def test_a_pod_that_will_never_come_up_is_not_waited_for(fake: FakeCluster, cluster: Cluster, tmp_path: Path) -> None:
    fake.waiting = "ImagePullBackOff"
    with pytest.raises(HostFailed, match="ImagePullBackOff"):
        await cluster.start(ASKS)
    assert (fake.objects, list((tmp_path / "sandbox").iterdir())) == ({}, [])


async def test_without_the_policy_there_is_no_pod(fake: FakeCluster, cluster: Cluster) -> None:
    fake.refuses = "networkpolicies"
    with pytest.raises(HostFailed):
        await cluster.start(ASKS)
    assert "POST pods" not in fake.asked


async def test_a_wrong_token_is_a_refusal_that_does_not_tell_it(fake: FakeCluster) -> None:
    async with aiohttp.ClientSession() as http:
        api = Api(http, Access(fake.url, "", lambda: "another-hush"), "sandboxes")
        with pytest.raises(Refused, match="401") as refused:
            await api.get("Pod", "x")
        gone = Api(http, Access("http://127.0.0.1:9", "", lambda: "another-hush"), "sandboxes")
        with pytest.raises(OSError, match="can't be reached") as unreachable:
            await gone.get("Pod", "x")
    assert "hush" not in str(refused.value) + str(unreachable.value) + repr(Access(fake.url, "", lambda: TOKEN))


async def test_a_long_answer_is_read_to_its_end_and_an_endless_one_is_not(fake: FakeCluster, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    labels = {"app.kubernetes.io/managed-by": "concierge"}
    fake.objects |= {("pods", f"p{n}"): {"metadata": {"name": f"p{n}", "labels": labels}, "more": "x" * 1000} for n in range(1000)}
    async with aiohttp.ClientSession() as http:
        api = Api(http, Access(fake.url, "", lambda: TOKEN), "sandboxes")
        assert len(await api.list("Pod", labels)) == 1000
        monkeypatch.setattr("sandbox.backends.api.LARGEST", 1000)
        with pytest.raises(OSError, match="too long"):
            await api.list("Pod", labels)


def _config(**user: str) -> dict[str, Any]:
    return {
        "current-context": "c", "contexts": [{"name": "c", "context": {"cluster": "k", "user": "u", "namespace": "sandboxes"}}],
        "clusters": [{"name": "k", "cluster": {"server": "http://127.0.0.1:1"}}], "users": [{"name": "u", "user": user}],
    }  # fmt: skip


def test_a_kubeconfig_tells_where_and_who(tmp_path: Path) -> None:
    path = tmp_path / "config"
    path.write_text(yaml.safe_dump(_config(token=TOKEN)))
    found = access(path)
    assert (found.url, found.namespace, found.token()) == ("http://127.0.0.1:1", "sandboxes", TOKEN)
    (tmp_path / "token").write_text("other\n")
    path.write_text(yaml.safe_dump(_config(tokenFile=str(tmp_path / "token"))))
    assert access(path).token() == "other"


@pytest.mark.parametrize(
    ("config", "says"),
    [
        (_config(), "neither a token nor a certificate"), ({**_config(token="t"), "current-context": "none"}, "can't be used"), ({}, "can't be used"),
        ({**_config(token="t"), "clusters": [{"name": "k", "cluster": {"server": "http://10.0.0.1:80"}}]}, "isn't https"), ([], "can't be used"),
    ],
)  # fmt: skip
def test_one_that_is_of_no_use_says_why(tmp_path: Path, config: Any, says: str) -> None:
    path = tmp_path / "config"
    path.write_text(yaml.safe_dump(config))
    with pytest.raises(NoAccess, match=says):
        access(path)


def test_outside_a_cluster_without_a_kubeconfig_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KUBERNETES_SERVICE_HOST", raising=False)
    with pytest.raises(NoAccess, match="no pod of a cluster"):
        access(None)
