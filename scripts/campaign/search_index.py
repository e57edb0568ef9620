"""The search index after MkDocs: what people ask is added to it, and pages load without it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from campaign.content.pages import read_page
from campaign.project import Project
from campaign.store import write_atomic

INDEX = "search/search_index.json"
OFFLINE = "search/search_index.js"  # what the theme's offline plugin makes of it
BEFORE = "var __index = "


def add_questions(project: Project, site: Path) -> None:
    """Give every page's entry the questions of its front matter (`asked`), in whichever form the index is there."""
    questions = _questions(project)
    for name, before in ((INDEX, ""), (OFFLINE, BEFORE)):
        path = site / name
        if path.is_file():
            index = json.loads(path.read_text(encoding="utf-8").removeprefix(before))
            for doc in index["docs"]:
                if doc["location"] in questions:
                    doc["asked"] = list(questions[doc["location"]])
            write_atomic(path, (before + _dumped(index)).encode())


def lighten(site: Path) -> None:
    """Let pages load without the words of all others: the search fetches them at the first key (search-worker.js).

    The theme reads search_index.json on every page; it keeps the settings, search/docs.json gets the words.
    """
    path = site / INDEX
    if not path.is_file():
        return
    index = json.loads(path.read_text(encoding="utf-8"))
    docs = [
        {key: value for key, value in doc.items() if key not in {"tags", "boost"} or "#" not in doc["location"]}
        for doc in index["docs"]
    ]
    write_atomic(site / "search" / "docs.json", _dumped(docs).encode())
    write_atomic(path, _dumped({"config": index["config"], "docs": []}).encode())


def _questions(project: Project) -> Mapping[str, Sequence[str]]:
    pages = (read_page(path, project.name(path)) for path in sorted(project.docs.rglob("*.md")))
    return {page.url: [str(question) for question in page.meta.get("asked", ())] for page in pages}


def _dumped(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
