"""Draw what reading makes of one report: its spans, coloured, with their values below them.

    python tools/annotate.py [REPORT [PAGE.html]]
    python tools/annotate.py --picture

The first writes an HTML page; without arguments it reads one of the examples and prints the page. The second
takes docs/annotated.png of that page, with chromium or chrome on the PATH.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rashomon.encoder import Encoder
from rashomon.model import Article
from rashomon.reading import read
from rashomon.report.words import bounds, unit_name
from rashomon.sources import find_articles

if TYPE_CHECKING:
    from rashomon.model import Account, Mention, Quantity, Quotation

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "examples" / "ferry-collision" / "meridian-wire.txt"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
WIDTH, HEIGHT = 1060, 1350
KINDS = {
    "person": "person",
    "organisation": "organisation",
    "place": "place",
    "time": "time (EDTF)",
    "quantity": "quantity (of what)",
    "quotation": "quotation (speaker)",
}
CSS = """
:root { --ink: #24211c; --quiet: #6d675c; --line: #ddd6c8;
  --person: #d6e4f7; --person-ink: #1d4f91; --organisation: #e6dcf5; --organisation-ink: #5c3a94;
  --place: #d5efdf; --place-ink: #17653f; --time: #fbe3b5; --time-ink: #85540a;
  --quantity: #fad7d2; --quantity-ink: #a02f21; --quotation: #ece8dd; --quotation-ink: #57503f; }
* { box-sizing: border-box; margin: 0; }
body { background: #fbfaf6; color: var(--ink); padding: 40px 56px 34px; width: 1060px;
  font: 18px/1 "Source Serif 4", "Iowan Old Style", Palatino, "Noto Serif", "DejaVu Serif", Georgia, serif; }
header { border-bottom: 1px solid var(--line); padding-bottom: 22px; margin-bottom: 24px; }
.from { font: 600 13px/1.4 var(--sans); color: var(--quiet); letter-spacing: .04em; }
h1 { font-size: 27px; line-height: 1.2; margin: 8px 0 0; font-weight: 600; }
ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 8px 24px; margin-top: 18px;
  font: 13px/1.4 var(--sans); }
li i { display: inline-block; width: 22px; height: 14px; border-radius: 3px; margin-right: 8px;
  vertical-align: -2px; border-bottom: 2px solid; }
:root { --sans: "Noto Sans", "DejaVu Sans", "Segoe UI", system-ui, sans-serif; }
p { line-height: 48px; margin-bottom: 8px; }
.s { display: inline-grid; grid-template-rows: auto 0 0; justify-items: center; line-height: 1.25;
  vertical-align: baseline; border-radius: 4px 4px 0 0; padding: 1px 4px; margin: 0 -1px;
  border-bottom: 2px solid; }
.s > b { font-weight: 400; color: var(--ink); white-space: nowrap; }
.s > small { font: 500 12px/15px var(--sans); white-space: nowrap; position: relative; top: 4px; }
.s > em { height: 0; overflow: hidden; visibility: hidden; font: 500 12px/15px var(--sans);
  white-space: nowrap; }
q { quotes: none; background: var(--quotation); padding: 6px 1px; box-decoration-break: clone;
  -webkit-box-decoration-break: clone; border-radius: 3px; }
q .who { font: 600 12px/15px var(--sans); color: var(--quotation-ink); margin: 0 6px 0 5px;
  vertical-align: 1px; white-space: nowrap; }
footer { border-top: 1px solid var(--line); padding-top: 14px; margin-top: 18px;
  font: 13px/1.5 var(--sans); color: var(--quiet); }
"""


class Marked(NamedTuple):
    """A span to draw: what it is, and its value in few words."""

    start: int
    end: int
    kind: str
    value: str


def marked(account: Account) -> list[Marked]:
    """Names, times and quantities of an account, apart from one another, in order."""
    spans = [Marked(t.start, t.end, "time", t.value) for t in account.times]
    spans += [Marked(q.start, q.end, "quantity", _amount(q)) for q in account.quantities]
    spans += [Marked(m.start, m.end, m.type, _name(m)) for m in account.mentions]
    apart: list[Marked] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return apart


def _amount(quantity: Quantity) -> str:
    words = bounds(quantity.low, quantity.high, approximate=quantity.approximate)
    unit = unit_name(quantity.unit) if quantity.unit else ""
    return " ".join(filter(None, (words, unit, quantity.of or "")))


def _name(mention: Mention) -> str:
    where = [mention.country] if mention.country else []
    if mention.latitude is not None and mention.longitude is not None:
        where.append(f"{mention.latitude:.2f}, {mention.longitude:.2f}")
    if where:
        return " · ".join(where)
    return mention.name if mention.name != mention.text else mention.type


def page(account: Account) -> str:
    """The report as an HTML page."""
    article = account.article
    told = " · ".join(filter(None, (article.outlet, article.published, article.language)))
    legend = "".join(
        f'<li><i style="background: var(--{kind}); color: var(--{kind}-ink)"></i>{words}</li>'
        for kind, words in KINDS.items()
    )
    edges = [0, *(at + 1 for at, letter in enumerate(article.text) if letter == "\n"), len(article.text)]
    lines = [_line(account, start, end) for start, end in pairwise(edges)]
    body = "\n".join(f"<p>{line}</p>" for line in lines if line.strip())
    return (
        f'<!doctype html>\n<html lang="{escape(article.language)}">\n<meta charset="utf-8">\n'
        f"<title>{escape(article.title or article.id)}</title>\n<style>{CSS}</style>\n"
        f'<header><div class="from">{escape(told)}</div><h1>{escape(article.title or "")}</h1>'
        f"<ul>{legend}</ul></header>\n{body}\n"
        f"<footer>What rashomon reads in {escape(Path(article.path or article.id).name)}. "
        "Words without a mark are compared, too: as whole sentences, by their vectors.</footer>\n</html>\n"
    )


def _line(account: Account, start: int, end: int) -> str:
    """One line of the text, quotations around the other spans."""
    made, at = "", start
    for quotation in account.quotations:
        if start <= quotation.start and quotation.end <= end and quotation.start >= at:
            made += _words(account, at, quotation.start)
            made += f"<q>{_who(account, quotation)}{_words(account, quotation.start, quotation.end)}</q>"
            at = quotation.end
    return made + _words(account, at, end)


def _who(account: Account, quotation: Quotation) -> str:
    names = [m.name for m in account.mentions if quotation.speaker and m.key == quotation.speaker]
    who = max(names, key=lambda name: (len(name), name)) if names else quotation.speaker_text
    how = "" if quotation.direct else ", reported"
    return f'<span class="who">{escape(who or "unnamed")}{how}:</span>'


def _words(account: Account, start: int, end: int) -> str:
    text, made, at = account.article.text, "", start
    for span in marked(account):
        if start <= span.start and span.end <= end:
            value = escape(span.value)
            made += escape(text[at : span.start])
            made += (
                f'<span class="s" style="background: var(--{span.kind}); color: var(--{span.kind}-ink)">'
                f"<b>{escape(text[span.start : span.end])}</b><small>{value}</small><em>{value}</em></span>"
            )
            at = span.end
    return made + escape(text[at:end])


def take_picture(html: str, to: Path) -> None:
    """Take a picture of a page with the browser that is there."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("annotate: no chromium on the PATH")
    with tempfile.TemporaryDirectory() as folder:
        file, picture = Path(folder, "page.html"), Path(folder, "picture.png")
        file.write_text(html, "utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
        options += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
        options += ["--hide-scrollbars", "--force-device-scale-factor=1", f"--window-size={WIDTH},{HEIGHT}"]
        options += [f"--user-data-dir={folder}/profile", f"--screenshot={picture}", file.as_uri()]
        subprocess.run([browser, *options], check=True, capture_output=True)
        shutil.copy(picture, to)


def main(arguments: list[str]) -> None:
    """Draw a report."""
    report = Path(arguments[0]) if arguments and arguments[0] != "--picture" else REPORT
    (article,) = find_articles([str(report)])
    if not isinstance(article, Article):
        sys.exit(f"annotate: {article.where}: {article.why}")
    account = read(article, Encoder.open())
    if arguments == ["--picture"]:
        take_picture(page(account), ROOT / "docs" / "annotated.png")
    elif len(arguments) > 1:
        Path(arguments[1]).write_text(page(account), "utf-8")
    else:
        print(page(account))


if __name__ == "__main__":
    main(sys.argv[1:])
