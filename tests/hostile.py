"""What nobody should type and somebody will: texts and YAML for property-based tests of every reader."""

from __future__ import annotations

from hypothesis import strategies as st

from campaign.errors import ContentErrors, SourceError

ODD = [
    *(
        "😀👩‍👩‍👧",
        "\u202e右到左\u202c",
        "שלום",
        "e\u0301\u0302\u0303",
        "\u200b\u200d\ufeff",
        "\ufffe\uffff",
        "\x85\u2028\u2029",
    ),
    *("𠀀𪚥𫝀𬺰𰀀𱍐", "\x00", "\x07\x1b[31m", "\t", "\r", "　", "％", "{{ campaign.theme }}", "{{ campaign.nosuch }}"),
    *(
        "<script>alert(1)</script>",
        "</script><img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "]]>",
        "<!--",
        "&lt;&#0;",
    ),
    *(
        "../../x",
        "..\\..\\x",
        "/etc/passwd",
        "con",
        "nul.md",
        "a.",
        "a ",
        "A",
        "a",
        "长" * 300,
        "a\x00b.mp4",
        "%2e%2e/",
    ),
    *("'", '"', "`", "*", "**", "|", "#", "- ", "1. ", "{", "}", "{#", "{.slogans}", "{#../../x}", "[", "](", "](a.md"),
    *(
        "&a [*a]",
        "*nosuch",
        "!!bool x",
        "!!timestamp x",
        "!!python/object/apply:os.system [x]",
        "!ENV [[a], b]",
        "[" * 200,
    ),
    *("9999年12月31日", "6月18日 25:00", "99:99—00:00", ".nan", ".inf", "0x" + "f" * 40, "2023-02-30", "~", "1e999"),
]
WORDS = st.sampled_from(ODD) | st.text(max_size=8)
LINES = st.lists(WORDS, max_size=5).map("".join)
LONG = st.builds(lambda word, count: word * count, WORDS, st.sampled_from([1, 1, 1, 40])) | st.sampled_from(
    ["甲" * 10_000, "](a.md" * 1700, "![a](" * 2000, "`" * 10_000, "{{ campaign." * 800]
)
NESTED = st.recursive(
    LINES | st.integers() | st.floats() | st.booleans() | st.none() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(LINES, inner, max_size=3),
    max_leaves=6,
)


def faults(error: SourceError | ContentErrors) -> list[SourceError]:
    """One by one."""
    return error.errors if isinstance(error, ContentErrors) else [error]


def check_told(error: SourceError | ContentErrors, *files: str) -> None:
    """Every message begins with a file of these and says in Chinese what is wrong, on its own line."""
    assert faults(error)
    for one in faults(error):
        assert one.span.path.startswith(files), str(one)
        assert any("\u4e00" <= char <= "\u9fff" for char in one.message), str(one)


def check_lines(error: SourceError | ContentErrors) -> None:
    """Every message names a line, too."""
    assert all(one.span.line for one in faults(error)), str(error)
