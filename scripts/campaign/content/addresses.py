"""The address that a QR code carries: the page that it teaches, or a short page of the site that leads there.

A symbol of version 3 (42 bytes at level M) has modules of 0.86 mm at 25 mm; longer addresses go through `q/ID/`, and
an address that even so needs more than version 6 (106 bytes, modules of 0.6 mm) is refused where site_url is read.
"""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from campaign.content.model import Campaign, Slogan, Topic, published

SHORT, LONGEST = 42, 106  # bytes: QR versions 3 and 6 at level M (ISO/IEC 18004, table 7)
DIGITS = 6  # of an id: a campaign has some hundred pages, so two alike are hardly possible; a test looks for them


def slogan_target(slogan: Slogan) -> str:
    """A slogan's place in the site, relative to its root."""
    page = quote(published(slogan.span.path.removeprefix("docs/")))
    return f"{page}#{quote(slogan.anchor)}"


def topic_target(topic: Topic) -> str:
    """A page's place in the site."""
    return topic.url


def targets(campaign: Campaign) -> dict[str, tuple[str, str]]:
    """Every short page: id -> where it leads, relative to the site's root, and the title to show there."""
    found = {slogan_target(slogan): slogan.plain for slogan in campaign.slogans}
    found |= {topic_target(topic): topic.title for topic in (*campaign.topics, *campaign.cases)}
    return {short_id(target): (target, title) for target, title in found.items()}


def short_id(target: str) -> str:
    """The same for the same place, in every build."""
    return hashlib.sha256(target.encode()).hexdigest()[:DIGITS]


def address(site_url: str, target: str) -> str:
    """What the code carries; nothing where the site has no address."""
    if not site_url:
        return ""
    base = site_url.rstrip("/")
    full = f"{base}/{target}"
    return full if len(full.encode()) <= SHORT else short_address(site_url, target)


def short_address(site_url: str, target: str) -> str:
    """The address of the short page that leads to a place."""
    return f"{site_url.rstrip('/')}/q/{short_id(target)}/"
