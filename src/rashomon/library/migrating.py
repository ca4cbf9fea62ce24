"""A library's schema brought to the newest by Alembic."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rashomon.library.errors import LibraryError

if TYPE_CHECKING:
    from rashomon.library.opening import Library


def migrate(library: Library, found: str | None) -> None:
    """Make the schema, or change that of ``found`` into the newest; in one transaction.

    Raises:
        LibraryError: the library was made by a later version of the program.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    if found is not None:
        try:
            ScriptDirectory.from_config(config).get_revision(found)
        except CommandError:
            raise LibraryError(
                f"{library.location}: made by a later version of Rashomon; update this one"
            ) from None
    with library.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
