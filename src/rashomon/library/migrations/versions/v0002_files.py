"""An article without an address is known by its file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("articles", sa.Column("file", sa.Text(), nullable=True))
    op.create_index("ix_articles_file", "articles", ["file"], unique=False)
