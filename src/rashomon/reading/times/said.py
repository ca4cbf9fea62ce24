"""What a wording says: the values of its slots, as the fields of a piece."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING, cast

from rashomon.reading.times.zones import zone_of

if TYPE_CHECKING:
    from rashomon.reading.times.grammar import Rule
    from rashomon.reading.times.tries import Got

_FIELDS = {
    "year", "year2", "day", "day2", "month2", "hour", "minute", "second", "weekday", "season", "holiday",
    "half", "period", "unit",
}  # fmt: skip
_SECOND = frozenset(("day2", "month2", "year2"))
_NAMED = {
    "m": "month", "anymonth": "month", "month": "month", "wd": "weekday", "yy": "year", "yearword": "year",
    "dayword": "day",
    "dayord": "day", "hourord": "hour", "hourword": "hour", "minuteword": "minute", "cal": "unit",
    "day_unit": "unit",
    "clock_unit": "unit", "n": "amount", "ord": "number", "tens": "number", "decade": "number",
    "century": "number", "h": "hour", "mm": "minute", "monthord": "month",
}  # fmt: skip


def what_is_said(rule: Rule, got: Got | None, code: str, moved: int) -> dict[str, object] | None:
    """What a wording says, or None where it says nothing possible."""
    said: dict[str, object] = {"kind": rule.kind, **rule.fixed}
    sign, added = said.pop("sign", None), said.pop("added", None)
    slots = _slots(got)
    for name, value, index in slots:
        field = name if name in _FIELDS else _NAMED.get(name)
        if field is not None:
            said[field] = value
            if field in _SECOND:
                said["second_at"] = index + moved
            if field in ("month", "weekday"):
                said[field + "_at"] = index + moved
        elif name == "compound":
            said["amount"], said["unit"] = value  # type: ignore[misc]
        elif name == "dayperiod":
            said["weekday"], said["period"] = value  # type: ignore[misc]
            said["weekday_at"] = index + moved
        elif name == "othercalendar":
            said["year"], said["month"], said["day"] = value  # type: ignore[misc]
        elif name == "eradate":
            said["calendar"], said["year"], said["month"], said["day"], said["until"] = value  # type: ignore[misc]
        elif name in ("plus", "minus"):
            said["to_hour"] = value if name == "plus" else -cast("int", value)
        elif name == "hhmm":
            said["hour"], said["minute"] = int(str(value)[:2]), int(str(value)[2:])
        elif name in ("zone", "place"):
            said["zone"] = zone_of(str(value), code)
            if said["zone"] is None:
                return None
            if name == "zone":
                said["zone_at"] = index + moved
    names = {name for name, _, _ in slots}
    if "part" in said and "number" not in said and "amount" in said:
        said["number"] = int(float(str(said.pop("amount"))))
    if "m" in names:
        said["slashed"] = "year" not in said
        said.pop("month_at", None)
    if rule.kind == "ago":
        said.setdefault("unit", "day")
        said["shift"] = float(str(said.pop("amount", 1.0))) * int(str(sign))
    elif rule.kind == "date" and said.get("direction") is not None and "unit" in said:
        said["shift"] = said["direction"]
    elif rule.kind == "date" and "period" in names and "shift" not in said:
        said["shift"], said["unit"], _ = 0, "day", said.pop("direction", None)
    if added is not None:
        said["amount"] = float(str(said.get("amount", 1.0))) + float(str(added))
    if isinstance(said.get("to_hour"), int):
        _move_clock(said)
    return said if _on_clock(said) else None


def _slots(got: Got | None) -> list[tuple[str, object, int]]:
    found: list[tuple[str, object, int]] = []
    while got is not None:
        if got.name == "x":
            found += reversed(_slots(cast("Got | None", got.value)))
        else:
            found.append((got.name, got.value, got.index))
        got = got.before
    return found[::-1]


def _move_clock(said: dict[str, object]) -> None:
    """ "Half past seven", "viertel vor acht": minutes that are counted from an hour."""
    minute = cast("int", said.pop("to_hour")) + cast("int", said.get("hour", 0)) * 60
    said["hour"], said["minute"] = divmod(minute % (24 * 60), 60)


def is_on_calendar(said: dict[str, object]) -> bool:
    year, month = said.get("year"), said.get("month")
    for day in (said.get("day"), said.get("day2")):
        if isinstance(day, int) and isinstance(month, int):
            in_year = year if isinstance(year, int) else 2000
            if not 1 <= day <= calendar.monthrange(in_year, month)[1]:
                return False
    return True


def _on_clock(said: dict[str, object]) -> bool:
    hour, minute = said.get("hour"), said.get("minute")
    if isinstance(hour, int) and hour == 24 and minute not in (0, None):
        return False
    return not (said.get("half") is not None and isinstance(hour, int) and not 1 <= hour <= 12)
