"""Make the table of readings of Chinese characters from Unicode's Unihan database.

    python tools/han_readings.py Unihan_Readings.txt Unihan_Variants.txt readings.xz

The two files are of https://www.unicode.org/Public/UCD/latest/ucd/Unihan.zip (Unicode License V3). Characters
that Korean or Japanese read are kept, with the readings of their variants; of Japanese words their stems too.
"""

from __future__ import annotations

import lzma
import re
import sys
from collections import defaultdict
from pathlib import Path

from rashomon.language.text import fold
from rashomon.reading.names.readings import japanese_sound

VARIANTS = ("kSimplifiedVariant", "kTraditionalVariant", "kSemanticVariant", "kZVariant")
SHORTEST_STEM, LONGEST = 3, 8  # letters


def fields(path: str) -> dict[str, dict[str, str]]:
    """The fields of each character of the first plane."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for line in Path(path).read_text("utf-8").splitlines():
        if match := re.match(r"U\+([0-9A-F]{4})\t(\w+)\t(.*)", line):
            found[chr(int(match[1], 16))][match[2]] = match[3]
    return found


def read(of: dict[str, str]) -> tuple[set[str], set[str], set[str]]:
    """Korean, Vietnamese and Japanese readings of one character."""
    korean = {syllable.split(":")[0] for syllable in of.get("kHangul", "").split()}
    vietnamese = {fold(word) for word in of.get("kVietnamese", "").split()}
    words = [*of.get("kJapaneseOn", "").split(), *of.get("kJapaneseKun", "").split()]
    kun = of.get("kJapaneseKun", "").split()
    stems = [word[:-cut] for word in kun for cut in (1, 2) if len(word) - cut >= SHORTEST_STEM]
    sounds = {japanese_sound(word.lower()) for word in [*words, *stems]}
    return korean, vietnamese, {sound for sound in sounds if 0 < len(sound) <= LONGEST}


def main(readings: str, variants: str, target: str) -> None:
    """Write the table."""
    known, others = fields(readings), fields(variants)
    family = defaultdict(set)
    for character, of in others.items():
        for field in VARIANTS:
            for other in re.findall(r"U\+([0-9A-F]{4})\b", of.get(field, "")):
                family[character].add(chr(int(other, 16)))
                family[chr(int(other, 16))].add(character)
    lines = []
    for character in sorted(set(known) | set(family)):
        alike = [character, *sorted(family[character])]
        lists = [set().union(*(read(known[one])[i] for one in alike if one in known)) for i in range(3)]
        if lists[0] or lists[2]:
            lines.append("\t".join([character, *(" ".join(sorted(one)) for one in lists)]))
    Path(target).write_bytes(lzma.compress("\n".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main(*sys.argv[1:])
