"""IOB2 files are read as running text, and names counted by exact span and type."""

from __future__ import annotations

import pytest

from rashomon.evaluation.gold import GoldError
from rashomon.evaluation.names import GoldName, measures, read_iob2, score_names


def write(tmp_path, *sentences: str):
    path = tmp_path / "names.iob2"
    path.write_text("\n\n".join(sentences) + "\n", "utf-8")
    return path


def lines(*tokens: str) -> str:
    return "\n".join(
        f"{i}\t{token}\t{tag}\t-\t-"
        for i, (token, _, tag) in enumerate((t.partition("/") for t in tokens), 1)
    )


def named(path) -> list[tuple[str, str]]:
    (sentence,) = read_iob2(path)
    return [(sentence.text[name.start : name.end], name.type) for name in sentence.names]


def test_the_running_text_is_used_where_it_is_given(tmp_path) -> None:
    path = write(
        tmp_path,
        "# text = Ela mora na  Serra da Lua.\n"
        + lines("Ela/O", "mora/O", "em/O", "a/O", "Serra/B-LOC", "de/I-LOC", "a/I-LOC", "Lua/I-LOC", "./O"),
    )
    assert read_iob2(path)[0].text == "Ela mora na  Serra da Lua."
    assert named(path) == [("Serra da Lua", "place")]


def test_without_it_tokens_are_put_together_as_people_write(tmp_path) -> None:
    path = write(
        tmp_path,
        lines(
            '"/O',
            "Well/O",
            ",/O",
            '"/O',
            "said/O",
            "Ann/B-PER",
            "'s/O",
            "aide/O",
            "(/O",
            "Lund/B-LOC",
            ")/O",
            "./O",
        ),
    )
    assert read_iob2(path)[0].text == '"Well," said Ann\'s aide (Lund).'
    assert named(path) == [("Ann", "person"), ("Lund", "place")]


def test_chinese_tokens_have_no_spaces_between_them(tmp_path) -> None:
    path = write(tmp_path, lines("他/O", "在/O", "上海/B-LOC", "Lund/B-ORG", "。/O"))
    assert read_iob2(path)[0].text == "他在上海 Lund。"


def test_other_types_and_orphans(tmp_path) -> None:
    path = write(tmp_path, lines("A/I-PER", "B/I-PER", "C/B-OTH", "D/I-ORG", "E/B-ORG"))
    assert named(path) == [("A B", "person"), ("D", "organisation"), ("E", "organisation")]


def test_span_and_type_must_both_be_right(tmp_path) -> None:
    sentences = read_iob2(write(tmp_path, lines("Ann/B-PER", "Berg/I-PER", "left/O", "Lund/B-LOC")))
    found = [[GoldName(0, 3, "person"), GoldName(14, 18, "place")]]
    result = score_names(sentences, found)
    assert (result.all.gold, result.all.ours, result.all.right) == (2, 2, 1)
    shown = measures(result)
    assert (shown["p"], shown["r"], shown["f1"]) == (0.5, 0.5, 0.5)
    assert shown["by_type"]["LOC"]["f1"] == 1.0


@pytest.mark.parametrize("content", ["", "no tabs here", "1\ttoken\tPER", "1\ttoken"])
def test_a_file_of_another_kind_is_named(tmp_path, content: str) -> None:
    path = tmp_path / "names.iob2"
    path.write_text(content)
    with pytest.raises(GoldError, match=r"names\.iob2"):
        read_iob2(path)


def test_a_missing_file_is_named(tmp_path) -> None:
    with pytest.raises(GoldError, match=r"absent\.iob2"):
        read_iob2(tmp_path / "absent.iob2")
