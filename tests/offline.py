"""A command without any network but this machine's own, and how often it, or a child of it, tried to leave.

    python tests/offline.py TRACE command …

The command gets a network of its own that knows no way out (Linux namespaces; no rights are needed where user
namespaces are allowed), and the kernel counts what finds none. TRACE is written when somebody tried. Where the system
has no namespaces the command runs as it is: then only the guard in `sitecustomize` watches, in Python processes.
"""

import ctypes
import fcntl
import os
import socket
import struct
import subprocess
import sys
from pathlib import Path

_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_SET_FLAGS, _UP_AND_RUNNING = 0x8914, 0x1 | 0x40


def main() -> int:
    """Run the command; its exit code is ours."""
    trace, command = Path(sys.argv[1]), sys.argv[2:]
    alone = _leave_the_network()
    code = subprocess.run(command, check=False).returncode
    if not alone:
        print("no network of its own: only Python processes are watched", file=sys.stderr)
    elif tried := _tried_to_leave():
        with trace.open("a") as file:
            file.write(f"{tried} packets or connections to somewhere outside\n")
    return code


def _leave_the_network() -> bool:
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    user, group = os.getuid(), os.getgid()
    if unshare is None:
        return False
    if unshare(_NEW_NETWORK) != 0:
        if unshare(_NEW_NETWORK | _NEW_USER) != 0:
            return False
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    with socket.socket() as control:
        fcntl.ioctl(control, _SET_FLAGS, struct.pack("16sh14x", b"lo", _UP_AND_RUNNING))
    return True


def _tried_to_leave() -> int:
    names, numbers = (line.split() for line in Path("/proc/net/snmp").read_text().splitlines() if line[:3] == "Ip:")
    fourth = int(dict(zip(names, numbers, strict=True))["OutNoRoutes"])
    sixth = dict(line.split() for line in Path("/proc/net/snmp6").read_text().splitlines())
    return fourth + int(sixth["Ip6OutNoRoutes"])


if __name__ == "__main__":
    sys.exit(main())
