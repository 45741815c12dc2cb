"""What a program behind the walls can see, reach and use up. Real walls, real programs."""

import json
import os
import platform
import socket
import struct
from pathlib import Path

import pytest

from sandbox.isolation import Egress, Limits, Walls, probe
from sandbox.isolation.limits import group, usable
from sandbox.isolation.seccomp import ALLOW, CLONE3, MACHINES, RETURN, program
from tests.sandbox.isolation.conftest import Place


def test_it_is_at_home_and_may_work(place: Place) -> None:
    said = place.sh("cd && pwd && touch a && cd - && touch b && id -un && echo hi > /tmp/x && cat /tmp/x && hostname")
    assert said.split() == ["/home/agent", "/workspace", "agent", "hi", "sandbox"]
    assert [(place.root / "acme" / f).exists() for f in ("home/a", "repo/b")] == [True, True]


def test_another_org_and_the_servers_data_cannot_be_seen(place: Place) -> None:
    other, _ = place.folders("other")
    (other / "secret").write_text("other's")
    (place.root / "concierge.db").write_text("the server's")
    said = place.sh(f"cat {other}/secret {place.root}/concierge.db; ls {place.root} /root /var/lib /etc/shadow /etc/ssl/private /sys /boot; ls /home")
    assert "other's" not in said
    assert "the server's" not in said
    assert said.count("No such file") == 9
    assert said.startswith("agent\n")


def test_paths_lead_nowhere_outside(place: Place) -> None:
    (place.root / "outside").write_text("outside")
    said = place.sh(f"ln -s {place.root}/outside link; cat link; cat ../../../../{place.root}/outside; cat /proc/1/root{place.root}/outside; cat /proc/1/cwd/outside")
    assert "outside\n" not in said
    assert said.count("cat:") == 4


def test_what_is_bound_cannot_be_changed_from_within(place: Place, tmp_path: Path) -> None:
    home, repo = place.folders("acme")
    (home / "work").mkdir()
    (tmp_path / "link").symlink_to("/")
    for one, other in ((home, home / "work"), (home / "work", home), (home, home), (home, tmp_path / "link"), (tmp_path / "link", repo), (home, home / "none"), (home, Path("work"))):
        with pytest.raises(ValueError, match="must be"):
            place.walls.around(("true",), {}, name="s", org="acme", home=one, repo=other)


def test_only_its_own_processes(place: Place) -> None:
    said = place.python(
        "import os,json\npids=[int(p) for p in os.listdir('/proc') if p.isdigit()]\n"
        f"host={os.getpid()}\n"
        "def kill(p):\n  try: os.kill(p,0); return 'reached'\n  except OSError as e: return type(e).__name__\n"
        "print(json.dumps([len(pids),kill(host)]))"
    )
    count, killed = json.loads(said)
    assert count <= 4
    assert killed in ("ProcessLookupError", "reached" if os.getpid() < 10 else "ProcessLookupError")


def test_the_servers_environment_is_not_there(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCIERGE_SECRET", "hush")
    said = place.sh("env; tr '\\0' '\\n' < /proc/1/environ; tr '\\0' '\\n' < /proc/self/environ")
    assert "hush" not in said
    assert "HOME=/home/agent" in said


def test_a_secret_is_in_no_argument(place: Place) -> None:
    home, repo = place.folders("acme")
    walled = place.walls.around(("true",), {"KEY": "hush"}, name="s", org="acme", home=home, repo=repo)
    assert walled.env["KEY"] == "hush"
    assert "hush" not in " ".join(walled.argv)


def test_arguments_with_signs_of_shells_and_options_stay_arguments(place: Place) -> None:
    odd = ["--bind", "/", "$(touch x)", "; id", "a\nb", "--", "'\"", ""]
    done = place.run("python3", "-c", "import sys,json; print(json.dumps(sys.argv[1:]))", *odd)
    assert json.loads(done.stdout) == odd


def test_system_folders_cannot_be_written(place: Place) -> None:
    said = place.sh("for f in /usr/x /etc/x /x /usr/bin/sh /run/inside.py /proc/sys/kernel/core_pattern; do echo x > $f && echo wrote $f; done; true")
    assert "wrote" not in said


def test_it_gains_no_rights(place: Place) -> None:
    said = place.sh("grep -E 'CapEff|CapPrm|NoNewPrivs' /proc/self/status; mount -t tmpfs x /tmp 2>&1; mknod /tmp/sda b 8 0 2>&1; chroot / true 2>&1; true")
    assert said.split()[:6] == ["CapPrm:", "0" * 16, "CapEff:", "0" * 16, "NoNewPrivs:", "1"]
    assert (said.count("mount:"), said.count("mknod:"), said.count("chroot:")) == (1, 1, 1)


def test_no_device_but_the_harmless_ones(place: Place) -> None:
    names = set(place.sh("ls /dev").split())
    assert names == {"core", "fd", "full", "null", "ptmx", "pts", "random", "shm", "stderr", "stdin", "stdout", "tty", "urandom", "zero"}


def test_a_fork_bomb_ends_at_its_limit(place: Place) -> None:
    said = place.python(
        "import os,time\nn=0\ntry:\n  while n<1000:\n    if os.fork()==0: time.sleep(30); os._exit(0)\n    n+=1\nexcept OSError as e: print(type(e).__name__, n, flush=True)\nos._exit(0)"
    )
    kind, count = said.split()
    assert kind == "BlockingIOError"
    assert int(count) < 64


def test_a_file_and_the_scratch_space_have_an_end(place: Place) -> None:
    said = place.sh("trap '' XFSZ; dd if=/dev/zero of=$HOME/big bs=1M count=8 2>&1; dd if=/dev/zero of=/tmp/1 bs=1M count=4 2>&1; dd if=/dev/zero of=/tmp/2 bs=1M count=4 2>&1; dd if=/dev/zero of=/tmp/3 bs=1M count=4 2>&1")
    assert "File too large" in said
    assert "No space left" in said
    assert (place.root / "acme/home/big").stat().st_size == 4 << 20


def test_memory_has_an_end(place: Place) -> None:
    assert "MemoryError" in place.python("x = bytearray(2500 << 20)")


def test_what_stays_behind_ends_with_the_program(place: Place) -> None:
    place.sh("setsid sh -c 'while sleep 0.05; do date >> ~/tick; done' & until [ -s ~/tick ]; do sleep 0.02; done")
    tick = place.root / "acme/home/tick"
    before = tick.read_text()
    place.sh("sleep 0.3")
    assert tick.read_text() == before


@pytest.mark.parametrize("egress", [Egress.NONE, Egress.ALLOW])
def test_no_network_of_this_machine(place: Place, egress: Egress) -> None:
    with socket.create_server(("127.0.0.1", 0)) as near, socket.socket(socket.AF_UNIX) as abstract:
        abstract.bind(f"\0walls-{os.getpid()}")
        abstract.listen()
        port = near.getsockname()[1]
        said = place.python(
            "import socket,os\n"
            f"for f,a in ((socket.AF_INET,('127.0.0.1',{port})),(socket.AF_INET,('169.254.169.254',80)),(socket.AF_UNIX,'\\0walls-{os.getpid()}')):\n"
            "  s=socket.socket(f); s.settimeout(5)\n"
            "  try: s.connect(a); print('reached')\n  except OSError as e: print(type(e).__name__)\n"
            "print(sorted(os.listdir('/proc/sys/net/ipv4/conf')))",
            egress=egress,
        )
    assert "reached" not in said
    assert said.splitlines()[-1] == "['all', 'default', 'lo']"


def test_everything_where_an_administrator_says_so(place: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as near:
        said = place.python(f"import socket; socket.create_connection(('127.0.0.1',{near.getsockname()[1]}),5); print('reached')", egress=Egress.OPEN)
    assert said.strip() == "reached"


def test_each_org_has_its_own_user_where_the_server_is_root(tmp_path: Path) -> None:
    walls = Walls(tmp_path, privileged=True)
    assert walls.owner("acme") == walls.owner("acme") != walls.owner("other")
    assert Walls(tmp_path).owner("acme") is None


def test_it_is_found_out_whether_walls_stand(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = probe()
    assert found.ok, found.text
    assert found.privileged == (os.geteuid() == 0)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "apt-get install bubblewrap" in probe().text
    for said in ("No permissions to create new namespace", ""):
        (tmp_path / "bwrap").write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n")
        (tmp_path / "bwrap").chmod(0o755)
        refused = probe()
        assert (refused.ok, "permits no" in refused.text) == (False, True)


def test_a_group_of_its_own_where_one_was_handed_over(tmp_path: Path) -> None:
    assert usable(tmp_path) == f"{tmp_path} is no cgroup (version 2)"
    (tmp_path / "cgroup.controllers").write_text("cpu io memory\n")
    assert "pids" in (usable(tmp_path) or "")
    (tmp_path / "cgroup.controllers").write_text("cpuset cpu io memory pids\n")
    (tmp_path / "cgroup.subtree_control").write_text("")
    assert usable(tmp_path) is None
    made = group(tmp_path, "s", Limits(memory=1 << 30, processes=9, cpus=1.5))
    assert (tmp_path / "cgroup.subtree_control").read_text() == "+cpu +memory +pids"
    assert {f.name: f.read_text() for f in made.iterdir()} == {
        "memory.max": "1073741824", "memory.swap.max": "0", "memory.oom.group": "1", "pids.max": "9", "cpu.max": "150000 100000",
    }  # fmt: skip
    assert probe(tmp_path).cgroup == tmp_path


def test_no_process_outside_is_traced_or_written_into(place: Place) -> None:
    said = place.python(
        "import ctypes,os\nlibc=ctypes.CDLL(None,use_errno=True)\n"
        f"for pid in ({os.getpid()},{os.getppid()}):\n  r=libc.ptrace(16,pid,0,0); print('ptrace',r)\n"
        f"  try: open(f'/proc/{{pid}}/mem','r+b').read(1); print('mem read')\n  except OSError as e: print('mem', type(e).__name__)\n"
        f"try: os.pidfd_open({os.getpid()}); print('handle')\nexcept OSError as e: print(type(e).__name__)\n"
    )
    assert "ptrace 0" not in said
    assert said.count("ptrace -1") == 2
    assert "mem read" not in said
    assert "handle" not in said or os.getpid() < 10


CALLS = """
import ctypes, errno, fcntl, json, os, platform, subprocess, sys, threading
libc = ctypes.CDLL(None, use_errno=True)
said = {}
for name, number in json.loads(sys.argv[1]).items():
    ctypes.set_errno(0)
    done = libc.syscall(number, 0, 0, 0, 0, 0)
    said[name] = errno.errorcode.get(ctypes.get_errno(), done)
try:
    fcntl.ioctl(0, 0x5412, b"x")
    said["typed"] = True
except OSError as error:
    said["typed"] = errno.errorcode[error.errno]
pid = libc.syscall(56 if platform.machine() == "x86_64" else 220, 0x10000000 | 17, 0, 0, 0, 0)
said["clone"] = errno.errorcode.get(ctypes.get_errno(), pid)
if pid == 0:
    os._exit(0)
thread = threading.Thread(target=lambda: said.update(thread="runs")); thread.start(); thread.join()
said["child"] = subprocess.run(["echo", "runs"], capture_output=True, text=True).stdout.strip()
said["filtered"] = [line.split()[1] for line in open("/proc/self/status") if line.startswith("Seccomp:")]
print(json.dumps(said))
"""


def test_calls_that_no_agent_needs_are_refused_and_others_are_not(place: Place) -> None:
    numbers = MACHINES[platform.machine()].refused
    harmful = {"reboot", "kexec_load", "swapoff", "umount2", "settimeofday", "clock_settime", "iopl", "ioperm"}  # not to be tried on a real machine
    tried = {name: number for name, number in numbers.items() if name not in harmful} | {"clone3": CLONE3}
    said = json.loads(place.run("python3", "-I", "-c", CALLS, json.dumps(tried)).stdout)
    assert {name: said[name] for name in tried} == {**dict.fromkeys(tried, "EPERM"), "clone3": "ENOSYS"}
    assert (said["typed"], said["clone"]) == ("EPERM", "EPERM")
    assert (said["thread"], said["child"], said["filtered"]) == ("runs", "runs", ["2"])


@pytest.mark.parametrize("machine", MACHINES)
def test_the_filter_is_a_program_that_the_kernel_takes(machine: str) -> None:
    rules = program(machine)
    assert rules is not None
    steps = [struct.unpack_from("=HBBI", rules, at) for at in range(0, len(rules), 8)]
    assert len(steps) < 4096
    for at, (code, yes, no, _) in enumerate(steps):
        assert at + 1 + max(yes, no) < len(steps) or code == RETURN
    assert steps[-1] == (RETURN, 0, 0, ALLOW)
    assert program("vax") is None
