"""Before a folder goes online: what publish-check finds, the policy of scripts, feed, link previews."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from browsing import launched, served
from conftest import REPOSITORY, Run, edit, run_command
from html_pages import pages
from hypothesis import given
from hypothesis import strategies as st
from personal import IDENTITY, MAIL, MOBILE, photograph, zipped
from PIL import ExifTags, Image, PngImagePlugin

from campaign.compose.share import SIZE, WORDS, Share, compose_share
from campaign.content.facts import Facts
from campaign.content.model import LOOKS
from campaign.content.read import read_campaign
from campaign.content.yamlsource import Source
from campaign.display import TextRun
from campaign.errors import Span
from campaign.feed import feed_files
from campaign.policy import content_policy, inline_scripts, script_hash
from campaign.project import Project
from campaign.publishing.check import check_folder
from campaign.publishing.privacy import is_identity_number, personal_data
from campaign.shares import share_path

ADDRESS = "https://example.org/a/"
# What a browser keeps, and the words that tell its reader so.
KEPT = {
    "/.__palette": "深色还是浅色",
    "campaign.large": "“大字”",
    "campaign.read": "“朗读”",
    "campaign.report.": "填报统计表",
    "screen-": "播放记录",
}
NO_PAGES = ("q/", "screen/")  # short addresses and the player: nothing to read, nothing to be found by


@pytest.fixture(scope="module")
def addressed(site: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The site built with an address."""
    root = tmp_path_factory.mktemp("addressed") / "project"
    shutil.copytree(site.root, root)
    result = run_command("build", "--today", "2023-06-04", cwd=root, SITE_URL=ADDRESS)
    assert result.code == 0, result.err
    return Project(root)


@pytest.fixture
def folder(site: Project, tmp_path: Path) -> Path:
    """A copy of the built site, to be spoilt."""
    shutil.copytree(site.site, tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture(scope="module")
def sample(site: Project, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A few of the built site's files, so that a hundred looks at them are soon done; and what is missed in them."""
    root = tmp_path_factory.mktemp("sample") / "site"
    shutil.copytree(site.site, root, ignore=lambda place, names: [name for name in names if Path(place, name).is_dir()])
    catalogue = json.loads((site.kit / "catalogue.json").read_text(encoding="utf-8"))
    catalogue["artefacts"] = catalogue["artefacts"][:2]
    for name in (row["path"] for row in catalogue["artefacts"]):
        (root / "kit" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(site.kit / name, root / "kit" / name)
    (root / "kit" / "catalogue.json").write_text(json.dumps(catalogue), encoding="utf-8")
    return root, "\n".join(str(fault) for fault in check_folder(root))


def page_with(html: str) -> Callable[[Path], None]:
    return lambda folder: edit(folder / "about.html", "</article>", f"{html}</article>")


def write(name: str, text: str) -> Callable[[Path], None]:
    def put(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")

    return put


def office(folder: Path) -> None:
    with zipfile.ZipFile(folder / "kit" / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", f"<w:t>{MOBILE}</w:t>")


def archive(name: str, entries: dict[str, str | bytes]) -> Callable[[Path], None]:
    return raw(name, zipped(entries))


def raw(name: str, data: bytes) -> Callable[[Path], None]:
    def put(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)  # linked with the build's own
        (folder / name).write_bytes(data)

    return put


def annotated() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", f"张三{MOBILE}")
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG", pnginfo=notes)
    return file.getvalue()


def damaged(folder: Path) -> None:
    """A file of the right directory whose packed bytes are not what they were."""
    with zipfile.ZipFile(folder / "kit" / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<w:t>一二三</w:t>" * 99)
    data = bytearray((folder / "kit" / "a.docx").read_bytes())
    data[47:60] = b"\xff" * 13  # behind the entry's head of 30 bytes and its name of 17
    (folder / "kit" / "a.docx").write_bytes(data)


def cut(folder: Path) -> None:
    row = json.loads((folder / "kit" / "catalogue.json").read_text(encoding="utf-8"))["artefacts"][0]
    path = folder / "kit" / row["path"]
    data = path.read_bytes()
    path.unlink()  # linked with the build's own
    path.write_bytes(data[:-1])


def swollen(name: str, size: int) -> Callable[[Path], None]:
    """A file that says it has so many bytes and takes none of the disk."""

    def swell(folder: Path) -> None:
        with (folder / name).open("ab") as file:
            file.truncate(size)

    return swell


def crowded(folder: Path) -> None:
    for number in range(9):
        swollen(f"{number}.bin", 24_000_000)(folder)


def unlisted(folder: Path) -> None:
    row = json.loads((folder / "kit" / "catalogue.json").read_text(encoding="utf-8"))["artefacts"][0]
    (folder / "kit" / row["path"]).unlink()


def unreadable(folder: Path) -> None:
    (folder / "kit" / "catalogue.json").unlink()
    write("kit/catalogue.json", "[]")(folder)


KINDS = (".htm", ".vcf", ".tsv", ".log", ".yml", ".yaml", ".geojson", ".webmanifest", ".ics", "")
SPLIT_RUNS = f"<w:r><w:t>电话{MOBILE[:3]}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{MOBILE[3:]}</w:t></w:r>"
SPOILT: list[tuple[Callable[[Path], None], str]] = [
    (page_with('<a href="nosuch.html">x</a>'), "链接的文件不存在：nosuch.html"),
    (page_with('<a href="Plan.html">x</a>'), "链接的文件不存在：Plan.html"),
    (page_with('<a href="plan.html#nosuch">x</a>'), "链接的位置不存在：plan.html#nosuch"),
    (page_with('<a href="/plan.html">x</a>'), "绝对地址在子目录里会失效：/plan.html"),
    (page_with('<a href="../../up.html">x</a>'), "链接指到站点之外：../../up.html"),
    (page_with('<img src="https://cdn.example.com/a.png" alt="">'), "从别的网站加载：https://cdn.example.com/a.png"),
    (page_with('<script src="//cdn.example.com/a.js"></script>'), "从别的网站加载：//cdn.example.com/a.js"),
    (page_with('<div style="background: url(nosuch.png)"></div>'), "链接的文件不存在：nosuch.png"),
    (page_with("<script>alert(1)</script>"), "内嵌脚本不在 _headers 的安全策略里"),
    (page_with('<p onclick="x()">x</p>'), "内嵌的 onclick"),
    (page_with("<p>{{ campaign.theme }}</p>"), "没有替换的记号：{{ campaign."),
    (page_with(f"<p>电话 {MOBILE}</p>"), "像手机号码：138****1234"),
    (page_with("<p>138-0000-1234</p>"), "像手机号码：138****1234"),
    *(
        (page_with(f"<p>{number}</p>"), "像手机号码：138****1234")
        for number in (
            *("13800 001234", "138000-01234", "138-000-01234", "(138)00001234", "（138） 0000-1234"),
            *("138/0000/1234", "+86 13800 001234", "138.0000.1234"),
        )
    ),
    *((page_with(f"<p>a.b@{host}</p>"), "像私人邮箱：a.***@") for host in ("188.com", "263.net", "yahoo.com.cn")),
    (page_with(f"<p>{IDENTITY}</p>"), "像身份证号码：110105********002X"),
    (page_with(f"<p>{MAIL}</p>"), "像私人邮箱：so***@163.com"),
    (write("list.csv", f"姓名,电话\n某,{MOBILE}\n"), "list.csv:2: 像手机号码"),
    (office, "kit/a.docx: word/document.xml 里像手机号码"),
    (damaged, "kit/a.docx: 文件损坏或有密码"),
    (write("a.css", "a { background: url(https://cdn.example.com/a.png) }"), "样式从别的网站加载"),
    (write("a.css", "a { background: url(nosuch.png) }"), "样式里的文件不存在：nosuch.png"),
    (
        write("a.css", "/* url(nosuch.png)\n*/\n@import\n'//cdn.example.com/a.css';"),
        "a.css:4: 样式从别的网站加载：//cdn",
    ),
    (write("empty.html", ""), "empty.html: 文件是空的"),
    (write(".DS_Store", "x"), ".DS_Store: 是临时文件或隐藏文件"),
    (write("a.bak", "x"), "a.bak: 是临时文件"),
    (lambda folder: (folder / "404.html").unlink(), "404.html: 缺少这个文件"),
    (lambda folder: (folder / "sitemap.xml").unlink(), "sitemap.xml: 缺少这个文件"),
    (lambda folder: (folder / "kit" / "catalogue.json").unlink(), "缺少素材目录"),
    (cut, "素材与目录里的大小不符"),
    (unlisted, "素材缺失"),
    (unreadable, "kit/catalogue.json: 素材目录读不懂"),
    (swollen("a.zip", 26_000_000), "a.zip: 文件 26 MB，超过 25 MB"),
    (swollen("a.html", 2_100_000), "a.html: 网页 2.1 MB，手机打开太慢"),
    (crowded, "超过 200 MB"),
    (page_with('<img srcset="nosuch.png 2x" src="index.html" alt="">'), "链接的文件不存在：nosuch.png"),
    (page_with(f"<p>请拨打张三{MOBILE}联系</p>"), "像手机号码：138****1234"),
    (page_with("<p>&#49;3800001234</p>"), "像手机号码：138****1234"),
    (page_with("<p>138&nbsp;0000&nbsp;1234</p>"), "像手机号码：138****1234"),
    (page_with("<p>138<b class='x'>0000</b>1234</p>"), "像手机号码：138****1234"),
    (write("a.json", '{"a": "\\u8bdd\\u0031\\u00338' + MOBILE[3:] + '"}'), "a.json:1: 像手机号码"),
    (write("a.json", '{"a": "\\n' + MOBILE + '"}'), "a.json:1: 像手机号码"),
    (write("x.TXT", f"\n{MOBILE}"), "x.TXT:2: 像手机号码"),
    *((write(f"x{kind}", f"\n{MOBILE}"), f"x{kind}:2: 像手机号码") for kind in KINDS),
    (write("a.ics", f"BEGIN\r\nDESCRIPTION:电话{MOBILE[:4]}\r\n {MOBILE[4:]}\r\nEND"), "a.ics:2: 像手机号码"),
    (raw("u.txt", f"电话{MOBILE}".encode("utf-16")), "u.txt:1: 像手机号码"),
    (raw("g.txt", f"电话簡{MOBILE}".encode("gbk")), "g.txt:1: 像手机号码"),
    (archive("a.docx", {"word/document.xml": f"<w:p>{SPLIT_RUNS}</w:p>"}), "a.docx: word/document.xml 里像手机号码"),
    (archive("a.zip", {"a.json": f'"{MOBILE}"'}), "a.zip: a.json 里像手机号码"),
    (archive("a.zip", {"A.TXT": MOBILE}), "a.zip: A.TXT 里像手机号码"),
    (archive("a.zip", {"b.docx": zipped({"word/a.xml": MOBILE})}), "a.zip: b.docx/word/a.xml 里像手机号码"),
    (archive("a.zip", {"b.docx": "x"}), "a.zip: b.docx 文件损坏或有密码"),
    (archive("a.docx", {"docProps/core.xml": "<dc:creator>张&#19977;</dc:creator>"}), "里文件属性里有作者：张三"),
    (
        archive("a.xlsx", {"docProps/core.xml": "<cp:lastModifiedBy>李四</cp:lastModifiedBy>"}),
        "里文件属性里有作者：李四",
    ),
    (archive("a.odt", {"meta.xml": "<meta:initial-creator>李四</meta:initial-creator>"}), "里文件属性里有作者：李四"),
    (archive("a.xlsx", {"xl/workbook.xml": '<absPath url="C:\\Users\\张三\\"/>'}), "电脑上的路径：C:\\Users\\张三"),
    (archive("a.docx", {"word/_rels/a.rels": '<R Target="file:///C:\\Users\\张三\\a.dot"/>'}), "路径：C:\\Users\\张三"),
    (archive("a.docx", {"word/_rels/a.rels": f'<R Target="mailto:{MAIL}"/>'}), "word/_rels/a.rels 里像私人邮箱"),
    (archive("a.docx", {"word/comments.xml": '<w:comment w:id="0" w:author="张&#19977;">'}), "修订的作者：张三"),
    (archive("a.docx", {"word/document.xml": '<w:p><w:ins w:id="1" w:author="李四"/>'}), "修订的作者：李四"),
    (
        archive("a.xlsx", {"xl/comments1.xml": "<authors><author>李四</author>"}),
        "xl/comments1.xml 里批注或修订的作者：李四",
    ),
    (archive("a.xlsx", {"xl/persons/person.xml": '<person displayName="李四" id="x"/>'}), "修订的作者：李四"),
    (archive("a.pptx", {"ppt/commentAuthors.xml": '<p:cmAuthor id="1" name="李四"/>'}), "修订的作者：李四"),
    (archive("a.odt", {"content.xml": "<office:annotation><dc:creator>李四</dc:creator>"}), "修订的作者：李四"),
    (archive("a.zip", {"a.txt": " " * 50_000_001}), "a.zip: a.txt 解开后太大，没有检查"),
    (raw("a.JPG", photograph("JPEG", {}, place=True)), "a.JPG: 像片带有拍摄信息（EXIF）"),
    (raw("a.png", photograph("PNG", {}, place=True)), "a.png: 像片带有拍摄信息（EXIF）"),
    (archive("a.docx", {"m/a.jpg": photograph("JPEG", {}, place=True)}), "a.docx: m/a.jpg 里像片带有拍摄信息（EXIF）"),
    (raw("a.jpg", photograph("JPEG", {ExifTags.Base.Artist: MAIL})), "a.jpg: 图片附带的文字像私人邮箱"),
    (
        write("a.svg", "<svg>\n<!-- C:\\Users\\张三\\a.ai --></svg>"),
        "a.svg: 文件属性或链接里有电脑上的路径：C:\\Users\\张三",
    ),
    (write("a.svg", "<svg>\n<script>x()</script></svg>"), "a.svg:2: 图里有脚本"),
    (write("a.svg", "<svg xmlns:h='x'>\n<h:script>x()</h:script></svg>"), "a.svg:2: 图里有脚本"),
    (write("a.svg", "<svg>\n<g onload='x()'/></svg>"), "a.svg:2: 图里有会运行的 onload"),
    (write("a.svg", f"<svg>\n<image href='{ADDRESS}b.png'/></svg>"), f"a.svg:2: 图从别的网站加载：{ADDRESS}b.png"),
    (write("a.svg", f"<svg><style>\n@import '{ADDRESS}b.css';</style></svg>"), "a.svg:2: 图从别的网站加载"),
    (raw("a.png", annotated()), "a.png: 图片附带的文字像手机号码"),
    *((raw(name, "电话：简".encode("gbk")), f"{name}: 不是 UTF-8 编码") for name in ("a.css", "a.html", "_headers")),
    (page_with("<p>甲</p>\n<![ if x"), "网页从这里起读不懂"),
    (
        raw("kit/catalogue.json", b'{"artefacts": [{"path": "a", "bytes": 1e999}]}'),
        "kit/catalogue.json: 素材目录读不懂",
    ),
    (raw("kit/catalogue.json", b"[" * 200_000), "kit/catalogue.json: 素材目录读不懂"),
    (page_with('<a href="http://[::1">x</a>'), "地址写错了：http://[::1"),
    (page_with('<img srcset="http://[::1 2x" alt="">'), "地址写错了：http://[::1"),
    (write("a.css", "a { background: url(http://[::1) }"), "a.css:1: 样式里的地址写错了：http://[::1"),
    (page_with('<a href=" java&#9;script:x()">x</a>'), "链接会当脚本运行"),
    (page_with('<a href="VBScript:x()">x</a>'), "链接会当脚本运行：VBScript:x()"),
    (page_with('<iframe src="data:text/html,x"></iframe>'), "链接会当脚本运行：data:text/html,x"),
    (lambda folder: (folder / "up").symlink_to(".."), "up: 是快捷链接，不是文件"),
    (page_with("<style>p { background: url(//cdn.example.com/a.png) }</style>"), "从别的网站加载：//cdn.example.com"),
]


def test_a_built_site_may_be_published(site: Project, addressed: Project, offline_site: Path) -> None:
    for built in (site.site, addressed.site):
        assert check_folder(built) == []
    assert [str(fault) for fault in check_folder(offline_site)] == []
    result = run_command("publish-check", site.site)
    assert result.code == 0
    assert "可以发布" in result.out


@pytest.mark.parametrize(("spoil", "told"), SPOILT, ids=[told for _, told in SPOILT])
def test_what_is_wrong_is_told(
    sample: tuple[Path, str], tmp_path: Path, spoil: Callable[[Path], None], told: str
) -> None:
    folder = tmp_path / "site"
    shutil.copytree(sample[0], folder)
    spoil(folder)
    assert told not in sample[1]
    faults = "\n".join(str(fault) for fault in check_folder(folder))
    assert told in faults
    assert MOBILE not in faults
    assert MAIL not in faults


def test_the_campaigns_own_contacts_may_be_given_and_no_others(
    sample: tuple[Path, str], tmp_path: Path, project: Project
) -> None:
    folder, shown = tmp_path / "site", sample[1]
    shutil.copytree(sample[0], folder)
    page_with(f"<p>Someone@163.com，值班 138-0000-1234、{MOBILE}</p>")(folder)
    assert len(check_folder(folder)) > shown.count("\n") + 1
    assert "像" not in "\n".join(
        str(fault) for fault in check_folder(folder, {"contact.email": MAIL, "contact.phone": f"值班{MOBILE}（张三）"})
    )
    edit(project.config, "phone: 0477-7581827", f"phone: {MOBILE}")
    edit(project.config, 'email: ""', f"email: {MAIL}")
    assert "像" not in run_command("publish-check", folder, cwd=project.root).err
    page_with("<p>13900001234 someone.else@163.com</p>")(folder)
    told = run_command("publish-check", folder, cwd=project.root).err
    assert told.count("像") == 2


def test_the_command_tells_the_file_and_line_and_fails(folder: Path) -> None:
    page_with("\n<p>13800001234</p>")(folder)
    line = (folder / "about.html").read_text(encoding="utf-8").split("13800001234")[0].count("\n") + 1
    result = run_command("publish-check", folder)
    assert result.code == 1
    assert f"about.html:{line}: 像手机号码：138****1234" in result.err
    assert "Traceback" not in result.err


def test_a_folder_without_a_site_is_a_wrong_call(tmp_path: Path) -> None:
    result = run_command("publish-check", tmp_path)
    assert result.code == 2
    assert "index.html" in result.err


@pytest.mark.parametrize(
    "text",
    [
        *("0477-7581827", "12350", "2023-06-16", "1380000123", "sha256 a13800001234b", "v1.13800001234"),
        *("110105194912310021", "editor@example.org", "0.13800001234", "138.00001234", "1380000.1234"),
        *("1920 1080 300 dpi", "150626199913993", "991010900307123", "138|0000|1234"),
        *("尺寸 1800 1200 900", "房间 1301 1302 303", "编号 1506-2023-001", "合同编号 1302-2023-118", "1380-013-8000"),
        *("第150 2022-2023 期", "1949 2023 100", "合同150-2023-0118", "150/2023/0601", "130\t1200\t1500"),
        *("电话\n尺寸 1800 1200 900", "http://example.org/art/150/2012/0601/a.html"),
        *("见https://example.org/content/13912345678.html", "登记号150626600123456", "注册号：150626600123456"),
    ],
)
def test_office_numbers_and_hashes_are_no_personal_data(text: str) -> None:
    assert list(personal_data(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        *("请拨打张三13800138000联系", "电话13800138000", "13800138000号", "13800138000.", "13800138000-张三"),
        *(
            "008613800138000",
            "+86 138 0013 8000",
            "+8613800138000",
            "(+86)13800138000",
            "013800138000",
            "Tel.13800138000",
        ),
        *(
            "１３８００１３８０００",
            "138.0013.8000",
            "138\u00a00013\u00a08000",
            "138\u20090013\u20098000",
            "138\u200b00138000",
        ),
        *(
            "138–0013–8000",
            "138—0013—8000",
            "138－0013－8000",
            "138 - 0013 - 8000",
            "电话1380 0138 000",
            "_13800138000_",
        ),
    ],
)
def test_a_mobile_number_is_seen_however_it_is_written(text: str) -> None:
    assert list(personal_data(f"\n{text}\n")) == [(2, "像手机号码", "138****8000")]


def test_a_year_in_the_middle_of_a_number_is_part_of_it_where_a_word_says_so() -> None:
    for text in ("手机：138 2023 8000", "138-2023-8000（联系人）", "138/2023/8000 微信同号", "13820238000"):
        assert list(personal_data(text)) == [(1, "像手机号码", "138****8000")], text


def test_many_numbers_are_soon_found() -> None:
    seconds = []
    for count in (10_000, 80_000):
        start = time.perf_counter()
        assert sum(1 for _ in personal_data(f"{MOBILE}\n" * count)) == count
        seconds.append(time.perf_counter() - start)
    assert seconds[1] < 24 * seconds[0]  # eight times as many; the square would be sixty-four


def test_two_numbers_side_by_side_are_both_seen() -> None:
    assert [shown for _, _, shown in personal_data("13800138000/13900139000")] == ["138****8000", "139****9000"]


@pytest.mark.parametrize(
    "text",
    [
        *("身份证150626199003071235，", "150626 19900307 1235", "150626-1990-03-07-1235", "1506 2619 9003 0712 35"),
        *("150626 199003 071235", "１５０６２６１９９００３０７１２３５", "150626900307123号", "150626 900307 123"),
        *("11010519491231002×", "11010519491231002Х", "11010519491231002х", f"ID{IDENTITY}"),
        *("150626.1990.03.07.1235", "150626/1990/03/07/1235", "150626_19900307_1235", "150626\t19900307\t1235"),
    ],
)
def test_an_identity_number_is_seen_however_it_is_written(text: str) -> None:
    assert [what for _, what, _ in personal_data(text)] == ["像身份证号码"]


@pytest.mark.parametrize("text", [f"邮箱{MAIL}联系", MAIL.replace("@", "＠"), f"{MAIL}。", MAIL.replace("@", " @ ")])
def test_a_private_mailbox_is_seen_however_it_is_written(text: str) -> None:
    assert list(personal_data(text)) == [(1, "像私人邮箱", "so***@163.com")]


@given(st.dates(dt.date(1930, 1, 1), dt.date(2020, 1, 1)), st.integers(100000, 999999), st.integers(0, 999))
def test_exactly_one_check_character_makes_an_identity_number(day: dt.date, area: int, order: int) -> None:
    head = f"{area}{day:%Y%m%d}{order:03}"
    assert sum(is_identity_number(head + char) for char in "0123456789X") == 1
    assert not is_identity_number(f"{area}19991399{order:03}0")


def test_every_inline_script_is_in_the_policy_and_no_other(site: Project) -> None:
    headers = (site.site / "_headers").read_text(encoding="utf-8")
    scripts = {text for page in pages(site.site).values() for text in inline_scripts(page.html)}
    assert scripts
    assert all(script_hash(text) in headers for text in scripts)
    rule = next(part for part in headers.split(";") if "script-src" in part)
    assert "unsafe" not in rule
    assert headers.count("'sha256-") == len(scripts)
    nginx = (site.publish / "nginx.conf").read_text(encoding="utf-8")
    assert headers.split("Content-Security-Policy: ")[1].splitlines()[0] in nginx
    assert "{headers}" not in nginx


def test_blocks_of_data_are_not_scripts(tmp_path: Path) -> None:
    html = '<script type="application/json">{}</script><script src="a.js"></script><script>go()</script>'
    assert inline_scripts(html) == ["go()"]
    page = tmp_path / "a.html"
    page.write_text(html, encoding="utf-8")
    assert "'sha256-" in content_policy([page])


def test_the_feed_names_the_pages_newest_first(addressed: Project) -> None:
    root = ElementTree.parse(addressed.site / "feed.xml").getroot()
    links = [item.findtext("link") or "" for item in root.iter("item")]
    assert len(links) > 10
    assert all((addressed.site / link.removeprefix(ADDRESS)).is_file() for link in links)
    days = [
        dt.datetime.strptime(item.findtext("pubDate") or "", "%a, %d %b %Y %H:%M:%S %z") for item in root.iter("item")
    ]
    assert days == sorted(days, reverse=True)
    assert root.findtext("channel/language") == "zh-CN"


def test_without_an_address_there_is_no_feed_and_no_preview(site: Project) -> None:
    assert not (site.site / "feed.xml").exists()
    assert not (site.site / "web" / "share").exists()
    assert all("og:image" not in page.html for page in pages(site.site).values())


def test_search_engines_are_kept_out_of_an_example_only(project: Project) -> None:
    assert b"Disallow: /\n" in feed_files(read_campaign(project))["robots.txt"]
    edit(project.config, "official: false", "official: true")
    edit(project.config, 'site_url: !ENV [SITE_URL, ""]', f"site_url: {ADDRESS}")
    robots = feed_files(read_campaign(project))["robots.txt"].decode()
    assert "Disallow: /\n" not in robots
    assert f"Sitemap: {ADDRESS}sitemap.xml" in robots


def test_every_page_has_its_preview_picture(addressed: Project) -> None:
    for name, page in pages(addressed.site).items():
        if name == "404.html" or name.startswith(NO_PAGES):
            continue
        found = [attrs["content"] for tag, attrs in page.tags if tag == "meta" and attrs.get("property") == "og:image"]
        assert len(found) == 1, name
        with Image.open(addressed.site / found[0].removeprefix(ADDRESS)) as picture:
            assert picture.size == SIZE


def test_no_two_pages_share_a_preview_picture() -> None:
    assert share_path("a/b.html") != share_path("a-b.html")


def test_the_sitemap_tells_every_page_and_its_language(addressed: Project) -> None:
    root = ElementTree.parse(addressed.site / "sitemap.xml").getroot()
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    told = {url.findtext("s:loc", "", space): url.find("x:link", space) for url in root.findall("s:url", space)}
    assert told.keys() == {
        ADDRESS + name for name in pages(addressed.site) if name != "404.html" and not name.startswith(NO_PAGES)
    }
    for address, link in told.items():
        assert link is not None
        assert (link.get("hreflang"), link.get("href")) == ("zh-CN", address)


@pytest.mark.browser
def test_no_page_asks_any_other_host_for_anything_or_stores_what_it_does_not_say(addressed: Project) -> None:
    """The site has an address of its own, and is looked at elsewhere: still nothing goes anywhere."""
    asked: set[str] = set()
    stored: set[str] = set()
    with served(addressed.site) as address, launched() as browser:
        context = browser.new_context()
        context.on("request", lambda request: asked.add(request.url))
        page = context.new_page()
        for name in pages(addressed.site):
            if name.startswith("q/"):
                continue  # short pages lead to the site's own address by design
            page.goto(f"{address}/{name}", wait_until="load")
            page.wait_for_timeout(50)
            for aid in page.locator("button.aid:visible").all() if name == "index.html" else ():
                aid.click()
            stored |= set(page.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage))"))
            assert context.cookies() == [], name
        assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert {"/.__palette", "campaign.large"} <= stored
    assert [key for key in stored if not key.startswith(tuple(KEPT))] == []


@pytest.mark.parametrize("path", ["docs/about.md", "assets/starter/about.md"])
def test_a_page_says_what_browsers_keep(path: str) -> None:
    told = (REPOSITORY / path).read_text(encoding="utf-8").partition("{#privacy}")[2].partition("\n## ")[0]
    assert [words for words in KEPT.values() if words not in told] == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    "title", ["标语", "人人讲*安全*、个个会*应急*", "启动仪式、咨询日和社会化宣传一览", "119和120怎么打"]
)
def test_a_preview_keeps_its_words_inside(look: str, title: str, facts: Facts) -> None:
    words = {name: facts.words[name] for name in WORDS}
    sheet = compose_share(Share(title, "一页看清，照着做就行", look, words, Span("docs/a.md", 1)))
    assert (sheet.width, sheet.height) == SIZE
    for run in sheet.runs():
        assert isinstance(run, TextRun)
        assert min(run.xs) > 40
        assert max(run.xs) + run.size < SIZE[0] - 20
        assert 40 < run.baseline < SIZE[1] - 30


def test_pages_are_published_by_hand_only() -> None:
    workflow = Source((REPOSITORY / ".github/workflows/pages.yml").read_text(encoding="utf-8"), "pages.yml").data
    assert list(workflow[True]) == ["workflow_dispatch"]  # what YAML 1.1 makes of “on”
    runs = [step.get("run", "") for step in workflow["jobs"]["publish"]["steps"]]
    assert any("publish-check" in run for run in runs)


def test_the_lost_page_helps(site: Project) -> None:
    page = pages(site.site)["404.html"]
    words = page.text("article")
    assert "没有找到" in words
    assert {"tel:119", "tel:120"} <= set(page.values("a", "href"))
    for name in ("index.html", "knowledge/index.html", "plan.html", "downloads.html", "slogans.html"):
        assert any(address.endswith(name) for address in page.values("a", "href"))


def test_the_usb_site_opens_from_its_folder(offline_site: Path, run: Run) -> None:
    assert (offline_site / "search" / "search_index.js").is_file()
    assert not (offline_site / "_headers").exists()
    for page in pages(offline_site).values():
        assert "unpkg.com" not in page.html
