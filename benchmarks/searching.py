"""How well a library is searched: questions in many languages, most of them not the articles' own.

    python benchmarks/searching.py

The articles are those of the tests and the examples, all invented. The right answers to a question are the
articles of one event. Printed are the mean of 1 / the rank of the first right article, and how many of the
first five are right, of as many as there can be; by words and meaning, and by words alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from rashomon.encoder import Encoder
from rashomon.library import Library, add_articles, open_library, search
from rashomon.model import Article
from rashomon.sources import find_articles

REPOSITORY = Path(__file__).resolve().parent.parent
FIRST = 5
MOST = 20
QUESTIONS = {
    "quake-arequipa": (
        "séisme au Pérou",
        "earthquake in the south of Peru",
        "động đất ở Peru",
        "землетрясение в Перу",
    ),
    "quake.": ("séisme à Taïwan", "Erdbeben in Hualien", "el terremoto de la isla de Taiwán", "台湾地震"),
    "flood-quang-nam": ("inondations au Viêt Nam", "Überschwemmung in der Mitte von Vietnam", "lũ lụt"),
    "hostages-niger": ("who freed the hostages in the Sahel?", "заложники освобождены в Нигере", "人质获释"),
    "coup-chad": ("Putschversuch im Tschad", "golpe de estado en el Chad", "attempted coup"),
    "crash-karaganda": ("le crash d'un avion au Kazakhstan", "空难", "the plane that fell to the ground"),
    "election-cape-verde": ("who won the election in Cape Verde", "выборы на Кабо-Верде"),
    "riot-rosario": ("violence at a football match in Argentina", "مباراة كرة القدم في الأرجنتين"),
    "verdict-hamburg": ("le procès du patron de chantier naval à Hambourg", "the boats that went to Libya"),
    "mine.": (
        "la grève dans la mine de cuivre",
        "Streik in einer Kupfermine in Chile",
        "забастовка шахтёров",
    ),
    "front.": (
        "bombardement d'un hôpital en Ukraine",
        "ракетный удар по больнице",
        "the market that was shelled",
    ),
    "storm.": ("the typhoon that came ashore", "un glissement de terrain au Vietnam", "bão đổ bộ"),
    "vote.": (
        "la première femme à la tête du Gabon",
        "Präsidentin von Gabun",
        "une élection et un recours au tribunal",
    ),
    "trial.": ("le procès d'un ancien ministre en Turquie", "bribery of a minister and a bridge"),
    "crush.": ("the people crushed in a stadium", "踩踏事件", "Massenpanik im Stadion der Hauptstadt"),
    "rates.": ("la banque centrale relève les taux", "why did the bank in Poland raise interest rates?"),
    "trial.verdict": ("Ersoylu bribery verdict", "Kemal Ersoylu", "Ersoylu Köprü Urteil"),
    "mine.deal": ("Quebrada Larga acuerdo", "Quebrada Larga deal signed"),
    "front.market": ("Lysivka market", "обстрел рынка", "marché de Lysivka bombardé"),
    "verdict-hamburg/": ("Norddeich Marine", "Brandt Haft", "Norddeich Libyen Urteil"),
    "election-cape-verde/": ("Tavares presidente", "Silvestre Tavares wins"),
    "ferry-collision": ("une collision de ferry et de cargo", "渡轮相撞", "el choque de un transbordador"),
}


def articles() -> list[Article]:
    """All of them; an article's address ends with its id, which begins with its event's."""
    tests = REPOSITORY / "tests"
    rows = [json.loads(line) for line in (tests / "events" / "articles.jsonl").open(encoding="utf-8")]
    for path in sorted((tests / "stories").glob("*.json")):
        rows += json.loads(path.read_text(encoding="utf-8"))["articles"]
    fields = ("language", "published", "title", "text")
    found = [Article(id=row["id"], **{name: row[name] for name in fields if row.get(name)}) for row in rows]
    for folder in ("ferry-collision", "other-day"):
        told = find_articles([str(REPOSITORY / "examples" / folder)])
        found += [
            Article(id=f"{folder}/{at}", **{name: getattr(one, name) for name in fields})
            for at, one in enumerate(told)
            if isinstance(one, Article)
        ]
    return [msgspec.structs.replace(one, url=f"https://event.example/{one.id}") for one in found]


def measure(library: Library, encoder: Encoder | None, ids: list[str]) -> tuple[float, float, list[str]]:
    """The mean reciprocal rank, the share of right ones among the first, and a line for each question."""
    ranks, shares, lines = [], [], []
    for event, questions in QUESTIONS.items():
        right = sum(one.startswith(event) for one in ids)
        for question in questions:
            encode = (lambda text: encoder.encode([text])[0].vector) if encoder else None
            hits = search(library, question, encode, most=MOST)
            names = [str(hit.article.url).removeprefix("https://event.example/") for hit in hits]
            found = [name.startswith(event) for name in names]
            ranks.append(1 / (found.index(True) + 1) if any(found) else 0.0)
            shares.append(sum(found[:FIRST]) / min(FIRST, right))
            lines.append(f"{ranks[-1]:5.2f} {shares[-1]:5.2f}  {question}  {' '.join(names[:3])}")
    return sum(ranks) / len(ranks), sum(shares) / len(shares), lines


def main() -> None:
    encoder, found = Encoder.open(), articles()
    ids = [one.id for one in found]
    with TemporaryDirectory() as folder, open_library(folder, create=True) as library:
        add_articles(library, found, encoder)
        for how, asked in (("words and meaning", encoder), ("words alone", None)):
            rank, share, lines = measure(library, asked, ids)
            if asked:
                print("\n".join(lines))
            count = len(lines)
            print(f"{how}: {count} questions, {len(ids)} articles:", end=" ")
            print(f"MRR {rank:.3f}, in the first five {share:.3f}")


if __name__ == "__main__":
    main()
