"""The drawings of a story's page: made ready here, written as SVG by ``templates/_charts.html``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from rashomon.report.rows import moments
from rashomon.report.view import view
from rashomon.web.charts.figures import Figures, figures
from rashomon.web.charts.place_map import PlaceMap, place_map
from rashomon.web.charts.timeline import Before, before
from rashomon.web.view.claims import Shower

if TYPE_CHECKING:
    from rashomon.model import Document
    from rashomon.web.view.reader import Reader


class Charts(Struct, frozen=True):
    """What is drawn of a story: where, if that is known, how many, and the gaps of its timeline."""

    map: PlaceMap | None
    figures: tuple[Figures, ...]
    timeline: tuple[Before, ...]


def charts(reader: Reader, document: Document) -> Charts:
    """The drawings of a document's story for a reader."""
    story = document.stories[0]
    shown = view(document, story)
    return Charts(
        place_map(reader, story.entities),
        figures(Shower(reader, shown, "")),
        before(reader, (moment for moment, _ in moments(shown))),
    )
