"""A document as JSON: the contract that other programs build on (``docs/json.md``)."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from msgspec import Struct


def dumps(document: Struct) -> bytes:
    """A document as one JSON text.

    Args:
        document (Struct): what a run made: a Document, a Comparison or a Check.

    Returns:
        bytes: UTF-8, indented by two spaces, with a newline at the end. Fields stand in the contract's
        order. A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD, so that spans still hold.
    """
    try:
        packed = msgspec.json.encode(document)
    except UnicodeEncodeError:
        packed = msgspec.json.encode(_without_surrogates(msgspec.to_builtins(document)))
    return msgspec.json.format(packed, indent=2) + b"\n"


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) that every document fits, as a new dict.

    It is the file ``report/dossier.schema.json`` of the package.
    """
    text = (files("rashomon.report") / "dossier.schema.json").read_bytes()
    found: dict[str, Any] = msgspec.json.decode(text)
    return found


def schema_of(kind: type[Struct]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the other contracts, made from their types.

    Args:
        kind: ``rashomon.comparing.passages.Comparison`` or ``rashomon.comparing.checking.checked.Check``.
    """
    made: dict[str, Any] = msgspec.json.schema(kind)
    name = made["$ref"].rpartition("/")[2]
    form = made["$defs"][name]["properties"]["format"]
    made["$defs"][name]["properties"]["format"] = {"const": form["default"]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def _without_surrogates(value: Any) -> Any:
    """The same value with each lone surrogate as U+FFFD: code points are counted as before."""
    if isinstance(value, str):
        return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in value)
    if isinstance(value, dict):
        return {key: _without_surrogates(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(inner) for inner in value]
    return value
