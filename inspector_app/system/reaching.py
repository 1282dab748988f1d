"""Forbidding this process to reach out: no network, no other program, no file changed.

Linux alone can be asked for that by a program without rights of its own (seccomp, kernel 3.17); on
Windows and macOS the bounds of ``confining`` and what the decoders cannot do are all there is.
"""

import ctypes
import platform
import sys
from typing import Final

_SET_SECCOMP, _FILTER, _NO_NEW_PRIVILEGES = 22, 2, 38
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_NOT_PERMITTED, _NOT_KNOWN = 0x00050000 | 1, 0x00050000 | 38
_NUMBER_AT, _MACHINE_AT, _ARGUMENTS_AT = 0, 4, 16
_WRITING: Final = 0o1 | 0o2 | 0o100 | 0o1000 | 0o2000
"""O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND."""
_THREAD = 0x10000
"""CLONE_THREAD: a further thread is no further process."""
_FOREIGN_CALLS = 0x40000000
"""Bit of the calls of x32, which would pass by their numbers."""


class _Machine:
    """The numbers of calls on one kind of processor. Source: the kernel's ``unistd.h``."""

    def __init__(
        self,
        token: int,
        reaching: tuple[int, ...],
        changing: tuple[int, ...],
        opening: dict[int, int],
        clone: int,
    ) -> None:
        self.token = token
        self.reaching = reaching
        """Sockets, programs, other processes, the kernel's own."""
        self.changing = changing
        """Names, lengths, rights, times and labels of files."""
        self.opening = opening
        """Calls that open a file, and which of their arguments says how."""
        self.clone = clone


_CLONE3 = 435
_NEW: Final = (424, 425, 434)
"""Alike everywhere: pidfd_send_signal, io_uring_setup, pidfd_open."""
_OPENAT2 = 437
"""Its flags lie where a filter cannot look."""
_CHANGING_NEW: Final = (_OPENAT2, 452, 463, 466)
"""Alike everywhere, too: fchmodat2, setxattrat, removexattrat."""
_MACHINES: Final = {
    "x86_64": _Machine(
        0xC000003E,
        (
            *(41, 42, 43, 49, 50, 288),  # socket connect accept bind listen accept4
            *(57, 58, 59, 322, 62, 101, 310, 311),  # fork vfork execve(at) kill ptrace process_vm
            *(200, 234, 129, 297),  # tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo
            *(165, 321, *_NEW),  # mount bpf
        ),
        (
            *(76, 82, 83, 84, 85, 86, 87, 88, 133),  # truncate rename mkdir … symlink mknod
            *(90, 91, 92, 93, 94, 260, 268),  # chmod and chown
            *(258, 259, 263, 264, 265, 266, 316, *_CHANGING_NEW),  # the same at a folder
            *(132, 235, 261, 280, 188, 189, 190, 197, 198, 199),  # utime(s) set- and removexattr
        ),
        {2: 1, 257: 2},
        56,
    ),
    "aarch64": _Machine(
        0xC00000B7,
        (
            *(198, 200, 201, 202, 203, 242),
            *(221, 281, 129, 117, 270, 271),
            *(130, 131, 138, 240),
            *(40, 280, *_NEW),
        ),
        (
            *(33, 34, 35, 36, 37, 38, 45, 276),
            *(52, 53, 54, 55),
            *(88, 5, 6, 7, 14, 15, 16, *_CHANGING_NEW),
        ),
        {56: 2},
        220,
    ),
}


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_so", ctypes.c_uint8),
        ("if_not", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def forbid(*, may_write: bool = False) -> bool:
    """Take network, programs, processes and files from this process for good.

    Call it before a second thread begins. What was opened before stays open. What is asked for in
    vain is refused with ``PermissionError``; a call of another kind of processor ends the process.

    Args:
        may_write: it keeps what it may do to files; else it can only read them.

    Returns whether it is in force: not on other systems or processors, nor on a kernel that
    refuses.
    """
    machine = _MACHINES.get(platform.machine()) if sys.platform == "linux" else None
    if machine is None:
        return False
    steps = _steps(machine, may_write=may_write)
    program = _Program(len(steps), (_Step * len(steps))(*steps))
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(system.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def _steps(machine: _Machine, *, may_write: bool) -> list[_Step]:
    """Return the filter: what the kernel goes through at each call."""
    steps = [
        _Step(_LOAD, 0, 0, _MACHINE_AT),
        _Step(_EQUAL, 1, 0, machine.token),
        _Step(_RETURN, 0, 0, _KILL),
        _Step(_LOAD, 0, 0, _NUMBER_AT),
        _Step(_ANY_BIT, 0, 1, _FOREIGN_CALLS),
        _Step(_RETURN, 0, 0, _KILL),
    ]
    for number in (*machine.reaching, *(() if may_write else machine.changing)):
        steps += [_Step(_EQUAL, 0, 1, number), _Step(_RETURN, 0, 0, _NOT_PERMITTED)]
    # The C library then takes the older call, whose flags can be seen.
    steps += [_Step(_EQUAL, 0, 1, _CLONE3), _Step(_RETURN, 0, 0, _NOT_KNOWN)]
    for number, argument in ({} if may_write else machine.opening).items():
        steps += [
            _Step(_EQUAL, 0, 4, number),
            _Step(_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument),
            _Step(_ANY_BIT, 0, 1, _WRITING),
            _Step(_RETURN, 0, 0, _NOT_PERMITTED),
            _Step(_RETURN, 0, 0, _ALLOW),
        ]
    return [
        *steps,
        _Step(_EQUAL, 0, 3, machine.clone),
        _Step(_LOAD, 0, 0, _ARGUMENTS_AT),
        _Step(_ANY_BIT, 1, 0, _THREAD),
        _Step(_RETURN, 0, 0, _NOT_PERMITTED),
        _Step(_RETURN, 0, 0, _ALLOW),
    ]
