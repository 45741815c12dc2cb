"""A pod for each session: what is applied to a cluster for one. Pure: manifests as values.

The pod is the wall here. It runs as nobody, on a root that can't be written, without the cluster's token, with limits, and reaches
what its NetworkPolicy names. Its session host is reached by the same protocol, over TLS that is pinned to a certificate made for this
one session.
"""

import base64
import json
import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.host.launch import Spec
from sandbox.isolation.limits import Limits

PORT = 7681
USER = 65532
HOME, REPO, KEYS, RUN = "/home/agent", "/workspace", "/etc/sandbox", "/run/sandbox"
FILES = "files.json"
"""In the Secret: what to write before the agent starts."""
LABEL = "openova.io/sandbox-session"
MANAGED = {"app.kubernetes.io/managed-by": "concierge"}
_NAME = re.compile(r"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$")
_STORAGE = re.compile(r"^([1-9]\d{0,8})(Ki|Mi|Gi|Ti)\Z")
_UNITS = {"Ki": 1 << 10, "Mi": 1 << 20, "Gi": 1 << 30, "Ti": 1 << 40}
_LARGEST_SECRET = 700_000
"""Characters; a cluster takes a mebibyte, in Base64."""
_RUN, _LOGS = 64 << 20, 64 << 20
Manifest = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Keys:
    """What the two ends of one session's connection know of each other."""

    certificate: str
    key: str = field(repr=False)
    token: str = field(repr=False)
    """Hexadecimal."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Who may be connected to, or connect: a range of addresses, or pods by their labels in a namespace."""

    cidr: str = ""
    namespace: str = ""
    labels: dict[str, str] = field(default_factory=dict[str, str])
    ports: tuple[int, ...] = (443,)

    def selector(self) -> Manifest:
        """As a NetworkPolicy has it."""
        if self.cidr:
            return {"ipBlock": {"cidr": self.cidr}}
        return {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": self.namespace}},
            "podSelector": {"matchLabels": dict(self.labels)},
        }


@dataclass(frozen=True, slots=True)
class Pods:
    """How pods of this installation are.

    Args:
        image: with a digest or a version; it holds this program and the agents.
        server: who may connect to session hosts.
        reaches: whom agents may connect to, beside the cluster's names.
        home, repo: claims of volumes that stay (see `claims`); without one, what is written goes with the pod.
        storage: how much each of the two holds.
        storage_class: of the claims; the cluster's usual one where it is empty.
    """

    namespace: str
    image: str
    server: Peer
    reaches: tuple[Peer, ...] = ()
    limits: Limits = field(default_factory=Limits)
    home: str = ""
    repo: str = ""
    storage: str = "2Gi"
    storage_class: str = ""
    runtime: str = ""
    """A RuntimeClass such as one of gVisor or Kata."""


def manifests(spec: Spec, keys: Keys, pods: Pods) -> list[Manifest]:
    """What is to be applied, in this order. Raises ValueError: a name or an amount that the cluster wouldn't take."""
    if not _NAME.match(spec.id):
        raise ValueError(f"{spec.id[:60]!r} can't be the name of a session")
    return [_account(spec, pods), _secret(spec, keys, pods), _policy(spec, pods), _pod(spec, pods)]


def claims(pods: Pods) -> list[Manifest]:
    """The volumes that stay, to be applied once, before the first session that uses them: their size is the limit of what they hold.

    Raises ValueError: an amount that the cluster wouldn't take.
    """
    _bytes(pods.storage)
    spec: Manifest = {"accessModes": ["ReadWriteOnce"], "volumeMode": "Filesystem", "resources": {"requests": {"storage": pods.storage}}}
    if pods.storage_class:
        spec["storageClassName"] = pods.storage_class
    return [
        {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": name, "namespace": pods.namespace, "labels": dict(MANAGED)}, "spec": spec}
        for name in dict.fromkeys(filter(None, (pods.home, pods.repo)))
    ]


def _bytes(storage: str) -> int:
    found = _STORAGE.match(storage)
    if found is None:
        raise ValueError(f"{storage[:40]!r} is no amount of storage, such as 2Gi")
    return int(found[1]) * _UNITS[found[2]]


def _ephemeral(pods: Pods) -> str:
    """All that a pod may write on its node, its folders together: above that it is ended, whatever each of them may hold."""
    own = sum(_bytes(pods.storage) for claim in (pods.home, pods.repo) if not claim)
    return f"{(own + pods.limits.scratch + _RUN + _LOGS) >> 20}Mi"


def name_of(session: str) -> str:
    """Of everything that belongs to a session."""
    return f"sandbox-{session}"


def _meta(spec: Spec, pods: Pods) -> Manifest:
    return {"name": name_of(spec.id), "namespace": pods.namespace, "labels": {**MANAGED, LABEL: spec.id}}


def _account(spec: Spec, pods: Pods) -> Manifest:
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": _meta(spec, pods), "automountServiceAccountToken": False}


def _secret(spec: Spec, keys: Keys, pods: Pods) -> Manifest:
    """What to run lies here too, since its environment holds tokens; and the files of its agent, which hold none, to need no further kind of
    object that the server would have to be allowed to make."""
    wanted = {
        "id": spec.id, "argv": list(spec.argv), "env": {**spec.env, "HOME": HOME, "SANDBOX_REPO_ROOT": REPO}, "cwd": REPO, "cols": spec.cols,
        "rows": spec.rows, "about": spec.about, "lines": spec.lines, "capacity": spec.capacity, "started": spec.started,
    }  # fmt: skip
    held = {"spec.json": json.dumps(wanted), "tls.crt": keys.certificate, "tls.key": keys.key, "token": keys.token}
    if spec.files:
        held[FILES] = json.dumps(spec.files)
    if sum(map(len, held.values())) > _LARGEST_SECRET:
        raise ValueError("what the agent is told is too long for a cluster's secret")
    return {
        "apiVersion": "v1", "kind": "Secret", "metadata": _meta(spec, pods), "type": "Opaque", "immutable": True,
        "data": {name: base64.b64encode(text.encode()).decode() for name, text in held.items()},
    }  # fmt: skip


def _policy(spec: Spec, pods: Pods) -> Manifest:
    """Nothing comes in but from the server, nothing goes out but to names and to whom is listed."""
    names = {
        "to": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}, "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}}],
        "ports": [{"protocol": protocol, "port": 53} for protocol in ("UDP", "TCP")],
    }
    out = [{"to": [r.selector()], "ports": [{"protocol": "TCP", "port": port} for port in r.ports]} for r in pods.reaches]
    return {
        "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": _meta(spec, pods),
        "spec": {
            "podSelector": {"matchLabels": {LABEL: spec.id}},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": [{"from": [pods.server.selector()], "ports": [{"protocol": "TCP", "port": PORT}]}],
            "egress": [names, *out],
        },
    }  # fmt: skip


def _pod(spec: Spec, pods: Pods) -> Manifest:
    limits = pods.limits
    amount = {"cpu": f"{int(limits.cpus * 1000)}m", "memory": f"{limits.memory >> 20}Mi", "ephemeral-storage": _ephemeral(pods)}
    container: Manifest = {
        "name": "session",
        "image": pods.image,
        "command": ["python", "-m", "sandbox.backends.pod"],
        "args": [KEYS, RUN],
        "ports": [{"name": "session", "containerPort": PORT, "protocol": "TCP"}],
        "env": [{"name": "HOME", "value": HOME}],
        "workingDir": "/",
        "resources": {"limits": amount, "requests": {"cpu": "50m", "memory": "128Mi", "ephemeral-storage": _ephemeral(pods)}},
        "securityContext": {
            "allowPrivilegeEscalation": False, "privileged": False, "readOnlyRootFilesystem": True, "runAsNonRoot": True, "runAsUser": USER,
            "runAsGroup": USER, "capabilities": {"drop": ["ALL"]}, "seccompProfile": {"type": "RuntimeDefault"},
        },
        "readinessProbe": {"tcpSocket": {"port": PORT}, "periodSeconds": 2, "failureThreshold": 15},
        "volumeMounts": [
            {"name": "keys", "mountPath": KEYS, "readOnly": True}, {"name": "run", "mountPath": RUN}, {"name": "home", "mountPath": HOME},
            {"name": "repo", "mountPath": REPO}, {"name": "tmp", "mountPath": "/tmp"},  # noqa: S108 - the pod's own
        ],
    }  # fmt: skip
    found: Manifest = {
        "serviceAccountName": name_of(spec.id),
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "hostNetwork": False, "hostPID": False, "hostIPC": False,
        "restartPolicy": "Never",
        "terminationGracePeriodSeconds": 10,
        "securityContext": {
            "runAsNonRoot": True, "runAsUser": USER, "runAsGroup": USER, "fsGroup": USER, "fsGroupChangePolicy": "OnRootMismatch",
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containers": [container],
        "volumes": [
            {"name": "keys", "secret": {"secretName": name_of(spec.id), "defaultMode": 0o440}},
            {"name": "run", "emptyDir": {"sizeLimit": f"{_RUN >> 20}Mi"}},
            {"name": "tmp", "emptyDir": {"sizeLimit": f"{limits.scratch >> 20}Mi"}},
            _volume("home", pods.home, pods.storage), _volume("repo", pods.repo, pods.storage),
        ],
    }  # fmt: skip
    if pods.runtime:
        found["runtimeClassName"] = pods.runtime
    return {"apiVersion": "v1", "kind": "Pod", "metadata": _meta(spec, pods), "spec": found}


def _volume(name: str, claim: str, size: str) -> Manifest:
    return {"name": name, "persistentVolumeClaim": {"claimName": claim}} if claim else {"name": name, "emptyDir": {"sizeLimit": size}}
