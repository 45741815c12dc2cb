"""What is applied for a session, and the session host in its pod reached over the network."""

import asyncio
import base64
import copy
import json
import signal
import ssl
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sandbox import backends
from sandbox.agents import Gateway, Site
from sandbox.agents.carry import carried
from sandbox.backends.kubernetes import LABEL, REPO, Keys, Peer, Pods, claims, manifests
from sandbox.backends.remote import connect, make_keys
from sandbox.host.launch import Spec
from sandbox.host.link import HostLink
from sandbox.host.protocol import Shot

TOKEN = "model-token-hush"
SCHEMA = json.loads((Path(str(backends.__file__)).parent / "manifests.schema.json").read_text())
KEYS = Keys("certificate", "private key", "00" * 32)
PODS = Pods("sandbox-acme", "registry.test/sandbox:1.2.3", Peer(namespace="concierge", labels={"app": "concierge"}), (Peer(cidr="10.1.2.3/32", ports=(8443,)),))
SPEC = Spec("a1b2", ("claude",), {"LLM_GATEWAY_TOKEN": TOKEN, "PATH": "/usr/bin"}, "/")


def made(**pods: Any) -> dict[str, dict[str, Any]]:
    changed = Pods(**{**{f: getattr(PODS, f) for f in PODS.__slots__}, **pods})
    return {m["kind"]: m for m in manifests(SPEC, KEYS, changed)}


def check(manifest: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(manifest)


@pytest.mark.parametrize("pods", [{}, {"home": "home-ann", "repo": "repo-x", "runtime": "gvisor"}, {"image": f"r.test/s@sha256:{'a' * 64}"}])
def test_everything_is_as_the_cluster_takes_it(pods: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    found = made(**pods)
    assert list(found) == ["ServiceAccount", "Secret", "NetworkPolicy", "Pod"]
    for manifest in found.values():
        check(manifest)
        assert manifest["metadata"]["labels"][LABEL] == "a1b2"
        assert manifest["metadata"]["namespace"] == "sandbox-acme"


def test_what_a_pod_may_write_is_bounded_as_a_whole() -> None:
    def ephemeral(**pods: Any) -> tuple[str, str]:
        found = made(**pods)["Pod"]["spec"]["containers"][0]["resources"]
        return found["limits"]["ephemeral-storage"], found["requests"]["ephemeral-storage"]

    other = 1024 + 64 + 64
    assert ephemeral() == (f"{2 * 2048 + other}Mi",) * 2
    assert ephemeral(home="home-ann") == (f"{2048 + other}Mi",) * 2
    assert ephemeral(home="home-ann", repo="repo-x", storage="5Gi") == (f"{other}Mi",) * 2
    volumes = {v["name"]: v for v in made(storage="5Gi", home="home-ann")["Pod"]["spec"]["volumes"]}
    assert volumes["home"]["persistentVolumeClaim"] == {"claimName": "home-ann"}
    assert all("sizeLimit" in volumes[name]["emptyDir"] for name in ("repo", "tmp", "run"))


def test_volumes_that_stay_have_a_size() -> None:
    pods = Pods(**{**{f: getattr(PODS, f) for f in PODS.__slots__}, "home": "home-ann", "repo": "repo-x", "storage": "5Gi", "storage_class": "fast"})
    found = claims(pods)
    assert [(c["metadata"]["name"], c["spec"]["resources"]["requests"]["storage"], c["spec"]["storageClassName"]) for c in found] == [
        ("home-ann", "5Gi", "fast"), ("repo-x", "5Gi", "fast"),
    ]  # fmt: skip
    for claim in found:
        check(claim)
    assert claims(PODS) == []
    claim = found[0]
    for path, value in (("resources", {}), ("accessModes", ["ReadWriteMany"]), ("volumeMode", "Block"), ("volumeName", "another")):
        with pytest.raises(jsonschema.ValidationError):
            check({**claim, "spec": {**claim["spec"], path: value}})


@pytest.mark.parametrize("storage", ["", "2", "0Gi", "-1Gi", "2G", "2Gi\n", "1e9Gi", "2Gi; rm", "9999999999Gi"])
def test_an_amount_that_is_none_is_refused(storage: str) -> None:
    with pytest.raises(ValueError, match="amount of storage"):
        made(storage=storage)
    with pytest.raises(ValueError, match="amount of storage"):
        claims(Pods("ns", "r.test/s:1", Peer(cidr="10.0.0.1/32"), home="h", storage=storage))


def test_secrets_are_in_the_secret_alone() -> None:
    found = made()
    secret = found.pop("Secret")
    assert TOKEN not in json.dumps(found)
    assert KEYS.key not in json.dumps(found)
    assert TOKEN in base64.b64decode(secret["data"]["spec.json"]).decode()
    assert TOKEN not in repr(KEYS)


def test_the_agents_files_are_in_the_secret_and_only_where_there_are_some() -> None:
    assert "files.json" not in made()["Secret"]["data"]
    told = carried("claude-code", "a1b2", Site(models=Gateway("https://models.test/v1", TOKEN)), ("claude-code",), repo=REPO, about={})
    secret = next(m for m in manifests(told, KEYS, PODS) if m["kind"] == "Secret")
    check(secret)
    files = json.loads(base64.b64decode(secret["data"]["files.json"]))
    assert {"name", "text", "how", "in_repo"} == set(files[0])
    assert TOKEN not in json.dumps(files)
    assert "files" not in json.loads(base64.b64decode(secret["data"]["spec.json"]))
    with pytest.raises(ValueError, match="too long"):
        manifests(replace(told, files=({"text": "x" * 800_000},)), KEYS, PODS)


def test_nothing_comes_in_but_from_the_server_and_nothing_goes_out_but_to_what_is_listed() -> None:
    policy = made()["NetworkPolicy"]["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    assert [rule["from"][0]["namespaceSelector"]["matchLabels"] for rule in policy["ingress"]] == [{"kubernetes.io/metadata.name": "concierge"}]
    assert [[p["port"] for p in rule["ports"]] for rule in policy["egress"]] == [[53, 53], [8443]]
    assert made(reaches=())["NetworkPolicy"]["spec"]["egress"] == policy["egress"][:1]


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("Pod", "spec.hostNetwork", True), ("Pod", "spec.automountServiceAccountToken", True), ("Pod", "spec.containers.0.securityContext.privileged", True),
        ("Pod", "spec.containers.0.securityContext.runAsUser", 0), ("Pod", "spec.containers.0.securityContext.readOnlyRootFilesystem", False),
        ("Pod", "spec.containers.0.securityContext.capabilities.add", ["SYS_ADMIN"]), ("Pod", "spec.containers.0.image", "registry.test/sandbox:latest"),
        ("Pod", "spec.containers.0.resources.limits", {}), ("Pod", "spec.volumes.1", {"name": "x", "hostPath": {"path": "/"}}),
        ("Pod", "spec.initContainers", []), ("NetworkPolicy", "spec.podSelector", {}), ("NetworkPolicy", "spec.egress.0.to", []),
        ("NetworkPolicy", "spec.policyTypes", ["Ingress"]), ("NetworkPolicy", "spec.egress.1.to.0", {"ipBlock": {"cidr": "0.0.0.0/0"}}),
        ("Secret", "data.token", "not base64!"), ("ServiceAccount", "automountServiceAccountToken", True), ("Pod", "metadata.name", "Not_A_Name"),
    ],
)  # fmt: skip
def test_what_would_open_a_pod_is_refused(kind: str, path: str, value: Any) -> None:
    manifest = copy.deepcopy(made()[kind])
    at: Any = manifest
    *steps, last = path.split(".")
    for step in steps:
        at = at[int(step)] if step.isdecimal() else at[step]
    at[int(last) if last.isdecimal() else last] = value
    with pytest.raises(jsonschema.ValidationError):
        check(manifest)


@pytest.mark.parametrize("name", ["", "A", "a_b", "-a", "a" * 41, "a/../b", "a\nb"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name of a session"):
        manifests(Spec(name, ("sh",), {}, "/"), KEYS, PODS)


class Seen:
    """What a host sent."""

    def __init__(self) -> None:
        self.data, self.how = b"", asyncio.Event()
        self.news, self.exit = asyncio.Event(), None

    def output(self, offset: int, data: bytes) -> None:
        self.data += data
        self.news.set()

    def exited(self, how: dict[str, Any]) -> None:
        self.exit = how
        self.news.set()

    def resized(self, offset: int, cols: int, rows: int, epoch: int) -> None: ...
    def screen(self, shot: Shot) -> None: ...
    def old(self, number: int, offset: int, data: bytes) -> None: ...
    def taken(self, writer: bytes, number: int) -> None: ...
    def gap(self, oldest: int) -> None: ...
    def lost(self) -> None:
        self.news.set()

    async def until(self, text: bytes) -> None:
        async with asyncio.timeout(60):
            while text not in self.data:
                self.news.clear()
                await self.news.wait()


@pytest.fixture
async def pod(tmp_path: Path) -> AsyncIterator[tuple[int, Keys]]:
    """The pod's own program, over what its Secret would hold."""
    keys = make_keys()
    spec = Spec("a1b2", ("sh", "-c", "echo $HOME; read x; echo got $x; exit 5"), {"PATH": "/usr/bin:/bin"}, "/")
    secret = next(m for m in manifests(spec, keys, PODS) if m["kind"] == "Secret")
    (tmp_path / "keys").mkdir()
    for name, data in secret["data"].items():
        (tmp_path / "keys" / name).write_bytes(base64.b64decode(data))
    wanted = json.loads((tmp_path / "keys" / "spec.json").read_text())
    (tmp_path / "keys" / "spec.json").write_text(json.dumps({**wanted, "cwd": str(tmp_path)}))  # there is no /workspace here
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox.backends.pod", str(tmp_path / "keys"), str(tmp_path / "run"), "127.0.0.1", "0", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    line = await asyncio.wait_for(process.stdout.readline(), 60)
    yield int(line.split()[1]), keys
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 60) == 0


async def joined(pod: tuple[int, Keys]) -> tuple[HostLink, Seen]:
    link, welcome = await connect("127.0.0.1", pod[1], pod[0])
    seen = Seen()
    link.listen(seen)
    link.follow(welcome.oldest)
    return link, seen


async def test_the_same_protocol_over_the_network(pod: tuple[int, Keys]) -> None:
    first, seen = await joined(pod)
    await seen.until(b"/home/agent\r\n")
    first.close()  # as when a server is killed
    second, again = await joined(pod)
    await again.until(b"/home/agent\r\n")
    second.type(b"w" * 16, 1, b"words\r")
    await again.until(b"got words\r\n")
    async with asyncio.timeout(60):
        while again.exit is None:
            again.news.clear()
            await again.news.wait()
    assert again.exit == {"code": 5, "signal": None}
    second.exit_known()
    second.close()


async def test_who_has_other_keys_stays_outside(pod: tuple[int, Keys]) -> None:
    port, keys = pod
    other = make_keys()
    with pytest.raises(ssl.SSLCertVerificationError):
        await connect("127.0.0.1", other, port)
    with pytest.raises(OSError, match="hung up"):
        await connect("127.0.0.1", Keys(keys.certificate, "", other.token), port)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\n\r\n" * 10)
    assert b"HTTP" not in await asyncio.wait_for(reader.read(), 60)
    writer.close()
    link, seen = await joined(pod)
    await seen.until(b"/home/agent\r\n")
    link.close()
