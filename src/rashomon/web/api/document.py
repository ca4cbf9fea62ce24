"""The OpenAPI 3.1 document, made of the operations and their types."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from rashomon import __version__
from rashomon.comparing.checking.checked import FORMAT as CHECK_FORMAT
from rashomon.model import FORMAT
from rashomon.web.operations import OPERATIONS
from rashomon.web.operations.operation import JSON, PLAIN
from rashomon.web.problems import MEDIA_TYPE, Problem

if TYPE_CHECKING:
    from msgspec import Struct

    from rashomon.web.operations.operation import Operation

ANYWHERE = {
    422: "A parameter or the body does not fit; `errors` names which and why.",
    503: "Too much is asked at once, or the library does not answer; `Retry-After` says when to try again.",
}
_FORMATS = {"Document": FORMAT, "Check": CHECK_FORMAT}
_IN_PATH = re.compile(r"\{(\w+)\}")


@cache
def document_bytes(*, secured: bool) -> bytes:
    """The document as JSON."""
    return msgspec.json.format(msgspec.json.encode(document(secured=secured)), indent=2) + b"\n"


def document(*, secured: bool) -> dict[str, Any]:
    """The document; where it is ``secured``, every operation needs the token."""
    types = [Problem, *(one.gives for one in OPERATIONS if one.gives)]
    types += [one.asked for one in OPERATIONS if one.method == "POST"]
    schemas, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    named = dict(zip(types, schemas, strict=True))
    for name, form in _FORMATS.items():
        components[name]["properties"]["format"] = {"const": form}
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, named, secured)
    made: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "Rashomon",
            "version": __version__,
            "summary": "A library of reports: its stories, what they agree on and where they differ.",
            "description": "It says who says what and how many independent origins stand behind it, never "
            "who is right. Spans are half-open ranges of Unicode code points. Answers have an ETag.",
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api/1"}],
        "paths": paths,
        "components": {"schemas": components},
    }
    if secured:
        made["security"] = [{"token": []}]
        made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    return made


def _operation(one: Operation, named: dict[Any, Any], secured: bool) -> dict[str, Any]:
    content = named[one.gives] if one.gives else {"type": "string"}
    answers: dict[str, Any] = {
        "200": {"description": "What was asked for.", "content": {one.media: {"schema": content}}}
    }
    if one.method == "GET":
        answers["200"]["headers"] = {"ETag": {"schema": {"type": "string"}, "required": True}}
        answers["304"] = {"description": "What the client holds (If-None-Match) is still right."}
    refusals = {**ANYWHERE, **one.refusals}
    if secured:
        refusals |= {401: "No token was shown, or a wrong one.", 429: "Too many wrong tokens were shown."}
    else:
        refusals |= {413: "The body is too large."}
    told = {"content": {MEDIA_TYPE: {"schema": named[Problem]}}}
    for status, why in sorted(refusals.items()):
        answers[str(status)] = {"description": why, **told}
    answers["default"] = {"description": "Anything else that is wrong.", **told}
    made: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "parameters": _parameters(one) if one.method == "GET" else [],
        "responses": answers,
    }
    if one.method == "POST":
        text = msgspec.json.schema_components([one.asked])[1][one.asked.__name__]["properties"]["text"]
        made["requestBody"] = {
            "required": True,
            "content": {JSON: {"schema": named[one.asked]}, PLAIN: {"schema": text}},
        }
    return made


def _parameters(one: Operation) -> list[dict[str, Any]]:
    in_path = set(_IN_PATH.findall(one.path))
    made = []
    for name, schema, required in _fields(one.asked):
        description = schema.pop("description", "")
        parameter = {
            "name": name,
            "in": "path" if name in in_path else "query",
            "required": required,
            "description": description,
            "schema": schema,
        }
        made.append({key: value for key, value in parameter.items() if value != ""})
    return made


def _fields(kind: type[Struct]) -> list[tuple[str, dict[str, Any], bool]]:
    """The fields of a struct with their schemas; that one may be absent is no value."""
    schema = msgspec.json.schema_components([kind])[1][kind.__name__]
    needed = set(schema.get("required", ()))
    found = []
    for name, own in schema["properties"].items():
        if "anyOf" in own:
            own = next(dict(one) for one in own["anyOf"] if one.get("type") != "null")
        found.append(
            (name, {key: v for key, v in own.items() if key != "default" or v is not None}, name in needed)
        )
    return found
