"""The player's own files at screen/: page, code, playlists as a script, and the service worker with its list."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from campaign.content.model import Campaign
from campaign.kit import Plan, Result
from campaign.project import OVERRIDES
from campaign.screen.programme import (
    Media,
    Programme,
    campaign_row,
    events,
    groups,
    playlist_row,
    programmes,
    topics,
)
from campaign.store import digest
from campaign.web import font_faces, style, web_fonts

FOLDER = OVERRIDES / "screen"
STYLE = "../web/tokens.css"
CODE = ("player.css", "when.js", "journal.js", "cards.js", "ticker.js", "keep.js", "player.js")
MARKS = ("mark.svg", "mark-tile.svg")
SHORT = 16  # hexadecimal digits of a digest that name a file's content


def screen_files(campaign: Campaign, plan: Plan, results: Mapping[str, Result]) -> dict[str, bytes]:
    """Everything below screen/ of the site."""
    shown = programmes(campaign, plan, results)
    fonts = web_fonts(campaign)
    files = code(campaign, STYLE)
    addresses = {STYLE: hashlib.sha256(style(fonts, results)).hexdigest()}
    addresses |= {f"../web/{name}": result[0] for name, result, _ in font_faces(fonts, results)}
    data = contents(campaign, shown, lambda media: media.address)
    build = digest(json.dumps([data, addresses]).encode(), *(files[name] for name in sorted(files)), *_media(shown))[
        :12
    ]
    files["playlists.js"] = script(data, build, worker=True)
    core = [*sorted(addresses), *sorted(files)]
    addresses |= {name: hashlib.sha256(files[name]).hexdigest() for name in files}
    addresses |= {media.address: media.sha256 for one in shown for e in one.entries for media in e.files.values()}
    files["sw.js"] = worker(build, addresses, core)
    files["build.json"] = json.dumps({"build": build, "urgent": urgent(data)}).encode()
    return {f"screen/{name}": value for name, value in files.items()}


def _media(shown: list[Programme]) -> list[bytes]:
    return [media.sha256.encode() for one in shown for entry in one.entries for media in entry.files.values()]


def code(campaign: Campaign, style_address: str) -> dict[str, bytes]:
    """The page, the code and the marks."""
    words = campaign.facts.words
    context = {
        "name": words["name"],
        "system": words["system"],
        "year": words["year"],
        "official": campaign.facts.official,
    }
    env = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined)
    page = env.get_template("index.html").render(campaign=context, style=style_address)
    files = {name: (FOLDER / name).read_bytes() for name in CODE}
    files |= {name: (OVERRIDES / "images" / name).read_bytes() for name in MARKS}
    return files | {"index.html": f"{page}\n".encode()}


def contents(campaign: Campaign, shown: list[Programme], address: Callable[[Media], str]) -> dict[str, Any]:
    """What the player plays, as plain data."""
    return {
        "campaign": campaign_row(campaign.facts),
        "events": events(campaign.facts),
        "topics": topics(campaign),
        "groups": groups(campaign),
        "playlists": [playlist_row(programme, address) for programme in shown],
    }


def urgent(data: Mapping[str, Any]) -> str:
    """A digest of the urgent messages: when it changes, screens do not wait for their loop's end."""
    return digest(json.dumps([row["urgent"] for row in data["playlists"]]).encode())[:12]


def script(data: Mapping[str, Any], build: str, *, worker: bool) -> bytes:
    """playlists.js; a script and not JSON, because a page opened from a disk may load no other kind of data."""
    whole = {"build": build, "urgent": urgent(data), "worker": worker, **data}
    return f"window.SCREEN = {json.dumps(whole, ensure_ascii=False, separators=(',', ':'))};\n".encode()


def worker(build: str, addresses: Mapping[str, str], core: list[str]) -> bytes:
    """sw.js with its list put above: address -> digest; `core` is what must be there before it takes over."""
    short = {address: sha256[:SHORT] for address, sha256 in sorted(addresses.items())}
    lists = {"BUILD": build, "FILES": short, "CORE": core}
    head = "".join(f"var {name} = {json.dumps(value, indent=1)};\n" for name, value in lists.items())
    return head.encode() + (FOLDER / "sw.js").read_bytes()
