"""A library: articles kept for months, their stories and dossiers kept up, everything found in a moment."""

from rashomon.library.adding import Added, add_articles
from rashomon.library.errors import LibraryError
from rashomon.library.opening import Library, default_location, open_library
from rashomon.library.removing import remove_articles
from rashomon.library.search import Filters, Hit, search
from rashomon.library.verifying import verify

__all__ = [
    "Added",
    "Filters",
    "Hit",
    "Library",
    "LibraryError",
    "add_articles",
    "default_location",
    "open_library",
    "remove_articles",
    "search",
    "verify",
]
