"""Ukrainian: what a report of an invented accident says."""

from language_reading import read

REPORT = (
    "Унаслідок зіткнення двох потягів під Шепетівкою у вівторок увечері загинули щонайменше сімнадцять "
    "людей. Понад сорок пасажирів дістали поранення, повідомила поліція. Аварія сталася о 20:35. «Я "
    "ніколи такого не бачив», — сказав у середу мер Іван Вовк. За даними рятувальників, троє людей "
    "зникли безвісти. Потяг їхав зі швидкістю 130 км/год. Міністр Олена Гай заявила, що колія буде "
    "закрита до 2 квітня. Збитки оцінили у 12,5 млн грн. З 2012 року в Україні не було важчої "
    "катастрофи. У ніч із вівторка на середу на місці працювали кілька десятків лікарів. Співчуття "
    "висловили Європейський Союз і президент Польщі. Торік на коліях загинуло 145 осіб, майже на 10 % "
    "більше, ніж у 2022 році."
)


def test_a_report_gives_its_times() -> None:
    times = read("uk", REPORT).times
    assert times["вівторок увечері"] == "2024-03-12"
    assert any(value.endswith("T20:35") for value in times.values())
    assert times["середу"] == "2024-03-13"
    assert times["до 2 квітня"] == "../2024-04-02"
    assert times["З 2012 року"] == "2012/.."
    assert "2024-03-12/2024-03-13" in times.values()
    assert times["Торік"] == "2023"
    assert times["2022 році"] == "2022"


def test_a_report_gives_its_quantities() -> None:
    found = read("uk", REPORT).quantities
    assert found["щонайменше сімнадцять"] == (17, None, None, "людей")
    assert found["Понад сорок"] == (40, None, None, "пасажирів")
    assert found["троє"] == (3, 3, None, "людей")
    assert found["130 км/год"] == (130, 130, "kilometer-per-hour", None)
    assert found["12,5 млн грн"] == (12_500_000, 12_500_000, "UAH", None)
    assert found["кілька десятків"][0] == 20
    assert found["145"] == (145, 145, None, "осіб")


def test_a_report_gives_its_names_and_speakers() -> None:
    report = read("uk", REPORT)
    assert report.countries["Україні"] == "UA"
    assert report.countries["Польщі"] == "PL"
    assert "Європейський Союз" in report.organisations
    spoken = dict(report.speakers)
    assert spoken["Я ніколи такого не бачив"] == "мер Іван Вовк"
    assert spoken["колія буде закрита до 2 квітня"] == "Міністр Олена Гай"


def test_what_only_looks_like_a_value_is_none() -> None:
    report = read("uk", "Один із них вийшов. Відповідно до ст. 7 закону суд відмовив. Добрий день.")
    assert report.quantities == {}
    assert report.times == {}
