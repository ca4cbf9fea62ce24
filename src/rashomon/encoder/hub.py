"""Where the files of a named model are: a folder, the Hugging Face cache of this machine, or else the hub.

Only a model that the user named is ever asked for over the network, and only where the cache lacks it.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from pathlib import Path

from rashomon.encoder.folder import CONFIG
from rashomon.encoder.pieces import FILE as PIECES
from rashomon.encoder.tensors import FILE, INDEX
from rashomon.encoder.weights import WeightsError

OWNER = "intfloat"
"""Who publishes the E5 models; a short name is theirs."""
SHORT_NAME = re.compile(r"multilingual-e5-[\w.-]+")
NAME = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
NEEDED = (CONFIG, PIECES, "1_Pooling/config.json", FILE, INDEX, "model-?????-of-?????.safetensors")
INSTALL = "pip install 'rashomon[models]'"


def find_model(model: str) -> Path:
    """The folder of the model that a user named: a folder, or a name on the hub.

    Raises WeightsError where there is none: no such folder, not in the cache and no way to download it.
    """
    path = Path(model).expanduser()
    if model and path.is_dir():
        return path
    if path.is_file():
        raise WeightsError(f"{model}: a file; name the folder of a model, with {CONFIG} and {PIECES}")
    name = f"{OWNER}/{model}" if SHORT_NAME.fullmatch(model) else model
    if not NAME.fullmatch(name) or name.startswith((".", "~")):
        raise WeightsError(
            f"{model}: no such folder, and no name of a model such as {OWNER}/multilingual-e5-base"
        )
    return _cached(name) or _downloaded(name)


def _cached(name: str) -> Path | None:
    """The model's folder in the Hugging Face cache (https://huggingface.co/docs/huggingface_hub, "cache")."""
    home = os.environ.get("HF_HOME") or Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache", "huggingface")
    cache = Path(os.environ.get("HF_HUB_CACHE") or Path(home, "hub")).expanduser()
    repository = cache / f"models--{name.replace('/', '--')}"
    try:
        commit = (repository / "refs" / "main").read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    folder = repository / "snapshots" / commit
    whole = all((folder / needed).is_file() for needed in (CONFIG, PIECES)) and any(
        (folder / weights).is_file() for weights in (FILE, INDEX)
    )
    return folder if whole else None


def _downloaded(name: str) -> Path:
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError
        from huggingface_hub.utils.logging import set_verbosity
        from huggingface_hub.utils.tqdm import disable_progress_bars
    except ImportError:
        raise WeightsError(f"{name}: not on this machine; to download models: {INSTALL}") from None
    set_verbosity(logging.CRITICAL)
    if not sys.stderr or not sys.stderr.isatty():
        disable_progress_bars()
    try:
        return Path(snapshot_download(name, allow_patterns=list(NEEDED)))
    except GatedRepoError:
        raise WeightsError(f"{name}: the hub gives it only to those whom its owner lets in") from None
    except RepositoryNotFoundError:
        raise WeightsError(f"{name}: no such folder, and the hub knows no such model") from None
    except Exception as error:  # whatever its many layers raise, it is this download that failed
        reason = str(error.__cause__ or error).strip().split("\n")[0]
        raise WeightsError(
            f"{name}: not on this machine, and the hub can't be reached ({reason}); a folder may be named"
        ) from error
