"""A page of every form, as an author writes it; what the tests of content templates share."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from conftest import REPOSITORY, SITE_URL, make_project

from campaign.compose.pages import compose_page
from campaign.compose.topic import TopicBrief, topic_brief
from campaign.content.forms import form_of
from campaign.content.model import Campaign, Topic
from campaign.content.read import read_campaign
from campaign.display import Sheet
from campaign.formats import Format, custom, formats
from campaign.project import Project

DOS = """
## 要与不要

### 要这样做

- 站在上风方向，背对安全出口
- 火灭之后留人看守，防止复燃

### 不要这样做

- 不要对着人喷射
- 火势失控时不要恋战，马上撤离
"""
HEAD = "---\ntitle: {title}\nsubtitle: {subtitle}\nsummary: 一句摘要\ncategory: 消防\naudience: 全体职工\n"
STEPS = (
    HEAD.format(title="灭火器使用四步", subtitle="提、拔、握、压")
    + """illustration: ext-1
look: safety
---

## 一句话记住

先报警，站上风，对准火焰根部。

## 四个步骤

1. **提起灭火器**：从箱内取下，手提提把，赶到起火点。{key=提 picture=ext-1}
2. **拔出保险销**：拉断铅封，握住拉环，拔出保险销。{key=拔 picture=ext-2}
3. **握住喷管前端**：喷嘴对准火焰根部，相距2—3米。{key=握 picture=ext-3}
4. **压下压把**：由近及远左右扫射，直到完全熄灭。{key=压 picture=ext-4}
"""
    + DOS
)
FIVE = (
    HEAD.format(title="动火作业怎么管", subtitle="批、清、隔、看、查")
    + """illustration: welding
look: warn
---

## 五个步骤

1. **先审批**：办动火票，写明时段、位置、操作人。{key=批}
2. **清可燃物**：油漆、稀料、酒精、纸箱，统统搬走。{key=清}
3. **隔开火花**：用不燃材料围挡，孔洞缝隙先堵严。{key=隔}
4. **专人看护**：监护人不离场，灭火器放在手边。{key=看}
5. **收工复查**：断电关气，查清余火和高温件再走。{key=查}
"""
    + DOS
)
CHECKLIST = (
    HEAD.format(title="班前五分钟安全检查", subtitle="五分钟，查五项")
    + """look: calm
---

## 检查清单

- [ ] **看** 通道：疏散通道、安全出口畅通；防火门完好，无遮挡占用
- [ ] **查** 消防：灭火器在位，指针在绿区；应急照明、疏散指示亮起
- [ ] **验** 用电：无私拉乱接、超负荷用电；设备无异响、异味、发热
- [ ] **核** 危品：氧气瓶固定，远离火源热源；酒精等专柜、限量、上锁
- [ ] **问** 状态：当班人员状态良好，会应急；上一班隐患已交接、有跟进
"""
)
MESSAGE = (
    HEAD.format(title="电动车充电安全", subtitle="车不进楼，池不上床")
    + """illustration: socket
look: red
---

## 记住这几条

- **车不进楼**：门厅、走道、楼梯间都不停放
- **电池不进屋**：不提到病房、值班室里充
- **不拉飞线**：不从窗口、楼上甩线下来充电
- **充满即拔**：在集中充电点充，设定好时间
"""
    + DOS
)
CASE = (
    HEAD.format(title="一粒火花，29条生命", subtitle="某医院火灾").replace("消防", "动火")
    + """look: warn
case_line: 2023年4月18日　某市某医院　施工引发火灾
figure: 29人死亡
figure_source: 某市情况通报会，2023-04-19
deaths: 29
sign: fire
---

## 原因链 {#chain}

1. **交叉作业**：一边施工，一边切割。
2. **挥发气聚集**：与空气混成爆炸性气体。
3. **火花爆燃**：火花点着了混合气。

## 法律依据 {#law}

- **消防法第21条**：因施工需要动用明火的，事先办审批、落实消防安全措施。

## 必须 {#musts}

- 动火先审批
- 涂料没干不动火
- 可燃物先清走
- 监护人守现场
- 收工复查余火
"""
)
PAGES = {
    "knowledge/steps.md": STEPS,
    "knowledge/five.md": FIVE,
    "knowledge/checklist.md": CHECKLIST,
    "knowledge/message.md": MESSAGE,
    "cases/case.md": CASE,
}
# golden file -> page, size
PAGE_GOLDENS = {
    f"page-{name}-{size.split('-')[0]}": (name, size)
    for name in ("steps", "checklist", "message", "case")
    for size in ("a3", "phone-1080x1440", "tv-1920x1080")
}
NAMES = ("steps", "five", "checklist", "message", "case")


def with_pages(root: Path, pages: dict[str, str] | None = None) -> Project:
    """A project with these pages beside the tests' slogans."""
    project = make_project(root)
    for name, text in (pages or PAGES).items():
        path = project.docs / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return project


def own(root: Path) -> Campaign:
    """The pages above, with an address for codes."""
    return replace(read_campaign(with_pages(root)), site_url=SITE_URL)


def published() -> Campaign:
    """The repository's own pages."""
    return replace(read_campaign(Project(REPOSITORY)), site_url=SITE_URL)


def size_of(name: str) -> Format:
    """A format by name, or a size of one's own."""
    found = formats().get(name) or custom(name, "card" if name.endswith("px") else "print")
    assert found is not None
    return found


def topic_of(campaign: Campaign, slug: str) -> Topic:
    return next(topic for topic in (*campaign.topics, *campaign.cases) if topic.slug == slug)


def brief_of(campaign: Campaign, topic: Topic, size: str) -> TopicBrief:
    form = form_of(topic)
    assert form is not None
    return topic_brief(campaign, topic, form, size_of(size), topic.look)


def composed(campaign: Campaign, topic: Topic, size: str) -> Sheet:
    (sheet,) = compose_page(brief_of(campaign, topic, size))
    return sheet
