"""LibreOffice for the tests: many files opened and saved in one start of it."""

from __future__ import annotations

import runpy
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from conftest import REPOSITORY


def converted(files: Mapping[str, bytes], to: str) -> dict[str, bytes]:
    """Every file as LibreOffice saves it in another (or the same) form, by the name it was given."""
    program = runpy.run_path(str(REPOSITORY / "scripts" / "office.py"))["find"]()
    if program is None:
        pytest.fail("no LibreOffice found; run python scripts/office.py")
    suffix = to.partition(":")[0]
    with tempfile.TemporaryDirectory() as folder:
        source, target, profile = (Path(folder) / name for name in ("in", "out", "profile"))
        source.mkdir()
        for name, data in files.items():
            (source / name).write_bytes(data)
        names = [str(source / name) for name in files]
        own = f"-env:UserInstallation={profile.as_uri()}"  # a profile of its own: one that is open elsewhere blocks
        command = [program, own, "--headless", "--convert-to", to, "--outdir", str(target), *names]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        made = {name: target / Path(name).with_suffix(f".{suffix}").name for name in files}
        lost = [name for name, path in made.items() if not path.is_file()]
        assert not lost, f"{lost} not converted: {done.stdout}{done.stderr}"
        return {name: path.read_bytes() for name, path in made.items()}
