"""Where what takes long to build is kept between runs, so that it is built once.

One file each: a 32-byte checksum, then the content. It is written beside its place and moved there in one
step, so that a second process sees either nothing or all of it. A file that doesn't match its checksum is
built anew.
"""

from __future__ import annotations

import os
import sys
import warnings
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy import uint8
    from numpy.typing import NDArray

DIGEST_SIZE = 32


def cache_folder() -> Path:
    """The folder for cached files: ``RASHOMON_CACHE``, or ``rashomon`` in the user's cache folder."""
    if chosen := os.environ.get("RASHOMON_CACHE"):
        return Path(chosen)
    if xdg := os.environ.get("XDG_CACHE_HOME"):
        return Path(xdg) / "rashomon"
    home = Path("~").expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "rashomon" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "rashomon"
    return home / ".cache" / "rashomon"


def cached(name: str, build: Callable[[], bytes]) -> bytes:
    """The bytes kept under ``name``, from ``build`` where there are none or where they are broken.

    Warns (RuntimeWarning) where they can't be kept, and goes on.
    """
    return mapped(name, build)[0].tobytes()


def mapped(name: str, build: Callable[[], bytes]) -> tuple[NDArray[uint8], Path | None]:
    """Like ``cached``, but mapped from the file rather than read, and with the file's path; None where it
    can't be kept.
    """
    path = cache_folder() / name
    kept = _map(path)
    if kept is not None:
        return kept, path
    built = build()
    try:
        _write(path, built)
    except OSError as error:
        warnings.warn(
            f"{path}: can't be written ({error.strerror or error}), so it is built anew at each "
            "start; set RASHOMON_CACHE to a folder that can be written",
            RuntimeWarning,
            stacklevel=3,
        )
        return np.frombuffer(built, np.uint8), None
    kept = _map(path)
    return (np.frombuffer(built, np.uint8), None) if kept is None else (kept, path)


def _map(path: Path) -> NDArray[uint8] | None:
    try:
        content = np.memmap(path, np.uint8, "r")
    except (OSError, ValueError):  # an empty file can't be mapped
        return None
    body = content[DIGEST_SIZE:]
    return body if len(body) and content[:DIGEST_SIZE].tobytes() == _digest(body.data) else None


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_digest(body))
            file.write(body)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise


def _digest(body: bytes | memoryview) -> bytes:
    return blake2b(body, digest_size=DIGEST_SIZE).digest()
