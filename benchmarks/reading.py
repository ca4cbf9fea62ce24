"""How quick reading is without the encoder, on one core: articles a second and what each reader takes.

    python benchmarks/reading.py [--languages en,fr] [--cold] [--hostile [--size 1000000]]

The articles have 3,000 characters. They are made of the texts of ``examples/`` and of the gold files under
``tests/``, and of those in ``../shared`` where they are. "new": CPU milliseconds of a text that is seen for
the first time, by a process that has read half of the language's articles; "again": the least of several
readings of each text, which is the steadiest figure of a machine that others use too. ``--cold`` measures
what a fresh process pays for its first article of each language; ``--hostile`` reads long texts that nobody
would write, and prints the slowest.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import re
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
CHARACTERS = 3_000
MOST_ARTICLES = 40
"""Articles that are measured of one language."""
FEWEST_NEW = 10
"""Articles of a language from which on half of them are measured as new ones."""
READINGS = 15

READERS = ("furniture", "sentences", "statements", "times", "names", "quantities", "quotations")
MARKS = "“a” «b» ‘c’ „d“ 'e' \"f\" 「g」 "
HOSTILE = {
    "letters": "a",
    "words": "word ",
    "digits": "1",
    "grouped digits": "1,111 ",
    "dates": "1/2/3-4 ",
    "numbers": "1 ",
    "listed numbers": "1, ",
    "percentages": "1% of the ",
    "halves": "half ",
    "numerals": "twenty one hundred and ",
    "hundreds": "one hundred ",
    "Han numerals": "一",
    "capitals": "Aa ",
    "initials": "A. B.",
    "open marks": "“a ",
    "apostrophes": "'a ",
    "marks": MARKS,
    "verbs": "he said that ",
    "sources": "according to ",
    "brackets": "((",
    "spaces": " ",
    "lines": "x\n",
    "blank lines": " \n",
    "full stops": ".",
    "dashes": "— said ",
    "combining marks": "e\u0301\u0301",
    "Han": "说“一二三年月",
    "Arabic": "قال إن ",
    "written on": "وبالقاهرة ",
    "controls": "\u202e\u200fa\u0000",
    "emoji": "🌉.",
    "addresses": "www.a@b.c#d",
    "separators": "a | ",
    "open double marks": "“a b «c „d ",
    "quoted and said": "“a b c d e f,” said A. ",
    "quoted Han": "他说：“我们”",
    "a mark a line": '"\n',
    "capital letters": "A",
    "shouted": "JEAN ",
    "hyphened names": "Jean-Paul-",
    "particles": "Jean de ",
    "titles": "President of ",
    "headlines": "Ab Cd Ef Gh Ij\n",
    "acronyms": "Ab Cd (AC) ",
    "dots": "A.",
    "middle dots": "奥·马·",
    "accents": "A\u0301",
    "no width": "Ab\u200b",
    "right to left": "\u200fأ ",
    "no-break spaces": "a\u00a0B ",
}
LANGUAGES = {
    "Han": "zh",
    "Han numerals": "zh",
    "quoted Han": "zh",
    "middle dots": "zh",
    "Arabic": "ar",
    "written on": "ar",
    "right to left": "ar",
    "particles": "fr",
}
"""What hostile texts are read as, where that is not English."""


def measure(text: str, language: str, add: Callable[[str, float], None]) -> None:
    """Read one text as an article, as ``read_all`` does, and add what each reader took, in CPU seconds."""
    from msgspec.structs import replace

    from rashomon.model import Article
    from rashomon.reading.furniture import find_boilerplate, find_title
    from rashomon.reading.names.find import find_mentions
    from rashomon.reading.quantities.find import find_quantities
    from rashomon.reading.quotations.find import find_quotations
    from rashomon.reading.sentences import split_sentences
    from rashomon.reading.statements import make_statements
    from rashomon.reading.times.find import find_times

    clock = time.process_time
    article = Article(id="a", language=language, text=text, published="2024-05-03")
    t0 = clock()
    boilerplate = find_boilerplate(article)
    article = replace(article, boilerplate=boilerplate, title=find_title(article, boilerplate))
    t1 = clock()
    sentences = split_sentences(article)
    t2 = clock()
    make_statements(article, sentences)
    t3 = clock()
    times = find_times(article, sentences)
    t4 = clock()
    mentions = find_mentions(article, sentences)
    t5 = clock()
    find_quantities(article, sentences, (), times)
    t6 = clock()
    find_quotations(article, sentences, mentions)
    t7 = clock()
    marks = (t0, t1, t2, t3, t4, t5, t6, t7)
    for name, begun, ended in zip(READERS, marks, marks[1:], strict=False):
        add(name, ended - begun)


def texts() -> dict[str, list[str]]:
    """The articles of each language, in a fixed order: all texts of one language on end, cut in parts."""
    from rashomon.model import Article
    from rashomon.sources import find_articles

    found: dict[str, list[str]] = defaultdict(list)
    for article in find_articles([str(ROOT / "examples")]):
        if isinstance(article, Article):
            found[article.language].append(article.text)
    for path in sorted((ROOT / "tests").glob("*/*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            told = json.loads(line) if line.strip() else {}
            if isinstance(told, dict) and "text" in told and "language" in told:
                found[told["language"]].append(told["text"])
    shared = ROOT.parent / "shared"
    for path in [*sorted((shared / "gold" / "stories").glob("*.json"))]:
        for told in json.loads(path.read_text("utf-8"))["articles"]:
            if "text" in told:
                found[told["lang"]].append(told["text"])
    for path in sorted((shared / "gold").glob("*.articles.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            told = json.loads(line)
            found[told["language"]].append(told["text"])
    for path in sorted((shared / "seeds").glob("report-*.txt")):
        found[path.stem[-2:]].append(path.read_text("utf-8"))
    return {language: list(_parts("\n\n".join(found[language]))) for language in sorted(found)}


def _parts(text: str) -> Iterator[str]:
    """Parts of 3,000 characters, cut at white space where there is some; a shorter text is repeated."""
    while len(text) < 2 * CHARACTERS:
        text += "\n\n" + text
    at = 0
    while at + CHARACTERS <= len(text):
        space = max((m.end() for m in re.finditer(r"\s", text[at : at + 60])), default=0)
        yield text[at + space : at + space + CHARACTERS]
        at += CHARACTERS


def by_language(languages: list[str]) -> None:
    """Print the table by language and reader."""
    columns = ("language", "", "articles", *READERS, "all", "a second")
    print("".join(f"{c:>{_width(c)}}" for c in columns))
    for language, articles in texts().items():
        if languages and language not in languages:
            continue
        half = len(articles) // 2
        if half >= FEWEST_NEW:
            for text in articles[:half]:
                spent_on(text, language)
            gc.collect()
            gc.freeze()  # what readers keep is looked at once in many articles, by chance in this one
            _row(language, "new", [spent_on(text, language) for text in articles[half:]])
        seen = articles[:MOST_ARTICLES]
        _row(language, "again", [least(text, language) for text in seen])


def spent_on(text: str, language: str) -> dict[str, float]:
    """The CPU seconds that each reader takes for one reading of a text."""
    spent: dict[str, float] = {}
    measure(text, language, spent.__setitem__)
    return spent


def least(text: str, language: str) -> dict[str, float]:
    """The least CPU seconds that each reader takes for a text that is read several times."""
    readings = [spent_on(text, language) for _ in range(READINGS)]
    return {name: min(spent[name] for spent in readings) for name in READERS}


def _row(language: str, kind: str, spent: list[dict[str, float]]) -> None:
    each = [1000 * sum(one[name] for one in spent) / len(spent) for name in READERS]
    every = sum(each)
    cells = "".join(
        f"{milliseconds:{_width(name)}.2f}" for name, milliseconds in zip(READERS, each, strict=True)
    )
    print(f"{language:>{_width('language')}}{kind:>6}{len(spent):{_width('articles')}}{cells}", end="")
    print(f"{every:{_width('all')}.2f}{1000 / every if every else 0:{_width('a second')}.0f}", flush=True)


def _width(column: str) -> int:
    return max(len(column) + 2, 6)


def cold(languages: list[str]) -> None:
    """Print what a fresh process pays: the import of all readers, and its first article."""
    print(f"{'language':>12}{'import, ms':>12}{'first, ms':>12}")
    for language, articles in texts().items():
        if not languages or language in languages:
            told = _in_a_process("--one", language, articles[0])
            print(f"{language:>12}{told['import']:12.0f}{told['first']:12.0f}")


def hostile(size: int) -> None:
    """Print the slowest readers of long texts that nobody would write."""
    slowest: list[tuple[float, str, str]] = []
    for kind, piece in HOSTILE.items():
        text = (piece * (size // len(piece) + 1))[:size]
        language = LANGUAGES.get(kind, "en")
        told = _in_a_process("--one", language, text)
        slowest += [(told["by"].get(name, float("inf")), name, kind) for name in READERS]
        print(f"{kind:>18}" + "".join(f"{told['by'].get(name, float('inf')):12.2f}" for name in READERS))
        sys.stdout.flush()
    print(f"\n{'worst of':>18}" + "".join(f"{name:>12}" for name in READERS))
    for name in READERS:
        seconds, _, kind = max(row for row in slowest if row[1] == name)
        print(f"{name:>18}{seconds:10.2f} s  {kind}")


def _in_a_process(*arguments: str) -> Any:
    flag, language, text = arguments
    command = [sys.executable, __file__, flag, language]
    try:
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, check=True, timeout=300, env=os.environ
        )
    except subprocess.TimeoutExpired as over:
        lines = (over.stdout or b"").decode().splitlines()
        return {"by": dict(json.loads(line) for line in lines), "import": float("inf"), "first": float("inf")}
    lines = done.stdout.decode().splitlines()
    told = json.loads(lines[-1])
    return {**told, "by": dict(json.loads(line) for line in lines[:-1])}


def one(language: str) -> None:
    """Measure the text of standard input in this fresh process: one line a reader, then what all took."""
    text = sys.stdin.buffer.read().decode()
    begun = time.process_time()
    measure("", "und", lambda _name, _seconds: None)
    ready = time.process_time()
    measure(text, language, lambda name, seconds: print(json.dumps([name, seconds]), flush=True))
    print(json.dumps({"import": 1000 * (ready - begun), "first": 1000 * (time.process_time() - ready)}))


def main() -> None:
    """Measure and print the tables that are asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--languages", default="", help="only these, apart by commas")
    parser.add_argument("--cold", action="store_true", help="what a fresh process pays for each language")
    parser.add_argument("--hostile", action="store_true", help="long texts that nobody would write")
    parser.add_argument("--size", type=int, default=1_000_000, help="characters of a hostile text")
    parser.add_argument("--one", metavar="LANGUAGE", help=argparse.SUPPRESS)
    given = parser.parse_args()
    languages = [code for code in given.languages.split(",") if code]
    if given.one:
        one(given.one)
    elif given.hostile:
        hostile(given.size)
    elif given.cold:
        cold(languages)
    else:
        by_language(languages)


if __name__ == "__main__":
    main()
