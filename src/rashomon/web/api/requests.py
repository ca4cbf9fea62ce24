"""A request as what an operation is asked for; what does not fit is refused with each thing that is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from rashomon.web.operations.asked import Nothing
from rashomon.web.operations.operation import JSON, PLAIN
from rashomon.web.problems import Invalid, RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msgspec import Struct
    from starlette.requests import Request

    from rashomon.web.operations.operation import Operation

_AT = re.compile(r"^(.*?)(?: - at `\$\.?(.*)`)?$", re.DOTALL)
_UNKNOWN = re.compile(r"unknown field `(.*)`")


async def asked(request: Request, operation: Operation) -> Struct:
    """What an operation is asked for. Raises RefusedError (400, 415 or 422)."""
    if operation.method == "GET":
        return parameters(request, operation.asked)
    parameters(request, Nothing)
    return await body(request, operation.asked)


def parameters(request: Request, kind: type[Struct]) -> Struct:
    """What the address asks for. Raises RefusedError (422)."""
    found: dict[str, str] = dict(request.path_params)
    for name, value in request.query_params.multi_items():
        if name in found:
            raise refused("The parameters are not as they should be.", [Invalid(name, "it is given twice")])
        found[name] = value
    try:
        return msgspec.convert(found, kind, strict=False)
    except msgspec.ValidationError as error:
        raise refused("The parameters are not as they should be.", [invalid(error)]) from None


async def body(request: Request, kind: type[Struct]) -> Struct:
    """What the body asks for: JSON, or its text as plain text. Raises RefusedError (400, 415 or 422)."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in {JSON, PLAIN}:
        raise RefusedError(
            415, f"The body is to be {JSON} or {PLAIN}.", headers={"Accept": f"{JSON}, {PLAIN}"}
        )
    data = await request.body()
    try:
        whole = _integral(msgspec.json.decode(data)) if media == JSON else {"text": data.decode("utf-8")}
        return msgspec.convert(whole, kind)
    except msgspec.ValidationError as error:
        raise refused("The body is not as it should be.", [invalid(error)]) from None
    except UnicodeDecodeError:
        raise RefusedError(400, "The body is not UTF-8.") from None
    except RecursionError:
        raise RefusedError(400, "The body is nested too deeply.") from None
    except msgspec.DecodeError as error:
        raise RefusedError(400, f"The body is no JSON: {error}.") from None


def refused(detail: str, errors: Sequence[Invalid]) -> RefusedError:
    """A refusal (422) that names what is wrong."""
    return RefusedError(422, detail, errors=tuple(errors))


def _integral(value: Any) -> Any:
    """The value with 5.0 as 5: JSON Schema takes both for an integer."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {name: _integral(inner) for name, inner in value.items()}
    return [_integral(inner) for inner in value] if isinstance(value, list) else value


def invalid(error: msgspec.ValidationError) -> Invalid:
    """What does not fit, and where."""
    match = _AT.match(str(error))
    told, where = (match[1], match[2] or "") if match else (str(error), "")
    if unknown := _UNKNOWN.search(told):
        return Invalid(unknown[1], "there is no such parameter")
    return Invalid(where, told)
