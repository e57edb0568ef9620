"""Pictures beside pages: right or refused with their name, bounded in memory, and without what a camera adds."""

from __future__ import annotations

import base64
import io
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from browsing import launched
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from campaign.errors import Collector, SourceError
from campaign.pictures import MAX_PIXELS, MAX_SIDE, cleaned, site_pictures
from campaign.pixels import WIDEST
from campaign.project import Project
from campaign.store import Store

RED = (200, 30, 30)


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def photograph(turn: int = 6) -> bytes:
    """40 x 20, red left half; EXIF says turned, and tells a place, a camera and a name."""
    image = Image.new("RGB", (40, 20), (250, 250, 250))
    image.paste(RED, (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B] = turn, "Camera", "Somebody"
    exif.get_ifd(0x8825)[1] = "N"
    return encoded(image, "JPEG", exif=exif, quality=95)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def bomb() -> bytes:
    """A PNG of a few kilobytes that says it is 60 000 x 60 000."""

    head = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 10**6)) + chunk(b"IEND", b"")
    )


def test_a_photograph_is_turned_upright_and_tells_nothing() -> None:
    image = opened(cleaned(photograph(), "docs/a.jpg"))
    assert image.size == (20, 40)
    assert not image.getexif()
    assert "exif" not in image.info
    top, low = image.getpixel((10, 5)), image.getpixel((10, 35))
    assert isinstance(top, tuple)
    assert isinstance(low, tuple)
    assert max(abs(a - b) for a, b in zip(top, RED, strict=True)) < 16
    assert min(low) > 230
    for word in (b"Camera", b"Somebody", b"Exif"):
        assert word not in cleaned(photograph(), "docs/a.jpg")


def test_a_picture_with_nothing_to_take_away_stays_byte_for_byte() -> None:
    for form, name in (("PNG", "a.png"), ("JPEG", "a.jpg"), ("WEBP", "a.webp"), ("GIF", "a.gif")):
        data = encoded(Image.new("RGB", (9, 9), RED), form)
        assert cleaned(data, name) == data, form


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_comments_texts_and_profiles_go(form: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = encoded(Image.new("RGB", (9, 9), RED), form, icc_profile=profile, comment=b"made by somebody")
    image = opened(cleaned(data, f"a.{form.lower()}".replace("jpeg", "jpg")))
    assert "icc_profile" not in image.info
    assert "comment" not in image.info
    pixel = image.convert("RGB").getpixel((4, 4))
    assert isinstance(pixel, tuple)
    assert max(abs(a - b) for a, b in zip(pixel, RED, strict=True)) < 8


SECRET = b"49.21N 119.74E"


def telling() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    return exif


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def several(form: str, **options: object) -> bytes:
    """A file of three pictures."""
    pictures = [Image.new("RGB", (16, 16), (80 * number, 30, 30)) for number in range(3)]
    return encoded(pictures[0], form, save_all=True, append_images=pictures[1:], **options)


def plain(form: str) -> bytes:
    return encoded(Image.new("RGB", (16, 16), RED), form)


TELLING: dict[str, tuple[str, Callable[[], bytes], int]] = {
    "two lenses": ("a.jpg", lambda: several("MPO", exif=telling()), 1),
    "two lenses, nothing told": ("a.jpg", lambda: several("MPO") + SECRET, 1),
    "film behind a photograph": ("a.jpg", lambda: plain("JPEG") + b"\0\0\0\x18ftypmp42" + SECRET, 1),
    "a maker's segment": ("a.jpg", lambda: plain("JPEG")[:2] + b"\xff\xe5\0\x10" + SECRET + plain("JPEG")[2:], 1),
    "jfif": ("a.jfif", lambda: encoded(Image.new("RGB", (16, 16), RED), "JPEG", exif=telling()), 1),
    "jpe": ("a.JPE", lambda: encoded(Image.new("RGB", (16, 16), RED), "JPEG", exif=telling()), 1),
    "behind a PNG": ("a.png", lambda: plain("PNG") + SECRET, 1),
    "a PNG's own part": ("a.png", lambda: plain("PNG")[:-12] + chunk(b"prVt", SECRET) + plain("PNG")[-12:], 1),
    "animated PNG": ("a.png", lambda: several("PNG", exif=telling(), duration=90), 3),
    "animated WebP": ("a.webp", lambda: several("WEBP", exif=telling(), xmp=b"<x>" + SECRET + b"</x>"), 3),
    "behind a WebP": ("a.webp", lambda: plain("WEBP") + b"EXIF" + struct.pack("<I", len(SECRET)) + SECRET, 1),
    "animated GIF": ("a.gif", lambda: several("GIF", comment=SECRET, duration=90, loop=0), 3),
    "behind a GIF": ("a.gif", lambda: plain("GIF") + SECRET, 1),
}


@pytest.mark.parametrize(("name", "make", "frames"), TELLING.values(), ids=TELLING.keys())
def test_whatever_else_lies_in_a_picture_file_goes(name: str, make: Callable[[], bytes], frames: int) -> None:
    data = make()
    assert SECRET in data
    shown = cleaned(data, f"docs/{name}")
    assert SECRET not in shown
    assert b"Exif" not in shown
    assert b"MPF" not in shown
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(shown))
    assert getattr(after, "n_frames", 1) == frames
    for number in range(frames):
        before.seek(number)
        after.seek(number)
        assert after.info.get("duration") == before.info.get("duration")
        pixels = [image.convert("RGB").getpixel((5, 5)) for image in (before, after)]
        assert max(abs(a - b) for a, b in zip(*pixels, strict=True)) < 4
    assert cleaned(shown, f"docs/{name}") == shown


def test_a_webp_does_not_announce_what_was_taken_out() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = several("WEBP", exif=telling(), xmp=b"<x/>", icc_profile=profile)
    assert data[12:16] == b"VP8X"
    assert data[20] & 0x2C == 0x2C
    shown = cleaned(data, "a.webp")
    assert shown[20] == data[20] & ~0x2C  # transparency and motion are still announced


def test_a_cleaned_picture_is_remembered_until_the_cleaning_or_the_library_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.jpg").write_bytes(photograph())
    done: list[str] = []

    def counted(data: bytes, name: str) -> bytes:
        done.append(name)
        return cleaned(data, name)

    monkeypatch.setattr("campaign.pictures.cleaned", counted)

    def made() -> int:
        faults = Collector()
        site_pictures(tmp_path / "docs", lambda path: path.name, Store(tmp_path / "cache"), faults)
        faults.check()
        return len(done)

    assert (made(), made()) == (1, 1)
    monkeypatch.setattr("campaign.pictures.VERSION", b"another")
    assert (made(), made()) == (2, 2)
    monkeypatch.setattr("campaign.pictures.PILLOW", "another")
    assert (made(), made()) == (3, 3)


def test_a_large_photograph_is_reduced_to_its_width_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = encoded(Image.new("RGB", (3000, 6000), RED), "JPEG", exif=exif)
    assert opened(cleaned(data, "a.jpg")).size == (WIDEST, WIDEST // 2)
    assert opened(cleaned(encoded(Image.new("RGB", (6000, 3000), RED), "JPEG"), "a.jpg")).size == (WIDEST, 1280)


def test_cmyk_becomes_rgb_and_sixteen_bits_become_eight() -> None:
    cmyk = opened(cleaned(encoded(Image.new("CMYK", (9, 9), (0, 255, 255, 0)), "JPEG", quality=95), "a.jpg"))
    assert cmyk.mode == "RGB"
    pixel = cmyk.getpixel((4, 4))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200
    assert max(pixel[1:]) < 60
    deep = opened(cleaned(encoded(Image.new("I;16", (9, 9), 32768), "PNG"), "a.png"))
    assert deep.mode == "L"
    assert abs(int(deep.getpixel((4, 4))) - 128) <= 1  # type: ignore[arg-type]


def test_a_very_wide_picture_is_reduced_and_keeps_its_transparency() -> None:
    image = opened(cleaned(encoded(Image.new("RGBA", (5200, 100), (*RED, 0)), "PNG"), "a.png"))
    assert image.size == (WIDEST, 49)
    assert image.convert("RGBA").getpixel((9, 9))[3] == 0  # type: ignore[index]


def film(frames: int) -> bytes:
    pictures = [Image.new("P", (2, 2), number % 256) for number in range(frames)]
    for number, picture in enumerate(pictures):
        picture.putpalette([number % 256, number // 256, 0] * 256)
    return encoded(pictures[0], "GIF", save_all=True, append_images=pictures[1:])


def sparse_film(side: int, frames: int) -> bytes:
    """A GIF of a few bytes whose screen is large: every frame of it would be a whole picture once it is open."""
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return b"GIF89a" + struct.pack("<HHBBB", side, side, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + frame * frames + b";"


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "bomb": ("a.png", bomb, "图片像素太多"),
    "too many pixels, as Pillow would take them": (
        "a.png",
        lambda: encoded(Image.new("1", (8000, 5001)), "PNG"),
        "图片像素太多（8000×5001 像素）",
    ),
    "too many pixels in all": ("a.gif", lambda: sparse_film(6000, 5), "图片像素太多（6000×6000 像素）"),
    "endless": ("a.png", lambda: encoded(Image.new("1", (MAX_SIDE + 1, 1)), "PNG"), "图片太长（20001×1 像素）"),
    "cut off": ("a.jpg", lambda: photograph()[:-60], "图片已损坏或不是 .jpg 格式"),
    "another type": ("a.png", photograph, "图片已损坏或不是 .png 格式"),
    "no picture": ("a.gif", lambda: b"MZ\x90\0", "图片已损坏或不是 .gif 格式"),
    "empty": ("a.webp", lambda: b"", "图片已损坏或不是 .webp 格式"),
    "of a printer's": ("a.tif", lambda: b"II*\0", "网页不能用 .tif 图片"),
    "of a telephone": ("a.HEIC", lambda: b"", "网页不能用 .heic 图片"),
    "too long a film": ("a.gif", lambda: film(301), "动图有 301 帧，超过 300 帧"),
    "too large a drawing": ("a.svg", lambda: b"<svg>" + b" " * 10**6, "SVG 过大"),
    "too heavy": ("a.png", lambda: b"\0" * 30_000_001, "图片过大（30 MB）"),
}


@pytest.mark.parametrize(("name", "make", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_shown_is_refused_by_its_name(name: str, make: Callable[[], bytes], words: str) -> None:
    with pytest.raises(SourceError) as told:
        cleaned(make(), f"docs/{name}")
    assert str(told.value).startswith(f"docs/{name}: {words}")
    assert told.value.hint


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onload="alert(1)"/>',
        '<a xlink:href="javascript:alert(1)"><rect/></a>',
        '<use href="https://x.example/a.svg#b"/>',
        '<image href="https://x.example/a.png"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>",
        "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
        "<style>@import url(https://x.example/a.css)</style>",
        "<rect style=\"fill:url('https://x.example/a')\"/>",
        '<rect fill="url(https://x.example/a#b)"/>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
        '<set attributeName="onclick" to="alert(1)"/>',
    ],
)
def test_a_drawing_with_anything_active_is_refused(inside: str) -> None:
    with pytest.raises(SourceError, match=r"^docs/a.svg: SVG (里|的)"):
        cleaned(SVG.format(inside).encode(), "docs/a.svg")


@pytest.mark.parametrize("fill", ["url('#a')", "url( #a )", "url(#a)", "#c00"])
def test_a_drawing_may_name_its_own_parts(fill: str) -> None:
    drawing = SVG.format(f'<path id="a" fill="{fill}" d="M0 0"/><use href="#a"/>').encode()
    assert cleaned(drawing, "docs/a.svg") == drawing


@pytest.mark.parametrize(
    "inside",
    [
        '<path fill="URL(http://example.com/a)"/>',
        '<path fill="u\\72l(http://example.com/a)"/>',
        """<path fill="image-set('http://example.com/a')"/>""",
        "<?xml-stylesheet href='http://example.com/a.css'?>",
        '<g id="a"><use href="#a"/></g>',
        '<path id="n0"/>' + "".join(f'<g id="n{n}">' + f'<use href="#n{n - 1}"/>' * 10 + "</g>" for n in range(1, 10)),
    ],
)
def test_a_drawing_that_names_what_lies_elsewhere_or_has_no_end_is_refused(inside: str) -> None:
    with pytest.raises(SourceError, match=r"^docs/a.svg: SVG (里|的)"):
        cleaned(SVG.format(inside).encode(), "docs/a.svg")


def test_a_drawing_with_entities_or_broken_xml_is_refused() -> None:
    lol = '<!DOCTYPE a [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]>' + SVG.format("<text>&c;</text>")
    for data in (
        lol.encode(),
        b"<svg",
    ):
        with pytest.raises(SourceError, match="SVG 无法读取"):
            cleaned(data, "docs/a.svg")


INKSCAPE = """<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- Created by wangwu -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:svg="http://www.w3.org/2000/svg" xmlns:k="http://wangwu.example/ns"
  xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 60 20" data-name="wangwu" k:docname="wangwu.svg"
  k:export-filename="/home/wangwu/Desktop/logo.png"><metadata><k:a>wangwu</k:a></metadata><?app wangwu?>
  <k:namedview k:author="wangwu"/><defs><path id="p" d="M0 9h9v9z" k:label="wangwu"/></defs>
  <use xlink:href="#p" fill="#c00"/><use href="#p" x="20"/>
  <text x="2" y="9" xml:space="preserve" font-size="8">a<!-- wangwu --> b<k:c>wangwu</k:c>c<tspan>d</tspan
  ><k:c/>e</text>
  <svg:path d="M30 0h9v9z" xml:base="https://wangwu.example/"/>
</svg>"""


def test_what_a_drawing_program_notes_goes_and_the_drawing_stays() -> None:
    shown = cleaned(INKSCAPE.encode(), "docs/a.svg")
    for word in (b"wangwu", b"<!", b"<?", b"metadata", b"namedview", b"data-"):
        assert word not in shown
    root = ElementTree.fromstring(shown)
    svg = "{http://www.w3.org/2000/svg}"
    assert [child.tag.removeprefix(svg) for child in root] == ["defs", "use", "use", "text", "path"]
    assert "".join(root.find(f"{svg}text").itertext()) == "a bcde"  # type: ignore[union-attr]
    assert root[1].get("{http://www.w3.org/1999/xlink}href") == root[2].get("href") == "#p"
    assert root[3].get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    assert root.get("viewBox") == "0 0 60 20"
    assert shown.startswith(b"<svg xmlns=")
    assert cleaned(shown, "docs/a.svg") == shown


@pytest.mark.parametrize("beside", ["<!-- wangwu -->", "<?app wangwu?>"])
def test_a_drawing_of_shapes_alone_loses_what_is_beside_them(beside: str) -> None:
    assert b"wangwu" not in cleaned(SVG.format(f"<path/>{beside}").encode(), "docs/a.svg")
    assert b"wangwu" not in cleaned(f"{beside}{SVG.format('')}".encode(), "docs/a.svg")


@pytest.mark.parametrize(
    "data",
    [
        "<?xml-stylesheet href='https://x.example/a.xsl'?>".encode("utf-16"),
        SVG.format("<path/>").encode("utf-16-le"),
        SVG.format("<path/>").encode("utf-32"),
        b"<?xml version='1.0' encoding='gb18030'?>" + SVG.format("<path/>").encode(),
        SVG.format("<title>\u5b89</title>").encode("gbk"),
    ],
)
def test_a_drawing_in_another_encoding_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"^docs/a.svg: SVG 不是 UTF-8 编码"):
        cleaned(data, "docs/a.svg")


@pytest.mark.browser
def test_a_drawing_without_its_notes_looks_the_same() -> None:
    pictures = []
    with launched() as browser:
        page = browser.new_page(viewport={"width": 600, "height": 200})
        for data in (INKSCAPE.encode(), cleaned(INKSCAPE.encode(), "docs/a.svg")):
            source = f"data:image/svg+xml;base64,{base64.b64encode(data).decode()}"
            page.set_content(f'<img src="{source}" style="width: 600px">')
            assert page.evaluate("document.images[0].decode().then(() => document.images[0].naturalWidth)")
            pictures.append(page.screenshot())
    assert pictures[0] == pictures[1]


def test_a_plain_drawing_is_let_through() -> None:
    inside = '<defs><linearGradient id="g"/></defs><path fill="url(#g)" d="M0 0h9"/><use href="#g"/>'
    data = SVG.format(inside).encode()
    assert cleaned(data, "docs/a.svg") == data


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 3), st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=12), st.integers(0, 400)
)
def test_a_damaged_picture_is_right_or_refused(kind: int, damage: list[tuple[int, int]], cut: int) -> None:
    form, name = (("PNG", "a.png"), ("JPEG", "a.jpg"), ("GIF", "a.gif"), ("WEBP", "a.webp"))[kind]
    data = bytearray(encoded(Image.effect_noise((24, 24), 60).convert("RGB"), form))
    for at, value in damage:
        data[at % len(data)] = value
    try:
        shown = cleaned(bytes(data[: len(data) - cut % len(data)]), name)
    except SourceError:
        return
    image = opened(shown)
    assert image.width * image.height <= MAX_PIXELS


def test_the_site_gets_the_clean_picture_and_the_authors_own_stays(project: Project, run: Run) -> None:
    path = project.docs / "img" / "现场.jpg"
    path.parent.mkdir()
    path.write_bytes(photograph())
    (project.docs / "index.md").write_text("# 首页\n\n![现场](img/现场.jpg)\n", encoding="utf-8")
    edit_nav = project.config.read_text(encoding="utf-8")
    head, _, rest = edit_nav.partition("\nnav:\n")
    tail = rest[rest.index("\nextra_css") :]
    project.config.write_text(f"{head}\nnav:\n  - 首页: index.md\n  - 标语: slogans.md\n{tail}", encoding="utf-8")
    overrides = Path(__file__).resolve().parents[1] / "overrides"
    project.config.write_text(
        project.config.read_text(encoding="utf-8")
        .replace("custom_dir: overrides", f"custom_dir: {overrides}")
        .replace("hooks: [scripts/mkdocs_hooks.py]", "hooks: []"),
        encoding="utf-8",
    )
    edit(project.docs / "slogans.md")
    result = run("build")
    assert result.code == 0, result.err
    shown = (project.site / "img" / "现场.jpg").read_bytes()
    assert b"Somebody" not in shown
    assert opened(shown).size == (20, 40)
    assert path.read_bytes() == photograph()


def edit(path: Path) -> None:
    """No video: it takes long and adds nothing here."""
    path.write_text(
        path.read_text(encoding="utf-8").replace(" .screen", "").replace(" {.screen}", ""), encoding="utf-8"
    )


def test_check_names_every_bad_picture(project: Project, run: Run) -> None:
    (project.docs / "a.png").write_bytes(bomb())
    (project.docs / "b.svg").write_text(SVG.format("<script/>"), encoding="utf-8")
    told = run("check").err
    assert "docs/a.png: 图片像素太多" in told
    assert "docs/b.svg: SVG 里不能有 <script>" in told


@pytest.mark.skipif(sys.platform == "win32", reason="needs resource limits")
def test_a_bomb_takes_no_memory() -> None:
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (900_000_000,) * 2)\n"
        "sys.path.insert(0, 'tests')\n"
        "from test_pictures import bomb; from campaign.pictures import cleaned\n"
        "from campaign.errors import SourceError\n"
        "try: cleaned(bomb(), 'a.png')\n"
        "except SourceError as error: print('refused', error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.stdout.startswith("refused a.png: 图片像素太多"), done.stderr
