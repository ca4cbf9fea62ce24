"""What is read stays on the machine."""

import os
import subprocess
import sys
from pathlib import Path

from rashomon.encoder.cache import cache_folder


def test_reading_leaves_no_file_but_in_the_cache_folder(tmp_path: Path):
    home = tmp_path / "home"
    home.mkdir()
    report = tmp_path / "report.txt"
    report.write_text("The ferry from Oslo sank off the harbour on Tuesday, and 27 people died.\n")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ORT_", "XDG_"))}
    environment |= {"HOME": str(home), "USERPROFILE": str(home), "RASHOMON_CACHE": str(cache_folder())}
    command = [sys.executable, "-m", "rashomon", "read", str(report)]
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=120)
    assert [path for path in home.rglob("*") if path.is_file()] == []
