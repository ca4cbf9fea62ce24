"""Times of an article: what the words say, and nothing that they don't."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.language.rules import codes
from rashomon.model import Article, Sentence
from rashomon.reading.times.edtf import is_valid
from rashomon.reading.times.find import find_times
from rashomon.reading.times.grammar import grammar

if TYPE_CHECKING:
    from pathlib import Path

PUBLISHED = "2024-05-15"  # a Wednesday


def told(text: str, language: str = "en", published: str | None = None) -> dict[str, str]:
    """The words of each time of a text of one sentence, and its value."""
    article = Article(id="a", language=language, published=published, text=text)
    times = find_times(article, [Sentence(0, len(text))])
    assert all(t.text == text[t.start : t.end] for t in times)
    return {t.text: t.value for t in times}


@pytest.mark.parametrize("language", codes())
def test_every_wording_of_every_language_compiles(language: str) -> None:
    assert grammar(language).firsts


@pytest.mark.parametrize(
    ("language", "text", "words", "value"),
    [
        ("en", "The bridge fell on Oct. 20.", "Oct. 20", "XXXX-10-20"),
        ("en", "It fell on 20 October 2011.", "20 October 2011", "2011-10-20"),
        ("en", "It was built in March.", "March", "XXXX-03"),
        ("en", "It was built in early 2011.", "early 2011", "2011"),
        ("en", "It fell on 10/20/2011 at night.", "10/20/2011 at night", "2011-10-20"),
        ("en", "Dated 2011-10-20.", "2011-10-20", "2011-10-20"),
        ("vi", "Cầu sập ngày 20 tháng 10 năm 2011.", "ngày 20 tháng 10 năm 2011", "2011-10-20"),
        ("vi", "Đêm 20/10 trời mưa.", "Đêm 20/10", "XXXX-10-20"),
        ("vi", "Mưa lớn hồi tháng 3.", "tháng 3", "XXXX-03"),
        ("vi", "Mưa kéo dài 7 tháng.", "kéo dài 7 tháng", "P7M"),
        ("es", "El puente cayó el 20 de octubre de 2011.", "20 de octubre de 2011", "2011-10-20"),
        ("fr", "Le pont est tombé le 1er octobre.", "1er octobre", "XXXX-10-01"),
        ("it", "Il ponte è crollato il 20 ottobre 2011.", "20 ottobre 2011", "2011-10-20"),
        ("de", "Die Brücke stürzte am 20. Oktober 2011 ein.", "20. Oktober 2011", "2011-10-20"),
        ("pt", "A ponte caiu em 20 de outubro.", "20 de outubro", "XXXX-10-20"),
        ("ru", "Мост рухнул 20 октября 2011 года.", "20 октября 2011 года", "2011-10-20"),
        ("ar", "انهار الجسر في ٢٠ أكتوبر ٢٠١١.", "٢٠ أكتوبر ٢٠١١", "2011-10-20"),
        ("zh", "大桥于2011年10月20日倒塌。", "2011年10月20日", "2011-10-20"),
        ("pl", "Most runął 20 października 2011.", "20 października 2011", "2011-10-20"),
    ],
)
def test_a_date_is_read_in_its_language(language: str, text: str, words: str, value: str) -> None:
    assert told(text, language)[words] == value


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "It lasted seven months.", "P7M"),
        ("en", "a seven-month siege", "P7M"),
        ("en", "It took two hours and 30 minutes.", "PT2H30M"),
        ("en", "three decades of rule", "P30Y"),
        ("en", "the deadliest fire in two years", "P2Y"),
        ("vi", "suốt bảy ngày", "P7D"),
        ("es", "durante siete meses", "P7M"),
        ("fr", "pendant sept mois", "P7M"),
        ("it", "durata sette mesi", "P7M"),
        ("de", "sieben Monate lang", "P7M"),
        ("pt", "durante sete meses", "P7M"),
        ("ru", "в течение семи месяцев", "P7M"),
        ("ar", "استمر سبعة أشهر", "P7M"),
        ("zh", "持续了7个月", "P7M"),
    ],
)
def test_a_duration_is_read_in_its_language(language: str, text: str, value: str) -> None:
    assert value in told(text, language).values()


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "The gates close at 9.30 p.m. EDT.", "XXXX-XX-XXT01:30Z"),
        ("en", "The gates close at 2130 GMT on 4 May 2024.", "2024-05-04T21:30Z"),
        ("en", "The gates close at noon on Monday.", "XXXX-XX-XXT12:00"),
        ("en", "The gates close at 9 a.m. Tokyo time on 4 May 2024.", "2024-05-04T00:00Z"),
        ("vi", "Cổng đóng lúc 21 giờ đêm 4/5 theo giờ GMT.", "XXXX-05-04T21:00Z"),
        ("vi", "Cổng đóng lúc 14h30.", "XXXX-XX-XXT14:30"),
        ("vi", "Cổng đóng lúc 9 giờ tối.", "XXXX-XX-XXT21:00"),
        ("es", "Las puertas cierran a las seis de la tarde.", "XXXX-XX-XXT18:00"),
        ("es", "Las puertas cierran a las 21.00 horas.", "XXXX-XX-XXT21:00"),
        ("fr", "Les portes ferment à 14h30 GMT.", "XXXX-XX-XXT14:30Z"),
        ("it", "Le porte chiudono alle 21.", "XXXX-XX-XXT21:00"),
        ("de", "Die Tore schließen um 21 Uhr MEZ.", "XXXX-XX-XXT20:00Z"),
        ("pt", "Os portões fecham às 14h30.", "XXXX-XX-XXT14:30"),
        ("ru", "Ворота закроются в 21:00.", "XXXX-XX-XXT21:00"),
        ("ar", "تغلق الأبواب الساعة ٢١:٠٠ بتوقيت غرينتش.", "XXXX-XX-XXT21:00Z"),
        ("zh", "大门晚上9点关闭。", "XXXX-XX-XXT21:00"),
    ],
)
def test_a_clock_time_is_read_with_its_zone(language: str, text: str, value: str) -> None:
    assert value in told(text, language).values()


def test_one_moment_in_several_zones_has_one_value() -> None:
    text = "The bridge closes at midnight Friday Libyan time (2200 GMT, 6 p.m. EDT)."
    assert list(told(text).values()) == ["XXXX-XX-XXT22:00Z"] * 3
    assert list(told(text, published="2024-05-15").values()) == ["2024-05-10T22:00Z"] * 3
    assert list(told("It closed at 2 a.m. Tuesday local time (2300 GMT).", published=PUBLISHED).values()) == [
        "2024-05-13T23:00Z",
        "2024-05-13T23:00Z",
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "a las 04.40, hora local (02.40 en la España peninsular)"),
        ("es", "el martes a las 04.40 (02.40 hora peninsular)"),
        ("it", "le 4.40 di martedì, le 2.40 in Italia"),
        ("zh", "14日凌晨4时40分（北京时间9时40分）"),
    ],
)
def test_a_local_time_shares_the_moment_of_the_zone_beside_it(language: str, text: str) -> None:
    values = told(text, language, "2023-03-14").values()
    assert len(values) == 2
    assert all(value.endswith("T01:40Z") for value in values)


def test_clock_times_in_a_row_keep_their_own_value() -> None:
    assert list(told("at 10:00, 12:00 and 14:00 GMT").values()) == [
        "XXXX-XX-XXT10:00",
        "XXXX-XX-XXT12:00",
        "XXXX-XX-XXT14:00Z",
    ]


def test_moments_that_do_not_agree_keep_their_own_value() -> None:
    assert list(told("It closed at 2200 GMT (5 p.m. EDT).").values()) == [
        "XXXX-XX-XXT22:00Z",
        "XXXX-XX-XXT21:00Z",
    ]


def test_a_zone_that_depends_on_the_date_waits_for_it() -> None:
    assert told("à 20 heures (heure française)", "fr") == {
        "à 20 heures (heure française)": "XXXX-XX-XXT20:00"
    }
    assert "XXXX-XX-XXT18:00Z" in told("à 20 heures (heure française)", "fr", PUBLISHED).values()


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "It fell on Monday.", "2024-05-13"),
        ("en", "It fell on Wednesday.", "2024-05-15"),
        ("en", "The court will decide on Monday.", "2024-05-20"),
        ("en", "Divers will go down to the wreck, which lies in deep water, on Friday.", "2024-05-17"),
        ("en", "The court will sit, a spokesman said, on Monday.", "2024-05-20"),
        ("en", "The minister resigned, a spokesman said, on Monday.", "2024-05-13"),
        ("fr", "Les ministres se réuniront à Paris, leur capitale, vendredi.", "2024-05-17"),
        ("en", "It fell last Friday.", "2024-05-10"),
        ("en", "It opens next Monday.", "2024-05-20"),
        ("en", "It fell yesterday.", "2024-05-14"),
        ("en", "It fell three days ago.", "2024-05-12"),
        ("en", "It fell last month.", "2024-04"),
        ("en", "It fell last week.", "2024-05-06/2024-05-12"),
        ("en", "It fell on Oct. 20.", "2023-10-20"),
        ("en", "It opens on 18 May.", "2024-05-18"),
        ("en", "It will open in March.", "2025-03"),
        ("en", "It fell on Monday 31 October.", "2022-10-31"),
        ("vi", "Cầu sập hôm qua.", "2024-05-14"),
        ("vi", "Cầu sập hôm thứ Hai tuần trước.", "2024-05-06"),
        ("vi", "Cầu sập hồi tháng 3 năm ngoái.", "2023-03"),
        ("vi", "Tòa sẽ họp vào thứ Sáu.", "2024-05-17"),
        ("es", "Cayó hace tres días.", "2024-05-12"),
        ("es", "El tribunal decidirá el viernes.", "2024-05-17"),
        ("fr", "Il est tombé il y a trois jours.", "2024-05-12"),
        ("fr", "Il est tombé dans la nuit de samedi à dimanche.", "2024-05-11/2024-05-12"),
        ("it", "È crollato lo scorso 3 luglio.", "2023-07-03"),
        ("de", "Sie stürzte vor drei Tagen ein.", "2024-05-12"),
        ("pt", "A ponte caiu ontem.", "2024-05-14"),
        ("ru", "Мост рухнул три дня назад.", "2024-05-12"),
        ("ar", "انهار الجسر قبل ثلاثة أيام.", "2024-05-12"),
        ("zh", "大桥三天前倒塌。", "2024-05-12"),
        ("de", "Sie stürzte am vergangenen Freitag ein.", "2024-05-10"),
        ("de", "An diesem Morgen stürzte sie ein.", "2024-05-15"),
        ("ru", "Мост рухнул в прошлую пятницу.", "2024-05-10"),
    ],
)
def test_relative_times_are_resolved_against_publication(language: str, text: str, value: str) -> None:
    assert list(told(text, language, PUBLISHED).values()) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "on Monday",
        "yesterday",
        "last month",
        "next year",
        "three days ago",
        "on Oct. 20",
        "in March",
        "last week",
        "two days later",
    ],
)
def test_no_year_is_invented_without_publication(text: str) -> None:
    values = list(told(f"It fell {text}.").values())
    assert len(values) == 1
    assert values[0].startswith("XXXX")


def test_later_counts_from_the_last_day_that_was_told() -> None:
    assert told("It began on 20 October 2011; two days later it ended.")["two days later"] == "2011-10-22"


def test_years_later_count_from_the_year_that_was_told_last() -> None:
    text = "En 1975 fue ministro y seis años más tarde, presidente."
    assert told(text, "es", PUBLISHED)["seis años más tarde"] == "1981"


def test_what_counts_from_no_known_day_is_a_length() -> None:
    assert told("It sank 20 minutes later.", published=PUBLISHED) == {"20 minutes later": "PT20M"}
    assert told("60天内提交报告", "zh", PUBLISHED) == {"60天内": "P60D"}


def test_a_weekday_is_kept_where_the_date_is_unknown() -> None:
    article = Article(id="a", language="en", text="It fell on Tuesday.")
    (time,) = find_times(article, [Sentence(0, len(article.text))])
    assert (time.value, time.weekday, time.type) == ("XXXX-XX-XX", 2, "date")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("from March to June 2011", "2011-03/2011-06"),
        ("from November to March 2011", "2010-11/2011-03"),
        ("between 3 and 5 May", "XXXX-05-03/XXXX-05-05"),
        ("The 2011-2014 drought", "2011/2014"),
        ("closed since February", "XXXX-02/.."),
        ("closed until 5 May 2024", "../2024-05-05"),
        ("open every Friday", "R/P1W"),
    ],
)
def test_intervals_and_sets(text: str, value: str) -> None:
    assert list(told(text).values()) == [value]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The score was 3-1, then 99/99."),
        ("en", "He may march on. A second man said so."),
        ("en", "One in 2000 homes; call 555-2011; flight 737-800."),
        ("en", "She is 29 years old, open 24/7."),
        ("en", "a months-long silence"),
        ("es", "Eva Sol, de 29 años, salió."),
        ("en", "On 31/02/2011 and 2011-02-30 nothing can happen."),
        ("en", "eight of the 28 members"),
        ("en", "999999999999999999999 years"),
        ("vi", "1/3 dân số, lần thứ hai"),
        ("es", "Domingo Pérez ganó por 3 a 1."),
        ("fr", "la planète Mars"),
        ("it", "una volta, 3-1"),
    ],
)
def test_what_only_looks_like_a_time_is_none(language: str, text: str) -> None:
    assert told(text, language) == {}


def test_a_decomposed_text_is_read_like_a_composed_one() -> None:
    import unicodedata

    text = unicodedata.normalize("NFD", "Cầu sập ngày 20 tháng 10 năm 2011 🌉.")
    assert list(told(text, "vi").values()) == ["2011-10-20"]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(codes()),
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(
                [
                    "Monday",
                    "31/10",
                    "2200 GMT",
                    "(",
                    ")",
                    "from",
                    "to",
                    "in",
                    "May",
                    "7",
                    "tháng",
                    "10月",
                    "le",
                    "à",
                    "two days later",
                ]
            ),
        ),
        max_size=12,
    ),
    st.sampled_from([None, "2024-02-29", "0001-01-01", "9999-12-31", "nonsense", "2024-05-15T10:00:00Z"]),
)
def test_spans_quote_the_text_in_order_and_values_are_edtf(
    language: str, words: list[str], published: str | None
) -> None:
    text = " ".join(words)
    article = Article(id="a", language=language, published=published, text=text)
    times = find_times(article, [Sentence(0, len(text))])
    assert times == find_times(article, [Sentence(0, len(text))])
    end = 0
    for time in times:
        assert end <= time.start < time.end <= len(text)
        assert time.text == text[time.start : time.end]
        assert is_valid(time.value), time.value
        end = time.end


def test_the_seeds_give_their_values_and_no_year(shared: Path) -> None:
    for name, wanted in (
        ("en", {"XXXX-XX-XXT22:00Z", "XXXX-10-20", "XXXX-03", "P7M"}),
        ("vi", {"XXXX-10-31T22:00Z", "XXXX-10-31", "P7M"}),
    ):
        text = (shared / "seeds" / f"report-{name}.txt").read_text("utf-8")
        paragraphs = [Sentence(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
        values = {t.value for t in find_times(Article(id=name, language=name, text=text), paragraphs)}
        assert wanted <= values
        assert all(v.startswith(("XXXX", "P", "R/P")) for v in values)
        dated = Article(id=name, language=name, text=text, published="2011-10-31")
        assert "2011-10-31T22:00Z" in {t.value for t in find_times(dated, paragraphs)}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "ja",
            "市長は昨日、午後2時30分に話した。",
            {"昨日": "2024-03-13", "午後2時30分": "XXXX-XX-XXT14:30"},
        ),
        ("ja", "市長は3日に話した。", {}),
        ("ko", "시장은 어제 말했다.", {"어제": "2024-03-13"}),
        ("id", "Menteri tiba kemarin.", {"kemarin": "2024-03-13"}),
        ("hi", "बैठक कल हुई।", {}),
        ("fa", "شهردار دیروز گفت.", {"دیروز": "2024-03-13"}),
        ("sw", "Waziri aliwasili jana.", {"jana": "2024-03-13"}),
    ],
)
def test_without_a_file_icu_tells_yesterday_where_one_word_is_one_day(
    language: str, text: str, expected: dict[str, str]
) -> None:
    assert told(text, language, "2024-03-14") == expected


@pytest.mark.parametrize(
    ("language", "text", "value", "calendar"),
    [
        ("ar", "في عام 1445 هجرية", "2023-07-19~/2024-07-06~", "islamic"),
        ("ar", "سنة ١٤٤٥هـ", "2023-07-19~/2024-07-06~", "islamic"),
        ("ar", "يوم 23 محرم 1433 هـ", "2011-12-18~", "islamic"),
        ("en", "in the year 1445 AH", "2023-07-19~/2024-07-06~", "islamic"),
        ("en", "on 23 Muharram 1433 AH", "2011-12-18~", "islamic"),
        ("th", "เมื่อ พ.ศ. 2554", "2011", "buddhist"),
        ("ja", "平成23年3月11日に", "2011-03-11", "japanese"),
        ("zh", "民國100年10月10日", "2011-10-10", "roc"),
    ],
)
def test_a_year_of_another_calendar_is_marked_as_such(
    language: str, text: str, value: str, calendar: str
) -> None:
    article = Article(id="a", language=language, text=text)
    assert [(t.value, t.calendar) for t in find_times(article, [Sentence(0, len(text))])] == [
        (value, calendar)
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on 18 and 25 June 2024.", ["2024-06-18", "2024-06-25"]),
        (
            "The ferry left at 9:40 p.m. on Sunday. It sank 50 minutes later.",
            ["2024-05-12T21:40", "2024-05-12T22:30"],
        ),
        ("He resigned a fortnight ago.", ["2024-05-01~"]),
        ("Votes were counted in the week of 3 March 2024.", ["2024-02-26/2024-03-03"]),
        ("It opens on 1 July.", ["2024-07-01"]),
        ("He left last Tuesday.", ["2024-05-07"]),
        ("They meet again next Thursday.", ["2024-05-23"]),
    ],
)
def test_days_are_told_as_news_mean_them(text: str, value: list[str]) -> None:
    article = Article(id="a", language="en", published="2024-05-15", text=text)
    assert [t.value for t in find_times(article, [Sentence(0, len(text))])] == value


@pytest.mark.parametrize(
    "unit",
    [" ", "1", "1-", "of ", "in the ", "1,000,", "Monday ", "two ", "(", "12:12:", "5 pm, ", "2 hours "],
)
def test_no_text_takes_more_than_its_length_asks_for(unit: str) -> None:
    from time import process_time

    def seconds(size: int) -> float:
        begin = process_time()
        told(unit * (size // len(unit)))
        return process_time() - begin

    seconds(1_000)
    assert seconds(40_000) < 40 * max(seconds(4_000), 0.002)


def test_what_has_no_value_is_not_told() -> None:
    assert told("He has recently left for several months, now and in the morning.") == {}


def test_hours_count_from_the_clock_of_publication() -> None:
    assert told("It fell two hours ago.", published="2024-05-15T09:30:00Z") == {
        "two hours ago": "2024-05-15T07:30Z"
    }


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "Sales fell in the third quarter of 2011.", "2011-07/2011-09"),
        ("en", "It was built in the summer of 2010.", "2010-22"),
        ("en", "It was built in the 1990s.", "199X"),
        ("en", "It was built in the 19th century.", "18XX"),
        ("en", "It fell on Christmas Day 2011.", "2011-12-25"),
        ("de", "Sie stürzte am Karfreitag 2011 ein.", "2011-04-22"),
        ("de", "Sie stürzte im ersten Halbjahr 2011 ein.", "2011-01/2011-06"),
    ],
)
def test_parts_of_a_year_and_holidays(language: str, text: str, value: str) -> None:
    assert list(told(text, language).values()) == [value]


@pytest.mark.parametrize(
    ("language", "text", "words", "value"),
    [
        ("en", "The gates were opened at midnight on Sunday.", "midnight on Sunday", "2024-06-02T00:00"),
        ("vi", "Đập xả lũ vào nửa đêm Chủ nhật.", "nửa đêm Chủ nhật", "2024-06-02T00:00"),
        ("en", "The gates will be opened at midnight on Sunday.", "midnight on Sunday", "2024-06-03T00:00"),
        ("en", "The gates were opened at midnight on Saturday.", "midnight on Saturday", "2024-06-02T00:00"),
        ("es", "La tregua comenzó el domingo a medianoche.", "domingo a medianoche", "2024-06-02T00:00"),
        ("es", "La tregua comienza el domingo a medianoche.", "domingo a medianoche", "2024-06-03T00:00"),
    ],
)
def test_midnight_of_the_day_of_publication_is_past_where_what_happened_then_is(
    language: str, text: str, words: str, value: str
) -> None:
    assert told(text, language, "2024-06-02")[words] == value
    assert told(text, language, "2024-06-02T16:10:00+07:00")[words] == value
