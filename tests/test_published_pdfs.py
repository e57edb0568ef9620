"""What publish-check sees of PDFs: words of pages, what was written beside them, files inside; within bounds."""

from __future__ import annotations

import io
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from hanging import hanging
from libreoffice import converted
from personal import IDENTITY, MAIL, MOBILE, photograph
from reportlab.pdfgen.canvas import Canvas

from campaign.publishing.pdfs import PATIENCE, Reader
from campaign.publishing.search import search_file


def pdf(*lines: str, apart: float = 0.0, edit: Callable[[pikepdf.Pdf], None] = lambda _: None, **how: Any) -> bytes:
    """A PDF of two pages, the second with these lines, and what `edit` makes of it."""
    written, out = io.BytesIO(), io.BytesIO()
    canvas = Canvas(written)
    canvas.showPage()
    for number, line in enumerate(lines):
        for index, words in enumerate(line if apart else [line]):  # programs place the letters of wide words singly
            canvas.drawString(50 + index * apart, 700 - 30 * number, words)
    canvas.save()
    with pikepdf.open(io.BytesIO(written.getvalue())) as made:
        del made.trailer["/Info"]
        edit(made)
        made.save(out, **how)
    return out.getvalue()


def info(**values: str) -> Callable[[pikepdf.Pdf], None]:
    def put(made: pikepdf.Pdf) -> None:
        for name, value in values.items():
            made.docinfo[f"/{name}"] = value

    return put


def noted(**values: Any) -> Callable[[pikepdf.Pdf], None]:
    """A remark on the first page."""

    def put(made: pikepdf.Pdf) -> None:
        made.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, **values)])

    return put


def asking(made: pikepdf.Pdf) -> None:
    """A form with one field."""
    field = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="单位")
    made.pages[0].Annots = pikepdf.Array([made.make_indirect(field)])
    made.Root.AcroForm = pikepdf.Dictionary(Fields=made.pages[0].Annots)


def described(made: pikepdf.Pdf) -> None:
    with made.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
        told["dc:creator"] = ["李四"]
        told["dc:description"] = f"电话{MOBILE}"


def attached(made: pikepdf.Pdf) -> None:
    made.attachments["名单.csv"] = MOBILE.encode()


def illustrated(made: pikepdf.Pdf) -> None:
    picture = pikepdf.Stream(made, photograph("JPEG", {}, place=True))
    picture.Filter = pikepdf.Name.DCTDecode
    made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=made.make_indirect(picture)))


LOCKED = pikepdf.Encryption(user="x", owner="y")


PDFS: list[tuple[bytes, str]] = [
    (pdf(f"Tel {MOBILE}"), "a.pdf: 第2页像手机号码：138****1234"),
    (pdf("138-0000-1234"), "第2页像手机号码：138****1234"),
    (pdf(IDENTITY), "第2页像身份证号码：110105********002X"),
    (pdf(MAIL), "第2页像私人邮箱：so***@163.com"),
    (pdf(f"Tel{MOBILE}", apart=20.0), "第2页像手机号码：138****1234"),
    (pdf(IDENTITY, apart=20.0), "第2页像身份证号码：110105********002X"),
    (pdf(edit=info(Author="张三")), "a.pdf: 文件属性里有作者：张三"),
    (pdf(edit=info(Keywords=MOBILE)), "文件属性、批注或表单里像手机号码：138****1234"),
    (pdf(edit=info(Title="Word - C:\\Users\\zhangsan\\a.docx")), "电脑上的路径：C:\\Users\\zhangsan"),
    (pdf(edit=info(Title="c:/Documents and Settings/张 三/a")), "电脑上的路径：c:/Documents and Settings/张 三（"),
    (pdf(edit=info(Title="D:\\张三\\方案.docx")), "电脑上的路径：D:\\张三（"),
    (pdf(edit=noted(A=pikepdf.Dictionary(URI="file:///home/zhangsan/a"))), "电脑上的路径：file:///home/zhangsan"),
    (pdf(edit=noted(A=pikepdf.Dictionary(URI="mailto:" + MAIL))), "文件属性、批注或表单里像私人邮箱"),
    (pdf(edit=noted(Subtype=pikepdf.Name.Highlight, T="张三")), "a.pdf: 批注或修订的作者：张三"),
    (pdf(edit=noted(Contents=f"电话{MOBILE}")), "文件属性、批注或表单里像手机号码"),
    (pdf(edit=noted(V=pikepdf.String(b"\xef\xbb\xbf\xff" + MOBILE.encode()))), "文件属性、批注或表单里像手机号码"),
    (pdf(edit=described), "文件属性、批注或表单里像手机号码"),
    (pdf(edit=described), "文件属性里有作者：李四"),
    (pdf(edit=attached), "a.pdf: 名单.csv 里像手机号码"),
    (pdf(edit=illustrated), "a.pdf: 照片.jpg 里像片带有拍摄信息（EXIF）：拍摄地点"),
    (pdf(MOBILE, encryption=LOCKED), "a.pdf: PDF 有密码，没有检查"),
    (pdf(MOBILE, encryption=pikepdf.Encryption(user="", owner="y")), "第2页像手机号码"),
    (pdf(MOBILE)[:-300], "a.pdf: PDF 已损坏或写法特殊，没有检查完"),
    (b"", "a.pdf: PDF 已损坏或写法特殊，没有检查完"),
]


def test_the_name_of_a_field_is_nobodys(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(edit=asking))
    assert list(search_file("a.pdf", tmp_path / "a.pdf")) == []


@pytest.mark.parametrize(("data", "told"), PDFS)
def test_what_is_wrong_in_a_pdf_is_told(tmp_path: Path, data: bytes, told: str) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    faults = "\n".join(str(fault) for fault in search_file("a.pdf", tmp_path / "a.pdf"))
    assert told in faults
    assert MOBILE not in faults
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.write(tmp_path / "a.pdf", "b/c.PDF")
    packed_faults = [str(fault) for fault in search_file("a.zip", tmp_path / "a.zip")]
    assert packed_faults
    assert all(fault.startswith("a.zip: b/c.PDF 里") for fault in packed_faults)


@pytest.mark.parametrize(
    "edit",
    [
        info(Author="某局", Title="通知"),
        info(Author="Administrator", Subject="见 https://example.org/home/a/b", Title="C:\\Users\\Public\\a.doc"),
        noted(A=pikepdf.Dictionary(URI="https://example.org/home/zhangsan/a"), Contents="8:30\\9:30\\"),
    ],
)
def test_a_pdf_of_the_office_may_be_published(tmp_path: Path, edit: Callable[[pikepdf.Pdf], None]) -> None:
    lines = "Tel 0477-7581827, 1 2 3 4 5 6 7 8 9 10 11 12", "1350  1200  800", "1 3 5 0 2 6 8 1 0 4 7"
    (tmp_path / "a.pdf").write_bytes(pdf(*lines, edit=edit))
    assert [str(fault) for fault in search_file("a.pdf", tmp_path / "a.pdf", frozenset({"某局"}))] == []


def test_chinese_words_of_a_pdf_are_read_as_office_programs_write_them(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("联系人：张三，手机１３８０００" + "０１２３４")
    file = io.BytesIO()
    document.save(file)
    (tmp_path / "a.pdf").write_bytes(converted({"a.docx": file.getvalue()}, "pdf")["a.docx"])
    found = [str(fault) for fault in search_file("a.pdf", tmp_path / "a.pdf")]
    assert "a.pdf: 第1页像手机号码：138****1234（提示：网页上只放科室和办公电话）" in found


def long(made: pikepdf.Pdf) -> None:
    made.Root.Pages.Kids = pikepdf.Array([made.pages[1].obj] * 4_000)
    made.Root.Pages.Count = 4_000


def swelling(made: pikepdf.Pdf) -> None:
    """A page that unpacks to 3 GB."""
    packer = zlib.compressobj(9)
    once = b"".join([*(packer.compress(b" " * 10_000_000) for _ in range(300)), packer.flush()])
    stream = pikepdf.Stream(made, b"")
    stream.write(zlib.compress(once, 9), filter=pikepdf.Array([pikepdf.Name.FlateDecode] * 2))
    made.pages[0].Contents = made.make_indirect(stream)


COUNTED = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not count what a process takes")


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        pytest.param(long, "太长，只检查了前 3000 页", id="pages"),
        pytest.param(swelling, "没有检查", id="bytes", marks=COUNTED),
    ],
)
def test_a_pdf_that_is_more_than_it_seems_is_read_within_bounds(edit: Callable[[pikepdf.Pdf], None], told: str) -> None:
    data = pdf(MOBILE, edit=edit, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    reader, start = Reader(), time.monotonic()
    assert told in reader.words(data).missed
    assert time.monotonic() - start < PATIENCE * 2
    assert reader.words(pdf(MOBILE)).pages[1].strip() == MOBILE  # the next one is not hindered


def test_a_pdf_that_ends_its_reader_or_keeps_it_busy_is_told_and_the_others_are_read() -> None:
    reader = Reader(hanging, PATIENCE)
    assert reader.words(b"a").pages == ["a"]
    assert reader.words(b"end").missed == "太大或太复杂，没有检查"
    assert reader.words(b"b").pages == ["b"]
    reader._patience = 0.1
    assert reader.words(b"hang").missed == "太大或太复杂，没有检查"
    reader._patience = PATIENCE
    assert reader.words(b"c").pages == ["c"]
