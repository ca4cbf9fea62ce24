"""The order of the rooms: data goes one way, so a room imports only rooms above it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOMS = (
    "model",
    "language",
    "encoder",
    "sources",
    "reading",
    "grouping",
    "comparing",
    "library",
    "report",
    "web",
    "evaluation",
    "cli",
)
USERS_OF_LIBRARY = {"library", "web", "evaluation", "cli"}
OPEN_AT_THE_ROOT = {"__version__"}  # a room that took more from the package's face could go round the order


def imported(tree: ast.AST, package: list[str]) -> Iterator[tuple[int, str, str | None]]:
    """Each import: line, module, and the name taken from it. ``package`` is where the file stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name, None) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, module, name.name) for name in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            function = (
                node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            )
            if function in {"import_module", "__import__"} and isinstance(node.args[0].value, str):
                yield node.lineno, node.args[0].value, None


def room_entered(module: str, name: str | None) -> str | None:
    """The room that an import enters; "" for the package's face, None for code of others."""
    parts = [*module.split("."), *([name] if name else [])]
    if parts[0] != "rashomon":
        return None
    if len(parts) == 1 or (len(parts) == 2 and name in OPEN_AT_THE_ROOT):
        return ""
    return parts[1]


def complaint(room: str, entered: str) -> str | None:
    """Why a room must not enter another, or None where it may."""
    if entered == room or entered == "" or room == "__main__":
        return None
    if entered not in ROOMS:
        return f"takes {entered}, which is no room, from the package's face"
    if entered == "cli":
        return "imports cli, which nothing may"
    if room == "__init__":
        return None
    if entered == "library" and room not in USERS_OF_LIBRARY:
        return "imports library, which only web, evaluation and cli may"
    if ROOMS.index(entered) > ROOMS.index(room):
        return f"imports {entered}, which is below it"
    return None


def violations(package: Path) -> list[str]:
    """What breaks the order in a package folder, one line each."""
    found = []
    for path in sorted(package.rglob("*.py")):
        inside = path.relative_to(package).parts
        room = inside[0].removesuffix(".py")
        if room not in {*ROOMS, "__init__", "__main__"}:
            found.append(f"{'/'.join(inside)}: {room} is no room")
            continue
        here = ["rashomon", *inside[:-1]]
        for line, module, name in imported(ast.parse(path.read_text("utf-8")), here):
            entered = room_entered(module, name)
            why = None if entered is None else complaint(room, entered)
            if why:
                found.append(f"{'/'.join(inside)}:{line}: {room} {why}")
    return found


def a_package(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / "rashomon" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder / "rashomon"


def test_a_room_imports_only_rooms_above_it() -> None:
    assert violations(ROOT / "src" / "rashomon") == []


def test_imports_in_order_are_let_through(tmp_path: Path) -> None:
    package = a_package(
        tmp_path,
        {
            "__init__.py": "def read():\n    from rashomon.reading import read",
            "__main__.py": "from rashomon.cli import main",
            "model.py": "import msgspec",
            "reading/__init__.py": "from rashomon.model import Article\nfrom .names import find",
            "reading/names.py": "from rashomon import __version__\nfrom ..language import rules",
            "web/pages.py": "from rashomon.library import find",
            "evaluation/claims.py": "from rashomon.library import find\nimport rashomon.web",
            "cli.py": "from rashomon import evaluation, web",
        },
    )
    assert violations(package) == []


def test_each_way_of_breaking_the_order_is_found(tmp_path: Path) -> None:
    package = a_package(
        tmp_path,
        {
            "model.py": "from rashomon.language import rules",
            "reading/times.py": "def late():\n    import rashomon.grouping.origins.counting",
            "encoder/build.py": "from ..reading import read",
            "grouping/__init__.py": "from rashomon import comparing",
            "report/terminal.py": "from rashomon.library import find",
            "sources/text.py": "from rashomon import read",
            "comparing/aligning/align.py": "import importlib\nimportlib.import_module('rashomon.web')",
            "language/rules.py": "import typing\nif typing.TYPE_CHECKING:\n    from .. import encoder",
            "evaluation/run.py": "from rashomon.cli import main",
            "helpers.py": "",
        },
    )
    assert violations(package) == [
        "comparing/aligning/align.py:2: comparing imports web, which is below it",
        "encoder/build.py:1: encoder imports reading, which is below it",
        "evaluation/run.py:1: evaluation imports cli, which nothing may",
        "grouping/__init__.py:1: grouping imports comparing, which is below it",
        "helpers.py: helpers is no room",
        "language/rules.py:3: language imports encoder, which is below it",
        "model.py:1: model imports language, which is below it",
        "reading/times.py:2: reading imports grouping, which is below it",
        "report/terminal.py:1: report imports library, which only web, evaluation and cli may",
        "sources/text.py:1: sources takes read, which is no room, from the package's face",
    ]
