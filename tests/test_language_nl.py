"""Dutch: what a report of an invented accident says."""

from language_reading import read

REPORT = (
    "Bij een botsing tussen twee treinen in de buurt van Deventer zijn dinsdagavond zeker zeventien "
    "mensen om het leven gekomen. Meer dan veertig reizigers raakten gewond, meldt de politie. Het "
    'ongeluk gebeurde kort na half negen \'s avonds. "We hebben zoiets nog nooit gezien," zei '
    "burgemeester Ron König woensdag. Volgens de veiligheidsregio worden nog drie personen vermist. De "
    "trein reed 130 km/u toen de machinist, een 54-jarige man uit Zwolle, remde. Minister Sophie "
    "Hermans zei dat de lijn tot 2 april dicht blijft. De schade wordt geschat op 12,5 miljoen euro. "
    'Sinds 2016 gebeurde in Nederland geen ernstiger ongeluk. "Het is een zwarte dag", aldus de '
    "premier. Ook de Europese Unie leeft mee. Vorig jaar kwamen op het spoor 45 mensen om, bijna tien "
    "procent meer dan in 2022."
)


def test_a_report_gives_its_times() -> None:
    times = read("nl", REPORT).times
    assert times["dinsdagavond"] == "2024-03-12"
    assert times["half negen 's avonds"].endswith("T20:30")
    assert times["woensdag"] == "2024-03-13"
    assert times["tot 2 april"] == "../2024-04-02"
    assert times["Sinds 2016"] == "2016/.."
    assert times["Vorig jaar"] == "2023"
    assert times["2022"] == "2022"


def test_a_report_gives_its_quantities() -> None:
    found = read("nl", REPORT).quantities
    assert found["zeker zeventien"] == (17, None, None, "mensen")
    assert found["Meer dan veertig"] == (40, None, None, "reizigers")
    assert found["drie"] == (3, 3, None, "personen")
    assert found["130 km/u"] == (130, 130, "kilometer-per-hour", None)
    assert found["12,5 miljoen euro"] == (12_500_000, 12_500_000, "EUR", None)
    assert found["45"] == (45, 45, None, "mensen")
    assert found["bijna tien procent"] == (10, 10, "percent", None)


def test_a_report_gives_its_names_and_speakers() -> None:
    report = read("nl", REPORT)
    assert report.countries["Nederland"] == "NL"
    assert "Europese Unie" in report.organisations
    spoken = dict(report.speakers)
    assert spoken["We hebben zoiets nog nooit gezien"] == "burgemeester Ron König"
    assert spoken["Het is een zwarte dag"] == "de premier"
    assert spoken["de lijn tot 2 april dicht blijft"] == "Minister Sophie Hermans"


def test_what_only_looks_like_a_value_is_none() -> None:
    report = read("nl", "Een man liep, zo zei hij, naar zee. Artikel 7 van de wet geldt. De mei is mooi.")
    assert report.quantities == {}
    assert report.times == {}


def test_abbreviations_end_no_sentence() -> None:
    report = read("nl", "Mr. A. de Vries sprak o.a. met dhr. Jansen. Het duurde ca. 20 minuten.")
    assert len(report.sentences) == 2
