"""Fuzz the readers: no text may raise an error, and every span must quote the text.

    python tools/fuzz_reading.py -max_total_time=600 CORPUS     coverage-guided, with atheris installed
    python tools/fuzz_reading.py --random 600                   random pieces of texts, with nothing installed

Options with one hyphen are libFuzzer's. The folder CORPUS is made if it is not there, and filled with the
sentences of the gold files under ``tests/``. An input that fails is kept by libFuzzer as ``crash-…``, and
printed by ``--random``.
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 2_000
PUBLISHED = ("2024-05-03", "2011-10-31T22:00:00Z", "", "9999-12-31", "0001-01-01", "2024-02-30", None)
SEPARATORS = (
    "",
    " ",
    "\n",
    "\n\n",
    "\u2028",
    "\u00a0",
    ", ",
    ". ",
    "—",
    "“",
    "\u0301",
    "\u202e",
    "\x00",
    "🌉",
    "9",
)


def check(text: str, language: str, published: str | None) -> None:
    """Read a text without the encoder; raise AssertionError where a span does not quote it."""
    from rashomon.model import Article
    from rashomon.reading.furniture import find_boilerplate, find_title
    from rashomon.reading.names.find import find_mentions
    from rashomon.reading.quantities.find import find_quantities
    from rashomon.reading.quotations.find import find_quotations
    from rashomon.reading.sentences import split_sentences
    from rashomon.reading.statements import make_statements
    from rashomon.reading.times.find import find_times

    plain = Article(id="a", language=language, text=text, published=published)
    boilerplate = find_boilerplate(plain)
    find_title(plain, boilerplate)
    article = Article(id="a", language=language, text=text, published=published, boilerplate=boilerplate)
    sentences = split_sentences(article)
    statements = make_statements(article, sentences)
    times = find_times(article, sentences)
    mentions = find_mentions(article, sentences)
    quantities = find_quantities(article, sentences, [(found.start, found.end) for found in times])
    quotations = find_quotations(article, sentences, mentions)
    for start, end in boilerplate:
        assert 0 <= start < end <= len(text)
    for span in (*sentences, *statements):
        assert 0 <= span.start < span.end <= len(text)
    for quoted in (*times, *mentions, *quantities, *quotations):
        assert 0 <= quoted.start < quoted.end <= len(text)
        assert quoted.text == text[quoted.start : quoted.end]


def seeds() -> list[tuple[str, str]]:
    """Languages and texts of the gold files."""
    found = []
    for path in sorted((ROOT / "tests").glob("*/*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            told = json.loads(line) if line.strip() else {}
            if isinstance(told, dict) and {"text", "language"} <= told.keys():
                found.append((told["language"], told["text"]))
    return found


def fuzz_at_random(seconds: float) -> None:
    """Read mixtures of pieces of the gold's texts and of any characters until the time is over."""
    from rashomon.language import codes

    choose = random.Random(int(seconds))
    texts = seeds()
    end, count, failed = time.monotonic() + seconds, 0, 0
    while time.monotonic() < end:
        language = choose.choice((*codes(), "und", "ja"))
        pieces = []
        for _ in range(choose.randrange(1, 12)):
            if choose.random() < 0.2:
                any_ = (choose.randrange(0x110000) for _ in range(choose.randrange(8)))
                pieces.append("".join(chr(c) for c in any_ if not 0xD800 <= c < 0xE000))
            else:
                text = choose.choice(texts)[1]
                at = choose.randrange(len(text))
                pieces.append(text[at : at + choose.randrange(1, 80)])
            pieces.append(choose.choice(SEPARATORS))
        text = "".join(pieces)
        count += 1
        try:
            check(text, language, choose.choice(PUBLISHED))
        except Exception as error:
            failed += 1
            print(f"{type(error).__name__}: {error}\n  {language} {text!r}", flush=True)
    print(f"{count} texts, {failed} failures")


def fuzz_by_coverage() -> None:
    """Let libFuzzer find texts that reach new code."""
    import atheris

    with atheris.instrument_imports(include=["rashomon.reading", "rashomon.language"]):
        import rashomon.reading.names.find
        import rashomon.reading.quantities.find
        import rashomon.reading.quotations.find
        import rashomon.reading.times.find  # noqa: F401
    from rashomon.language import codes

    languages = (*codes(), "und", "ja")

    def one(data: bytes) -> None:
        if len(data) < 3:
            return
        language = languages[data[0] % len(languages)]
        published = PUBLISHED[data[1] % len(PUBLISHED)]
        check(data[2:].decode("utf-8", "ignore")[:LONGEST], language, published)

    folders = [Path(argument) for argument in sys.argv[1:] if not argument.startswith("-")]
    if folders and not folders[0].exists():
        folders[0].mkdir(parents=True)
        for number, (language, text) in enumerate(seeds()):
            first = languages.index(language) if language in languages else 0
            (folders[0] / f"seed-{number}").write_bytes(bytes([first, 0]) + text.encode())
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--random"]:
        fuzz_at_random(float(sys.argv[2]))
    else:
        fuzz_by_coverage()
