"""Short pages `q/ID/` that QR codes lead to: each forwards to its page at once, without a script."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from campaign.content.addresses import targets
from campaign.content.model import Campaign


def short_pages(campaign: Campaign) -> Mapping[str, bytes]:
    """One page a slogan, topic and case; none where the site has no address, since no code leads there."""
    if not campaign.site_url:
        return {}
    name = campaign.facts.words["name"]
    return {
        f"q/{key}/index.html": _page(f"../../{target}", title, name).encode()
        for key, (target, title) in sorted(targets(campaign).items())
    }


def _page(link: str, title: str, name: str) -> str:
    link, title, name = escape(link), escape(title), escape(name)
    return f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={link}">
<link rel="canonical" href="{link}">
<title>{title} · {name}</title>
</head>
<body>
<main>
<h1>{title}</h1>
<p><a href="{link}">打开页面</a></p>
</main>
</body>
</html>
"""
