"""Generated files that lie at the site's root, beside the pages: path -> bytes. One row a provider."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from campaign.content.model import Campaign
from campaign.ical import calendar_files
from campaign.kit import Plan, Result
from campaign.project import Project
from campaign.store import publish

Provider = Callable[[Campaign, Plan, Mapping[str, Result]], Mapping[str, bytes]]


def _calendar(campaign: Campaign, _plan: Plan, _results: Mapping[str, Result]) -> Mapping[str, bytes]:
    return calendar_files(campaign.facts)


PROVIDERS: tuple[Provider, ...] = (_calendar,)


def write_root_files(campaign: Campaign, plan: Plan, results: Mapping[str, Result], project: Project) -> None:
    """Write every provider's files into build/root, which the site mirrors at its root."""
    files: dict[str, bytes] = {}
    for provider in PROVIDERS:
        files |= provider(campaign, plan, results)
    publish(project.root_files, files)
