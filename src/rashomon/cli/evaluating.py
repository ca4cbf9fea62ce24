"""The commands that measure."""

from __future__ import annotations

from pathlib import Path

import click

from rashomon.cli.output import print_bytes, screen
from rashomon.cli.progress import Progress, open_encoder


@click.group()
def evaluate() -> None:
    """Measure Rashomon against gold sets.

    \b
    rashomon evaluate claims gold/stories/*.json
    rashomon evaluate pairs gold/pairs.json
    """


@evaluate.command()
@click.argument("gold", metavar="GOLD...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def claims(gold: tuple[Path, ...], as_json: bool, quiet: bool) -> None:
    """Score the claims that are found in the reports of GOLD files.

    \b
    rashomon evaluate claims gold/stories/*.json
    rashomon evaluate claims --json gold.json
    """
    from rashomon.evaluation import GoldError, evaluate_claims, show, to_json

    try:
        with Progress(quiet) as progress:
            result = evaluate_claims(gold, open_encoder(progress))
    except GoldError as error:
        raise click.ClickException(str(error)) from None
    print_bytes(to_json(result) + b"\n") if as_json else show(result, screen())


@evaluate.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def pairs(file: Path, as_json: bool, quiet: bool) -> None:
    """Score how articles are split into stories, against FILE's pairs of articles that were labelled.

    The articles stand beside it: those of pairs.json in pairs.articles.jsonl.

    \b
    rashomon evaluate pairs gold/pairs.json
    """
    from rashomon.evaluation import GoldError, evaluate_pairs, show, to_json

    try:
        with Progress(quiet) as progress:
            result = evaluate_pairs(file, open_encoder(progress))
    except GoldError as error:
        raise click.ClickException(str(error)) from None
    print_bytes(to_json(result) + b"\n") if as_json else show(result, screen())
