"""Files that the settings name and pages load: where one is missing, every page goes without, and nobody is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from campaign.content.pages import read_text
from campaign.content.settings import LISTS, Keys, texts
from campaign.content.yamlsource import Source
from campaign.errors import SourceError
from campaign.project import OVERRIDES, Project, is_file

PICTURES = (("theme", "logo"), ("theme", "favicon"))
GENERATED = ("web/", "kit/")  # what a build puts beside the pages
MATERIAL = Path(str(files("material"))) / "templates"


def theme_folder(project: Project, data: Any) -> Path:
    """The folder of the site's own templates, as the settings name it; else this tool's."""
    theme = data.get("theme") if isinstance(data, Mapping) else None
    folder = theme.get("custom_dir") if isinstance(theme, Mapping) else None
    return project.root / folder if isinstance(folder, str) else OVERRIDES


def own_theme(project: Project) -> Path:
    """The same of a project whose settings were not read yet. Raises SourceError, ContentErrors."""
    name = project.name(project.config)
    return theme_folder(project, Source(read_text(project.config, name), name).data)


def missing_files(data: Mapping[str, Any], source: Source, project: Project) -> Iterator[SourceError]:
    """One error for the folder of templates, or one for every style, script and picture that is not there."""
    own, theme = theme_folder(project, data), data.get("theme")
    apart = own.is_dir() and not any(path.is_relative_to(own.resolve()) for path in _content(project))
    if isinstance(theme, Mapping) and not ("custom_dir" in theme and apart):
        hint = "写 custom_dir: overrides；路径从 mkdocs.yml 所在的文件夹写起，里面只放模板"
        yield SourceError(source.span("theme", "custom_dir"), "theme.custom_dir 不是模板的文件夹", hint)
        return
    for keys, text in texts({key: data[key] for key in ("theme", *LISTS) if key in data}):
        if _names_file(keys) and not _is_there(text, (project.docs, own, MATERIAL)):
            hint = "路径从 docs 文件夹写起；核对文件名（大小写也要一致）"
            yield SourceError(source.span(*keys), f"{'.'.join(map(str, keys))} 的文件不存在：{text}", hint)


def _content(project: Project) -> tuple[Path, Path]:
    """What would be published whole from a folder of templates around it."""
    return project.docs.resolve(), project.build.resolve()


def _names_file(keys: Keys) -> bool:
    return keys in PICTURES or (keys[0] in LISTS and (len(keys) == 2 or keys[-1] == "path"))


def _is_there(name: str, folders: Sequence[Path]) -> bool:
    return name.startswith(GENERATED) or any(is_file(folder / name, folder) for folder in folders)
