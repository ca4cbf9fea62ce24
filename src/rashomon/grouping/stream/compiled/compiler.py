"""Functions are compiled at their first call, which takes seconds, and kept in the cache folder.

Numba itself keeps them beside the source, and does not notice when another file changes on which one depends.
So here they are kept under a digest of all of this folder, and nothing is read from elsewhere in the project
but the arguments.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rashomon.encoder.cache import cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable

_numba = import_module("numba")  # ImportError where there is none


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function, compiled; kept where there is a folder that can be written."""
    options = {"nogil": True, "error_model": "numpy"}
    before, _numba.config.CACHE_DIR = _numba.config.CACHE_DIR, str(cache_folder() / f"compiled-{_digest()}")
    try:
        made: Callable[..., Any] = _numba.njit(cache=True, **options)(function)
    except RuntimeError:  # no folder at all
        made = _numba.njit(**options)(function)
    finally:
        _numba.config.CACHE_DIR = before
    return made


@cache
def _digest() -> str:
    found = blake2b(digest_size=8)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()
