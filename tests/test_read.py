"""The whole project read at once: every fault of every file in one report, checked through the command."""

from __future__ import annotations

import re

import pytest
from conftest import Run, edit, run_command

from campaign.content.read import read_campaign
from campaign.errors import ContentErrors, UsageError
from campaign.plan.all import plan
from campaign.plan.kinds import Selection
from campaign.project import Project

TOPIC = "---\ntitle: {title}\nsummary: 一句话\ncategory: 消防\norder: {order}\n---\n\n正文\n"


def lines(project: Project) -> list[str]:
    with pytest.raises(ContentErrors) as caught:
        read_campaign(project)
    return str(caught.value).splitlines()


def write(project: Project, name: str, text: str | bytes) -> None:
    path = project.docs / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


def test_a_project_is_read_whole(project: Project) -> None:
    write(project, "knowledge/b.md", TOPIC.format(title="乙", order=2))
    write(project, "knowledge/a.md", TOPIC.format(title="甲", order=3))
    write(project, "knowledge/index.md", "---\ntitle: 应急知识\n---\n")
    write(
        project, "index.md", '---\ntitle: 首页\nblocks:\n  - title: 甲\n    text: ["{{ campaign.month }}一", 二]\n---\n'
    )
    campaign = read_campaign(project)
    assert [slogan.theme for slogan in campaign.slogans] == [True, False, False]
    assert [topic.title for topic in campaign.topics] == ["乙", "甲"]
    assert campaign.topics[0].url == "knowledge/b.html"
    assert campaign.home["blocks"] == [{"title": "甲", "text": ["6月一", "二"]}]
    assert len(campaign.pages) == 5
    assert campaign.site_url == ""


def test_faults_of_all_files_come_in_one_report_and_the_kit_is_not_touched(project: Project, run: Run) -> None:
    write(project, "a.md", "---\nnosuch: 1\n---\n")
    write(project, "b.md", "一\n\n{{ campaign.nosuch }}\n")
    write(project, "c.md", b"ok\n" + b"\xff\xfe")
    edit(project.config, "ordinal: 22", "ordinal: 零")
    edit(project.docs / "slogans.md", "床边不*用火*", "床边不*用火")
    result = run("kit")
    assert result.code == 1
    told = [line.split(": ")[0] for line in result.err.splitlines()]
    assert told[:3] == ["docs/a.md:2", "docs/c.md:2", "mkdocs.yml:7"]  # the rest needs the facts
    assert "共 3 处需要修改" in result.err
    assert "Traceback" not in result.err
    assert not project.kit.exists()


def test_content_faults_are_told_even_when_the_facts_are_right(project: Project) -> None:
    write(project, "b.md", "一\n\n{{ campaign.nosuch }}\n")
    edit(project.docs / "slogans.md", "床边不*用火*", "床边不*用火")
    told = lines(project)
    assert [line.split(": ")[0] for line in told] == ["docs/b.md:3", "docs/slogans.md:6"]


def test_facts_inside_code_fences_are_not_checked(project: Project) -> None:
    write(project, "b.md", "```\n{{ campaign.nosuch }}\n```\n\n\\{{ campaign.nosuch }}\n")
    assert len(read_campaign(project).pages) == 2


def test_an_unknown_fact_in_the_home_pages_blocks_is_told(project: Project) -> None:
    write(project, "index.md", '---\nblocks:\n  - title: 甲\n    text: ["{{ campaign.nosuch }}"]\n---\n')
    assert lines(project)[0].startswith("docs/index.md:")


def test_slogans_of_two_pages_may_not_share_a_name(project: Project) -> None:
    write(project, "more.md", "## 组 {.slogans}\n\n- 病房不抽烟 床边不用火\n")
    told = lines(project)
    assert len(told) == 1
    assert re.match(r"docs/slogans\.md:6: 标语重名：.+与 docs/more\.md:3 相同", told[0])


def test_a_knowledge_page_must_say_what_its_card_shows(project: Project) -> None:
    write(project, "knowledge/a.md", "---\ntitle: 甲\nsummary: 乙\n---\n")
    write(project, "knowledge/b.md", TOPIC.format(title="乙", order="1\nillustration: nosuch"))
    told = lines(project)
    assert told[0].startswith("docs/knowledge/a.md:1: 知识页缺少 category（提示：")
    assert told[1].startswith("docs/knowledge/b.md:6: illustration 的值不对：nosuch")


def test_footnotes_and_what_looks_like_them_pass(project: Project) -> None:
    text = "甲[^1] 乙[^注]，`[^a-z]` [^甲]\n\n```\n[^3]: 甲[^4]\n```\n<!-- [^5]: 甲 -->\n\n[^1]: 丙[^2]\n> [^2]: 丁\n\n"
    write(project, "a.md", text + "- 戊\n\n    [^注]: 己\n- [^6]: 庚\n")
    assert len(read_campaign(project).pages) == 2


def test_two_pages_of_one_address_are_told(project: Project) -> None:
    for name in ("index.md", "README.md", "b/README.md"):
        write(project, name, "甲\n")
    assert lines(project) == [
        "docs/index.md: 与 docs/README.md 会成为同一个网页（提示：README.md 就是 index.md；改名或删去其中一个）"
    ]


def test_the_page_readme_is_its_folders_index(project: Project) -> None:
    write(project, "README.md", "---\ntitle: 首页\nblocks: []\n---\n")
    write(project, "knowledge/README.md", "---\ntitle: 应急知识\n---\n")
    campaign = read_campaign(project)
    assert [page.url for page in campaign.pages] == ["index.html", "knowledge/index.html", "slogans.html"]
    assert campaign.home["title"] == "首页"
    assert campaign.topics == ()


def test_a_folder_and_a_dangling_link_named_like_pages_are_faults_not_crashes(project: Project, run: Run) -> None:
    (project.docs / "folder.md").mkdir()
    (project.docs / "link.md").symlink_to("nowhere.md")
    result = run("check")
    assert result.code == 1
    assert "docs/folder.md: 文件无法读取" in result.err
    assert "docs/link.md: docs 里不能用符号链接" in result.err


def test_control_characters_in_the_settings_are_a_fault_not_a_crash(project: Project) -> None:
    edit(project.config, "ordinal: 22", "ordinal: 22\x07")
    result = run_command("-C", project.root, "check")
    assert result.code == 1
    assert "Traceback" not in result.err
    assert "mkdocs.yml" in result.err


def test_windows_files_with_byte_order_marks_give_the_same_campaign(project: Project) -> None:
    before = read_campaign(project)
    for path in (project.config, project.docs / "slogans.md"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    after = read_campaign(project)
    assert after.slogans == before.slogans
    assert after.facts == before.facts


def test_the_sites_address_may_come_from_the_environment(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/a/")
    assert read_campaign(project).site_url == "https://example.org/a/"
    monkeypatch.setenv("SITE_URL", "example.org")
    assert re.match(r"mkdocs\.yml:\d+: site_url 不是网址：example\.org（提示：写成 https", lines(project)[0])


def test_a_folder_without_settings_says_what_to_do(project: Project, run: Run) -> None:
    project.config.unlink()
    result = run("check")
    assert result.code == 1
    assert "mkdocs.yml: 这里没有 mkdocs.yml" in result.err
    assert "campaign new" in result.err


def test_settings_without_a_campaign_are_a_fault(project: Project) -> None:
    project.config.write_text("site_name: x\n", encoding="utf-8")
    assert "缺少 extra.campaign" in lines(project)[0]


def test_check_passes_on_good_content_and_writes_nothing(project: Project, run: Run) -> None:
    result = run("check")
    assert (result.code, result.err) == (0, "")
    assert "没有发现问题：1 页，3 条标语" in result.out
    assert not project.build.exists()


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (Selection(kinds=("flag",)), "没有名为 flag 的种类"),
        (Selection(formats=("a9",)), "没有名为 a9 的尺寸"),
        (Selection(slogan="没有这几个字"), "没有含“没有这几个字”的标语"),
    ],
)
def test_a_selection_that_names_nothing_is_refused(project: Project, wanted: Selection, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        plan(read_campaign(project), wanted)
