"""A document for the tests of reports: an invented event in four languages, with hostile markup in it."""

from __future__ import annotations

from rashomon.model import (
    Article,
    Claim,
    Difference,
    Document,
    Dossier,
    Entity,
    EntityMention,
    EntityName,
    Evidence,
    MadeBy,
    Quantity,
    Quotation,
    Time,
    TimelineEntry,
    Value,
)

POST = Article(
    id="post",
    path="in/post.txt",
    url="https://harbourpost.example/bridge?a=1&b=2",
    outlet="Harbour Post",
    language="en",
    published="2031-05-13",
    title="Footbridge in Port Calder <b>falls</b> & hurts dozens",
    text=(
        "Share this story\n\n"
        "The Linden footbridge in Port Calder fell into the river at 6 p.m. on Monday, killing four people. "
        "About 30 others were hurt, the fire service said.\n\n"
        "\"We heard the cables snap,\" said Mayor Ilse Varga. <script>alert('bridge')</script> "
        "The bridge was opened in 1998.\n\nRead more: [bold]ten bridges[/bold]"
    ),
    boilerplate=((0, 16), (284, 319)),
    origin="o1",
)
LEDGER = Article(
    id="ledger",
    url="javascript:alert(1)",
    outlet="Calder Ledger",
    language="en",
    published="2031-05-13T08:00Z",
    title="Footbridge falls",
    text=(
        "The Linden footbridge in Port Calder fell into the river at 6 p.m. on Monday, killing four people. "
        "About 30 others were hurt, the fire service said."
    ),
    origin="o1",
)
FARO = Article(
    id="faro",
    url="http://elfaro.example/puente",
    outlet="El Faro de Soler",
    language="es",
    published="2031-05-13",
    title="Seis muertos al caer una pasarela",
    text=(
        "Seis personas murieron el lunes a las 18:00 al caer al río la pasarela de Linden. "
        "«Oímos romperse los cables», dijo la alcaldesa Ilse Varga. 🌉 La pasarela se cerrará un año."
    ),
    origin="o2",
)
MINA = Article(
    id="mina",
    outlet="الميناء اليوم",
    language="ar",
    published="2031-05-14",
    title="انهيار جسر للمشاة في بورت كالدر",
    text=(
        "انهار جسر ليندن للمشاة في مدينة بورت كالدر مساء الاثنين وسقط في النهر. "
        "وقتل أربعة أشخاص وأصيب نحو 30 آخرين، كما أعلنت Harbour Post. "
        "وقالت رئيسة البلدية إلسه فارغا إن التحقيق بدأ."
    ),
    origin="o3",
)
WANBAO = Article(
    id="wanbao",
    outlet="新港晚报",
    language="zh",
    published=None,
    title="步行桥坍塌",
    text="星期一傍晚，卡尔德港的林登步行桥坍塌落入河中。四人死亡。\x1b[31m市长表示将展开调查。\u202e",
    origin="o4",
)
ARTICLES = {article.id: article for article in (POST, LEDGER, FARO, MINA, WANBAO)}


def at(article: str, words: str) -> tuple[str, int, int]:
    """Where an article first says some words."""
    start = ARTICLES[article].text.index(words)
    return article, start, start + len(words)


def evidence(article: str, words: str) -> Evidence:
    return Evidence(*at(article, words), words)


def value(
    article: str, words: str, kind: str, normal: str, of: str | None = None, agrees: bool = False
) -> Value:
    name, start, end = at(article, words)
    return Value(
        article=name,
        start=start,
        end=end,
        text=words,
        type=kind,  # type: ignore[arg-type]
        value=normal,
        of=of,
        agrees=agrees,
    )


def sentence(article: str, words: str) -> Evidence:
    """The sentence of an article that holds some words."""
    text = ARTICLES[article].text
    start = text.index(words)
    begin = max(text.rfind(mark, 0, start) for mark in (". ", "。", "\n", "🌉 ")) + 1
    begin += len(text[begin:]) - len(text[begin:].lstrip())
    ends = [text.find(mark, start + len(words)) + 1 for mark in (". ", "。")]
    end = min((place for place in ends if place), default=len(text))
    return Evidence(article, begin, end, text[begin:end])


def example() -> Document:
    """The whole document, one story of five articles from four origins."""
    fell = [
        evidence("post", POST.text[18:116]),
        evidence("ledger", LEDGER.text[:98]),
        evidence("faro", FARO.text[:81]),
        evidence("mina", MINA.text[:71]),
        evidence("wanbao", "星期一傍晚，卡尔德港的林登步行桥坍塌落入河中。"),
    ]
    dead = (
        value("post", "four", "quantity", "4", "people"),
        value("ledger", "four", "quantity", "4", "people"),
        value("faro", "Seis", "quantity", "6", "personas"),
        value("mina", "أربعة", "quantity", "4", "أشخاص"),
        value("wanbao", "四", "quantity", "4", "人"),
    )
    hurt = evidence("mina", "وقتل أربعة أشخاص وأصيب نحو 30 آخرين، كما أعلنت Harbour Post.")
    claims = (
        Claim(
            id="c1",
            text=fell[0].quote,
            language="en",
            verdict="agree",
            origins=4,
            score=0.83,
            evidence=tuple(fell),
            values=(
                value("post", "Monday", "time", "XXXX-XX-XX"),
                value("faro", "lunes", "time", "XXXX-XX-XX"),
            ),
        ),
        Claim(
            id="c2",
            text=fell[2].quote,
            language="es",
            verdict="differ",
            origins=4,
            score=0.8,
            evidence=(*fell[:3], hurt, evidence("wanbao", "四人死亡。")),
            values=dead,
            difference=Difference(on="quantity", why="The number of dead differs: 4 or 6.", values=dead),
        ),
        Claim(
            id="c3",
            text="«Oímos romperse los cables», dijo la alcaldesa Ilse Varga.",
            language="es",
            verdict="agree",
            origins=2,
            score=0.84,
            evidence=(
                evidence("post", '"We heard the cables snap," said Mayor Ilse Varga.'),
                evidence("faro", "«Oímos romperse los cables», dijo la alcaldesa Ilse Varga."),
            ),
        ),
        Claim(
            id="c4",
            text="About 30 others were hurt, the fire service said.",
            language="en",
            verdict="agree",
            origins=2,
            score=0.85,
            evidence=(
                evidence("post", "About 30 others were hurt, the fire service said."),
                evidence("ledger", "About 30 others were hurt, the fire service said."),
                hurt,
            ),
            values=(
                value("post", "About 30", "quantity", "~30", "others", agrees=True),
                value("mina", "نحو 30", "quantity", "~30", "آخرين", agrees=True),
            ),
        ),
        Claim(
            id="c5",
            text="<script>alert('bridge')</script> The bridge was opened in 1998.",
            language="en",
            verdict="single",
            origins=1,
            score=1.0,
            evidence=(evidence("post", "<script>alert('bridge')</script> The bridge was opened in 1998."),),
        ),
        Claim(
            id="c6",
            text="La pasarela se cerrará un año.",
            language="es",
            verdict="single",
            origins=1,
            score=1.0,
            evidence=(evidence("faro", "La pasarela se cerrará un año."),),
        ),
        Claim(
            id="c7",
            text="وقالت رئيسة البلدية إلسه فارغا إن التحقيق بدأ.",
            language="ar",
            verdict="differ",
            origins=2,
            score=0.86,
            evidence=(
                evidence("mina", "وقالت رئيسة البلدية إلسه فارغا إن التحقيق بدأ."),
                evidence("wanbao", "\x1b[31m市长表示将展开调查。\u202e"),
            ),
            difference=Difference(on="scope", why="One says the inquiry has begun, one that it will begin."),
        ),
    )
    story = Dossier(
        id="s1",
        title=POST.title or "",
        languages=("en", "es", "ar", "zh"),
        articles=tuple(ARTICLES),
        origins=4,
        claims=claims,
        entities=(
            Entity(
                id="e1",
                type="person",
                name="Ilse Varga",
                names=(EntityName("Ilse Varga", "en", 2), EntityName("إلسه فارغا", "ar", 1)),
                mentions=tuple(
                    EntityMention(*at(*where))
                    for where in (("post", "Ilse Varga"), ("faro", "Ilse Varga"), ("mina", "إلسه فارغا"))
                ),
            ),
            Entity(
                id="e2",
                type="place",
                name="Port Calder",
                country="NZ",
                latitude=-41.2,
                longitude=174.7,
                geonames=2179537,
                names=(
                    EntityName("Port Calder", "en", 2),
                    EntityName("بورت كالدر", "ar", 1),
                    EntityName("卡尔德港", "zh", 1),
                ),
                mentions=tuple(
                    EntityMention(*at(*where))
                    for where in (("post", "Port Calder"), ("mina", "بورت كالدر"), ("wanbao", "卡尔德港"))
                ),
            ),
            Entity(
                id="e3",
                type="organisation",
                name="fire service",
                names=(EntityName("fire service", "en", 2),),
                mentions=(EntityMention(*at("post", "fire service")),),
            ),
        ),
        times=(
            _time("post", "6 p.m. on Monday", "time", "2031-05-12T18:00", 1),
            _time("faro", "el lunes a las 18:00", "time", "2031-05-12T18:00", 1),
            _time("mina", "مساء الاثنين", "date", "XXXX-XX-XX", 1),
            _time("post", "1998", "date", "1998", None),
            _time("faro", "un año", "duration", "P1Y", None),
        ),
        quantities=(
            _quantity("post", "four", 4, 4, "people"),
            _quantity("faro", "Seis", 6, 6, "personas"),
            _quantity("mina", "نحو 30", 30, 30, "آخرين"),
            _quantity("wanbao", "四", 4, 4, "人"),
        ),
        quotations=(
            _quotation("post", "We heard the cables snap,", True, "e1", "Mayor Ilse Varga"),
            _quotation("faro", "Oímos romperse los cables", True, "e1", "la alcaldesa Ilse Varga"),
            _quotation("mina", "التحقيق بدأ", False, "e1", "رئيسة البلدية إلسه فارغا"),
            _quotation("post", "About 30 others were hurt", False, None, "the fire service"),
            _quotation("wanbao", "将展开调查", False, None, None),
        ),
        timeline=(TimelineEntry("1998", ("c5",)), TimelineEntry("2031-05-12T18:00", ("c1", "c2"))),
    )
    made_by = MadeBy("0.1.0", "an encoder", "a tagger")
    return Document(made_by=made_by, articles=tuple(ARTICLES.values()), stories=(story,))


def _time(article: str, words: str, kind: str, edtf: str, weekday: int | None) -> Time:
    name, start, end = at(article, words)
    return Time(article=name, start=start, end=end, text=words, type=kind, value=edtf, weekday=weekday)  # type: ignore[arg-type]


def _quantity(article: str, words: str, low: float, high: float, of: str) -> Quantity:
    name, start, end = at(article, words)
    return Quantity(article=name, start=start, end=end, text=words, low=low, high=high, of=of)


def _quotation(article: str, words: str, direct: bool, speaker: str | None, said_by: str | None) -> Quotation:
    name, start, end = at(article, words)
    return Quotation(
        article=name, start=start, end=end, text=words, direct=direct, speaker=speaker, speaker_text=said_by
    )
