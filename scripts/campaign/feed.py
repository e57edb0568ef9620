"""What programs read at the site's root: the news feed (RSS 2.0) and robots.txt, written before the pages are built."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from email.utils import format_datetime
from xml.sax.saxutils import escape

from campaign.content.model import Campaign, Page

ZONE = dt.timezone(dt.timedelta(hours=8))
MOST = 30  # entries, the newest


def feed_files(campaign: Campaign) -> Mapping[str, bytes]:
    """feed.xml where the site has an address (RSS knows no relative ones), and robots.txt."""
    site = campaign.site_url.rstrip("/")
    files = {"robots.txt": _robots(campaign, site)}
    if site:
        files["feed.xml"] = _feed(campaign, site)
    return files


def _robots(campaign: Campaign, site: str) -> bytes:
    """An example stays out of search engines; an official site names its map."""
    rule = "Disallow:" if campaign.facts.official else "Disallow: /"
    lines = ["User-agent: *", rule, *([f"Sitemap: {site}/sitemap.xml"] if site else [])]
    return ("\n".join(lines) + "\n").encode()


def _day(page: Page, campaign: Campaign) -> dt.date:
    """When the page's facts were last checked, else when the campaign was announced."""
    checked = page.meta.get("checked")
    return checked if isinstance(checked, dt.date) else campaign.facts.date("issued")


def _feed(campaign: Campaign, site: str) -> bytes:
    words = campaign.facts.words
    pages = [page for page in campaign.pages if page.meta.get("title") and page.url != "index.html"]
    pages.sort(key=lambda page: (-_day(page, campaign).toordinal(), page.path))
    items = [_item(page, campaign, site) for page in pages[:MOST]]
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>',
        f"<title>{escape(words['title'])}</title>",
        f"<link>{escape(site)}/index.html</link>",
        f'<atom:link href="{escape(site)}/feed.xml" rel="self" type="application/rss+xml"/>',
        f"<description>{escape(words['theme'])}（{escape(words['organiser'])}）</description>",
        "<language>zh-CN</language>",
    ]
    return "\n".join([*head, *items, "</channel></rss>", ""]).encode()


def _item(page: Page, campaign: Campaign, site: str) -> str:
    url = escape(f"{site}/{page.url}")
    day = dt.datetime.combine(_day(page, campaign), dt.time(), ZONE)
    text = str(page.meta.get("description") or page.meta.get("summary") or "")
    category = page.meta.get("category")
    parts = [
        f"<title>{escape(str(page.meta['title']))}</title>",
        f"<link>{url}</link>",
        f"<guid>{url}</guid>",
        f"<description>{escape(text)}</description>" if text else "",
        f"<category>{escape(str(category))}</category>" if category else "",
        f"<pubDate>{format_datetime(day)}</pubDate>",
    ]
    return f"<item>{''.join(parts)}</item>"
