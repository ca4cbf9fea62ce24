"""The library in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rashomon import __version__
from rashomon.library import looking
from rashomon.web.api.given import StatusAnswer

if TYPE_CHECKING:
    from rashomon.library import Library


def status_of(library: Library) -> StatusAnswer:
    """The numbers; not where the library lies, which is nobody's business."""
    found = looking.status(library)
    names = [name for name in StatusAnswer.__struct_fields__ if name != "rashomon"]
    return StatusAnswer(rashomon=__version__, **{name: getattr(found, name) for name in names})
