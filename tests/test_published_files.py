"""What publish-check sees of each kind of file, one file at a time; what nothing can read is told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import av
import pytest
from personal import IDENTITY, MAIL, MOBILE, photograph, zipped
from PIL import Image, PngImagePlugin

from campaign.png import chunk
from campaign.publishing.check import check_folder
from campaign.publishing.search import search_file
from campaign.zips import MAX_MEMBER


def told(tmp_path: Path, name: str, data: bytes) -> list[str]:
    path = tmp_path / "file"
    path.write_bytes(data)
    return [str(fault) for fault in search_file(name, path)]


def picture(kind: str, **notes: Any) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, kind, **notes)
    return file.getvalue()


OLD = (".doc", ".xls", ".ppt", ".wps", ".et", ".dps", ".rtf", ".rar", ".7z", ".gz", ".heic", ".eml", ".xlsb", ".mdb")
HINT = "（提示：文档改存为 docx、xlsx 或 PDF，压缩包改成 zip；用不着就删掉）"


@pytest.mark.parametrize("suffix", OLD)
def test_kinds_of_files_that_nothing_can_read_are_told(tmp_path: Path, suffix: str) -> None:
    name = f"a{suffix.upper()}"
    assert told(tmp_path, name, b"x") == [f"{name}: {suffix} 文件里的文字没有检查{HINT}"]
    packed = zipped({f"b/{name}": "x", "b/c.mp4": "x", "b/d.png": "x"})
    assert told(tmp_path, "a.zip", packed) == [f"a.zip: b/{name}：{suffix} 文件里的文字没有检查{HINT}"]
    assert told(tmp_path, "a.zip", zipped({"b.zip": packed})) == [
        f"a.zip: b.zip/b/{name}：{suffix} 文件里的文字没有检查{HINT}"
    ]


def test_of_office_files_only_what_was_put_into_them_is_told(tmp_path: Path) -> None:
    own = {"xl/printerSettings/a.bin": "x", "xl/media/a.emf": "x", "xl/fonts/a.odttf": "x"}
    assert told(tmp_path, "a.xlsx", zipped(own)) == []
    put = zipped({**own, "word/embeddings/oleObject1.bin": "x"})
    assert told(tmp_path, "a.docx", put) == [f"a.docx: word/embeddings/oleObject1.bin：.bin 文件里的文字没有检查{HINT}"]


@pytest.mark.parametrize("name", ["a.woff2", "a.mp4", "a.ICO", "sitemap.xml.gz"])
def test_files_without_words_are_nothing_to_tell(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, name, b"x") == []


def filmed(kind: str, **notes: str) -> bytes:
    """A tenth of a second as a telephone writes it."""
    out = io.BytesIO()
    with av.open(out, "w", format=kind) as container:
        container.metadata.update(notes)
        codec, rate = ("pcm_s16le", 8000) if kind == "wav" else ("mpeg4", 10)
        stream: Any = container.add_stream(codec, rate=rate)
        frame: Any = av.AudioFrame("s16", "mono", 800) if kind == "wav" else av.VideoFrame(32, 32, "yuv420p")
        if kind == "wav":
            frame.rate = rate
        else:
            stream.width = stream.height = 32
        for one in (frame, None):
            container.mux(stream.encode(one))
    return out.getvalue()


def profiled() -> bytes:
    """A PNG with the EXIF block of a photograph as ImageMagick puts it there."""
    notes, block = PngImagePlugin.PngInfo(), Image.open(io.BytesIO(photograph("JPEG", {}, place=True))).info["exif"]
    notes.add_text("Raw profile type exif", f"\nexif\n{len(block):8}\n{block.hex()}\n", zip=True)
    return picture("PNG", pnginfo=notes)


def described() -> bytes:
    """A GIF with a block as Photoshop writes it."""
    gif, told = picture("GIF"), b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><r exif:GPSLatitude='39,36N'/></x:xmpmeta>"
    end = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    return gif[:-1] + b"\x21\xff\x0bXMP DataXMP" + told + end + gif[-1:]


PLACE = "像片带有拍摄信息（EXIF）：拍摄地点"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("c.png", profiled(), PLACE),
        ("d.png", photograph("PNG", {}, place=True), PLACE),
        ("c.jpg", picture("JPEG") + photograph("JPEG", {}, place=True), PLACE),
        ("c.gif", described(), PLACE),
        ("a.MP4", filmed("mp4", location="+39.6000+108.8000/"), "影片带有拍摄信息：拍摄地点"),
        ("a.mov", filmed("mov", comment=f"电话{MOBILE}"), "影片附带的文字像手机号码：138****1234"),
        ("a.wav", filmed("wav", artist=MAIL), "影片附带的文字像私人邮箱：so***@163.com"),
        ("b.wav", filmed("wav", artist="张三"), "文件属性里有作者：张三"),
        ("b.mov", filmed("mov", comment="C:\\Users\\zhangsan\\Desktop\\a.prproj"), "电脑上的路径：C:\\Users\\zhangsan"),
        ("b.mp4", filmed("mp4", title="/home/zhangsan/a"), "电脑上的路径：/home/zhangsan"),
        ("a.jfif", photograph("JPEG", {}, place=True), PLACE),
        ("a.avif", photograph("AVIF", {}, place=True), PLACE),
        ("a.gif", picture("GIF", comment=MOBILE.encode()), "图片附带的文字像手机号码：138****1234"),
        ("a.webp", picture("WEBP", xmp=b"<x exif:GPSLatitude='39,36N'/>"), PLACE),
    ],
)
def test_places_and_notes_of_films_and_all_kinds_of_pictures_are_told(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    found = [fault.partition("（提示")[0] for fault in told(tmp_path, name, data)]
    assert [fault.replace("文件属性或链接里有电脑", "电脑") for fault in found] == [f"{name}: {words}"]
    assert [words in fault for fault in told(tmp_path, "a.pptx", zipped({f"ppt/media/{name}": data}))] == [True]
    assert told(tmp_path, name, data[:20]) == []  # no program shows it


def behind(data: bytes, words: str) -> bytes:
    """A PNG with a note behind its pixels, as ImageMagick writes it."""
    return data[:-12] + chunk(b"tEXt", b"Comment\0" + words.encode("latin-1")) + data[-12:]


def test_notes_behind_the_pixels_and_in_blocks_of_editors_are_told(tmp_path: Path) -> None:
    png = picture("PNG")
    assert told(tmp_path, "a.png", behind(png, "Monday")) == []
    assert "图片附带的文字像手机号码：138****1234" in told(tmp_path, "a.png", behind(png, MOBILE))[0]
    words = MOBILE.encode()
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + len(words).to_bytes(4, "big") + words + b"\0"
    jpeg = picture("JPEG")
    noted = jpeg[:2] + b"\xff\xed" + (len(block) + 2).to_bytes(2, "big") + block + jpeg[2:]
    assert "图片附带的文字像手机号码：138****1234" in told(tmp_path, "a.jpg", noted)[0]


def test_numbers_in_names_of_files_are_told(tmp_path: Path) -> None:
    assert told(tmp_path, f"kit/张三{MOBILE}.txt", b"x") == [
        f"kit/张三{MOBILE}.txt: 文件名里像手机号码：138****1234（提示：改一个没有号码的文件名）"
    ]
    assert "文件名里像身份证号码" in told(tmp_path, "a.zip", zipped({f"a/{IDENTITY}.png": "x"}))[0]
    folder = {f"张三{MOBILE}/名单.txt": "x", f"张三{MOBILE}/{MOBILE}/b.txt": "x"}
    assert told(tmp_path, "a.zip", zipped(folder)) == [
        "a.zip: 文件名里像手机号码：138****1234（提示：改一个没有号码的文件名）"
    ]
    assert told(tmp_path, "a.zip", zipped({"2023/0601/138/0000/1234": "x"})) == []


def test_a_number_in_a_folders_name_is_told_once(tmp_path: Path) -> None:
    folder = tmp_path / "docs" / f"张三{MOBILE}"
    folder.mkdir(parents=True)
    for name in ("名单.txt", "b.txt"):
        (folder / name).write_text("x", encoding="utf-8")
    found = [str(fault) for fault in check_folder(tmp_path) if "文件名" in str(fault)]
    assert found == [f"docs/张三{MOBILE}: 文件名里像手机号码：138****1234（提示：改一个没有号码的文件名）"]


def test_remarks_of_archives_are_told(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.comment = f"张三{MOBILE}".encode("gbk")
        entry = zipfile.ZipInfo("a.txt")
        entry.comment = f"邮箱{MAIL}".encode()
        packed.writestr(entry, "x")
    assert [fault.partition("（提示")[0] for fault in told(tmp_path, "a.zip", data.getvalue())] == [
        "a.zip: 压缩包的备注里像手机号码：138****1234",
        "a.zip: 压缩包的备注里像私人邮箱：so***@163.com",
    ]


# Part of an office file, what stands in it, what is told of it.
NAMING = [
    ("word/people.xml", '<w15:person w15:author="李四">', "修订的作者：李四"),
    ("xl/pivotCache/pivotCacheDefinition1.xml", '<pivotCacheDefinition r:id="1" refreshedBy="李四">', "有作者：李四"),
    ("xl/workbook.xml", '<fileSharing readOnlyRecommended="1" userName="李四"/>', "有作者：李四"),
    ("xl/revisions/revisionHeaders.xml", '<headers><header guid="x" userName="李四">', "有作者：李四"),
    ("xl/revisions/userNames.xml", '<userInfo guid="x" name="李四" id="1"/>', "有作者：李四"),
    ("xl/connections.xml", '<connection odcFile="D:\\李四\\a.odc"/>', "路径：D:\\李四"),
    ("docProps/custom.xml", '<property pid="2" name="作者"><vt:lpwstr>李四</vt:lpwstr>', "有作者：李四"),
    ("OFD.xml", "<ofd:DocInfo><ofd:Author>李四</ofd:Author><ofd:Creator>x</ofd:Creator>", "有作者：李四"),
    ("Doc_0/Annots/Page_0/Annotation.xml", '<ofd:Annot ID="1" Type="Highlight" Creator="李四">', "修订的作者：李四"),
    ("word/_rels/a.rels", '<R Target="file:///D:\\张三的文件\\a.dot"/>', "路径：file:///D:\\张三的文件"),
    ("docProps/app.xml", "<Template>\\\\ZHANGSAN-PC\\share\\a.dot</Template>", "路径：\\\\ZHANGSAN-PC\\share"),
    ("docProps/core.xml", "<dc:creator>李登科</dc:creator>", "有作者：李登科"),
    ("docProps/core.xml", "<dc:creator>王局</dc:creator>", "有作者：王局"),
]


@pytest.mark.parametrize(("part", "text", "words"), NAMING)
def test_who_is_named_in_the_parts_of_office_files_is_told(tmp_path: Path, part: str, text: str, words: str) -> None:
    found = told(tmp_path, "a.docx", zipped({part: text}))
    assert len(found) == 1
    assert f"{words}（提示" in found[0]


NOBODY = [
    *(
        "微软用户",
        "Windows 用户",
        "Microsoft Office 用户",
        "WPS Office",
        "Apache POI",
        "Microsoft",
        "Lenovo",
        "HP",
        "DELL",
    ),
    *("Un-named", "系统管理员", "office", "USER-", "USER-20190321AB", "DESKTOP-1A2B3C4", "China", "Win10"),
]
OFFICES = [
    *(
        "旗卫健委",
        "乌审旗卫生健康委员会",
        "旗应急局",
        "省卫生厅",
        "安委办",
        "办公室",
        "乌审旗政府",
        "疾控中心",
        "旗人民医院",
    ),
    *("嘎鲁图镇卫生院", "急救站", "监督大队", "综合股", "医务科", "疾控一科", "宣传部"),
]


@pytest.mark.parametrize("name", [*NOBODY, *OFFICES])
def test_an_office_or_nobody_may_be_the_author_of_a_document(tmp_path: Path, name: str) -> None:
    path = "<Template>C:\\Program Files\\a\\b.dotx</Template>"
    parts = {"docProps/core.xml": f"<dc:creator>{name}</dc:creator>", "docProps/app.xml": path}
    assert told(tmp_path, "a.docx", zipped({**parts, "word/document.xml": "<w:t>见 D:\\共享\\通知</w:t>"})) == []


@pytest.mark.parametrize("suffix", [".pdf", ".mp4", ".png"])
def test_files_too_large_to_be_read_are_told(tmp_path: Path, suffix: str) -> None:
    with (tmp_path / "a").open("wb") as file:
        file.truncate(MAX_MEMBER + 1)
    faults = [str(fault) for fault in search_file(f"a{suffix}", tmp_path / "a")]
    assert faults == [f"a{suffix}: 太大，没有检查（提示：每个文件不超过 50 MB）"]


@pytest.mark.parametrize("kind", ["mp4", "mov", "wav"])
def test_a_film_that_tells_nothing_is_nothing_to_tell(tmp_path: Path, kind: str) -> None:
    assert told(tmp_path, f"a.{kind}", filmed(kind, title="安全生产月")) == []


@pytest.mark.parametrize("suffix", [".dotm", ".xltx", ".ppsx", ".ott", ".ofd", ".kmz"])
def test_all_kinds_of_packed_office_files_are_opened(tmp_path: Path, suffix: str) -> None:
    data = zipped({"a/b.xml": f"<a>{MOBILE}</a>"})
    assert "像手机号码：138****1234" in told(tmp_path, f"a{suffix}", data)[0]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "138<br>0000<br>1234",
            "138<br />\n0000<br />\n1234",
            "138<!-- 甲\n乙 -->00001234",
            "<i title='a>b'>138</i>00001234",
        ),
        *('<span title="a>b">138</span>00001234', "<ruby>138</ruby>00001234", "<label for='a'>138</label>00001234"),
        *('<a href="tel:138%200000%201234">甲</a>', '<a href="tel:%2B8613800001234">甲</a>'),
        *("<w:t>手机138</w:t><w:br/><w:t>0000</w:t><w:tab/><w:t>1234</w:t>", f"<p title='a>b'>{MOBILE}</p>"),
        '<r><t>电话138</t></r><r><rPr><sz val="11"/><color theme="1"/><rFont val="宋体"/><charset val="134"/></rPr>'
        "<t>00001234</t></r>",
    ],
)
def test_a_number_is_seen_through_whatever_parts_it(tmp_path: Path, text: str) -> None:
    for name in ("a.html", "a.svg"):
        found = told(tmp_path, name, f"<p>甲</p>\n<p>{text}</p>".encode())
        assert len(found) == 1
        assert "像手机号码：138****1234" in found[0]


def test_a_number_that_breaks_apart_is_told_once_with_its_line_where_it_has_one(tmp_path: Path) -> None:
    text = f"<!-- 甲\n乙 --><p>{MOBILE}<br />\n电话{MOBILE}</p>"
    assert [fault.split(" ")[0] for fault in told(tmp_path, "a.html", text.encode())] == ["a.html:2:", "a.html:3:"]


def test_cells_lines_and_measures_make_no_number(tmp_path: Path) -> None:
    text = '<td>138</td><td>0000</td><td>1234</td><p>1350<br>1200<br>800</p><p>3 < 138<p>0000</p>1234 "</p>'
    text += "<w:t>150</w:t><w:tab/><w:t>1200</w:t><w:tab/><w:t>1300</w:t>"
    assert told(tmp_path, "a.html", text.encode()) == []
