"""Start a command that ends when its parent ends, even when the parent was killed with -9.

Run as a script, by `processes.Child` only:
    python -I -S child.py PARENT_PID SIGNAL UID GID COMMAND...

A script of its own, because work between fork and exec is not safe in a parent that has threads.
UID and GID are -1 where the user stays the same.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    parent, death_signal, uid, gid = map(int, sys.argv[1:5])
    command = sys.argv[5:]
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":  # after setuid, which clears it
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent:
            sys.exit("the parent is gone already")
    try:
        os.execvp(command[0], command)
    except OSError as error:
        sys.exit(f"cannot start {command[0]}: {error.strerror}")


main()
