"""Find LibreOffice for the tests, or install it: the progress table must survive being opened and saved by it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("soffice", "libreoffice")
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
PACKAGES = ("libreoffice-calc-nogui", "libreoffice-writer-nogui")


def find() -> str | None:
    """The program's path, or None."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or next((place for place in PLACES if Path(place).is_file()), None)


def install() -> bool:
    """Debian's packages when root on Debian; False where a person has to install it."""
    if not (Path("/etc/debian_version").exists() and hasattr(os, "geteuid") and os.geteuid() == 0):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=environment)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return True


def main() -> int:
    """Make sure that there is one; says which."""
    if find() is None:
        print("No LibreOffice found; installing it for the tests ...", flush=True)
        if not install():
            print("Install LibreOffice (Calc and Writer) from https://www.libreoffice.org, then run this again.")
            return 1
    print(f"LibreOffice: {find()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
