"""The table of zips: what goes in, where it lies, and the page that goes with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from campaign.bundles.guides import ANTHIAS, LED_COLOUR, LED_DUAL, LED_MONO, TV, WECHAT, XIBO, Guide
from campaign.bundles.network import Source, assets, player_package
from campaign.bundles.pack import Content
from campaign.errors import UsageError
from campaign.kit import Artefact
from campaign.plan.kinds import Selection

Place = Callable[[Artefact, int], str]  # an artefact, its number in the zip -> its path there


@dataclass(frozen=True, slots=True)
class Part:
    """One selection of the kit, made in the sizes and at the speed asked for, or else in its own sizes."""

    kinds: tuple[str, ...]
    types: tuple[str, ...]
    formats: tuple[str, ...]
    place: Place

    def selection(self, asked: Selection) -> Selection:
        """What to make."""
        return replace(asked, kinds=self.kinds, types=self.types, formats=asked.formats or self.formats)


@dataclass(frozen=True, slots=True)
class Bundle:
    """One destination: `texts` are folders of the kit that go along, `more` what is made for it alone.

    `sized`: it comes in the sizes that are asked for; else its sizes are the destination's own.
    """

    name: str
    parts: tuple[Part, ...]
    texts: tuple[tuple[str, str], ...]  # (folder of the kit, folder in the zip)
    guide: Guide
    more: Callable[[Source], dict[str, Content]] | None = None
    sized: bool = True


def _by_height(artefact: Artefact, _number: int) -> str:
    return f"高{artefact.page.height}/{_file(artefact)}"


def _under(folder: str) -> Place:
    return lambda artefact, _: f"{folder}/{_file(artefact)}"


def _numbered(folder: str) -> Place:
    """Televisions play in the order of names."""
    return lambda artefact, number: f"{folder}/{number:02}-{_file(artefact)}"


def _file(artefact: Artefact) -> str:
    return artefact.path.rsplit("/", 1)[1]


LOW = ("led-512x16", "led-512x32")
WIDE = ("led-1920x128", "led-512x64")
BUNDLES: dict[str, Bundle] = {
    "led-mono": Bundle("LED单色", (Part(("mono",), ("bmp",), LOW, _by_height),), (("LED文字", "文字"),), LED_MONO),
    "led-dual": Bundle("LED双色", (Part(("dual",), ("bmp",), LOW, _by_height),), (("LED文字", "文字"),), LED_DUAL),
    "led-colour": Bundle(
        "LED全彩",
        (Part(("video",), ("mp4",), WIDE, _under("视频")), Part(("led",), ("png",), WIDE, _under("图片"))),
        (("LED文字", "文字"),),
        LED_COLOUR,
    ),
    "tv": Bundle(
        "电视U盘",
        (
            Part(("film-60", "film"), ("mp4",), ("tv-1920x1080",), _numbered("视频")),
            Part(("slide",), ("jpg",), ("tv-1920x1080",), _numbered("图片")),
        ),
        (),
        TV,
    ),
    "wechat": Bundle(
        "微信",
        (
            Part(("card",), ("jpg",), ("phone-1080x1440", "square-1080x1080"), _under("图片")),
            Part(("cover",), ("png",), ("wechat-900x383",), _under("封面")),
            Part(("long",), ("jpg",), ("long-1080",), _under("长图")),
        ),
        (("微信文案", "文案"),),
        WECHAT,
        sized=False,
    ),
    "xibo": Bundle("Xibo", (), (), XIBO, player_package, sized=False),
    "anthias": Bundle("Anthias", (), (), ANTHIAS, assets, sized=False),
}


def chosen(names: tuple[str, ...], formats: tuple[str, ...] = ()) -> dict[str, Bundle]:
    """The bundles asked for, or all. Raises UsageError for a name that there is not, or sizes where none is chosen."""
    for name in names:
        if name not in BUNDLES:
            known = "、".join(f"{key}（{bundle.name}）" for key, bundle in BUNDLES.items())
            raise UsageError(f"没有名为 {name} 的打包；可用：{known}")
    found = {name: bundle for name, bundle in BUNDLES.items() if not names or name in names}
    if formats and (fixed := [name for name, bundle in found.items() if not bundle.sized]):
        sized = "、".join(name for name, bundle in BUNDLES.items() if bundle.sized)
        raise UsageError(f"{'、'.join(fixed)} 的尺寸是固定的；要别的尺寸，写明哪一种打包：{sized}")
    return found
