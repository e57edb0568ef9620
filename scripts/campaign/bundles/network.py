"""What networked players take: the campaign's own player as one package, and a list of assets."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from campaign.build import Choice, painted
from campaign.bundles.pack import Content, write_zip
from campaign.content.model import Campaign
from campaign.kit import Artefact, Plan, Result
from campaign.plan.kinds import Selection
from campaign.project import Project
from campaign.screen.files import code, contents, script
from campaign.screen.programme import Media, programmes
from campaign.store import Store, digest
from campaign.web import font_faces, style, web_fonts

STYLE = "web/tokens.css"
SECONDS = 10  # that a picture stays
EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
MIME = {"png": "image", "jpg": "image", "mp4": "video"}


@dataclass(frozen=True, slots=True)
class Source:
    """What a networked zip is made from."""

    project: Project
    campaign: Campaign
    choice: Choice
    store: Store


def player_package(source: Source) -> dict[str, Content]:
    """The player with everything that its playlists show, in one .htz: a zip whose index.html is opened."""
    fonts = web_fonts(source.campaign)
    items = [item for playlist in source.campaign.playlists for item in playlist.items]
    named = any(item.kind in {"picture", "video"} and not item.file for item in items)  # some file of the kit
    wanted = Selection() if named else Selection(kinds=("slide", "card"))
    ready, results = painted(source.project, source.campaign, wanted, source.choice, fonts.values())
    path = source.store.aside / "player.zip"  # where the next run clears up if this one is cut off
    write_zip(path, player_files(source, ready, results))
    data = path.read_bytes()
    path.unlink()
    return {"播放器.htz": data}


def player_files(source: Source, ready: Plan, results: Mapping[str, Result]) -> dict[str, Content]:
    """The package's files: the page at its root, styles and fonts in web/, what is shown in media/."""
    campaign, store, fonts = source.campaign, source.store, web_fonts(source.campaign)
    shown = programmes(campaign, ready, results)
    files: dict[str, Content] = {STYLE: style(fonts, results), **code(campaign, STYLE)}
    files |= {f"web/{name}": store.object(result[0]) for name, result, _ in font_faces(fonts, results)}
    for programme in shown:
        for entry in programme.entries:
            for media in entry.files.values():
                files[_address(media)] = media.file or store.object(media.sha256)
    data = contents(campaign, shown, _address)
    build = digest(json.dumps(data).encode())[:12]
    return files | {"playlists.js": script(data, build, worker=False)}


def _address(media: Media) -> str:
    """Where a file lies in the package: plain ASCII, whatever the author called it."""
    return f"media/{media.sha256[:16]}{posixpath.splitext(media.address)[1].lower()}"


def assets(source: Source) -> dict[str, Content]:
    """Slides, the short film, and the list of both in the fields of Anthias' interface (version 2)."""
    campaign = source.campaign
    files: dict[str, Content] = {}
    rows: list[dict[str, Any]] = []
    for wanted in (Selection(kinds=("film-15",)), Selection(kinds=("slide",))):
        ready, results = painted(source.project, campaign, wanted, source.choice)
        for artefact in ready.artefacts:
            files[artefact.path] = source.store.object(results[artefact.key][0])
            rows.append(_asset(campaign, artefact, len(rows)))
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    return {**{f"素材/{path}": content for path, content in files.items()}, "anthias-assets.json": f"{text}\n".encode()}


def _asset(campaign: Campaign, artefact: Artefact, order: int) -> dict[str, Any]:
    """One row; without an address of the site the file itself is to be uploaded, and its place in the zip is named."""
    base = campaign.site_url.rstrip("/")
    uri = f"{base}/kit/{quote(artefact.path)}" if base else f"素材/{artefact.path}"
    return {
        "name": f"{artefact.piece.title}（{artefact.page.width}×{artefact.page.height}）",
        "uri": uri,
        "mimetype": MIME[artefact.type],
        "duration": 0 if artefact.type == "mp4" else SECONDS,  # of a video Anthias asks the file, and refuses any other
        "start_date": f"{campaign.facts.date('start').isoformat()}T00:00:00+08:00",
        "end_date": f"{campaign.facts.date('end').isoformat()}T23:59:59+08:00",
        "is_enabled": True,
        "nocache": False,
        "play_order": order,
        "skip_asset_check": True,
        "play_days": EVERY_DAY,
        "play_time_from": None,
        "play_time_to": None,
    }
