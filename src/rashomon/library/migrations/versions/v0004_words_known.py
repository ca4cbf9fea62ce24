"""PostgreSQL: how many versions have a word is counted as they come; what is packed stays as it is."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

SERVER = (
    "CREATE TABLE words_known (term TEXT PRIMARY KEY, doc BIGINT NOT NULL) WITH (fillfactor = 70)",
    "INSERT INTO words_known (term, doc) SELECT word, ndoc FROM ts_stat('SELECT told FROM words')",
    # New entries are found in the index itself, not in a list that every search looks through.
    "ALTER INDEX words_told SET (fastupdate = off)",
    "SELECT gin_clean_pending_list('words_told'::regclass)",
    # Already packed, or numbers that do not pack.
    "ALTER TABLE cells ALTER numbers SET STORAGE EXTERNAL, ALTER vectors SET STORAGE EXTERNAL",
    "ALTER TABLE centres ALTER packed SET STORAGE EXTERNAL",
    "ALTER TABLE versions ALTER account SET STORAGE EXTERNAL, ALTER vectors SET STORAGE EXTERNAL",
    "ALTER TABLE states ALTER packed SET STORAGE EXTERNAL",
    "ALTER TABLE dossiers ALTER packed SET STORAGE EXTERNAL",
    "ALTER TABLE streams ALTER packed SET STORAGE EXTERNAL",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in SERVER:
            op.execute(statement)
