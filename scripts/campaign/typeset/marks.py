"""Chinese punctuation at the ends of lines (kinsoku): which marks open, which close, and what they belong to."""

from __future__ import annotations

CLOSING = frozenset("，。、；：！？”’）》】〕」』")  # ink in the left half of the em
OPENING = frozenset("“‘（《【〔「『")  # ink in the right half
# Never first on a line: closing marks, and what belongs to the character before it (art direction, "Punctuation").
NO_START = CLOSING | frozenset("·…—–～~％%‰℃°々ー!?,.:;)]}>〉″′")
NO_END = OPENING | frozenset("([{<〈￥¥$￡€№#")


def may_part(text: str, at: int) -> bool:
    """Whether a line of the text may end before character `at`, as far as its marks say."""
    return text[at] not in NO_START and text[at - 1] not in NO_END
