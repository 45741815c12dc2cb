"""What is run so that a program sees its home, its repository and the machine's programs, and nothing else of this machine."""

import hashlib
import json
import platform
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from sandbox.isolation import egress
from sandbox.isolation.egress import Egress, Reach
from sandbox.isolation.limits import Limits, group
from sandbox.isolation.seccomp import program

HOME, REPO = "/home/agent", "/workspace"
"""Where they are, within."""
WAY_OUT, INSIDE = "/run/egress", "/run/inside.py"
PROXY_PORT = 3128
AGENT_ID = 1000
FIRST_ID, IDS = 1 << 20, 1 << 20
"""Users of Orgs, where the server runs as root."""
SYSTEM = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
ETC = (
    "alternatives", "bash.bashrc", "ca-certificates", "ca-certificates.conf", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "mime.types",
    "pki", "profile", "python3", "python3.11", "ssl/certs", "ssl/openssl.cnf", "terminfo", "timezone", "vim",
)  # fmt: skip
"""Of /etc; the rest may hold what isn't for agents."""
PROC = ("sys", "sysrq-trigger", "irq", "bus", "fs")
"""Of /proc, what root could change of the machine by writing."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class NoWalls(RuntimeError):
    """Programs can't be kept apart on this machine; the text says why."""


@dataclass(frozen=True, slots=True)
class Walled:
    """What the session host is to run."""

    argv: tuple[str, ...]
    env: dict[str, str]
    cgroup: str = ""
    terminal_owner: int | None = None


@dataclass(frozen=True)
class Walls:
    """How programs of this installation are kept apart.

    Args:
        folder: for a few small files and the proxies' sockets; the server's alone.
        privileged: the server is root and may make namespaces without a user namespace: each Org gets a user of its own.
        cgroup: a folder of cgroup v2 that was handed to us.
    """

    folder: Path
    privileged: bool = False
    limits: Limits = field(default_factory=Limits)
    egress: Egress = Egress.NONE
    reaches: tuple[Reach, ...] = ()
    cgroup: Path | None = None

    def owner(self, org: str) -> int | None:
        """The user that an Org's programs run as, where that isn't ours."""
        if not self.privileged:
            return None
        return FIRST_ID + int.from_bytes(hashlib.sha256(org.encode()).digest()[:4]) % IDS

    def around(
        self, argv: tuple[str, ...], env: dict[str, str], *, name: str, org: str, home: Path, repo: Path, shown: tuple[Path, ...] = ()
    ) -> Walled:
        """The same program, behind walls. Blocks for a quarter of a second the first time an Org needs the proxy. Raises OSError.

        Args:
            shown: folders with programs that are seen too, where they are.

        Raises ValueError: one of the two folders is within the other, so that whoever is within could put something else in its place.
        """
        _apart(home, repo)
        owner = self.owner(org)
        reaches = self._reaches(env)
        way_out = egress.ensure(self.folder / "egress", org, reaches) if self.egress is Egress.ALLOW else None
        within = {**env, "HOME": HOME, "SANDBOX_REPO_ROOT": REPO}
        if way_out is not None:
            within |= _proxied()
        settings = {
            "limits": self.limits.per_process(), "uid": owner, "folder": REPO, "socket": f"{WAY_OUT}/{egress.SOCKET}",
            "forwards": self._forwards(reaches) if way_out is not None else [],
        }  # fmt: skip
        if self.cgroup is not None:
            # The group counts them all; the limit of each user would count other sessions' too.
            settings["limits"] = {k: v for k, v in self.limits.per_process().items() if k not in ("RLIMIT_NPROC", "RLIMIT_DATA")}
        command = [
            *self._bwrap(), *self._namespaces(), *self._view(home, repo, shown, way_out, owner or AGENT_ID), "--",
            str(_python()), "-I", "-S", INSIDE, json.dumps(settings, separators=(",", ":")), *argv,
        ]  # fmt: skip
        made = str(group(self.cgroup, name, self.limits)) if self.cgroup is not None else ""
        return Walled(tuple(command), within, made, owner)

    def _bwrap(self) -> list[str]:
        """bubblewrap, with a filter of the kernel's calls where the machine's numbers are known; it takes an open file."""
        found, rules = _bwrap(), program(platform.machine())
        if rules is None:
            return [found]
        return ["/bin/sh", "-c", 'exec 9<"$0" && exec "$@"', str(self._kept("calls.bpf", rules)), found, "--seccomp", "9"]

    def _reaches(self, env: dict[str, str]) -> tuple[Reach, ...]:
        """The gateway may be in our own network."""
        own = [Reach.parse(env[n], private=True) for n in ("LLM_GATEWAY_URL", "ANTHROPIC_BASE_URL") if env.get(n)]
        return tuple(dict.fromkeys((*own, *self.reaches)))

    def _forwards(self, reaches: tuple[Reach, ...]) -> list[tuple[int, str]]:
        """What is on this machine is within found at the same port, since programs don't ask a proxy for their own machine."""
        near = {port: f"{r.host}:{port}" for r in reaches if r.host in LOOPBACK for port in r.ports if port >= 1024}
        return [(PROXY_PORT, ""), *((port, target) for port, target in near.items() if port != PROXY_PORT)]

    def _namespaces(self) -> list[str]:
        kinds = ["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--hostname", "sandbox", "--die-with-parent"]
        if self.egress is not Egress.OPEN:
            kinds.append("--unshare-net")
        if self.privileged:
            return [*kinds, "--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        return [*kinds, "--unshare-user", "--uid", str(AGENT_ID), "--gid", str(AGENT_ID), "--disable-userns", "--cap-drop", "ALL"]

    def _view(self, home: Path, repo: Path, shown: tuple[Path, ...], way_out: Path | None, owner: int) -> list[str]:
        view = ["--ro-bind", "/usr", "/usr"]
        for name in SYSTEM:
            place = Path("/") / name
            if place.is_symlink():
                view += ["--symlink", str(place.readlink()), str(place)]
            elif place.is_dir():
                view += ["--ro-bind", str(place), str(place)]
        view += ["--proc", "/proc", "--dev", "/dev"]
        for name in PROC:
            view += ["--ro-bind-try", f"/proc/{name}", f"/proc/{name}"]
        for place in ("/tmp", "/var/tmp", "/run", "/dev/shm"):  # noqa: S108 - their own, made here
            view += ["--perms", "1777", "--size", str(self.limits.scratch), "--tmpfs", place]
        binds = [(Path("/etc") / name, Path("/etc") / name) for name in ETC if (Path("/etc") / name).exists()]
        if self.egress is Egress.OPEN:
            binds.append((Path("/etc/resolv.conf"), Path("/etc/resolv.conf")))
        binds += [(file, Path("/etc") / name) for name, file in self._etc(owner).items()]
        binds += [(folder, folder) for folder in _with_interpreters(shown)]
        folders = dict.fromkeys(parent for _, to in [*binds, (home, Path(HOME))] for parent in reversed(to.parents))
        for folder in folders:
            if not folder.is_relative_to("/usr") and folder != Path("/"):
                view += ["--perms", "0755", "--dir", str(folder)]
        for source, to in binds:
            view += ["--ro-bind", str(source), str(to)]
        first = self._kept("inside.py", Path(__file__).with_name("inside.py").read_text("utf-8"))
        view += ["--bind", str(home), HOME, "--bind", str(repo), REPO, "--ro-bind", str(first), INSIDE]
        if way_out is not None:
            view += ["--ro-bind", str(way_out), WAY_OUT]
        return [*view, "--remount-ro", "/", "--remount-ro", "/dev"]

    def _etc(self, owner: int) -> dict[str, Path]:
        """Small files that say who and where one is within."""
        texts = {
            "passwd": f"root:x:0:0:root:/root:/usr/sbin/nologin\nagent:x:{owner}:{owner}:agent:{HOME}:/bin/sh\n",
            "group": f"root:x:0:\nagent:x:{owner}:\n",
            "hosts": "127.0.0.1 localhost sandbox\n::1 localhost\n",
            "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
        }
        return {name: self._kept(f"etc/{owner}/{name}", text) for name, text in texts.items()}

    def _kept(self, name: str, content: str | bytes) -> Path:
        """A file of this; written anew where a later version has another."""
        file, data = self.folder / name, content.encode() if isinstance(content, str) else content
        if not file.exists() or file.read_bytes() != data:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = file.with_name(f"{file.name}.{token_hex(4)}")
            part.write_bytes(data)
            part.chmod(0o644)
            part.replace(file)
        return file


def _apart(home: Path, repo: Path) -> None:
    """Folders are bound by their names. A name that somebody within may change, or a link, could bind anything of this machine.

    Raises ValueError.
    """
    if home.is_relative_to(repo) or repo.is_relative_to(home):
        raise ValueError("a home and a repository must be apart")
    for folder in (home, repo):
        if not folder.is_absolute() or folder.is_symlink() or not folder.is_dir():
            raise ValueError("a home and a repository must be folders, not links to some")


def _python() -> Path:
    """What runs the first program within."""
    system = Path("/usr/bin/python3")
    return system if system.exists() else Path(sys.executable).resolve()


def _with_interpreters(shown: tuple[Path, ...]) -> list[Path]:
    """Folders that are seen where they are; those of the interpreters that programs in them ask for too."""
    pythons = [_python(), *(folder / "bin" / "python" for folder in shown)]
    pythons = [_python(), *(folder / "bin" / "python" for folder in shown)]
    found = [*shown, *(python.resolve().parents[1] for python in pythons if python.exists())]
    return [folder for folder in dict.fromkeys(found) if not folder.is_relative_to("/usr")]


def _bwrap() -> str:
    found = shutil.which("bwrap")
    if found is None:
        raise NoWalls("bubblewrap isn't installed (`apt-get install bubblewrap`)")
    return found


def _proxied() -> dict[str, str]:
    url = f"http://127.0.0.1:{PROXY_PORT}"
    near = ",".join(LOOPBACK)
    return dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), url) | {"NO_PROXY": near, "no_proxy": near, "NODE_USE_ENV_PROXY": "1"}
