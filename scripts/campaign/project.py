"""Where things lie: the author's project on one side, the tool's own assets on the other; and the clock."""

from __future__ import annotations

import datetime as dt
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from campaign.errors import UsageError

TOOL = Path(__file__).resolve().parents[2]
ASSETS = TOOL / "assets"
OVERRIDES = TOOL / "overrides"
LATEST = 2**32  # seconds since 1970: what gzip and PDF libraries can write
HOOKS = TOOL / "scripts" / "mkdocs_hooks.py"  # the only program that MkDocs runs beside what is installed
STYLES = tuple(OVERRIDES / "stylesheets" / name for name in ("site.css", "pages.css"))  # loaded as web/site.css


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with mkdocs.yml and docs/."""

    root: Path

    @property
    def config(self) -> Path:
        """The campaign's facts and the site's settings."""
        return self.root / "mkdocs.yml"

    @property
    def docs(self) -> Path:
        """The authors' pages."""
        return self.root / "docs"

    @property
    def build(self) -> Path:
        """Everything generated."""
        return self.root / "build"

    @property
    def cache(self) -> Path:
        """Painted artefacts by content key."""
        return self.build / "cache"

    @property
    def kit(self) -> Path:
        """The artefacts under their own names."""
        return self.build / "kit"

    @property
    def part(self) -> Path:
        """Chosen artefacts, where no other folder was asked for."""
        return self.build / "选件"

    @property
    def bundles(self) -> Path:
        """Zips for screens of one kind each."""
        return self.build / "打包"

    @property
    def web(self) -> Path:
        """Generated files that pages load: colours, fonts, previews."""
        return self.build / "web"

    @property
    def root_files(self) -> Path:
        """Generated files that lie at the site's root."""
        return self.build / "root"

    @property
    def pictures(self) -> Path:
        """The authors' pictures as the site shows them, where that is not as they lie in docs/."""
        return self.build / "pictures"

    @property
    def fragments(self) -> Path:
        """Generated pieces of HTML that pages include."""
        return self.build / "fragments"

    @property
    def site(self) -> Path:
        """The folder to publish."""
        return self.build / "site"

    @property
    def offline_site(self) -> Path:
        """The folder for a USB stick: the same pages, to be opened without a server."""
        return self.build / "site-offline"

    @property
    def publish(self) -> Path:
        """What a server needs beside the pages."""
        return self.build / "publish"

    @property
    def swapped(self) -> tuple[Path, ...]:
        """The folders that are made aside and swapped in whole."""
        return (
            *(self.kit, self.part, self.web, self.root_files, self.pictures),
            *(self.fragments, self.site, self.offline_site, self.publish),
        )

    def name(self, path: Path) -> str:
        """`path` as an author knows it: relative to the project, with forward slashes."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)


def enter(project: Project) -> None:
    """Make the project's folder the current one, as MkDocs needs it, but no place where Python looks for programs.

    `python -m` and PYTHONPATH may have put it there; an extension named in mkdocs.yml would then be run from it.
    """
    os.chdir(project.root)
    sys.path[:] = [entry for entry in sys.path if Path(entry).resolve() != project.root.resolve()]


def is_file(path: Path, within: Path | None = None) -> bool:
    """Whether a name that an author wrote is that of a file (`within` a folder); never an error, whatever the name."""
    try:
        return path.is_file() and (within is None or path.resolve().is_relative_to(within.resolve()))
    except (OSError, ValueError):  # longer than a name may be, or with a character that no name has
        return False


def now() -> dt.datetime:
    """The only reading of the clock; SOURCE_DATE_EPOCH (reproducible-builds.org) wins when set. Raises UsageError."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return dt.datetime.now(tz=dt.timezone(dt.timedelta(hours=8)))  # the campaign's own time zone
    try:
        seconds = int(epoch)
        if 0 <= seconds < LATEST:
            return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)
    except (ValueError, OverflowError, OSError):
        pass  # told below
    raise UsageError(f"环境变量 SOURCE_DATE_EPOCH 应是1970年以来的秒数，如 1685836800，而不是 {epoch[:40]}")


def today() -> dt.date:
    """The day that generated pieces are made for; `campaign build --today` sets CAMPAIGN_TODAY. Raises UsageError."""
    chosen, present = os.environ.get("CAMPAIGN_TODAY"), now()  # libraries read the clock's variable in any case
    try:
        return dt.date.fromisoformat(chosen) if chosen else present.date()
    except ValueError:
        raise UsageError(f"环境变量 CAMPAIGN_TODAY 写成 2023-06-04 的样子，而不是 {str(chosen)[:40]}") from None
