"""What a disk answers when it does not do as asked, as a plain error.

A node meets this anywhere: a read of the record, a key to be written, its own settings. Inside, the database's and the
system's own errors pass unchanged, so that whoever is half way through something knows it (Node.whole); whoever stands
at the edge (the desk's API, the door for envelopes, the command) makes them plain here.
"""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from detente.codec.errors import Damaged, DetenteError, Local

# What the system answers for a disk; anything else without a file's name may be the network's.
DISK = {errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EMFILE, errno.ENFILE}


def plain(error: BaseException) -> DetenteError | None:
    """The error for people that this one is; None when it is none of the disk's doing.

    `Damaged("store-unread")` for the record, `Local("disk-failed")` for any other file.
    """
    if isinstance(error, DetenteError):
        return error
    if isinstance(error, sqlite3.Error):
        return Damaged("store-unread", why=str(error))
    if isinstance(error, OSError) and (error.filename is not None or error.errno in DISK):
        why = error.strerror or type(error).__name__
        if isinstance(error.filename, str):
            return Local("disk-failed", why=why, file=Path(error.filename).name)
        return Local("disk-failed", why=why)
    return None
