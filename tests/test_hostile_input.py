"""Whatever stands in a file that the project reads: a right result, or an error that names file and line."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from conftest import SLOGANS, Run, make_project
from hostile import LINES, LONG, NESTED, ODD, WORDS, check_lines, check_told
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image
from test_html import acted

from campaign.content.facts import Facts, read_facts
from campaign.content.lint import repaired, slips
from campaign.content.model import Campaign, Page
from campaign.content.pages import FRONT_MATTER, read_page
from campaign.content.parts import missing_parts
from campaign.content.read import read_campaign
from campaign.content.sections import read_sections
from campaign.content.slogans import read_slogans, slug_of
from campaign.content.windows import read_days, read_hours, read_moment
from campaign.content.yamlsource import Source
from campaign.errors import ContentErrors, SourceError, Span, UsageError
from campaign.feed import feed_files
from campaign.formats import PrintFormat, custom
from campaign.fragments import audiences, write_fragments
from campaign.ical import calendar_files
from campaign.kit import Plan
from campaign.plan.all import plan
from campaign.plan.kinds import KINDS, Selection
from campaign.project import Project
from campaign.screen.files import contents, script
from campaign.screen.programme import Programme
from campaign.shortlinks import short_pages
from campaign.tally.merge import read_units

FAULTS = (SourceError, ContentErrors)
many = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
few = settings(many, max_examples=40)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small project whose pages each example rewrites."""
    project = make_project(tmp_path_factory.mktemp("hostile") / "project")
    text = project.config.read_text(encoding="utf-8")
    text = re.sub(r"^nav:\n.*?(?=^\S|^$)", "nav:\n  - 标语: slogans.md\n", text, flags=re.MULTILINE | re.DOTALL)
    project.config.write_text(text.replace('[SITE_URL, ""]', '[SITE_URL, "https://example.org/a/"]'), encoding="utf-8")
    return project


class _With:
    """Files of a project as long as an example runs."""

    def __init__(self, project: Project, **files: str) -> None:
        self._project, self._files = project, {name.replace("__", "/"): text for name, text in files.items()}
        self._before: dict[Path, bytes | None] = {}

    def __enter__(self) -> Project:
        for name, text in self._files.items():
            path = self._project.root / (name if name == "mkdocs.yml" else f"docs/{name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            self._before[path] = path.read_bytes() if path.is_file() else None
            path.write_bytes(text.encode("utf-8", "surrogatepass"))
        return self._project

    def __exit__(self, *_: object) -> None:
        for path, data in self._before.items():
            if data is None:
                path.unlink()
            else:
                path.write_bytes(data)


def read(project: Project) -> Campaign | None:
    """The campaign, or nothing after a fault that was rightly told."""
    try:
        campaign = read_campaign(project)
        list(missing_parts(campaign.pages, project))
    except FAULTS as error:
        check_told(error, "docs/", "mkdocs.yml")
        return None
    return campaign


def dumped(value: Any) -> str:
    """A value as a person's editor would save it, in one line."""
    text: str = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=10**6)
    return text.removesuffix("...\n").strip()


@many
@given(LONG | LINES, st.sampled_from(["", "---\n", "---\ntitle: "]), st.sampled_from(["", "\n---\n", "\n...\n"]))
@example("[" * 100_000, "---\na: ", "\n---\n")  # ended the process
@example("!!bool x", "---\na: ", "\n---\n")
def test_any_file_is_a_page_or_is_told(shared: Project, text: str, head: str, end: str) -> None:
    with _With(shared, **{"a.md": f"{head}{text}{end}"}) as project:
        try:
            page = read_page(project.docs / "a.md", "docs/a.md")
        except FAULTS as error:
            check_told(error, "docs/a.md")
            check_lines(error)
        else:
            assert isinstance(page.meta, dict)


@many
@given(
    st.sampled_from(sorted(FRONT_MATTER)), NESTED, st.sampled_from(["a.md", "knowledge/a.md", "cases/a.md", "index.md"])
)
@example("illustration", "../../overrides/images/mark", "knowledge/a.md")
@example("illustration", "a" * 300, "knowledge/a.md")
@example("title", "？！", "knowledge/a.md")
@example("title", "长" * 300, "knowledge/a.md")
@example("playlist", {"items": [{"video": "a\0b.mp4"}]}, "a.md")
def test_any_front_matter_is_read_or_told_and_carries_nothing_into_pages(
    shared: Project, key: str, value: Any, name: str
) -> None:
    rows = {"title": "甲", "summary": "乙", "category": "消防"} | {key: value}
    text = "".join(f"{row}: {dumped(content)}\n" for row, content in rows.items())
    with _With(shared, **{name: f"---\n{text}---\n\n正文\n"}) as project:
        campaign = read(project)
        if campaign:
            published(campaign)


@few
@given(st.lists(st.tuples(st.sampled_from(["", "- ", "## ", "    ", "1. ", "> ", "| "]), LONG | LINES), max_size=5))
def test_any_body_is_read_or_told(shared: Project, lines: list[tuple[str, str]]) -> None:
    body = "\n".join(mark + text for mark, text in lines)
    page = Page("docs/a.md", {}, body, 1)
    for reader in (read_sections, read_slogans):
        try:
            reader(page, {"theme": "甲"})
        except FAULTS as error:
            check_told(error, "docs/a.md:", "docs/a.md")
    slips(body)
    repaired(body)
    with _With(shared, **{"a.md": f"## 组 {{#g .slogans}}\n\n{body}\n"}) as project:
        campaign = read(project)
        for piece in plan(campaign, Selection(("card", "led"))) if campaign else ():
            assert "/" not in piece.stem
            assert len(piece.stem.encode()) < 200
            assert piece.stem.strip(" .") == piece.stem


@many
@given(LINES)
def test_a_file_name_is_one_that_every_system_has(text: str) -> None:
    slug = slug_of(text)
    assert not re.search(r"[^\w-]", slug)
    assert not re.fullmatch(r"(?i)con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]", slug)


def fact_places() -> Iterator[tuple[str, ...]]:
    yield from [
        ("name",),
        ("theme",),
        ("start",),
        ("year",),
        ("ordinal",),
        ("theme_emphasis",),
        ("official",),
        ("organiser",),
    ]
    yield from [
        ("consultation", "date"),
        ("consultation", "name"),
        ("contact", "person"),
        ("links", "contest"),
        ("bilingual",),
    ]
    yield from [("parent", "title"), ("filing", "icp"), ("nosuch",), ("deadlines",), ("contact",)]


@many
@given(st.sampled_from(list(fact_places())), NESTED | LONG)
@example(("ordinal",), 10**400)
@example(("year",), 9999)
@example(("name",), "人人讲安全" * 100)
@example(("contact", "person"), "\uffff")
def test_any_fact_is_used_or_told(raw_facts: dict[str, Any], place: tuple[str, ...], value: Any) -> None:
    target: Any = raw_facts
    for key in place[:-1]:
        target = target.setdefault(key, {})
    target[place[-1]] = value
    try:
        facts = read_facts(raw_facts, lambda *keys: Span("mkdocs.yml", 3))
    except FAULTS as error:
        check_told(error, "mkdocs.yml")
        return
    finally:
        raw_facts.clear()
        raw_facts.update(fresh_facts())
    for data in calendar_files(facts).values():
        lines = data.decode().split("\r\n")
        assert all(re.match(r"[A-Z][A-Z-]*[:;]| ", line) for line in lines if line)
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", "".join(lines))


def fresh_facts() -> dict[str, Any]:
    text = (Path(__file__).parent / "facts.yml").read_text(encoding="utf-8")
    facts = Source(text, "facts.yml").data["campaign"]
    assert isinstance(facts, dict)
    return facts


@few
@given(st.sampled_from(["site_url", "nav", "extra", "plugins"]), NESTED)
@example("nav", [{"甲": "../mkdocs.yml"}])
@example("nav", ["a" * 300 + ".md", "a\0b.md", "../../etc/passwd"])
def test_any_setting_is_used_or_told(shared: Project, key: str, value: Any) -> None:
    data = shared.config.read_text(encoding="utf-8")
    text = re.sub(rf"^{key}:.*?(?=^\S)", lambda _: f"{key}: {dumped(value)}\n", data, flags=re.MULTILINE | re.DOTALL)
    with _With(shared, **{"mkdocs.yml": text}) as project:
        read(project)


@pytest.mark.parametrize(
    "target", ["../mkdocs.yml", "../../../etc/passwd", "a\\0b.md", "a" * 300 + ".md", "/etc/passwd"]
)
def test_navigation_leads_out_of_docs_nowhere(project: Project, target: str) -> None:
    text = project.config.read_text(encoding="utf-8")
    project.config.write_text(text.replace("- 标语: slogans.md", f'- 标语: "{target}"'), encoding="utf-8")
    told = list(missing_parts(read_campaign(project).pages, project))
    assert [error.message.split("：")[0] for error in told] == ["导航里的页面不存在"]


@pytest.mark.parametrize(
    "line",
    [
        '--8<-- "../../mkdocs.yml"',
        '--8<-- "/etc/passwd"',
        "![x](../../../../../../../../etc/passwd)",
        "![x](../mkdocs.yml)",
    ],
)
def test_a_page_shows_no_file_from_elsewhere(project: Project, line: str) -> None:
    (project.docs / "a.md").write_text(f"甲\n\n{line}\n", encoding="utf-8")
    told = list(missing_parts(read_campaign(project).pages, project))
    assert [str(error).split(": ")[0] for error in told] == ["docs/a.md:3"]


LISTS = st.fixed_dictionaries(
    {},
    optional={
        "items": st.lists(
            st.dictionaries(
                st.sampled_from(
                    [
                        "slide",
                        "slides",
                        "picture",
                        "video",
                        "card",
                        "text",
                        "from",
                        "to",
                        "days",
                        "time",
                        "seconds",
                        "look",
                    ]
                ),
                NESTED | WORDS,
                max_size=3,
            )
            | NESTED,
            max_size=3,
        ),
        "ticker": NESTED,
        "night": NESTED,
        "speed": NESTED,
        "seconds": NESTED,
        "urgent": st.dictionaries(st.sampled_from(["text", "to", "from", "look"]), NESTED | LINES) | NESTED,
    },
)


@many
@given(LISTS)
@example({"items": [{"text": "甲", "to": "9999年12月31日"}]})
@example({"items": [{"text": "甲", "to": "6月18日 25:00"}]})
@example({"items": [{"text": "甲", "from": "6月1日", "to": "6月30日"}], "ticker": ["</script>"]})
def test_any_playlist_is_played_or_told(shared: Project, value: dict[str, Any]) -> None:
    text = f"---\ntitle: 播放单\nplaylist: {dumped(value)}\n---\n"
    with _With(shared, **{"screens__a.md": text}) as project:
        campaign = read(project)
        if campaign:
            shown = [Programme(playlist, ()) for playlist in campaign.playlists]
            code = script(contents(campaign, shown, lambda media: media.address), "b", worker=True).decode()
            match = re.fullmatch(r"window\.SCREEN = (.*);\n", code, re.DOTALL)
            assert match
            json.loads(match[1])


@many
@given(
    LINES,
    st.sampled_from(
        [read_days, read_hours, lambda text: read_moment(text, 2023), lambda t: read_moment(t, 2023, end=True)]
    ),
)
def test_any_window_is_read_or_refused(text: str, reader: Callable[[str], Any]) -> None:
    try:
        reader(text)
    except (ValueError, OverflowError):
        return


@many
@given(
    st.lists(st.lists(LINES, max_size=3).map(",".join), max_size=6).map("\n".join)
    | st.binary(max_size=60).map(lambda b: b.decode("latin-1"))
)
def test_any_list_of_units_is_read_or_told(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "units.csv"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            units = read_units(path, "assets/units.csv")
        except FAULTS as error:
            check_told(error, "assets/units.csv")
        else:
            assert all(unit.name for unit in units)


@many
@given(
    st.from_regex(r"[0-9]{1,5}[x×X*][0-9]{1,5}(mm|cm|px)", fullmatch=True) | LINES,
    st.sampled_from(["poster", "card", "led", "banner", "video"]),
)
@example("99999x99999px", "card")
@example("10x16384px", "led")
@example("10x20000mm", "poster")
def test_any_size_of_ones_own_is_one_that_can_be_made_or_refused(name: str, kind: str) -> None:
    size = custom(name, KINDS[kind].shape)
    if size is None:
        with contextlib.suppress(UsageError):
            Selection((kind,), (name,)).check()
        return
    assert "/" not in size.name
    width, height = size.pixels
    assert width * height <= 80_000_000
    assert not isinstance(size, PrintFormat) or size.dpi >= 1


class _Words(HTMLParser):
    """The tags of a fragment."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(key.startswith("on") for key, _ in attrs)


def published(campaign: Campaign) -> None:
    """What programs and pages read of a campaign is well formed and carries no script."""
    for name, data in feed_files(campaign).items():
        if name.endswith(".xml"):
            ElementTree.fromstring(data)
    for data in short_pages(campaign).values():
        assert [tag for tag in acted(data.decode()) if tag not in {"<meta>", "<link>"}] == []
    audiences(campaign.pages)


TITLES = st.lists(
    st.sampled_from([word for word in ODD if "\n" not in word]) | st.text(max_size=6), min_size=1, max_size=4
)


@few
@given(TITLES.map("".join), LINES, st.lists(LINES, max_size=2))
def test_no_words_of_a_page_become_markup_in_generated_pieces(
    shared: Project, title: str, summary: str, tags: list[str]
) -> None:
    rows = {
        "title": title,
        "summary": summary or "乙",
        "category": title,
        "subtitle": summary or "丙",
        "tags": [*tags, "企业"],
    }
    text = "".join(f"{key}: {dumped(value)}\n" for key, value in rows.items())
    with _With(shared, **{"knowledge__a.md": f"---\n{text}---\n\n正文\n"}) as project:
        campaign = read(project)
        if campaign is None:
            return
        published(campaign)
        write_fragments(campaign, Plan(), {}, project, campaign.facts.date("start"))
        for path in project.fragments.glob("*.html"):
            html = path.read_text(encoding="utf-8")
            seen = _Words()
            seen.feed(html)
            assert not {"script", "iframe", "object", "embed", "base"} & set(seen.tags), path.name


@pytest.mark.parametrize(
    "name",
    [
        "con.md",
        "nul/a.md",
        "a .md",
        "b./a.md",
        "a#b.md",
        "a?b.md",
        'a"b.md',
        "a\nb.md",
        "a<b>.md",
        "%41.md",
        "长" * 60 + ".md",
    ],
)
def test_a_page_is_named_as_every_system_can(project: Project, name: str) -> None:
    path = project.docs / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("甲\n", encoding="utf-8")
    with pytest.raises(ContentErrors) as caught:
        read_campaign(project)
    assert str(caught.value).startswith("docs/")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        "a.markdown",
        "a.mkd",
        "a.mkdn",
        "a.mdown",
        "a.MD",
        "b/a.Md",
        "a.html",
        "a.HTM",
        "a.xhtml",
        "a.js",
        "b/a.MJS",
        "通知.rss",
        "a.Atom",
        "a.rdf",
        "a.mml",
        "a.wsdl",
        "a.xsd",
        "a.xbl",
    ],
)
def test_what_mkdocs_would_publish_unchecked_is_refused(project: Project, run: Run, name: str) -> None:
    path = project.docs / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("<script>alert(1)</script>\n", encoding="utf-8")
    result = run("build")
    assert result.code == 1
    assert f"docs/{name}: " in result.err
    assert "改名为 .md" in result.err
    assert not project.site.exists()


@pytest.mark.parametrize(
    "row",
    [
        "a: !!python/object/apply:os.system [RUN]",
        "a: !!python/name:os.system",
        "a: !!python/object/new:os.system [RUN]",
        "a: !<tag:yaml.org,2002:python/object/apply:os.system> [RUN]",
        "a: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: !!python/object/apply:os.system [RUN]}}",
        "!!python/object/apply:os.system [RUN]: a",
    ],
)
def test_settings_run_no_program(project: Project, run: Run, tmp_path: Path, row: str) -> None:
    text = project.config.read_text(encoding="utf-8")
    command = json.dumps(f"touch '{tmp_path / 'ran'}'")
    project.config.write_text(f"{text}\n{row.replace('RUN', command)}\n", encoding="utf-8")
    result = run("build")
    assert result.code == 1
    assert f"mkdocs.yml:{text.count(chr(10)) + 2}: YAML 里不能用标签 !!python/" in result.err
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("- 标语: slogans.md", '- 标语: "https://[abc"', "网址写错了"),
        ('!ENV [SITE_URL, ""]', '"https://["', "网址写错了"),
        ("docs_dir: docs", "INHERIT: other.yml", "不能用 INHERIT"),
    ],
)
def test_settings_that_mkdocs_would_stumble_over_are_told(
    project: Project, run: Run, old: str, new: str, words: str
) -> None:
    text = project.config.read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    project.config.write_text(text.replace(old, new), encoding="utf-8")
    result = run("check")
    assert result.code == 1
    assert f"mkdocs.yml:{line}: {words}" in result.err


def test_a_name_in_another_encoding_is_told(project: Project) -> None:
    (project.docs / "\udcb0\udca2.md").write_text("甲\n", encoding="utf-8")
    with pytest.raises(ContentErrors, match="文件名里有不能用的字符"):
        read_campaign(project)


@pytest.mark.parametrize("name", ["别处.md", "别处", "别处.png"])
def test_nothing_behind_a_link_is_published(project: Project, run: Run, tmp_path: Path, name: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.md").write_text("机密\n", encoding="utf-8")
    (project.docs / name).symlink_to(elsewhere if name == "别处" else elsewhere / "a.md")
    result = run("build")
    assert result.code == 1
    assert f"docs/{name}: docs 里不能用符号链接" in result.err
    assert not project.site.exists()


def test_what_the_other_tests_write_is_gone(shared: Project) -> None:
    assert shared.docs.joinpath("slogans.md").read_text(encoding="utf-8") == SLOGANS
    assert isinstance(read_campaign(shared).facts, Facts)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("con.png", "Windows 上不能用这个名字：con.png"),
        ("a:b?.png", "文件名里有不能用的字符"),
        ("a\nb.png", "文件名里有不能用的字符"),
        ("图" * 60 + ".png", "文件名太长"),
    ],
)
def test_a_picture_has_a_name_that_every_disk_takes(project: Project, run: Run, name: str, words: str) -> None:
    (project.docs / name).write_bytes(b"")
    result = run("check")
    assert result.code == 1
    assert words in result.err
    assert "Traceback" not in result.err


def test_pictures_and_folders_differ_by_more_than_case(project: Project, run: Run) -> None:
    for name in ("A.png", "a.png"):
        Image.new("RGB", (4, 4)).save(project.docs / name)
    assert "docs/a.png: 与 docs/A.png 只有大小写不同" in run("check").err


@pytest.mark.parametrize("ending", ["md", "png"])
def test_names_composed_of_other_signs_are_one_name(project: Project, run: Run, ending: str) -> None:
    for form in ("NFC", "NFD"):
        (project.docs / f"{unicodedata.normalize(form, 'Café')}.{ending}").write_bytes("甲\n".encode())
    assert "看起来是同一个名字（提示：" in run("check").err


def test_a_pipe_among_the_pages_is_told_and_not_waited_for(project: Project, run: Run) -> None:
    os.mkfifo(project.docs / "p.md")
    assert "docs/p.md: 不是普通文件" in run("check").err


def test_files_that_systems_hide_are_nobodys_fault(project: Project, run: Run) -> None:
    (project.docs / ".DS_Store").write_bytes(b"x")
    assert run("check").code == 0
