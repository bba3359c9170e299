"""The real command, with one addition: two signals write the Python stack of the thread they reach to a file.

    python -m faults.node SITES serve HOME …     as `detente serve HOME …`

`strace` sends them at the n-th call of a system call, to the very thread that makes it, so the stack is the call site.
SIGUSR1 writes it and goes on. SIGUSR2 writes it and ends the process: after the writing, which is C code of faulthandler's,
comes the signal's default action; not a line of Python or SQLite runs in between, as with SIGKILL.
"""

from __future__ import annotations

import faulthandler
import signal
import sys

from detente.cli.main import main


def run(sites: str, words: list[str]) -> None:
    file = open(sites, "ab", buffering=0)  # noqa: SIM115 - faulthandler writes to it until the end
    faulthandler.register(signal.SIGUSR1, file=file, all_threads=False)
    faulthandler.register(signal.SIGUSR2, file=file, all_threads=False, chain=True)
    main(words)


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2:])
