"""Measure what likenesses are usual between articles on different subjects (Weights in grouping/likeness.py).

    python tools/measure_usual.py tests/events/articles.jsonl tests/stories/*.json ../shared/gold/stories

Of articles in JSON Lines with a "story", the subject is what stands before its dot; the stories of a folder
are one subject, and so is each gold story that is named by itself. Articles of two subjects are held against
one another; the means and deviations of both likenesses are printed, where languages are the same and not.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec
import numpy as np

from rashomon.encoder import Encoder
from rashomon.evaluation.gold import articles_of, load_gold
from rashomon.evaluation.labelled import load
from rashomon.grouping.likeness import compare
from rashomon.grouping.stories import sketches
from rashomon.reading import read_all


def main() -> None:
    """Read the files named, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    encoder = Encoder.open()
    made, subjects = [], []
    for path in parser.parse_args().paths:
        if path.suffix == ".json":
            gold = load_gold(path)
            accounts = list(read_all(articles_of(gold), encoder))
            named = [gold.story] * len(accounts)
        else:
            accounts, label = load(path, encoder)[1:]
            named = [str(path) if path.is_dir() else label[a.article.id].split(".")[0] for a in accounts]
        for at, one in enumerate(sketches(accounts)):
            if one.told.any():
                made.append(msgspec.structs.replace(one, id=f"{path}/{at}"))
                subjects.append(named[at])
    seen = compare(made)
    other = np.array([[one != two for one in subjects] for two in subjects])
    for name, same in (("same language", seen.same), ("across", ~seen.same)):
        for what, values in (("lead", seen.lead), ("told", seen.told)):
            chosen = values[other & same]
            print(f"{what}, {name}: {chosen.mean():.3f}, {chosen.std():.3f} of {len(chosen) // 2} pairs")


if __name__ == "__main__":
    main()
