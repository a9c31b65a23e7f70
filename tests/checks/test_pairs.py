from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.checks.copy import Copy
from intake.checks.pairs import unpaired
from intake.model import Lexicon, Standard

Found = Callable[..., list[tuple[str, str, str]]]
PAIRS = ["“”", "‘’", "《》", "（）", "()", "【】", "「」", "（)"]


def balanced(steps: list[str]) -> str:
    """Write a text in which every sign has its partner: "" closes the innermost, a pair opens."""
    text, open_ = "", []
    for step in steps:
        if step in PAIRS:
            text += step[0]
            open_.append(step[1])
        else:
            text += step or (open_.pop() if open_ else "")
    return text + "".join(reversed(open_))


BALANCED = st.lists(st.sampled_from(["", "字", "句，", *PAIRS]), max_size=24).map(balanced)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("抓“头雁，带群雁。", "“"),
        ("抓头雁”，带群雁。", "”"),
        ("学习《条例，落实到位。", "《"),
        ("全市（街道会议。", "（"),
        ('抓"头雁，带群雁。', '"'),
        ("抓“头雁’带群雁”。", "’"),
        ("用好AI”。", "”"),
        ("’", "’"),
    ],
)
def test_a_sign_without_a_partner_is_told(text: str, quote: str, found: Found) -> None:
    assert ("unpaired", quote, "") in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "当好企业的“合伙\n人”",
        "他说：“第一段。\n“第二段。”",
        "1）学习\n2）落实\n一）党建\na) 好",
        'it’s 5" wide',
        "（一）党建\n（二）产业",
        "《关于“三农”工作的意见》",
        "全市（街道)会议",
    ],
)
def test_pairs_over_two_lines_numbers_and_latin_words_raise_no_alarm(text: str, found: Found) -> None:
    assert [one for one in found(text) if one[0] == "unpaired"] == []


@given(BALANCED, st.data())
def test_what_is_balanced_is_silent_and_a_lost_sign_is_noticed(
    lexicon: Lexicon, text: str, data: st.DataObject
) -> None:
    def alone(changed: str) -> int:
        return len(list(unpaired(Copy(changed, None, Standard(lexicon), 2026))))

    assert alone(text) == 0
    signs = [place for place, sign in enumerate(text) if sign not in "字句，。"]
    if signs:
        lost = data.draw(st.sampled_from(signs))
        assert alone(text[:lost] + text[lost + 1 :]) >= 1
