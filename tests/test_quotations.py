"""Words between marks of all scripts, reported speech, and who speaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from work import grows_as_the_text

from rashomon.language.comparing_rules import CompareRules
from rashomon.language.rules import codes, load
from rashomon.model import Article, Mention, Quotation, Sentence
from rashomon.reading.quotations.find import find_quotations
from rashomon.reading.quotations.marks import quoted_spans


def quotations(
    text: str, language: str, *persons: str, organisations: tuple[str, ...] = ()
) -> list[Quotation]:
    """The quotations of a text of one sentence a line (``|`` parts sentences of a line)."""
    sentences, at = [], 0
    plain = text.replace("|", "")
    for part in text.replace("\n", "\n|").split("|"):
        start = at + len(part) - len(part.lstrip())
        at += len(part)
        end = start + len(part.strip())
        if start < end:
            sentences.append(Sentence(start, end))
    named = [(n, "person") for n in persons] + [(n, "organisation") for n in organisations]
    mentions = []
    for name, kind in named:
        found = plain.find(name)
        while found >= 0:
            mentions.append(
                Mention(
                    article="a",
                    start=found,
                    end=found + len(name),
                    text=name,
                    name=name,
                    type=kind,
                    key=name.split()[-1].lower(),
                )
            )
            found = plain.find(name, found + 1)
    mentions.sort(key=lambda m: m.start)
    return list(find_quotations(Article(id="a", language=language, text=plain), sentences, mentions))


def only(found: list[Quotation]) -> tuple[str, bool, str | None, str | None]:
    assert len(found) == 1, found
    return found[0].text, found[0].direct, found[0].speaker_text, found[0].speaker


@pytest.mark.parametrize(
    ("language", "text", "person", "expected"),
    [
        (
            "en",
            '"We will rebuild the bridge," Mayor Ana Brodd said Friday.',
            "Ana Brodd",
            ("We will rebuild the bridge", "Mayor Ana Brodd"),
        ),
        (
            "en",
            "“We owe them an apology,” said the guard’s spokesman, Colonel Ivo Lund.",
            "Ivo Lund",
            ("We owe them an apology", "the guard’s spokesman, Colonel Ivo Lund"),
        ),
        (
            "en",
            "Ana Brodd, the mayor, told reporters: 'It was the workers' bridge, and we'll rebuild it.'",
            "Ana Brodd",
            ("It was the workers' bridge, and we'll rebuild it.", "Ana Brodd"),
        ),
        (
            "vi",
            "Bà Ana Brodd nhấn mạnh: “Chúng tôi sẽ xây lại cây cầu”.",
            "Ana Brodd",
            ("Chúng tôi sẽ xây lại cây cầu", "Bà Ana Brodd"),
        ),
        (
            "vi",
            '"Chúng tôi sẽ xây lại cây cầu", bà Ana Brodd nói.',
            "Ana Brodd",
            ("Chúng tôi sẽ xây lại cây cầu", "bà Ana Brodd"),
        ),
        (
            "es",
            "«Vamos a reconstruir el puente», aseguró la alcaldesa, Ana Brodd.",
            "Ana Brodd",
            ("Vamos a reconstruir el puente", "la alcaldesa, Ana Brodd"),
        ),
        (
            "fr",
            "« Nous allons reconstruire le pont », a déclaré le maire Ana Brodd.",
            "Ana Brodd",
            ("Nous allons reconstruire le pont", "le maire Ana Brodd"),
        ),
        (
            "it",
            "«Ricostruiremo subito il ponte», ha detto la sindaca Ana Brodd.",
            "Ana Brodd",
            ("Ricostruiremo subito il ponte", "la sindaca Ana Brodd"),
        ),
        (
            "pt",
            "“Vamos reconstruir a ponte”, disse a prefeita Ana Brodd.",
            "Ana Brodd",
            ("Vamos reconstruir a ponte", "a prefeita Ana Brodd"),
        ),
        (
            "de",
            "„Wir bauen die Brücke wieder auf“, sagte Bürgermeisterin Ana Brodd.",
            "Ana Brodd",
            ("Wir bauen die Brücke wieder auf", "Bürgermeisterin Ana Brodd"),
        ),
        (
            "ru",
            "«Мы восстановим мост», — сказала мэр Анна Бродд журналистам.",
            "Анна Бродд",
            ("Мы восстановим мост", "мэр Анна Бродд"),
        ),
        (
            "ar",
            "وقالت رئيسة البلدية آنا برود: «سنعيد بناء الجسر».",
            "آنا برود",
            ("سنعيد بناء الجسر", "رئيسة البلدية آنا برود"),
        ),
        (
            "zh",
            "市长安娜·布罗德说：“我们会重建这座桥。”",
            "安娜·布罗德",
            ("我们会重建这座桥。", "市长安娜·布罗德"),
        ),
    ],
)
def test_words_between_marks_go_to_who_said_them(language, text, person, expected):
    assert only(quotations(text, language, person)) == (
        expected[0],
        True,
        expected[1],
        person.split()[-1].lower(),
    )


@pytest.mark.parametrize(
    ("language", "text", "person", "expected"),
    [
        (
            "en",
            "Spokeswoman Ana Brodd said the bridge is to be rebuilt by spring.",
            "Ana Brodd",
            ("the bridge is to be rebuilt by spring", "Spokeswoman Ana Brodd"),
        ),
        (
            "en",
            "Ana Brodd, who leads the council, told reporters on Friday that the bridge was unsafe.",
            "Ana Brodd",
            ("the bridge was unsafe", "Ana Brodd"),
        ),
        (
            "en",
            "The bridge will be rebuilt by spring, Ana Brodd said on Friday.",
            "Ana Brodd",
            ("The bridge will be rebuilt by spring", "Ana Brodd"),
        ),
        (
            "en",
            "According to Ana Brodd, the bridge had been unsafe for years.",
            "Ana Brodd",
            ("the bridge had been unsafe for years", "Ana Brodd"),
        ),
        (
            "vi",
            "Thị trưởng Ana Brodd cho biết cây cầu sẽ được xây lại trước mùa xuân.",
            "Ana Brodd",
            ("cây cầu sẽ được xây lại trước mùa xuân", "Thị trưởng Ana Brodd"),
        ),
        (
            "vi",
            "Theo bà Ana Brodd, cây cầu đã hư hỏng từ nhiều năm nay.",
            "Ana Brodd",
            ("cây cầu đã hư hỏng từ nhiều năm nay", "bà Ana Brodd"),
        ),
        (
            "es",
            "Según Ana Brodd, el puente llevaba años en mal estado.",
            "Ana Brodd",
            ("el puente llevaba años en mal estado", "Ana Brodd"),
        ),
        (
            "fr",
            "Ana Brodd a affirmé que le pont serait reconstruit.",
            "Ana Brodd",
            ("le pont serait reconstruit", "Ana Brodd"),
        ),
        (
            "it",
            "Ana Brodd ha spiegato che il ponte sarà ricostruito.",
            "Ana Brodd",
            ("il ponte sarà ricostruito", "Ana Brodd"),
        ),
        (
            "pt",
            "Ana Brodd afirmou ontem que a ponte será reconstruída.",
            "Ana Brodd",
            ("a ponte será reconstruída", "Ana Brodd"),
        ),
        (
            "de",
            "Ana Brodd erklärte, dass die Brücke wieder aufgebaut wird.",
            "Ana Brodd",
            ("die Brücke wieder aufgebaut wird", "Ana Brodd"),
        ),
        (
            "ru",
            "Мэр Анна Бродд заявила, что мост восстановят весной.",
            "Анна Бродд",
            ("мост восстановят весной", "Мэр Анна Бродд"),
        ),
        (
            "ar",
            "وأكدت رئيسة البلدية آنا برود أن الجسر سيعاد بناؤه قريباً.",
            "آنا برود",
            ("الجسر سيعاد بناؤه قريباً", "رئيسة البلدية آنا برود"),
        ),
        (
            "zh",
            "市长安娜·布罗德表示，大桥将在春天之前重建。",
            "安娜·布罗德",
            ("大桥将在春天之前重建", "市长安娜·布罗德"),
        ),
    ],
)
def test_reported_speech_goes_to_who_said_it(language, text, person, expected):
    assert only(quotations(text, language, person)) == (
        expected[0],
        False,
        expected[1],
        person.split()[-1].lower(),
    )


def test_a_second_quotation_goes_on_for_the_same_speaker():
    found = quotations(
        '"The bridge is safe," Brodd said.| "It will stand for a hundred years."', "en", "Brodd"
    )
    assert [q.speaker for q in found] == ["brodd", "brodd"]


def test_he_is_followed_only_where_the_sentence_before_leaves_no_doubt():
    sure = quotations('Minister Lund denied it.| "The bridge is safe," he told reporters.', "en", "Lund")
    assert only(sure)[2:] == ("he", "lund")
    open_ = quotations('Lund met Brodd.| "The bridge is safe," he told reporters.', "en", "Lund", "Brodd")
    assert only(open_)[2:] == ("he", None)


def test_a_speaker_who_is_not_named_is_null():
    assert only(quotations('"The whole house shook for a minute."', "en"))[2:] == (None, None)
    assert only(quotations("Dijo que el puente era seguro.", "es"))[2:] == (None, None)


def test_one_speaker_goes_on_in_the_same_sentence():
    text = "Lund said the bridge was quite safe, adding that it would open on Monday."
    first, second = quotations(text, "en", "Lund")
    assert (first.text, first.speaker) == ("the bridge was quite safe", "lund")
    assert (second.text, second.speaker) == ("it would open on Monday", "lund")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", 'The "free" bridge cost a fortune.'),
        ("en", "The ship “Grey Gull” sank in the harbour."),
        ("en", "The bridge is said to be the oldest of the country."),
        ("en", "Everything went according to plan, with no delay at all."),
        ("vi", "Theo đúng kế hoạch, cây cầu đã được mở lại cho xe cộ."),
        ("vi", "Tàu “Hải Âu” đã chìm ngoài cảng."),
        ("zh", "“海鸥”号渡轮在港口沉没。"),
        ("ru", "Паром «Серая чайка» затонул у берега."),
        ("fr", "Les rock'n'roll et l'été d'aujourd'hui n'ont rien à voir."),
        ("und", "Words 5' 10\" high, and ‘more."),
    ],
)
def test_names_irony_and_plans_are_not_speech(language, text):
    assert quotations(text, language) == []


def test_marks_nest_and_apostrophes_are_not_marks():
    text = "« Il m'a dit “viens” et je suis venue » puis „Ja, ‚gut‘ so“ »So geht es« 「彼は『はい』と」"
    assert [text[q.start : q.end] for q in quoted_spans(text)] == [
        "Il m'a dit “viens” et je suis venue",
        "Ja, ‚gut‘ so",
        "So geht es",
        "彼は『はい』と",
    ]


def test_a_paragraph_may_leave_its_quotation_open():
    text = "“We came at night.\n\n“Nobody was there, and we left,” Brodd said."
    found = quotations(text, "en", "Brodd")
    assert [q.text for q in found] == ["We came at night.", "Nobody was there, and we left"]


def test_an_emoji_before_a_quotation_moves_nothing():
    text = "🌉 Brodd said: “The bridge will be rebuilt.”"
    assert only(quotations(text, "en", "Brodd"))[0] == "The bridge will be rebuilt."


# Words that stand before a cause in one language stand behind it in another, and so with who did it.
OF_CAUSES = {"causes", "causes_after", "cause_ends", "effects"}
OF_ACTORS = {"actors", "agents", "agents_after", "agent_endings", "deeds"}
NOT_IN_EVERY_LANGUAGE = OF_CAUSES | OF_ACTORS | {"whens"}


@pytest.mark.parametrize("code", codes())
def test_every_language_can_tell_speech_negation_and_rank(code):
    rules = load(code)
    assert rules.quotations.verbs | rules.quotations.verbs_with_that
    assert rules.quotations.according
    assert rules.compare.causes | rules.compare.causes_after
    assert rules.compare.agents or rules.compare.agents_after or rules.compare.agent_endings
    for field in CompareRules.__struct_fields__:
        words = getattr(rules.compare, field)
        assert words or field in NOT_IN_EVERY_LANGUAGE, field
        assert all(w == w.lower().strip() != "" for w in words), field


@pytest.mark.parametrize(
    ("language", "text", "person", "parts"),
    [
        (
            "es",
            "—No firmé nada —respondió Elena Prado—. Ni entonces ni ahora.",
            "Elena Prado",
            ["No firmé nada", "Ni entonces ni ahora."],
        ),
        (
            "ru",
            "— Мы ушли ночью, — рассказал Олег Дымов. — Было темно.",
            "Олег Дымов",
            ["Мы ушли ночью", "Было темно."],
        ),
        (
            "fr",
            "« Nous partons demain, a averti Mme Vasseur, et personne ne restera. »",
            "Mme Vasseur",
            ["Nous partons demain", "et personne ne restera."],
        ),
        (
            "fr",
            "— Nous partons demain, raconte Alain Fournel. Personne ne reste.",
            "Alain Fournel",
            ["Nous partons demain", "Personne ne reste."],
        ),
        (
            "vi",
            "- Nước dâng rất nhanh - chị Nguyễn Mai kể. - Chúng tôi trèo lên mái nhà.",
            "Nguyễn Mai",
            ["Nước dâng rất nhanh", "Chúng tôi trèo lên mái nhà."],
        ),
    ],
)
def test_what_a_narrator_inserts_is_taken_out(language, text, person, parts):
    found = quotations(text.replace(". ", ".| "), language, person)
    assert [q.text for q in found] == parts
    assert all(q.direct and q.speaker == person.split()[-1].lower() for q in found)


def test_a_list_with_dashes_is_no_speech():
    assert quotations("Le programme :\n— visite du port\n— repas avec le maire", "fr") == []


def test_a_subject_that_is_left_out_is_followed_to_the_sentence_before():
    text = "Andrés Quiroga dimitió el lunes.| Añadió que no volverá a presentarse."
    found = quotations(text, "es", "Andrés Quiroga")
    assert (only(found)[0], found[0].speaker) == ("no volverá a presentarse", "quiroga")


def test_a_title_is_followed_to_the_only_person_who_bears_it():
    text = "Verkehrsminister Uwe Sander kam.\n„Das war kein Unfall“, sagte der Minister."
    assert only(quotations(text, "de", "Uwe Sander"))[2:] == ("der Minister", "sander")
    assert only(quotations(text.replace("der Min", "ein Min"), "de", "Uwe Sander"))[3] is None
    two = f"Innenminister Rolf Dahlke blieb.\n{text}"
    assert only(quotations(two, "de", "Uwe Sander", "Rolf Dahlke"))[3] is None


def test_a_paragraph_may_reopen_its_quotation_with_the_closing_mark():
    text = "«Corrimos hacia la montaña.\n»Luego el pueblo ya no estaba», relató Marina Sotelo."
    found = quotations(text, "es", "Marina Sotelo")
    assert [q.text for q in found] == ["Corrimos hacia la montaña.", "Luego el pueblo ya no estaba"]
    assert {q.speaker for q in found} == {"sotelo"}


MARKS = "“”\"'«»„‘’「」:—().,\n🌉"
VERBS = (
    "said",
    "that",
    "adding",
    "who",
    "according to",
    "cho biết",
    "theo",
    "说",
    "قال",
    "أن",
    "сказал",
    "que",
)
SPEECH = st.lists(st.sampled_from([*MARKS, *VERBS, "Lund", "he"]), max_size=60).map(" ".join)
HOSTILE = ['said "a" ', "'a ", "“a ", "according to ", "he said that ", "说“", "((", "— said ", "“a” said "]


@given(st.one_of(st.text(max_size=300), SPEECH), st.sampled_from((*codes(), "und", "ja")))
def test_spans_quote_the_text_in_order(text, language):
    lines = [Sentence(i, min(i + 40, len(text))) for i in range(0, len(text), 40)]
    at = text.find("Lund")
    mention = Mention(article="a", start=at, end=at + 4, text="Lund", name="Lund", type="person", key="lund")
    article = Article(id="a", language=language, text=text)
    found = find_quotations(article, lines, [mention] if at >= 0 else [])
    assert all(q.text == text[q.start : q.end] != "" for q in found)
    assert all(q.speaker_text is None or q.speaker_text in text for q in found)
    assert [q.start for q in found] == sorted(q.start for q in found)
    assert found == find_quotations(article, lines, [mention] if at >= 0 else [])


@pytest.mark.parametrize(
    ("language", "text", "person"),
    [
        ("pl", "Minister Jan Kowal przyjechał wczoraj.| Powiedział, że most otworzą w maju.", "Jan Kowal"),
        ("ro", "Ministrul Ion Dima a vizitat portul.| A declarat că podul va fi deschis în mai.", "Ion Dima"),
        ("uk", "Міністр Іван Коваль приїхав учора.| Заявив, що міст відкриють у травні.", "Іван Коваль"),
        ("tr", "Bakan Ali Demir limanı ziyaret etti.| “Çok zor bir geceydi” dedi.", "Ali Demir"),
    ],
)
def test_he_and_she_may_be_left_out_where_the_verb_tells_them(language, text, person):
    assert only(quotations(text, language, person))[2:] == (None, person.split()[-1].lower())


def test_words_of_a_source_may_follow_it():
    text = "Bakan Ali Demir'e göre köprü mayısta açılacak."
    assert only(quotations(text, "tr", "Ali Demir")) == (
        "köprü mayısta açılacak",
        False,
        "Bakan Ali Demir'e",
        "demir",
    )
    assert quotations("Geçen yıla göre kazalar arttı ve ölü sayısı beşe çıktı.", "tr") == []


@pytest.mark.parametrize(
    "piece", ['said "a" ', "'a ", "“a ", "according to ", "he said that ", "说“", "((", "— said "]
)
def test_the_work_for_a_line_of_marks_and_verbs_grows_as_the_line(piece):
    def read(text):
        return find_quotations(Article(id="a", language="en", text=text), [Sentence(0, len(text))], [])

    assert grows_as_the_text(read, piece, 12_000)


def test_a_line_full_of_marks_or_of_verbs_of_speech_is_no_prose() -> None:
    def found(text: str) -> int:
        article = Article(id="a", language="en", text=text)
        return len(find_quotations(article, (Sentence(0, len(text)),), ()))

    assert found("“We have not seen such a winter here,” said the mayor.") == 1
    assert found("“We have not seen such a winter here,” said the mayor, " * 60) == 0
    assert found("he said that " * 60) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ali Demir, köprünün yıl sonunda açılacağını duyurdu.", ["köprünün yıl sonunda açılacağını"]),
        (
            "Hastane yetkilileri, iki yaralının taburcu edildiğini söyledi.",
            ["iki yaralının taburcu edildiğini"],
        ),
        ("Ali Demir, yeni parkın açılışına katıldı.", []),
    ],
)
def test_an_ending_tells_the_clause_that_a_verb_reports(text: str, said: list[str]) -> None:
    assert [text[one.start : one.end] for one in quotations(text, "tr", "Ali Demir")] == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Die Fähre sei zu spät gewarnt worden, so der Minister Ali Demir.",
            "Die Fähre sei zu spät gewarnt worden",
        ),
        ("Das Gericht teilte mit, der Prozess beginne im Mai.", "der Prozess beginne im Mai"),
        ("Er lief am Abend schnell nach Hause, so müde war er.", None),
        ("Es schneite die ganze lange Nacht, so dass die Polizei warnte.", None),
        ("Die Diebe flohen schon nach zwei Minuten, so schnell war die Polizei.", None),
    ],
)
def test_a_tag_or_a_verb_of_two_words_tells_who_spoke(text: str, said: str | None) -> None:
    assert [text[one.start : one.end] for one in quotations(text, "de", "Ali Demir")] == (
        [said] if said else []
    )
