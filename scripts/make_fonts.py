"""Re-make the font subsets of assets/fonts from the packages they come from: npm's, and one of Debian's.

    python scripts/make_fonts.py               fetch the pinned packages with `npm pack` and `apt-get download`
    python scripts/make_fonts.py --from DIR    use packages unpacked in DIR (a node_modules folder will do)

The same sources and the same fontTools give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import subprocess
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.pens.reverseContourPen import ReverseContourPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.ttProgram import Program

FONTS = Path(__file__).resolve().parent.parent / "assets" / "fonts"

# Bits of a simple glyph's first flag and of a component's flags.
# FreeType paints a glyph so marked at four times the resolution.
OVERLAP_SIMPLE = 0x40
OVERLAP_COMPOUND = 0x0400

LEVELS_1_AND_2 = 3500 + 3000

LATIN = [range(0x20, 0x7F), range(0xA0, 0x100), range(0x2010, 0x205F)]
LATIN_SIGNS = [range(ord(c), ord(c) + 1) for c in "€™←↑→↓−≈≠≤≥"]
# Pinyin, super- and subscripts, currency … dingbats, arrows, punctuation and kana, ㈠ ㉑ ㊀ ㎡,
# forms for vertical text, full-width forms.
CHINESE_SIGNS = [
    range(0x100, 0x180),
    range(0x1CD, 0x1DD),
    range(0x1F8, 0x1FA),
    range(0x2070, 0x27C0),
    range(0x2B00, 0x2C00),
    range(0x3000, 0x3100),
    range(0x3220, 0x3244),
    range(0x3251, 0x3260),
    range(0x3280, 0x32C0),
    range(0x3380, 0x33E0),
    range(0xFE10, 0xFE20),
    range(0xFE30, 0xFE50),
    range(0xFF00, 0xFFF0),
]
UNIFONT = "fonts-unifont"  # of Debian: no npm package has its Chinese forms
UNIFONT_EM = 64
LATIN_FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "pnum", "tnum"]
CHINESE_FEATURES = [
    *["ccmp", "kern", "liga", "mark", "vert", "vrt2", "vkrn"],
    *["halt", "vhal", "palt", "vpal", "chws", "vchw"],
]


@dataclass(frozen=True)
class Face:
    """One vendored file: its source inside a package, and the sha256 of that source."""

    target: str
    package: str
    source: str
    sha256: str
    family: str = ""  # a new name, where the licence reserves the old one

    @property
    def pixel(self) -> bool:
        """Whether the face is drawn on a grid of pixels."""
        return "pixel" in self.package or self.package == UNIFONT

    @property
    def chinese(self) -> bool:
        """Whether the face carries hanzi and Chinese signs."""
        return self.package.endswith("-sc") or self.package == UNIFONT

    @property
    def whole(self) -> bool:
        """Whether the face is kept as it is: joining scripts need every glyph of theirs."""
        return self.package.endswith("-mongolian")

    def hanzi(self) -> set[int]:
        """The hanzi the face must not lack."""
        if not self.chinese:
            return set()
        if self.package == UNIFONT:
            return {c for c in gb2312() if 0x4E00 <= c < 0xA000}
        if self.pixel:  # its level 2 has gaps: a slogan that needs one of those is refused by name
            return {c for c in gb2312(0xB0, 0xD8) if c >= 0x4E00}
        # Serif outlines are half as heavy again, and a headline that needs level 3 is set in the sans.
        table = general_standard_hanzi()[: LEVELS_1_AND_2 if "serif" in self.package else None]
        return {c for c in gb2312() if 0x4E00 <= c < 0xA000}.union(table)


def read_sources() -> tuple[dict[str, str], list[Face]]:
    """The pinned packages (name to version) and the faces made from them."""
    table = tomllib.loads((FONTS / "sources.toml").read_text(encoding="utf-8"))
    return table["packages"], [Face(target, **row) for target, row in table["faces"].items()]


def fetch(packages: dict[str, str], faces: list[Face], folder: Path) -> None:
    """Put the pinned packages under `folder`, laid out as in node_modules."""
    for package, version in packages.items():
        home = folder / package
        home.mkdir(parents=True)
        if package == UNIFONT:
            fetch_debian(package, version, home)
            continue
        command = ["npm", "pack", "--silent", "--pack-destination", str(home), f"{package}@{version}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        wanted = {f"package/{face.source}": face.source for face in faces if face.package == package}
        with tarfile.open(next(home.glob("*.tgz"))) as archive:
            for member in archive:
                if member.name in wanted:
                    member.name = wanted[member.name]
                    archive.extract(member, home, filter="data")


def fetch_debian(package: str, version: str, home: Path) -> None:
    """Unpack a Debian package; needs a Debian or Ubuntu that still has this version."""
    subprocess.run(["apt-get", "download", f"{package}={version}"], cwd=home, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["dpkg-deb", "--extract", str(next(home.glob("*.deb"))), str(home)], check=True)


def source_bytes(face: Face, folder: Path) -> bytes:
    """The source file of `face`, verified."""
    path = folder / face.package / face.source
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != face.sha256:
        raise SystemExit(f"{path}: sha256 is {found}, expected {face.sha256}")
    return data


def gb2312(first: int = 0xA1, end: int = 0xF8) -> Iterator[int]:
    """Every code point of GB 2312 in rows `first` to `end`: signs, kana, Greek, Cyrillic, hanzi (level 1: B0-D7)."""
    for lead in range(first, end):
        for trail in range(0xA1, 0xFF):
            yield from map(ord, bytes((lead, trail)).decode("gb2312", errors="ignore"))


def general_standard_hanzi() -> list[int]:
    """The 8105 hanzi of 通用规范汉字表, in its order."""
    table = [ord(c) for c in (FONTS / "hanzi-8105.txt").read_text(encoding="utf-8") if not c.isspace()]
    if len(table) != 8105 or len(set(table)) != 8105:
        raise SystemExit(f"hanzi-8105.txt holds {len(table)} characters ({len(set(table))} different)")
    return table


def wanted_code_points(face: Face) -> set[int]:
    """What to keep of `face`, as far as its source has it."""
    blocks = [*LATIN, *(CHINESE_SIGNS if face.chinese else LATIN_SIGNS)]
    signs = {c for block in blocks for c in block}
    return signs.union(face.hanzi(), gb2312()) if face.chinese else signs


def subset_options(face: Face) -> subset.Options:
    """Options that give the same bytes whatever else is installed."""
    options = subset.Options()
    options.layout_features = CHINESE_FEATURES if face.chinese else LATIN_FEATURES
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]  # copyright, licence and trademark stay in the file
    options.drop_tables = [*options.drop_tables, "STAT"]
    options.recalc_timestamp = False
    options.harfbuzz_repacker = False  # used only where uharfbuzz happens to be installed
    return options


def clear_overlap_flags(font: TTFont) -> None:
    """Drop the overlap marks that make FreeType paint at four times the resolution."""
    glyf = font["glyf"]
    for name in font.getGlyphOrder():
        glyph = glyf[name]
        if glyph.isComposite():
            for component in glyph.components:
                component.flags &= ~OVERLAP_COMPOUND
        elif glyph.numberOfContours > 0:
            glyph.flags[0] &= ~OVERLAP_SIMPLE


def to_truetype(font: TTFont) -> None:
    """Give a font of cubic outlines TrueType ones. Only for outlines of straight lines: nothing is approximated."""
    shapes = font.getGlyphSet()
    table = newTable("glyf")
    table.glyphOrder, table.glyphs = font.getGlyphOrder(), {}
    for name in table.glyphOrder:
        pen = TTGlyphPen(None)
        shapes[name].draw(ReverseContourPen(pen))
        table[name] = pen.glyph()
        table[name].recalcBounds(table)  # FreeType moves a glyph whose left edge is not the one in hmtx
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(table[name], "xMin", 0))
    del font["CFF "]
    font["glyf"], font["loca"] = table, newTable("loca")
    font["maxp"].tableVersion = 0x00010000
    for key in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs"):
        setattr(font["maxp"], key, 1 if key == "maxZones" else 0)
    for key in ("maxStackElements", "maxSizeOfInstructions", "maxComponentElements"):
        setattr(font["maxp"], key, 0)
    if font["head"].unitsPerEm == UNIFONT_EM:
        keep_edges(font)
    font["post"].formatType = 3.0
    font.sfntVersion = "\0\1\0\0"
    font.recalcBBoxes = True


def keep_edges(font: TTFont) -> None:
    """A font program that does nothing: without any, FreeType's own hinter moves these edges off their grid."""
    font["fpgm"] = newTable("fpgm")
    font["fpgm"].program = Program()
    font["fpgm"].program.fromBytecode(b"\xb0\x00\x21")  # PUSHB[0] 0, POP
    font["maxp"].maxStackElements = 1


def rename(font: TTFont, family: str) -> None:
    """Name a modified version anew, as the OFL asks where a name is reserved; the other records stay."""
    plain = family.replace(" ", "")
    names = {1: family, 3: f"{plain}-Regular", 4: family, 6: f"{plain}-Regular"}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]


def make_face(face: Face, source: bytes) -> bytes:
    """The subset of `face`, as the bytes of a TrueType file."""
    if face.whole:
        return source
    options = subset_options(face)
    font = subset.load_font(io.BytesIO(source), options, dontLoadGlyphNames=True)
    missing = sorted(face.hanzi().difference(font.getBestCmap()))
    if missing:
        raise SystemExit(f"{face.source} lacks {''.join(map(chr, missing))}")
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted_code_points(face))
    subsetter.subset(font)
    if face.pixel:
        to_truetype(font)
    if face.family:
        rename(font, face.family)
    font.flavor = None
    clear_overlap_flags(font)
    buffer = io.BytesIO()
    subset.save_font(font, buffer, options)
    return buffer.getvalue()


def write(path: Path, data: bytes) -> None:
    """Replace `path` in one step."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)


def write_sums() -> None:
    """List every font, licence and table of the folder, as `sha256sum` does."""
    files = sorted(path for path in FONTS.iterdir() if path.suffix in {".ttf", ".txt", ".toml"})
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    write(FONTS / "SHA256SUMS", "".join(lines).encode())


def make(faces: list[Face], folder: Path) -> None:
    """Make all faces from the packages under `folder`, then the list of checksums."""
    for face in faces:
        data = make_face(face, source_bytes(face, folder))
        write(FONTS / face.target, data)
        print(f"{face.target:24} {len(data):9,} bytes")
    write_sums()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description="Re-make the font subsets of assets/fonts.")
    parser.add_argument("--from", dest="folder", type=Path, help="unpacked packages; default: npm pack")
    folder: Path | None = parser.parse_args().folder
    packages, faces = read_sources()
    with tempfile.TemporaryDirectory() as scratch:
        if not folder:
            folder = Path(scratch)
            fetch(packages, faces, folder)
        make(faces, folder)


if __name__ == "__main__":
    main()
