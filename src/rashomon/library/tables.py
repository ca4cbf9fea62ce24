"""The tables of a library, as SQLAlchemy knows them. ``migrations`` makes and changes them.

Whatever has one row per article is small; what is large stands in tables of its own, so that a list of
articles reads no texts and a search no dossiers.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

# SQLite numbers rows by itself only where the type is exactly INTEGER.
Number = BigInteger().with_variant(Integer(), "sqlite")

facts = Table(  # what holds for the whole library
    "facts",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("id", String, nullable=False, unique=True),
    Column("key", Text, nullable=False, unique=True),  # its canonical address, or the hash of what it says
    Column("version", Number, nullable=False, index=True),  # the number of the newest
    Column("versions", Integer, nullable=False),
    Column("url", Text),
    Column("outlet", Text),
    Column("language", String, nullable=False),
    Column("published", String),
    Column("day", Integer),  # of publication, as date.toordinal counts
    Column("title", Text),
    Column("file", Text, index=True),  # a file URI, where the article is a file's and has no address
    Column("story", String, nullable=False, index=True),
    Column("added", String, nullable=False),
    Index("articles_by_outlet", "outlet"),
    Index("articles_by_language", "language"),
    Index("articles_by_day", "day"),
)

versions = Table(
    "versions",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("article", Number, ForeignKey("articles.number"), nullable=False, index=True),
    Column("version", Integer, nullable=False),  # 1, 2, … of its article
    Column("content", LargeBinary, nullable=False, index=True),
    Column("added", String, nullable=False),
    Column("statements", Integer, nullable=False),
    Column("account", LargeBinary, nullable=False),
    Column("vectors", LargeBinary, nullable=False),
    Column("checksum", LargeBinary, nullable=False),
)

states = Table(  # of the newest version only
    "states",
    metadata,
    Column("version", Number, ForeignKey("versions.number"), primary_key=True, autoincrement=False),
    Column("packed", LargeBinary, nullable=False),
    Column("checksum", LargeBinary, nullable=False),
)

names = Table(  # of the newest version only
    "names",
    metadata,
    Column("version", Number, ForeignKey("versions.number"), primary_key=True, autoincrement=False),
    Column("key", String, primary_key=True),
    Column("type", String, primary_key=True),
    Column("text", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Index("names_by_key", "key"),
)

stories = Table(
    "stories",
    metadata,
    Column("id", String, primary_key=True),
    Column("number", Number, nullable=False, index=True),
    Column("title", Text),
    Column("articles", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("languages", Text, nullable=False),
    Column("first", Integer),
    Column("last", Integer, index=True),
    Column("differing", Integer, nullable=False),
    Column("stale", Boolean, nullable=False, index=True),  # something came since the dossier was made
)

dossiers = Table(  # of stories of two articles and more
    "dossiers",
    metadata,
    Column("story", String, ForeignKey("stories.id"), primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)

aliases = Table(  # the names of a story's entities, in every language
    "aliases",
    metadata,
    Column("story", String, ForeignKey("stories.id"), primary_key=True),
    Column("entity", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("type", String, nullable=False),
    Index("aliases_by_key", "key"),
)

evidence = Table(  # where the claims of a story's dossier stand
    "evidence",
    metadata,
    Column("story", String, ForeignKey("stories.id"), primary_key=True),
    Column("claim", String, primary_key=True),
    Column("version", Number, primary_key=True, autoincrement=False),
    Column("start", Integer, primary_key=True, autoincrement=False),
    Column("verdict", String, nullable=False),
    Index("evidence_by_version", "version", "start"),
)

changes = Table(
    "changes",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("what", String, nullable=False),
    Column("story", String, nullable=False, index=True),
    Column("article", String, nullable=False),
    Column("other", String),
    Column("version", Integer),
    sqlite_autoincrement=True,
)

streams = Table(  # the grouping as it stood after an article, in parts
    "streams",
    metadata,
    Column("upto", Number, primary_key=True, autoincrement=False),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("packed", LargeBinary, nullable=False),
)

cells = Table(  # vectors of statements by where they lie; cell -1 is not yet sorted
    "cells",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("generation", Integer, nullable=False),
    Column("cell", Integer, nullable=False),
    Column("numbers", LargeBinary, nullable=False),
    Column("vectors", LargeBinary, nullable=False),
    Index("cells_by_place", "generation", "cell"),
    sqlite_autoincrement=True,
)

centres = Table(
    "centres",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("packed", LargeBinary, nullable=False),
    Column("of", Integer, nullable=False),  # how many statements there were then
)

feeds = Table(  # what is remembered of each feed that is watched, as JSON
    "feeds",
    metadata,
    Column("url", Text, primary_key=True),
    Column("state", Text, nullable=False),
)
