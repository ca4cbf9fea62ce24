"""Polish: what a report of an invented accident says."""

from language_reading import read

REPORT = (
    "W zderzeniu dwóch pociągów pod Kutnem zginęło we wtorek wieczorem co najmniej siedemnaście osób. "
    "Ponad czterdziestu pasażerów zostało rannych, poinformowała policja. Do wypadku doszło o godz. "
    "20.35. „Nigdy czegoś takiego nie widziałem” – powiedział w środę burmistrz Jan Wolak. Zdaniem "
    "strażaków trzy osoby uważa się za zaginione. Pociąg jechał z prędkością 130 km/h. Premier Ewa "
    "Zielińska oświadczyła, że linia będzie zamknięta do 2 kwietnia. Straty oszacowano na 12,5 mln zł. "
    "Od 2012 roku nie było w Polsce poważniejszej katastrofy. W nocy z wtorku na środę na miejscu "
    "pracowało kilkudziesięciu ratowników. Kondolencje złożyła Unia Europejska i prezydent Ukrainy. W "
    "ubiegłym roku na torach zginęło 145 osób, prawie 10 proc. więcej niż w 2022 r."
)


def test_a_report_gives_its_times() -> None:
    times = read("pl", REPORT).times
    assert times["wtorek wieczorem"] == "2024-03-12"
    assert times["godz. 20.35"].endswith("T20:35")
    assert times["środę"] == "2024-03-13"
    assert times["do 2 kwietnia"] == "../2024-04-02"
    assert times["Od 2012 roku"] == "2012/.."
    assert "2024-03-12/2024-03-13" in times.values()
    assert times["ubiegłym roku"] == "2023"
    assert times["2022 r."] == "2022"


def test_a_report_gives_its_quantities() -> None:
    found = read("pl", REPORT).quantities
    assert found["co najmniej siedemnaście"] == (17, None, None, "osób")
    assert found["Ponad czterdziestu"] == (40, None, None, "pasażerów")
    assert found["trzy"] == (3, 3, None, "osoby")
    assert found["130 km/h"] == (130, 130, "kilometer-per-hour", None)
    assert found["12,5 mln zł"][:3] == (12_500_000, 12_500_000, "PLN")
    assert found["kilkudziesięciu"][0] == 20
    assert found["145"] == (145, 145, None, "osób")
    assert found["prawie 10 proc."] == (10, 10, "percent", None)


def test_a_report_gives_its_names_and_speakers() -> None:
    report = read("pl", REPORT)
    assert report.countries["Polsce"] == "PL"
    assert report.countries["Ukrainy"] == "UA"
    assert "Unia Europejska" in report.organisations
    spoken = dict(report.speakers)
    assert spoken["Nigdy czegoś takiego nie widziałem"] == "burmistrz Jan Wolak"
    assert spoken["linia będzie zamknięta do 2 kwietnia"] == "Premier Ewa Zielińska"


def test_what_only_looks_like_a_value_is_none() -> None:
    report = read("pl", "Wieś leży na północ od miasta. Jeden wyszedł. Zgodnie z art. 7 ustawy odmówił.")
    assert report.quantities == {}
    assert report.times == {}


def test_abbreviations_end_no_sentence() -> None:
    report = read("pl", "Zginęło m.in. dwóch strażaków z ul. Polnej. Prof. Nowak był tam ok. godz. 8.")
    assert len(report.sentences) == 2
