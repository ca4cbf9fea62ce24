"""Make the shapes of the maps from Natural Earth's countries, as the npm package world-atlas has them.

    python tools/map_shapes.py countries-50m.json countries-110m.json countries.npz

Each scale is a handful of arrays: the points of all arcs one after the other, as differences to the point
before modulo 2^16 (a quantum is 0.0055 degrees east, 0.0027 degrees north); where each arc begins; the rings
of arcs, ~arc where one is run through backwards; which ring is whose; and the arcs between two countries.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import icu
import numpy as np

STEPS = 65_535
UNNUMBERED = {"Kosovo": "XK"}  # has no number in ISO 3166-1, but a code that is in use


def numbers() -> dict[str, str]:
    """ISO 3166-1 codes by their numbers."""
    codes = [region.getRegionCode() for region in map(icu.Region.getInstance, icu.Locale.getISOCountries())]
    return {f"{icu.Region.getInstance(code).getNumericCode():03}": code for code in codes}


def arrays(topology: dict[str, Any], codes: dict[str, str]) -> dict[str, np.ndarray[Any, Any]]:
    """One scale."""
    scale, shift = (np.array(topology["transform"][name]) for name in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]
    shares = (np.concatenate(arcs) - (-180, -90)) / (360, 180)
    points = np.rint(shares * STEPS).astype("<i8")
    changes = np.diff(points, axis=0, prepend=np.zeros((1, 2), "<i8")).astype("<u2")
    rings: list[list[int]] = []
    owners: list[str] = []
    for country in topology["objects"]["countries"]["geometries"]:
        code = codes.get(country.get("id", ""), "") or UNNUMBERED.get(country["properties"]["name"], "")
        polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
        rings += [ring for polygon in polygons for ring in polygon]
        owners += [code] * (len(rings) - len(owners))
    used = Counter(arc if arc >= 0 else ~arc for ring in rings for arc in ring)
    return {
        "east": changes[:, 0],
        "north": changes[:, 1],
        "arcs": np.cumsum([0, *map(len, arcs)]).astype("<u4"),
        "ring_arcs": np.array([arc for ring in rings for arc in ring]).astype("<i2"),
        "rings": np.cumsum([0, *map(len, rings)]).astype("<u2"),
        "owners": np.array([code.encode() for code in owners], "S2"),
        "borders": np.array(sorted(arc for arc, times in used.items() if times == 2)).astype("<u2"),
    }


def main(fine: str, coarse: str, target: str) -> None:
    """Write both scales into one file."""
    codes = numbers()
    made = {}
    for name, path in (("fine", fine), ("coarse", coarse)):
        topology = json.loads(Path(path).read_text("utf-8"))
        made |= {f"{name}_{key}": value for key, value in arrays(topology, codes).items()}
    np.savez_compressed(target, **made)


if __name__ == "__main__":
    main(*sys.argv[1:])
