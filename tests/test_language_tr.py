"""Turkish: what a report of an invented accident says."""

from language_reading import read

REPORT = (
    "Polatlı yakınlarında iki trenin çarpışması sonucu salı akşamı en az on yedi kişi hayatını "
    "kaybetti. 40'tan fazla yolcu yaralandı. Kaza saat 20.35'te meydana geldi. \"Böyle bir şey hiç "
    'görmedim" dedi Belediye Başkanı Ali Kurt. Tren saatte 130 kilometre hızla gidiyordu. Bakan Elif '
    "Aydın, hattın 2 Nisan'a kadar kapalı kalacağını söyledi. Zarar 12,5 milyon lira. Türkiye'de "
    "2012'den beri daha ağır bir kaza olmadı. 54 yaşındaki makinist gözaltına alındı. Avrupa Birliği "
    "başsağlığı diledi. Geçen yıl 145 kişi öldü, bu yüzde 10 artış demek."
)


def test_a_report_gives_its_times() -> None:
    times = read("tr", REPORT).times
    assert times["salı akşamı"] == "2024-03-12"
    assert any(value.endswith("T20:35") for value in times.values())
    assert any(value.startswith("2024-04-02") or value == "../2024-04-02" for value in times.values())
    assert any(value.startswith("2012") for value in times.values())
    assert times["Geçen yıl"] == "2023"


def test_a_report_gives_its_quantities() -> None:
    found = read("tr", REPORT).quantities
    assert found["en az on yedi"] == (17, None, None, "kişi")
    assert found["40'tan fazla"] == (40, None, None, "yolcu")
    assert found["130 kilometre"][:3] == (130, 130, "kilometer")
    assert found["12,5 milyon lira"] == (12_500_000, 12_500_000, "TRY", None)
    assert found["54 yaşındaki"] == (54, 54, "year", None)
    assert found["145"] == (145, 145, None, "kişi")
    assert found["yüzde 10"][:3] == (10, 10, "percent")


def test_a_report_gives_its_names_and_speakers() -> None:
    report = read("tr", REPORT)
    assert report.countries["Türkiye"] == "TR"
    assert "Avrupa Birliği" in report.organisations
    assert dict(report.speakers)["Böyle bir şey hiç görmedim"] == "Belediye Başkanı Ali Kurt"


def test_capitals_of_i_are_read_with_and_without_their_dot() -> None:
    assert read("tr", "İki hafta önce kaza oldu.").times == {"İki hafta önce": "2024-02-29~"}
    assert read("tr", "20 KASIM 2011 tarihinde oldu.").times["20 KASIM 2011"] == "2011-11-20"


def test_what_only_looks_like_a_value_is_none() -> None:
    report = read("tr", "Bir adam geldi. F-16 uçakları havalandı. Bir gün her şey değişecek.")
    assert report.quantities == {}
    assert report.times == {}
