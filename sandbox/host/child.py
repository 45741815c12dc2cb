"""The program of a session: started with a terminal of its own, which really is its controlling one."""

import errno
import fcntl
import os
import pty
import signal
import struct
import termios

GONE = (errno.EIO, errno.EBADF)


class NotStarted(Exception):
    """The program can't be started; the text says why."""


class Child:
    """A running program and the other end of its terminal."""

    def __init__(self, pid: int, master: int, *, walled: bool = False) -> None:
        self.pid = pid
        self.master = master
        self._walled = walled

    def resize(self, cols: int, rows: int) -> None:
        """The program is told by a signal."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))

    def signal(self, number: int) -> None:
        """To the program's group and to what runs in the foreground. What holds walls up is spared what the program may catch: with it
        everything within would go at once."""
        groups = set[int]()
        try:
            groups.add(os.tcgetpgrp(self.master))
        except OSError:
            pass
        if not self._walled or number == signal.SIGKILL or not groups - {0}:
            groups.add(self.pid)
        for group in groups - {0}:
            try:
                os.killpg(group, number)
            except (ProcessLookupError, PermissionError):
                pass


def start(
    argv: list[str], env: dict[str, str], cwd: str, cols: int, rows: int, *, walled: bool = False, cgroup: str = "", owner: int | None = None
) -> Child:
    """Raises NotStarted.

    Args:
        walled: the program is one that puts up walls, with the real one within.
        cgroup: a folder of cgroup v2 that it is put into.
        owner: whom its terminal belongs to, where it will run as somebody else.
    """
    told, tell = os.pipe()
    pid, master = pty.fork()
    if pid == 0:
        _become(argv, env, cwd, tell, size=(cols, rows), cgroup=cgroup, owner=owner)
    os.close(tell)
    wrong = os.read(told, 200).decode()
    os.close(told)
    if wrong:
        os.waitpid(pid, 0)
        os.close(master)
        raise NotStarted(wrong)
    os.set_blocking(master, False)
    os.set_inheritable(master, False)
    return Child(pid, master, walled=walled)


def _become(
    argv: list[str], env: dict[str, str], cwd: str, tell: int, *, size: tuple[int, int], cgroup: str, owner: int | None
) -> None:
    try:
        if cgroup:
            with open(f"{cgroup}/cgroup.procs", "w", encoding="ascii") as procs:  # noqa: PTH123 - pathlib costs every host memory
                procs.write(str(os.getpid()))
        if owner is not None:
            os.fchown(0, owner, -1)
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGPIPE, signal.SIGHUP, signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        os.chdir(cwd)
        os.execvpe(argv[0], argv, env)  # noqa: S606 - what a session is for
    except OSError as error:
        os.write(tell, (os.strerror(error.errno or 0) or "not started").encode())
    finally:
        os._exit(127)
