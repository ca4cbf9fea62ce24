"""How the inputs of the encoder's products are quantised: scales that were measured beforehand.

Smoothing after Xiao et al. 2023, SmoothQuant (https://arxiv.org/abs/2211.10438): an input's channels are
divided by factors that its weights are multiplied with, so that a few large channels don't take the range
from the others. The factors, the step of a byte and its zero were chosen by ``tools/measure_scales.py`` for
the least error of each product.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np
from msgspec import Struct

from rashomon.encoder.weights import WeightsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy import float32
    from numpy.typing import NDArray

FILE = "scales.npz"


class Scale(Struct, frozen=True, eq=False):
    """How one product's input becomes bytes: divided by ``factors`` (float32, shape (columns,), or None for
    ones), then by ``step``, rounded, plus ``zero``.
    """

    factors: NDArray[float32] | None
    step: float
    zero: int


class Scales(Struct, frozen=True, eq=False):
    """The scales of a model's products by name, and what names them in caches."""

    by_product: Mapping[str, Scale]
    identity: str


NONE = Scales({}, "per-token")
"""Of a model that was not measured."""


@cache
def shipped_scales(weights: str) -> Scales:
    """The scales inside the package for the weights of this identity; ``NONE`` where it has none for them.

    Raises WeightsError where the file is missing or broken.
    """
    try:
        content = files("rashomon.encoder").joinpath("data", FILE).read_bytes()
        with np.load(BytesIO(content), allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept.files if name.startswith(f"{weights}/")}
        by_product = {}
        for name, (step, zero) in ((n, a) for n, a in arrays.items() if n.endswith(".scale")):
            product = name.removesuffix(".scale")
            factors = arrays.get(f"{product}.factors")
            by_product[product.partition("/")[2]] = Scale(
                None if factors is None else factors.astype(np.float32), float(step), int(zero)
            )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise WeightsError(f"{FILE}: can't be read ({error}); reinstall rashomon") from error
    return Scales(by_product, blake2b(content, digest_size=4).hexdigest()) if by_product else NONE
