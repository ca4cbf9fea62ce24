"""A PostgreSQL server of one's own on loopback, that may be stopped and started again."""

from __future__ import annotations

import getpass
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

_QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}


class Server:
    """Debian's PostgreSQL in a folder; skips the test where there is none, and says why."""

    def __init__(self, folder: Path) -> None:
        pytest.importorskip("psycopg", reason="psycopg is not installed")
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        if not found:
            pytest.skip("Debian's package postgresql is not here")
        user: list[str] = []
        if getpass.getuser() == "root":  # the server refuses to run as root
            known = subprocess.run(["id", "postgres"], capture_output=True).returncode == 0
            if shutil.which("runuser") is None or not known:
                pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
            for part in (folder, *folder.parents[:2]):
                part.chmod(0o755)
            shutil.chown(folder, "postgres")
            user = ["runuser", "-u", "postgres", "--"]
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        programs, data = found[-1], folder / "data"
        make = [*user, programs / "initdb", "-D", data, "-A", "trust", "-U", "tester", "-N", "-E", "UTF8"]
        if subprocess.run(make, **_QUIET).returncode:
            pytest.skip("initdb of PostgreSQL failed")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        self._control = [*user, programs / "pg_ctl", "-D", data, "-w", "-o", options, "-l", folder / "log"]
        self.url = f"postgresql://tester@127.0.0.1:{port}/postgres"

    def start(self) -> None:
        if subprocess.run([*self._control, "start"], **_QUIET).returncode:
            pytest.skip("the server of PostgreSQL did not start")

    def stop(self) -> None:
        """At once, as by a power cut."""
        subprocess.run([*self._control, "-m", "immediate", "stop"], **_QUIET)
