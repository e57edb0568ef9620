"""Whatever an author types, the Markdown extension makes a page of it."""

from __future__ import annotations

import contextlib
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_markdown import converter

from campaign.errors import SourceError

PIECES = r"""
## 甲 {.slogans}
### 要这样做
### 不要这样做
- 一|*二* {#a .screen look=red}
1. **甲**：乙 {key=提 picture=ext-1}
- [ ] 丙
- [x]
- ![](a.png) {key=1}
> - 一 {key=1}
{picture=../../x}
{key=提
{#}
{.}
{=}
```
~~~
{{ campaign.theme }}
{{ campaign.nosuch }}
\{{ x }}
<div markdown>
</div>
<ul>
<li>
<!--
-->
| a | b |
|---|---|
!!! note
[^1]
[^1]: 注 {key=x}
**
&#0;
""".splitlines()
BLANKS = ["    ", "- ", "1. ", "\x02", "\x03"]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(["<div markdown>", "<ul>", "<ul>"], "\n")
@example(["<div markdown>", "<ul>", "- 一 {key=1}", "<ul>"], "\n")
@example(["## 甲 {.slogans}", "<ul markdown>", "<ul>"], "\n")
@given(st.lists(st.sampled_from(PIECES + BLANKS) | st.text(max_size=12), max_size=14), st.sampled_from(["\n", "\n\n"]))
def test_no_text_makes_the_extension_fail(raw_facts: dict[str, Any], pieces: list[str], between: str) -> None:
    with contextlib.suppress(SourceError):
        assert isinstance(converter(raw_facts).convert(between.join(pieces)), str)
