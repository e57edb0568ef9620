"""Chromium 69 for the tests: QtWebEngine 5.12 from its locked wheels, in an environment of its own.

    python scripts/old_browser.py .venv-old

Where there are no wheels for the machine, says so; the tests that need it then tell why they are left out.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import venv
from pathlib import Path

LOCK = Path(__file__).resolve().parents[1] / "requirements-old-browser.txt"
MACHINES = {("Linux", "x86_64"), ("Windows", "AMD64"), ("Darwin", "x86_64")}  # what the wheels are made for
PROBE = "from PyQt5.QtWebEngineWidgets import QWebEngineView"
PACKAGES = ["libasound2", "libdbus-1-3", "libfontconfig1", "libgl1", "libglib2.0-0", "libnss3", "libx11-xcb1"]
PACKAGES += ["libxcomposite1", "libxcursor1", "libxdamage1", "libxi6", "libxrandr2", "libxrender1", "libxtst6"]
RENAMED = {"libasound2": "libasound2t64", "libglib2.0-0": "libglib2.0-0t64"}  # from Debian 13 on


def fits() -> bool:
    """Whether there are wheels for this machine."""
    return (platform.system(), platform.machine()) in MACHINES


def interpreter(folder: Path) -> Path:
    """The environment's Python."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def environment() -> dict[str, str]:
    """Without a screen, and whatever user runs it."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}


def works(folder: Path) -> bool:
    """Whether it can be loaded: wheels and the system's libraries are there."""
    if not interpreter(folder).exists():
        return False
    command = [str(interpreter(folder)), "-W", "ignore", "-c", PROBE]
    return subprocess.run(command, env=environment(), capture_output=True, check=False).returncode == 0


def install(folder: Path) -> None:
    """The wheels, by hash."""
    venv.create(folder, with_pip=True, clear=folder.exists())
    pip = [str(interpreter(folder)), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True)


def install_libraries() -> None:
    """The system's libraries that the wheels expect, when root on Debian."""
    if not (Path("/etc/debian_version").exists() and hasattr(os, "geteuid") and os.geteuid() == 0):
        return
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
    for names in (PACKAGES, [RENAMED.get(name, name) for name in PACKAGES]):
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names]
        if subprocess.run(command, env=quiet, capture_output=True, check=False).returncode == 0:
            return


def main(folder: Path) -> int:
    """Make sure that it is there and can be loaded."""
    if not fits():
        print(f"Chromium 69: no wheels for {platform.system()} on {platform.machine()}; its tests are left out")
        return 0
    if not works(folder):
        print(f"Installing Chromium 69 into {folder} (about 360 MB) ...", flush=True)
        install(folder)
    if not works(folder):
        install_libraries()
    if not works(folder):
        print(f"Chromium 69 cannot be loaded; see: {interpreter(folder)} -c '{PROBE}'", file=sys.stderr)
        print(f"It needs these libraries (Debian's names): {' '.join(PACKAGES)}", file=sys.stderr)
        return 1
    print(f"Chromium 69: {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
