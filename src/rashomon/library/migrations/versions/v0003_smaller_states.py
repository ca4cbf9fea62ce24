"""Token states may be in a small form, which earlier programs cannot read; older rows stay as they are."""

from __future__ import annotations

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """No table changes."""
