"""What differs from language to language, as data: one TOML file a language, over ICU and CLDR."""

from rashomon.language.rules import Language, codes, load

__all__ = ["Language", "codes", "load"]
