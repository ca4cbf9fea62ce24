# ruff: noqa: E501
"""Articles written from templates: six languages, invented places, people and events; no two sentences alike.

Of each event four outlets tell, in the languages by turns, with the same place, person and figures.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from rashomon.model import Article

OUTLETS, SENTENCES, FIRST_DAY = 4, 14, date(2024, 1, 1)
DAYS_APART = 5  # all events are told in the same sentences: what tells them apart is names and days
SYLLABLES = [
    "bal",
    "cor",
    "dun",
    "el",
    "fen",
    "gar",
    "hol",
    "is",
    "jur",
    "kel",
    "lor",
    "mon",
    "nar",
    "os",
    "pel",
    "quin",
    "ros",
    "sel",
    "tor",
    "ul",
    "ven",
    "wil",
    "yar",
    "zan",
]
TEMPLATES = {
    "en": (
        "The {thing} in {place} was closed on {day} after {n} residents had complained about the noise of {m} lorries.",
        "{person}, who has led the council of {place} for {m} years, said that the {thing} would cost {n} million euros.",
        "About {n} people marched from the harbour to the {thing} and asked {person} to resign by the end of the week.",
        "Engineers from {other} had warned of cracks in the {thing} {m} months ago, according to a letter of {n} pages.",
        "“We will rebuild the {thing} before winter,” {person} told reporters in {place} on {day}.",
        "Some {n} families from {other} were taken to a school, and {m} of them have since gone home.",
        "The court in {other} is to hear {m} witnesses, among them {person} and {n} workers of the {thing}.",
        "Prices rose by {m} per cent in {place}, more than in {other}, where a loaf of bread costs {n} crowns.",
    ),
    "fr": (
        "Le site de {place} a été fermé le {day} après les plaintes de {n} habitants contre le bruit de {m} camions.",
        "{person}, qui dirige le conseil de {place} depuis {m} ans, a affirmé que les travaux coûteraient {n} millions d'euros.",
        "Environ {n} personnes ont défilé du port jusqu'à la mairie de {place} et demandé la démission de {person}.",
        "Des ingénieurs de {other} avaient signalé des fissures il y a {m} mois, selon une lettre de {n} pages.",
        "« Nous reconstruirons tout avant l'hiver », a déclaré {person} devant la presse à {place} le {day}.",
        "Quelque {n} familles de {other} ont été conduites dans une école, et {m} d'entre elles sont rentrées chez elles.",
        "Le tribunal de {other} doit entendre {m} témoins, dont {person} et {n} ouvriers du chantier.",
        "Les prix ont augmenté de {m} pour cent à {place}, plus qu'à {other}, où le pain coûte {n} couronnes.",
    ),
    "de": (
        "Das Werk in {place} wurde am {day} geschlossen, nachdem sich {n} Anwohner über den Lärm von {m} Lastwagen beklagt hatten.",
        "{person}, seit {m} Jahren an der Spitze des Rates von {place}, sagte, die Arbeiten würden {n} Millionen Euro kosten.",
        "Etwa {n} Menschen zogen vom Hafen zum Rathaus von {place} und forderten den Rücktritt von {person}.",
        "Ingenieure aus {other} hatten vor {m} Monaten vor Rissen gewarnt, wie aus einem Brief von {n} Seiten hervorgeht.",
        "„Wir bauen alles vor dem Winter wieder auf“, sagte {person} am {day} in {place}.",
        "Rund {n} Familien aus {other} wurden in eine Schule gebracht, {m} von ihnen sind inzwischen heimgekehrt.",
        "Das Gericht in {other} will {m} Zeugen hören, darunter {person} und {n} Arbeiter der Baustelle.",
        "Die Preise stiegen in {place} um {m} Prozent, mehr als in {other}, wo ein Brot {n} Kronen kostet.",
    ),
    "es": (
        "La planta de {place} fue cerrada el {day} tras las quejas de {n} vecinos por el ruido de {m} camiones.",
        "{person}, que dirige el consejo de {place} desde hace {m} años, dijo que las obras costarán {n} millones de euros.",
        "Unas {n} personas marcharon desde el puerto hasta el ayuntamiento de {place} y pidieron la dimisión de {person}.",
        "Ingenieros de {other} habían advertido de grietas hace {m} meses, según una carta de {n} páginas.",
        "«Lo reconstruiremos todo antes del invierno», declaró {person} en {place} el {day}.",
        "Unas {n} familias de {other} fueron llevadas a una escuela, y {m} de ellas ya han vuelto a casa.",
        "El tribunal de {other} oirá a {m} testigos, entre ellos {person} y {n} obreros de la planta.",
        "Los precios subieron un {m} por ciento en {place}, más que en {other}, donde el pan cuesta {n} coronas.",
    ),
    "ru": (
        "Завод в городе {place} был закрыт {day} после того, как {n} жителей пожаловались на шум {m} грузовиков.",
        "{person}, возглавляющий совет города {place} уже {m} лет, заявил, что работы обойдутся в {n} миллионов евро.",
        "Около {n} человек прошли от порта до мэрии города {place} и потребовали отставки, которую отвергает {person}.",
        "Инженеры из города {other} предупреждали о трещинах {m} месяцев назад, говорится в письме на {n} страницах.",
        "«Мы восстановим всё до зимы», — сказал журналистам {person} в городе {place} {day}.",
        "Около {n} семей из города {other} разместили в школе, {m} из них уже вернулись домой.",
        "Суд города {other} выслушает {m} свидетелей, среди них {person} и {n} рабочих стройки.",
        "Цены в городе {place} выросли на {m} процентов, больше, чем в городе {other}, где хлеб стоит {n} крон.",
    ),
    "zh": (
        "{place}的工厂于{day}关闭，此前有{n}名居民抱怨{m}辆卡车的噪音，当地官员说将在一周内作出决定。",
        "领导{place}市议会{m}年的{person}表示，这项工程将耗资{n}万欧元，费用由中央政府承担。",
        "大约{n}人从港口游行到{place}市政厅，要求{person}在本周末之前辞职，警方没有干预。",
        "来自{other}的工程师{m}个月前就警告说墙体出现裂缝，一封长达{n}页的信件这样写道。",
        "“我们将在冬天之前重建一切，”{person}{day}在{place}对记者说，并感谢志愿者的帮助。",
        "来自{other}的约{n}个家庭被安置在一所学校里，其中{m}个家庭已经回家，其余的仍在等待。",
        "{other}的法院将听取{m}名证人的证词，其中包括{person}和{n}名工人，审理预计持续数周。",
        "{place}的物价上涨了百分之{m}，高于{other}，那里一个面包要{n}克朗，居民对此表示不满。",
    ),
}
DAYS = {
    "en": "{0.day} {1} {0.year}",
    "fr": "{0.day}/{0.month}/{0.year}",
    "de": "{0.day}.{0.month}.{0.year}",
    "es": "{0.day}/{0.month}/{0.year}",
    "ru": "{0.day}.{0.month}.{0.year}",
    "zh": "{0.year}年{0.month}月{0.day}日",
}
THINGS = ("bridge", "power station", "hospital", "railway", "water works", "steel mill", "dam", "market hall")


def written(count: int, seed: int = 7) -> list[Article]:
    """So many articles, the same ones each time."""
    chance, made = np.random.default_rng(seed), []

    def name(parts: int) -> str:
        return "".join(SYLLABLES[at] for at in chance.integers(0, len(SYLLABLES), parts)).capitalize()

    facts: dict[str, str] = {}
    for number in range(count):
        event, outlet = divmod(number, OUTLETS)
        language = list(TEMPLATES)[(event + outlet) % len(TEMPLATES)]
        day = FIRST_DAY + timedelta(days=DAYS_APART * event)
        if not outlet:
            facts = {"place": name(3), "other": name(2), "person": f"{name(2)} {name(3)}"}
            facts["thing"] = THINGS[int(chance.integers(len(THINGS)))]
        sentences = []
        for turn in range(SENTENCES):
            template = TEMPLATES[language][(turn + event) % len(TEMPLATES[language])]
            n, m = chance.integers(20, 90_000), chance.integers(3, 80)
            told = DAYS[language].format(day, day.strftime("%B"))
            own = facts if turn < 3 else {**facts, "other": name(3), "person": f"{name(2)} {name(2)}"}
            sentences.append(template.format(n=n, m=m, day=told, **own))
        made.append(
            Article(
                id=f"w{number}",
                url=f"https://outlet{outlet}.example/{event}",
                outlet=f"Outlet {outlet}",
                language=language,
                published=day.isoformat(),
                title=f"{facts['place']}: {facts['person']}",
                text="\n".join(sentences),
            )
        )
    return made
