"""Relationships of parts: what word processors write is read without a parser, and means what a parser reads."""

from posixpath import dirname, join, normpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.reading.documents.relations import relations, resolved
from intake.reading.unreadable import Unreadable

SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEADS = [
    "",
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n',
    "<?xml version='1.0' encoding='utf-8'?>",
]
VALUES = st.lists(
    st.sampled_from(
        [
            "styles",
            "http://x/",
            "..",
            "/",
            "\\",
            " ",
            "'",
            "=",
            "&amp;",
            "&#x41;",
            "稿",
            "\n",
            "\t",
            "External",
        ]
    ),
    max_size=4,
).map("".join)


@st.composite
def parts(draw: st.DrawFn) -> bytes:
    one = st.builds(
        '<Relationship Id="{}" Type="{}" Target="{}"{}{}/>'.format,
        VALUES,
        VALUES,
        VALUES,
        st.sampled_from(["", ' TargetMode="External"', ' TargetMode="Internal"', ' x="y"']),
        st.sampled_from(["", " "]),
    )
    inside = "".join(draw(st.lists(one, max_size=4)))
    return f'{draw(st.sampled_from(HEADS))}<Relationships xmlns="{SPACE}">{inside}</Relationships>'.encode()


@given(parts())
def test_what_is_usual_is_read_as_a_parser_reads_it(data: bytes) -> None:
    unusual = data.replace(b"</Relationships>", b"<!-- for a parser --></Relationships>")
    assert relations(data, "x") == relations(unusual, "x")


def test_external_targets_are_left_out_and_of_one_kind_the_last_counts() -> None:
    inside = "".join(
        f'<Relationship Id="r" Type="http://x/{kind}" Target="{target}"{mode}/>'
        for kind, target, mode in [
            ("styles", "a.xml", ""),
            ("styles", "b.xml", ""),
            ("image", "http://e.test/i.png", ' TargetMode="External"'),
        ]
    )
    data = f'<Relationships xmlns="{SPACE}">{inside}</Relationships>'.encode()
    assert relations(data, "x") == {"styles": "b.xml"}


@pytest.mark.parametrize(
    "broken",
    [
        '<Relationship Id="a" Id="b" Type="x/styles" Target="s.xml"/>',
        '<Relationship Id="a" Type="x/styles" Target="s<xml"/>',
        '<Relationship Id="a" Type="x/styles" Target="s&xml"/>',
        '<Relationship Id="a" Type="x/styles" Target="s.xml">',
        "</Relationships>",
    ],
)
def test_what_is_no_xml_is_refused(broken: str) -> None:
    with pytest.raises(Unreadable, match="corrupted: the part"):
        relations(f'<Relationships xmlns="{SPACE}">{broken}</Relationships>'.encode(), "the part")


STEPS = st.lists(
    st.sampled_from(["word", "a.xml", "..", ".", "", "\\", "稿", "x..y", ".a", "-"]), max_size=5
).map("/".join)


@given(STEPS, STEPS)
def test_a_target_is_resolved_as_a_path_is(source: str, target: str) -> None:
    seen_from = resolved("", source)
    assert resolved(seen_from, target) == normpath(join("/", dirname(seen_from), target.replace("\\", "/")))


def test_what_is_declared_wrongly_is_refused() -> None:
    with pytest.raises(Unreadable, match="corrupted"):
        relations(f"""<?xml version="1.0'?><Relationships xmlns="{SPACE}"></Relationships>""".encode(), "x")
