"""The docs tell of what there is: commands, options, dependencies, languages and files."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from typing import TYPE_CHECKING

import click
import pytest
from conftest import ROOT

from rashomon.cli.commands import cli
from rashomon.language import codes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md")), *sorted((ROOT / "examples").glob("*.md"))]
SHOWN = re.compile(r"^(?: {4,}|`{0,3}\$ ?|\s*)(?:\S*/)?rashomon (.+)$|`rashomon ([^`]+)`", re.MULTILINE)
CODE = re.compile(r"^```.*?^```|^ {4}.*?$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
REQUIREMENT = re.compile(r"[A-Za-z0-9._-]+")
OPTIONS_OF_CLICK = {"-h", "--help", "--version"}


def commands(group: click.Command = cli, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command that does something, with its words."""
    if isinstance(group, click.Group):
        for name in sorted(group.commands):
            yield from commands(group.commands[name], *path, name)
    else:
        yield path, group


def options(command: click.Command) -> list[str]:
    named = [param for param in command.params if isinstance(param, click.Option) and not param.hidden]
    return [name for option in named for name in (*option.opts, *option.secondary_opts)]


def section(page: str, heading: str) -> str:
    found = re.search(rf"^## {re.escape(heading)}$\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def wrong_in(line: str) -> str | None:
    """What is wrong with a command line as shown, without its first word; None where it could be run."""
    words = shlex.split(re.split(r"\s(?:\||&&|>|2>|#|<)|[;)]", line)[0].replace("…", "..."))
    command: click.Command = cli
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        if words[0] not in command.commands:
            return None if words[0].isupper() or words[0] == "..." else f"no command {words[0]}"
        command = command.commands[words.pop(0)]
    known = {*options(command), *OPTIONS_OF_CLICK}
    unknown = [word for word in words if re.match(r"--?[a-z]", word) and word.split("=")[0] not in known]
    return f"no option {unknown[0]}" if unknown else None


def shown(text: str) -> list[str]:
    in_code = "\n".join(CODE.findall(text))
    lines = [match[1] for match in SHOWN.finditer(in_code) if match[1]]
    return lines + [match[2] for match in SHOWN.finditer(text) if match[2]]


def tracked() -> list[Path]:
    try:
        run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("the files of a checkout are asked of git, which is not here")
    return [ROOT / name for name in run.stdout.decode().split("\0") if name]


@pytest.mark.parametrize("path", [path for path, _ in commands()], ids=" ".join)
def test_each_command_and_option_is_documented(path: tuple[str, ...]) -> None:
    page = section((DOCS / "commands.md").read_text("utf-8"), " ".join(["rashomon", *path]))
    assert page, f"docs/commands.md has no section of {' '.join(path)}"
    missing = [name for name in options(dict(commands())[path]) if f"`{name}" not in page]
    assert missing == []


@pytest.mark.parametrize("path", [path for path, _ in commands()], ids=" ".join)
def test_each_command_shows_an_example_in_its_help(path: tuple[str, ...]) -> None:
    text = dict(commands())[path].help or ""
    examples = [line.split("rashomon ", 1)[1] for line in text.splitlines() if "rashomon " in line]
    assert examples
    assert [wrong_in(line) for line in examples if wrong_in(line)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_command_line_of_the_docs_exists(page: Path) -> None:
    wrong = [(line, wrong_in(line)) for line in shown(page.read_text("utf-8")) if wrong_in(line)]
    assert wrong == []


def test_wrong_command_lines_are_found() -> None:
    text = "    rashomon raed x\n\nor `rashomon read --jason -`\n\n    bin/rashomon languages --json | jq .\n"
    assert [wrong_in(line) for line in shown(text)] == ["no command raed", None, "no option --jason"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_the_docs_lead_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text("utf-8")) if "://" not in link]
    broken = [link for link in links if not link.startswith("mailto:") and not (page.parent / link).exists()]
    assert broken == []


def test_each_dependency_is_told_with_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [
        *project["dependencies"],
        *(n for more in project["optional-dependencies"].values() for n in more),
    ]
    page = (DOCS / "dependencies.md").read_text("utf-8")
    names = [match[0] for match in map(REQUIREMENT.match, needed) if match]
    assert [name for name in names if f"\n| {name} |" not in page] == []


def test_each_language_with_a_file_is_named() -> None:
    page = (DOCS / "adding-a-language.md").read_text("utf-8")
    assert [code for code in codes() if f"`{code}`" not in page] == []


def test_no_file_names_a_place_on_a_machine() -> None:
    places = re.compile(r"(?<![\w.~/}$-])/(?:work|home|root|tmp)/\w")
    named = []
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except (UnicodeDecodeError, OSError):
            continue
        named += [f"{path.relative_to(ROOT)}: {match[0]}" for match in places.finditer(text)]
    assert named == []
