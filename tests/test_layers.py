"""The package's shape: who may import whom, and how long a file or a function may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import campaign.cli

PACKAGE = Path(campaign.cli.__file__).parent
# Lowest first. A module imports only from rows above its own, or from its own package.
LAYERS = (
    "errors",
    "units store project zips bare expansion profiles",
    "assetfiles svg pixels",
    "licences display formats fonts report policy ownfiles",
    "content publishing",
    "looks drawings inks calendar lock feed",
    "typeset playlist ical search_index complaints",
    "compose imposition",
    "pictures bmp coverage pdf png webfont",
    "outlines",
    "raster",
    "video",
    "encode",
    "jobs plan tally",
    "document",
    "texts gongwen",
    "documents",
    "kit markdown shortlinks site",
    "web shares",
    "screen",
    "rootfiles",
    "fragments",
    "build",
    "bundles",
    "commands cli",
)
LAYER = {name: number for number, names in enumerate(LAYERS) for name in names.split()}
FILES = {path.relative_to(PACKAGE).with_suffix("").as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
MODULES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in FILES.items()}
each_module = pytest.mark.parametrize("name", [name for name in MODULES if name != "__init__"])


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def part(module: str) -> str:
    """campaign.content.facts -> content."""
    return module.replace("/", ".").removeprefix("campaign.").split(".")[0]


def test_every_module_of_the_table_exists() -> None:
    assert {part(name) for name in MODULES} - {"__init__"} == set(LAYER)


@each_module
def test_imports_go_only_to_lower_layers(name: str) -> None:
    own = [module for module in imports(MODULES[name]) if module.startswith((".", "campaign"))]
    for module in own:
        assert module.startswith("campaign."), f"{name} imports the root package or relatively: {module}"
        assert part(module) == part(name) or LAYER[part(module)] < LAYER[part(name)], f"{name} imports {module}"


@each_module
def test_functions_import_nothing(name: str) -> None:
    for node in ast.walk(MODULES[name]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            assert not list(imports(node)), f"{name}:{node.lineno} imports inside a function"


@each_module
def test_no_handler_catches_everything_unnamed(name: str) -> None:
    for node in ast.walk(MODULES[name]):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"{name}:{node.lineno} has a bare except"


@each_module
def test_files_and_functions_stay_short(name: str) -> None:
    assert len(FILES[name].read_text(encoding="utf-8").splitlines()) <= 400
    for node in ast.walk(MODULES[name]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or node.lineno) - node.lineno < 60, f"{name}:{node.lineno} {node.name} is too long"
