"""Files written all or nothing: a reader sees the old text or the new one, never a part."""

import os
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE
from tempfile import mkstemp


def replace_file(path: Path, data: str | bytes, like: os.stat_result | None = None) -> None:
    """Write text (as UTF-8) or bytes to a file in place of what was there.

    Raises OSError when that fails, and leaves no remains. Only its owner may read the new file, unless `like` gives
    the mode and the owner to keep.
    """
    handle, name = mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    try:
        with open(handle, "wb") as file:
            if like is not None:
                with suppress(PermissionError):  # only root may give a file away
                    os.fchown(handle, like.st_uid, like.st_gid)
                os.fchmod(handle, S_IMODE(like.st_mode))
            file.write(data if isinstance(data, bytes) else data.encode())
            file.flush()
            os.fsync(handle)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
