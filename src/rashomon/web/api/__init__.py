"""The API: the library's reading side and checking, for programs.

Routes, checks of what is asked and the OpenAPI document all come from
one table (``rashomon.web.operations``).
"""

from __future__ import annotations

from rashomon.web.api.routing import routes

__all__ = ["routes"]
