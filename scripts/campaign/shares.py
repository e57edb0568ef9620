"""Link previews: one picture a page, painted only where the site has an address to name them by."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from urllib.parse import unquote

from campaign.compose.share import SIZE, WORDS, Share
from campaign.content.model import LOOKS, Campaign
from campaign.errors import Span
from campaign.jobs import Task, environment, sheet_key, task_key
from campaign.plan.pieces import keyed
from campaign.store import Store, digest

OPTIONS = (("width", SIZE[0]), ("height", SIZE[1]), ("dpi", 0.0))


def share_path(url: str) -> str:
    """Where a page's picture lies below web/: in the folders of its address, as main.html names it too."""
    return f"share/{unquote(url).removesuffix('.html')}.png"


def shares(campaign: Campaign, store: Store) -> dict[str, Task]:
    """Path -> task for every page; none without a site_url, since previews need whole addresses."""
    if not campaign.site_url:
        return {}
    return {share_path(url): _task(job, store) for url, job in _jobs(campaign)}


def _jobs(campaign: Campaign) -> Iterator[tuple[str, Share]]:
    words = {name: campaign.facts.words[name] for name in WORDS}
    for page in campaign.pages:
        home = page.url == "index.html"
        title = campaign.facts.words["theme_marked"] if home else str(page.meta.get("title") or words["name"])
        note = words["organiser"] if home else str(page.meta.get("subtitle") or page.meta.get("summary") or "")
        chosen = str(page.meta.get("look") or "red")
        yield page.url, Share(title, note, chosen if chosen in LOOKS else "red", words, Span(page.path, 1))


def _task(job: Share, store: Store) -> Task:
    """Composed at the first need; later builds know the display list's key from the store."""
    key = digest(environment(), b"share", repr(keyed(job)).encode())
    known = store.noted(key)
    if known and store.get(task_key(known, "png", OPTIONS)):
        return Task(task_key(known, "png", OPTIONS), "png", (), OPTIONS)
    sheet = importlib.import_module("campaign.compose.share").compose_share(job)
    store.note(key, sheet_key(sheet))
    return Task(task_key(sheet_key(sheet), "png", OPTIONS), "png", sheet, OPTIONS)
