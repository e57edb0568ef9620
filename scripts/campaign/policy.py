"""How a server should send the pages: a strict Content-Security-Policy made from the built pages themselves.

Scripts come from the site or are named by the hash of their text, so no `unsafe-inline` is needed for them; styles
may be inline, since the theme and the gallery set them so (CSP Level 3, https://www.w3.org/TR/CSP3/).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from campaign.project import ASSETS, Project
from campaign.store import publish, write_atomic

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_DATA = re.compile(r"""type\s*=\s*["']?(?!text/javascript|module|application/javascript)[\w./+-]+""", re.IGNORECASE)
_SOURCE = re.compile(r"\bsrc\s*=", re.IGNORECASE)


def inline_scripts(html: str) -> list[str]:
    """The text of every script that stands in a page and is run; blocks of data are not."""
    return [
        text
        for attributes, text in _SCRIPT.findall(html)
        if text.strip() and not _SOURCE.search(attributes) and not _DATA.search(attributes)
    ]


def script_hash(text: str) -> str:
    """A script's text as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def content_policy(pages: Iterable[Path]) -> str:
    """The policy that lets these pages work, and nothing else."""
    scripts = {text for page in pages for text in inline_scripts(page.read_text(encoding="utf-8"))}
    hashes = sorted(map(script_hash, scripts))
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *hashes]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "media-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "'self'",
        "frame-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def headers(pages: Iterable[Path]) -> dict[str, str]:
    """All response headers that a published site should have."""
    return {
        "Content-Security-Policy": content_policy(pages),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    }


def write_policy(project: Project, site: Path) -> None:
    """`_headers` into the site (hosts that read it: Cloudflare Pages, Netlify), the nginx sample into build/publish."""
    rows = headers(sorted(site.rglob("*.html")))
    lines = ["/*", *(f"  {name}: {value}" for name, value in rows.items())]
    write_atomic(site / "_headers", ("\n".join(lines) + "\n").encode())
    nginx = "\n".join(f'    add_header {name} "{value}" always;' for name, value in rows.items())
    text = (ASSETS / "publish" / "nginx.conf").read_text(encoding="utf-8").replace("{headers}", nginx)
    publish(project.publish, {"nginx.conf": text.encode()})
