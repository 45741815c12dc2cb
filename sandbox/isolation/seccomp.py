"""What of the kernel an agent may not even ask: a filter that bubblewrap puts on everything within (seccomp, classic BPF).

A list of what is refused, not of what is allowed: agents run any program of a developer. On it is what makes namespaces and mounts, what
loads code into the kernel, its keyrings, tracing of the machine, clocks, and interfaces that holes were found in again and again and no
agent needs. What is refused gets EPERM, as from a kernel that doesn't permit it; where libraries know an older way, ENOSYS.
"""

import struct
from errno import ENOSYS, EPERM
from typing import NamedTuple

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
NUMBER, ARCH, FIRST, SECOND = 0, 4, 16, 24
"""Where they are in what the filter sees; of arguments the lower half."""
NEW_USER = 0x10000000
FOREIGN_ABI = 0x40000000
TYPES_FOR_ANOTHER = (0x5412, 0x541C)
"""ioctl: TIOCSTI and TIOCLINUX, which put keys into a terminal."""
NEWER = (
    "io_uring_setup", "io_uring_enter", "io_uring_register", "open_tree", "move_mount", "fsopen", "fsconfig", "fsmount", "fspick",
)  # fmt: skip
"""425 and the following, on every machine."""


class Machine(NamedTuple):
    """A processor's numbers."""

    arch: int
    ioctl: int
    clone: int
    refused: dict[str, int]


_X86 = {
    "unshare": 272, "setns": 308, "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161, "add_key": 248, "request_key": 249, "keyctl": 250,
    "bpf": 321, "perf_event_open": 298, "userfaultfd": 323, "kexec_load": 246, "kexec_file_load": 320, "init_module": 175, "finit_module": 313,
    "delete_module": 176, "open_by_handle_at": 304, "swapon": 167, "swapoff": 168, "reboot": 169, "acct": 163, "quotactl": 179, "syslog": 103,
    "clock_settime": 227, "settimeofday": 164, "iopl": 172, "ioperm": 173, "modify_ldt": 154,
}  # fmt: skip
_ARM = {
    "unshare": 97, "setns": 268, "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "add_key": 217, "request_key": 218, "keyctl": 219,
    "bpf": 280, "perf_event_open": 241, "userfaultfd": 282, "kexec_load": 104, "kexec_file_load": 294, "init_module": 105, "finit_module": 273,
    "delete_module": 106, "open_by_handle_at": 265, "swapon": 224, "swapoff": 225, "reboot": 142, "acct": 89, "quotactl": 60, "syslog": 116,
    "clock_settime": 112, "settimeofday": 170,
}  # fmt: skip
_EVERYWHERE = {name: 425 + i for i, name in enumerate(NEWER)} | {"mount_setattr": 442}
CLONE3 = 435
MACHINES = {
    "x86_64": Machine(0xC000003E, 16, 56, _X86 | _EVERYWHERE),
    "aarch64": Machine(0xC00000B7, 29, 220, _ARM | _EVERYWHERE),
}


def program(machine: str) -> bytes | None:
    """The filter as bubblewrap reads it; None for a processor whose numbers aren't known."""
    known = MACHINES.get(machine)
    if known is None:
        return None
    steps: list[tuple[int, int, int, int]] = [(LOAD, 0, 0, ARCH), (EQUAL, 1, 0, known.arch), _refuse(EPERM), (LOAD, 0, 0, NUMBER)]
    if machine == "x86_64":  # the same calls under other numbers
        steps += [(AT_LEAST, 0, 1, FOREIGN_ABI), _refuse(EPERM)]
    # What is in clone3 can't be looked at; every library goes back to clone, which can be.
    steps += [(EQUAL, 0, 1, CLONE3), _refuse(ENOSYS)]
    for number in sorted(known.refused.values()):
        steps += [(EQUAL, 0, 1, number), _refuse(EPERM)]
    steps += [(EQUAL, 0, 4, known.clone), (LOAD, 0, 0, FIRST), (ANY_BIT, 0, 1, NEW_USER), _refuse(EPERM), _ALLOWED]
    steps += [(EQUAL, 0, 3 + len(TYPES_FOR_ANOTHER), known.ioctl), (LOAD, 0, 0, SECOND)]
    steps += [(EQUAL, len(TYPES_FOR_ANOTHER) - i, 0, wanted) for i, wanted in enumerate(TYPES_FOR_ANOTHER)]
    steps += [_ALLOWED, _refuse(EPERM), _ALLOWED]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


_ALLOWED = (RETURN, 0, 0, ALLOW)


def _refuse(error: int) -> tuple[int, int, int, int]:
    return RETURN, 0, 0, REFUSE | error
