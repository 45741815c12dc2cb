"""Files put into an agent's home. The agent may have left anything there, links out of it too: none is followed."""

import errno
import os
import stat
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from secrets import token_hex

LARGEST = 4 * 1024 * 1024
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class Obstructed(OSError):
    """Something else stands where a file of ours belongs."""


def put(root: Path, name: str, made: Callable[[bytes | None], bytes], *, owner: int | None = None) -> None:
    """Write `root/name` (0600, its folders 0700) as `made` of what is there.

    Args:
        made: gets None where there is nothing, or nothing that can be read.
        owner: who owns it and the folders that are made.

    Raises Obstructed.
    """
    *folders, last = PurePosixPath(name).parts
    with _opened(root) as at, _walked(at, folders, owner) as folder:
        data = made(read_plain(folder, last, LARGEST))
        part = f".{last}.{token_hex(6)}"
        file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=folder)
        try:
            with os.fdopen(file, "wb") as out:
                out.write(data)
                if owner is not None:
                    os.fchown(file, owner, owner)
            os.rename(part, last, src_dir_fd=folder, dst_dir_fd=folder)
        except OSError as error:
            os.unlink(part, dir_fd=folder)
            raise Obstructed(error.errno, f"{name} can't be written") from None


@contextmanager
def _opened(path: Path) -> Generator[int]:
    file = os.open(path, _DIRECTORY)
    try:
        yield file
    finally:
        os.close(file)


@contextmanager
def _walked(root: int, folders: list[str], owner: int | None) -> Generator[int]:
    at = os.dup(root)
    try:
        for name in folders:
            try:
                os.mkdir(name, 0o700, dir_fd=at)
                made = True
            except FileExistsError:
                made = False
            try:
                further = os.open(name, _DIRECTORY, dir_fd=at)
            except OSError as error:
                if error.errno in (errno.ELOOP, errno.ENOTDIR):
                    raise Obstructed(error.errno, f"{name} is no folder") from None
                raise
            if made and owner is not None:
                os.fchown(further, owner, owner)
            os.close(at)
            at = further
        yield at
    finally:
        os.close(at)


def read_plain(folder: int, name: str, largest: int) -> bytes | None:
    """A plain file of an open folder; None for one that isn't there, is a link, a pipe or longer than `largest` bytes.

    Raises OSError: it can't be read to its end.
    """
    try:
        file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError:
        return None
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode) or status.st_size > largest:
            return None
        return os.read(file, largest)
    finally:
        os.close(file)
