"""The style sheet, the script and the pictures of the pages."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from os import PathLike, stat_result

    from starlette.responses import Response
    from starlette.types import Scope

YEAR = 31_536_000


class Static(StaticFiles):
    """Static files that a browser keeps: their addresses change when they do."""

    def __init__(self) -> None:
        super().__init__(directory=str(files("rashomon.web") / "static"))

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """As it is, with how long it may be kept."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        lasting = f"public, max-age={YEAR}, immutable" if scope.get("query_string") else "no-cache"
        response.headers["Cache-Control"] = lasting
        return response
