"""Generated files that lie at the site's root, beside the pages: path -> bytes. One row a provider."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from campaign.content.model import Campaign
from campaign.feed import feed_files
from campaign.ical import calendar_files
from campaign.jobs import environment
from campaign.kit import Plan, Result
from campaign.licences import NOTICE, notice
from campaign.project import Project
from campaign.screen.files import screen_files
from campaign.shortlinks import short_pages
from campaign.store import Store, digest, publish
from campaign.texts.forms import inputs, page_data

Provider = Callable[[Campaign, Plan, Mapping[str, Result], Store], Mapping[str, bytes]]


def _calendar(campaign: Campaign, _plan: Plan, _results: Mapping[str, Result], _store: Store) -> Mapping[str, bytes]:
    return calendar_files(campaign.facts)


def _progress_form(
    campaign: Campaign, _plan: Plan, _results: Mapping[str, Result], store: Store
) -> Mapping[str, bytes]:
    """What the page of the progress table fills; kept in the cache, for making it loads the office libraries."""
    key = digest(environment(), b"report/data.js", repr(inputs(campaign.facts)).encode())
    known = store.get(key) or store.put(key, page_data(campaign.facts))
    return {"report/data.js": store.object(known[0]).read_bytes()}


def _feeds(campaign: Campaign, _plan: Plan, _results: Mapping[str, Result], _store: Store) -> Mapping[str, bytes]:
    return feed_files(campaign)


def _short_pages(campaign: Campaign, _plan: Plan, _results: Mapping[str, Result], _store: Store) -> Mapping[str, bytes]:
    return short_pages(campaign)


def _licences(_campaign: Campaign, _plan: Plan, _results: Mapping[str, Result], _store: Store) -> Mapping[str, bytes]:
    return {NOTICE: notice()}


def _screen(campaign: Campaign, plan: Plan, results: Mapping[str, Result], _store: Store) -> Mapping[str, bytes]:
    return screen_files(campaign, plan, results)


PROVIDERS: tuple[Provider, ...] = (_calendar, _progress_form, _feeds, _short_pages, _licences, _screen)


def write_root_files(
    campaign: Campaign, plan: Plan, results: Mapping[str, Result], project: Project, store: Store
) -> None:
    """Write every provider's files into build/root, which the site mirrors at its root."""
    files: dict[str, bytes] = {}
    for provider in PROVIDERS:
        files |= provider(campaign, plan, results, store)
    publish(project.root_files, files)
