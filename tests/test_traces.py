"""Nothing that is made tells who made it: no name of a user, a computer or a folder in any file of kit and site."""

from __future__ import annotations

import io
import re
import socket
import zipfile
import zlib
from pathlib import Path

import pikepdf
import pytest
from conftest import REPOSITORY, make_project, run_command
from PIL import Image

from campaign.project import Project

USER, HOST, FOLDER = "zhangsanfeng", "hostxyzzy", "mulu-plugh"
WORDS: tuple[str, ...] = (USER, HOST, FOLDER, str(REPOSITORY), str(Path.home()) + "/", "/tmp/")
KINDS = (
    ("card", ("png", "jpg")),
    ("banner", ("pdf",)),
    ("video", ("mp4", "gif")),
    ("mono", ("bmp",)),
    ("order", ("pdf",)),
)
SIZES = ("--format", "phone-1080x1440", "banner-7000x700", "led-512x32", "led-512x64", "a4", "a6")
THIS = socket.gethostname()  # of the computer that runs the tests, where it has a name worth looking for
WORDS += (THIS,) if len(THIS) > 5 and THIS != "localhost" else ()
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def contents(name: str, data: bytes) -> list[tuple[str, bytes]]:
    """A file and everything packed in it: members of zips, streams and strings of PDFs, text chunks of pictures."""
    found = [(name, data)]
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for info in packed.infolist():
                found.append((f"{name}!{info.filename}", info.filename.encode() + info.extra + info.comment))
                found += contents(f"{name}!{info.filename}", packed.read(info))
    elif data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for number, thing in enumerate(pdf.objects):
                found.append((f"{name}#{number}", thing.unparse()))
                if isinstance(thing, pikepdf.Stream):
                    found.append((f"{name}#{number}", read_stream(thing)))
            found.append((f"{name}#info", " ".join(f"{key}={value}" for key, value in pdf.docinfo.items()).encode()))
    elif data.startswith((b"\x89PNG", b"\xff\xd8", b"GIF8", b"BM", b"RIFF")):
        with Image.open(io.BytesIO(data)) as image:
            found.append((f"{name}#info", repr(image.info).encode() + repr(dict(image.getexif())).encode()))
    elif data.startswith(b"\x1f\x8b"):
        found.append((f"{name}#unpacked", zlib.decompress(data, 31)))
    return found


def read_stream(thing: pikepdf.Stream) -> bytes:
    """A stream unpacked; as it lies where it is a picture."""
    try:
        return bytes(thing.read_bytes())
    except pikepdf.PdfError:
        return bytes(thing.read_raw_bytes())


def told(folder: Path, words: tuple[str, ...]) -> list[str]:
    """Where any of the words stands in any file below a folder, names included."""
    patterns = [word.encode(encoding) for word in words for encoding in ENCODINGS]
    found = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        found += [f"name of {name}" for word in words if word in name]
        for place, data in contents(name, path.read_bytes()) if path.is_file() else ():
            found += [f"{place}: {pattern!r}" for pattern in patterns if pattern in data]
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small campaign with every kind of file, made by somebody with a name on a computer with a name."""
    home = tmp_path_factory.mktemp("home") / USER
    home.mkdir()
    project = make_project(tmp_path_factory.mktemp("traces") / FOLDER)
    for name in ("plan.md", "knowledge/extinguisher.md"):
        (project.docs / name).parent.mkdir(exist_ok=True)
        text = (REPOSITORY / "docs" / name).read_text(encoding="utf-8")
        text = re.sub(r"\[([^\]]*)\]\([^)\s]*\.md[^)]*\)", r"\1", text)  # the pages that it links are not there
        (project.docs / name).write_text(text, encoding="utf-8")
    person = {"HOME": str(home), "USERPROFILE": str(home), "USER": USER, "LOGNAME": USER, "USERNAME": USER}
    person |= {"HOSTNAME": HOST, "COMPUTERNAME": HOST, "SITE_URL": "https://example.org/a/"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in person.items():
            patch.setenv(name, value)
        make(project)
    return project


def make(project: Project) -> None:
    """The whole kit, and of each kind what is made on request."""
    types = sorted({kind for _, kinds in KINDS for kind in kinds} | {"press", "4up"})
    whole = run_command("-C", project.root, "kit", "--out", project.build / "whole")
    assert whole.code == 0, whole.err
    names = [kind for kind, _ in KINDS] + ["poster"]
    chosen = run_command("-C", project.root, "kit", "--only", *names, "--type", *types, *SIZES)
    assert chosen.code == 0, chosen.err


def test_no_artefact_tells_who_made_it(made: Project) -> None:
    folders = [made.build / "whole", made.part]
    kinds = {path.suffix for folder in folders for path in folder.rglob("*") if path.is_file()}
    assert {".pdf", ".png", ".jpg", ".mp4", ".gif", ".bmp", ".xlsx", ".docx", ".json"} <= kinds
    for folder in folders:
        assert told(folder, WORDS) == []


def test_no_pdf_says_more_of_its_making_than_the_office(made: Project) -> None:
    for path in sorted((made.build / "whole").rglob("*.pdf")):
        with pikepdf.open(path) as pdf:
            info = {str(key): str(value) for key, value in pdf.docinfo.items()}
            with pdf.open_metadata() as metadata:
                info |= {str(key): str(value) for key, value in metadata.items()}
        assert not re.search(r"[A-Z]:\\|/home/|/root|/Users/|file:", repr(info)), path.name
        assert "乌审旗卫生健康委员会" in repr(info), path.name


def test_no_file_of_the_site_tells_who_made_it(site: Project) -> None:
    """Of the whole site, as the other tests have built it: its folder's difficult name is the word to look for."""
    words = (str(site.root), site.root.name, site.root.parent.name, str(REPOSITORY))
    assert told(site.site, words) == []


def test_a_name_would_be_found_in_each_kind_of_file(tmp_path: Path) -> None:
    """The search itself: a word hidden in a zip, a PDF's packed stream and a picture's note is seen."""
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("docProps/core.xml", f"<a>{USER}</a>")
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.Packed = pdf.make_stream(f"({USER})".encode() * 20)
    pdf.docinfo["/Author"] = f"{USER}中"
    pdf.save(tmp_path / "b.pdf", compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    image = Image.new("RGB", (4, 4))
    exif = image.getexif()
    exif[0x013B] = USER
    image.save(tmp_path / "c.jpg", exif=exif)
    places = {re.split(r"[!#:]", found)[0] for found in told(tmp_path, (USER,))}
    assert places == {"a.docx", "b.pdf", "c.jpg"}
