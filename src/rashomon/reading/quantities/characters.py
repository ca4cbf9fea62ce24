"""Numbers in Chinese characters, and in digits and characters mixed: "三百五", "3万5千", "十多万"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from rashomon.reading.quantities.lexicon import Lexicon
    from rashomon.reading.quantities.tokens import Token

_MYRIAD = 10_000
_LONGEST = 40
_WIDEST_GAP = 2
_LARGEST = 1e18


class CharacterNumber(NamedTuple):
    """A number and the token after it.

    ``scale`` is the largest power of ten in it, 1 where it has none; ``more`` says that it holds "and more".
    ``upto`` is the higher number of "two, three hundred" ("两三百"), 0 elsewhere.
    """

    value: float
    end: int
    scale: float
    more: bool
    upto: float = 0


def read_characters(
    tokens: Sequence[Token],
    i: int,
    values: Mapping[str, int],
    more: Set[str],
    first: float | None,
    units: Lexicon[str],
) -> CharacterNumber | None:
    """The number that begins at token ``i``; None where there is none.

    A run of digits without powers of ten is read as it stands ("二〇一一"); a digit at the end after a
    hundred or more counts the next lower power ("一万三" is 13,000), unless a zero stands before it.

    Args:
        tokens: the sentence.
        i: where the number begins.
        values: the values of number characters, of digits and of powers of ten.
        more: characters that mean "and more" before a power of ten.
        first: the value of token ``i`` where it stands in digits.
        units: units whose first character is a power of ten elsewhere ("千米").
    """
    total = section = 0.0
    pending = first
    run = ""
    unit = biggest = 1.0
    last_myriad = 0.0
    zero = vague = False
    times = 0.0
    end = at = i if first is None else i + 1
    while at < min(len(tokens), i + _LONGEST):
        token = tokens[at]
        value = values.get(token.key)
        if value is None and token.kind == "number" and at > i and token.key.isdigit() and pending is None:
            if tokens[at - 1].end != token.start or len(token.key) > len(str(int(unit))):
                break
            pending, at = float(token.key), at + 1
            end = at
            run = ""
            continue
        gap = token.start - tokens[at - 1].end if at > i else 0
        if value is not None and value >= 10 and at > i and units.at(tokens, at) is not None:
            break
        if gap > _WIDEST_GAP or (gap and not (unit >= 10 or (value or 0) >= 10 or token.key in more)):
            break
        if value is None:
            if token.key not in more or not _multiplies(tokens, at + 1, values):
                break
            vague, at = True, at + 1
            continue
        if value < 10:
            if run and pending == value - 1 == int(run) and _is_power(tokens, at + 1, values):
                times, at = value / pending, at + 1  # "两三百"
                continue
            if pending is not None and not (run and biggest == 1 and not gap):
                break
            if value == 0 and biggest > 1:
                zero = True
            else:
                run = run + str(value) if biggest == 1 else str(value)
                pending = float(run) if biggest == 1 else float(value)
        elif value < _MYRIAD:
            if pending is None:
                if unit <= value and at > i and not zero and section:
                    break
                pending = 1
            section, pending, unit, zero, run = (
                section + pending * value,
                None,
                float(value),
                False,
                "",
            )
            biggest = max(biggest, unit)
        else:
            section += pending or 0
            pending, zero, run, unit = None, False, "", float(value)
            if not section and not total:
                break
            if value > last_myriad or not section:
                total = (total + section) * value
            else:
                total += section * value
            section, last_myriad, biggest = (
                0,
                max(float(value), last_myriad),
                max(biggest, float(value)),
            )
            if total > _LARGEST:
                return None
        at += 1
        end = at
    if end <= i:
        return None
    if pending is not None and run and biggest > 1 and unit >= 100 and not zero:
        pending *= unit / 10
    lone = end == i + 1 and first is None
    if lone and values.get(tokens[i].key, 0) >= 100:
        return None
    if tokens[i].key == "〇" and end == i + 1:
        return None
    whole = round(total + section + (pending or 0), 9)
    return CharacterNumber(whole, end, biggest, vague, round(whole * times, 9))


def _multiplies(tokens: Sequence[Token], i: int, values: Mapping[str, int]) -> bool:
    return i < len(tokens) and values.get(tokens[i].key, 0) >= _MYRIAD


def _is_power(tokens: Sequence[Token], i: int, values: Mapping[str, int]) -> bool:
    return i < len(tokens) and values.get(tokens[i].key, 0) >= 10
