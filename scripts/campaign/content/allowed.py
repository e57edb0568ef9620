"""What authors' HTML and attribute lists may hold: a few harmless tags and attributes, and nothing else."""

from __future__ import annotations

import html

TAGS = frozenset(
    [
        *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del", "details"),
        *("div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins"),
        *("kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "section", "small", "span", "strong"),
        *("sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul"),
    ]
)
ATTRIBUTES = frozenset(
    [
        *("alt", "aria-hidden", "aria-label", "aria-labelledby", "class", "cols", "colspan", "data-lang", "datetime"),
        *("dir", "height", "href", "id", "lang", "loading", "markdown", "open", "rel", "role", "rowspan", "scope"),
        *("src", "start", "target", "title", "width"),
    ]
)
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
FENCE_KEYS = frozenset({".", "class", "id", "title"})  # hl_lines and linenums need a highlighter and fail without
# Of attribute lists: what content reads itself, and what a tag may have; addresses only where Markdown writes them.
KEYS = frozenset({".", "key", "picture", "icon", "use", "look", "kinds", "mn", "reviewer"}) | (
    ATTRIBUTES - {"href", "src", "markdown"}
)
NO_KEY = "删去它；可以写 #编号、.样式、title、lang、width、height"


def taken(key: str, value: str | None) -> str:
    """What the theme's scripts would take an element with this attribute for, as an author writes it; or nothing.

    `.mermaid` is a diagram, for which a program is loaded; an id such as `__config` holds the theme's settings, which
    say among others where its programs are (https://squidfunk.github.io/mkdocs-material reads the first of that id).
    """
    plain = html.unescape(html.unescape(value or ""))
    if key.lower() in {".", "class"} and "mermaid" in plain.split():
        return ".mermaid"
    return f"#{plain.strip()[:40]}" if key.lower() == "id" and plain.strip().startswith("__") else ""
