"""Take the README's picture: the HTML report of the examples, as headless Chromium shows it.

    python tools/take_picture.py docs/picture.png

Needs Rashomon installed and Chromium (Debian: chromium, fonts-noto-core, fonts-noto-cjk) on the PATH.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "ferry-collision"
WIDTH, HEIGHT = 1200, 2560
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]


def take(picture: Path) -> None:
    """Read the examples, show the page, and keep what the screen shows of it."""
    browser = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
    if browser is None:
        sys.exit("no Chromium on the PATH")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        read = [sys.executable, "-m", "rashomon", "read", "--together", "--quiet", "--html", str(page)]
        subprocess.run([*read, str(EXAMPLES)], check=True)
        size = [f"--window-size={WIDTH},{HEIGHT}", "--force-device-scale-factor=1"]
        place = [f"--user-data-dir={folder}/browser", f"--screenshot={picture.resolve()}", page.as_uri()]
        subprocess.run([browser, *QUIET, *size, *place], check=True, capture_output=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    take(Path(sys.argv[1]))
