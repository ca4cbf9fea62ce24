"""Romanian: what a report of an invented accident says."""

from language_reading import read

REPORT = (
    "Cel puțin șaptesprezece oameni au murit marți seara, după ce două trenuri s-au ciocnit lângă "
    "Făurei. Peste 40 de pasageri au fost răniți, a anunțat poliția. Accidentul a avut loc la ora "
    "20:35. „Nu am văzut niciodată așa ceva”, a declarat miercuri primarul Ion Lupu. Potrivit "
    "pompierilor, trei persoane sunt date dispărute. Trenul circula cu 130 km/h. Ministrul Elena Dima a "
    "spus că linia va fi închisă până pe 2 aprilie. Pagubele sunt estimate la 12,5 milioane de lei. Din "
    "2012, în România nu a mai fost un accident atât de grav. În noaptea de marți spre miercuri, zeci "
    "de salvatori au lucrat acolo. Uniunea Europeană și președintele Ucrainei au transmis condoleanțe. "
    "Anul trecut au murit 145 de persoane, cu aproape 10% mai mult decât în 2022."
)


def test_a_report_gives_its_times() -> None:
    times = read("ro", REPORT).times
    assert times["marți seara"] == "2024-03-12"
    assert times["ora 20:35"].endswith("T20:35")
    assert times["miercuri"] == "2024-03-13"
    assert times["până pe 2 aprilie"] == "../2024-04-02"
    assert times["Din 2012"] == "2012/.."
    assert "2024-03-12/2024-03-13" in times.values()
    assert times["Anul trecut"] == "2023"
    assert times["2022"] == "2022"


def test_a_report_gives_its_quantities() -> None:
    found = read("ro", REPORT).quantities
    assert found["Cel puțin șaptesprezece"] == (17, None, None, "oameni")
    assert found["Peste 40"] == (40, None, None, "pasageri")
    assert found["trei"] == (3, 3, None, "persoane")
    assert found["130 km/h"] == (130, 130, "kilometer-per-hour", None)
    assert found["12,5 milioane de lei"] == (12_500_000, 12_500_000, "RON", None)
    assert found["zeci"][:2] == (10, 100)
    assert found["145"] == (145, 145, None, "persoane")
    assert found["aproape 10%"] == (10, 10, "percent", None)


def test_a_report_gives_its_names_and_speakers() -> None:
    report = read("ro", REPORT)
    assert report.countries["România"] == "RO"
    assert report.countries["Ucrainei"] == "UA"
    assert "Uniunea Europeană" in report.organisations
    spoken = dict(report.speakers)
    assert spoken["Nu am văzut niciodată așa ceva"] == "primarul Ion Lupu"
    assert spoken["linia va fi închisă până pe 2 aprilie"] == "Ministrul Elena Dima"


def test_commas_and_cedillas_are_the_same_letters() -> None:
    assert read("ro", "S-a prăbuşit marţi, acum şase luni.").times == {
        "marţi": "2024-03-12",
        "acum şase luni": "2023-09",
    }


def test_what_only_looks_like_a_value_is_none() -> None:
    report = read("ro", "Un om a plecat. Conform articolului 7, a plecat. În ultimele luni a plouat.")
    assert report.quantities == {}
    assert report.times == {}
