"""Alembic's way in: it is always called with an open connection (``rashomon.library.migrating``)."""

from __future__ import annotations

from alembic import context

from rashomon.library.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite cannot change a column in place
    include_name=lambda name, kind, _: kind != "table" or name in metadata.tables,
)
with context.begin_transaction():
    context.run_migrations()
