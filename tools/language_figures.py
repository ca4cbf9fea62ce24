"""Measure how well each language is read on the project's own marked sentences, for `rashomon languages`.

    python tools/language_figures.py

It reads tests/times/*.jsonl and tests/numbers/*.jsonl and writes src/rashomon/language/figures.toml.
"""

from __future__ import annotations

from pathlib import Path

from rashomon.evaluation import numbers, times

ROOT = Path(__file__).parent.parent
HEAD = (
    "# Written by tools/language_figures.py: relaxed span F1 and F1 of right values on the project's own\n"
    "# marked sentences (tests/times, tests/numbers).\n"
)


def main() -> None:
    """Write the figures of every language that has marked sentences."""
    folders = [ROOT / "tests" / name for name in ("times", "numbers")]
    codes = sorted({file.stem for folder in folders for file in folder.glob("*.jsonl")})
    text = HEAD
    for code in codes:
        text += f"\n[{code}]\n"
        file = folders[0] / f"{code}.jsonl"
        if file.exists():
            found = times.measures(times.evaluate(file))
            spans, values = found["spans"]["relaxed"]["f1"], found["values"]["f1"]  # type: ignore[index]
            text += f"times = {{ marked = {found['gold']}, spans = {spans:.2f}, values = {values:.2f} }}\n"
        file = folders[1] / f"{code}.jsonl"
        if file.exists():
            got = numbers.measures(numbers.evaluate(file))
            text += f"numbers = {{ marked = {got['gold']}, spans = {got['span_f1']:.2f}, "
            text += f"values = {got['f1']:.2f} }}\n"
    (ROOT / "src" / "rashomon" / "language" / "figures.toml").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
