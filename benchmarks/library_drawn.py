"""A library of drawn articles, written to its tables as adding does."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
from sqlalchemy import insert, select

from rashomon.grouping.vectors import centre, unit
from rashomon.library import tables
from rashomon.library.dossiers import Kept, keep_dossier
from rashomon.library.facts import set_fact
from rashomon.library.packing import checksum, pack_said
from rashomon.library.refreshing import refresh_stories
from rashomon.library.rows import pack_rows
from rashomon.library.tokens import tokens
from rashomon.library.vectors import add_vectors
from rashomon.model import Account, Article, Dossier, Statement
from rashomon.sources import find_articles

SIZE, SAID, WORDS, BATCH = 384, 12, 30_000, 500
ALPHABETS = {
    "en": "abdegiklmnorstu",
    "ru": "абвгдеиклмнорст",
    "vi": "ắbcđêghiôklnơt",
    "zh": "中国人民生活在城市里的山水",
}
SUBJECTS, EVENT, TEXTS = 400, 4, 4_000
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
LOOKED_AT = [f"s{1 + 7 * number}" for number in range(60)]


class Drawn:
    """Articles, drawn anew from a seed."""

    def __init__(self, seed: int = 3) -> None:
        self.chance = np.random.default_rng(seed)
        self.words = {code: self._vocabulary(letters) for code, letters in ALPHABETS.items()}
        rank = 1 / np.arange(1, WORDS + 1)
        self.share = np.cumsum(rank / rank.sum())
        self.subjects = unit(self.chance.standard_normal((SUBJECTS, SIZE)).astype(np.float32))
        self.event = np.zeros((SAID + 1, SIZE), np.float32)

    def _vocabulary(self, letters: str) -> list[str]:
        sizes = self.chance.integers(2, 9, WORDS)
        return ["".join(self.chance.choice(list(letters), size)) for size in sizes]

    def some_words(self, language: str, count: int) -> list[str]:
        ranks = np.searchsorted(self.share, self.chance.random(count))
        return [self.words[language][min(rank, WORDS - 1)] for rank in ranks.tolist()]

    def names(self) -> list[int]:
        """The numbers of ten names, as unequal as the words."""
        return np.searchsorted(self.share, self.chance.random(10)).tolist()

    def vectors(self, number: int) -> np.ndarray:
        """The vectors of an article's statements and of its lead, near those of the same event."""
        if number % EVENT == 0:
            subject = self.subjects[int(self.chance.integers(SUBJECTS))]
            own = unit(self.chance.standard_normal((SAID + 1, SIZE)).astype(np.float32))
            self.event = np.float32(0.4**0.5) * subject + np.float32(0.6**0.5) * own
        noise = unit(self.chance.standard_normal((SAID + 1, SIZE)).astype(np.float32))
        return unit(centre(SIZE) + np.float32(0.4) * unit(self.event + np.float32(0.8) * noise))

    def article(self, number: int) -> Account:
        language = list(ALPHABETS)[number % len(ALPHABETS)]
        text, statements = "", []
        for _ in range(SAID):
            told = " ".join(self.some_words(language, 18)) + "."
            statements.append(Statement(f"a{number}", len(text), len(text) + len(told)))
            text += told + " "
        article = Article(
            id=f"a{number}",
            outlet=f"Outlet {number % 50}",
            language=language,
            published=f"2024-{1 + number % 12:02d}-{1 + number % 28:02d}",
            title=text[: statements[0].end],
            text=text,
        )
        return Account(article=article, sentences=(), statements=tuple(statements))


class Said:
    """Texts that articles of the large library share, so that they need not be drawn for each."""

    def __init__(self, drawn: Drawn) -> None:
        self.accounts = [drawn.article(number) for number in range(TEXTS)]
        self.tokens = [tokens(one.article.text, one.article.language) for one in self.accounts]

    def packed_as(self, at: int, name: str) -> bytes:
        """One of the accounts as that of an article of its own."""
        told = self.accounts[at]
        return pack_said(
            msgspec.structs.replace(
                told,
                article=msgspec.structs.replace(told.article, id=name),
                statements=tuple(msgspec.structs.replace(one, article=name) for one in told.statements),
            )
        )


def fill(library, articles: int) -> None:  # type: ignore[no-untyped-def]
    drawn, empty = Drawn(), pack_rows(np.zeros((0, SIZE), np.float32))
    texts = Said(drawn)
    with library.writing() as connection:
        set_fact(connection, "dimension", str(SIZE))
        set_fact(connection, "encoder", "drawn")
    for start in range(1, articles + 1, BATCH):
        rows: dict[str, list[dict[str, object]]] = {
            name: [] for name in ("articles", "versions", "states", "names")
        }
        told, vectors = [], []
        for number in range(start, min(start + BATCH, articles + 1)):
            at = (number - 1) % TEXTS
            article, said = texts.accounts[at].article, texts.packed_as(at, f"a{number}")
            own = drawn.vectors(number - 1)
            packed = pack_rows(own)
            rows["articles"].append(
                {
                    **{name: getattr(article, name) for name in ("outlet", "language", "published", "title")},
                    "id": f"a{number}",
                    "url": f"https://outlet.example/{number}",
                    "number": number,
                    "key": f"k{number}",
                    "version": number,
                    "versions": 1,
                    "story": f"s{1 + (number - 1) // EVENT}",
                    "day": 738_000 + number % 400,
                    "added": "2024",
                }
            )
            rows["versions"].append(
                {
                    "number": number,
                    "article": number,
                    "version": 1,
                    "added": "2024",
                    "statements": SAID,
                    "content": number.to_bytes(16),
                    "account": said,
                    "vectors": packed,
                    "checksum": checksum(said, packed),
                }
            )
            rows["states"].append({"version": number, "packed": empty, "checksum": checksum(empty)})
            rows["names"] += [
                {"version": number, "key": f"name {one}", "type": "person", "text": f"Name {one}", "count": 1}
                for one in sorted(set(drawn.names()))
            ]
            told.append((number, texts.tokens[at]))
            vectors.append((number, own[:SAID]))
        with library.writing() as connection:
            for name, some in rows.items():
                connection.execute(insert(tables.metadata.tables[name]), some)
            library.words.add(connection, told)
            add_vectors(connection, vectors)
            refresh_stories(connection, sorted({str(row["story"]) for row in rows["articles"]}))
    add_dossiers(library)


def add_dossiers(library) -> None:  # type: ignore[no-untyped-def]
    """Dossiers of the stories that are looked at: each that of the largest story of the examples."""
    from rashomon.comparing.document import make_document
    from rashomon.encoder import Encoder

    found = [one for one in find_articles([str(EXAMPLES)]) if isinstance(one, Article)]
    document = make_document(found, Encoder.open(), together=False)
    dossier = max(document.stories, key=lambda story: len(story.articles))
    with library.writing() as connection:
        for story in LOOKED_AT:
            held = select(tables.articles.c.id).where(tables.articles.c.story == story)
            names = list(connection.execute(held.order_by(tables.articles.c.id)).scalars())
            if not names:
                continue
            own = dict(zip(dossier.articles, names * len(dossier.articles), strict=False))
            text = msgspec.json.encode(msgspec.structs.replace(dossier, id=story)).decode()
            for before, now in own.items():
                text = text.replace(f'"{before}"', f'"{now}"')
            keep_dossier(
                connection,
                Kept(document.made_by, msgspec.json.decode(text, type=Dossier), dict.fromkeys(names)),
            )
