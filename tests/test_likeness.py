from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.likeness import SIMILAR, Anchor, Features, Relation, match, may_correct, resemblance, similarity
from intake.likeness import relate as judge
from intake.workflow import Status

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
#: A returned speech of an office, and its second version.
ELDER = Features(
    id=1,
    message_id=1,
    arrived=NOON,
    status=Status.PENDING,
    archived=False,
    address="hekou@example.org",
    fingerprint="e" * 64,
    file="1" * 64,
    ordinal=0,
    correction=False,
    speaker="林远山",
    title="把实事办到群众心坎上",
)
NEWER = replace(
    ELDER,
    id=2,
    message_id=2,
    arrived=NOON + timedelta(days=1),
    fingerprint="f" * 64,
    file="2" * 64,
    correction=True,
)
ANOTHER = replace(NEWER, correction=False, speaker="周明", title="以赛促干开新局")


def relate(newcomer: Features, others: list[Features], close: tuple[int, ...] = ()) -> Relation:
    """Relate where only the texts of the others given by id are similar."""
    return judge(newcomer, others, lambda _, other: SIMILAR if other.id in close else 0.0)


@pytest.mark.parametrize("same", [{"fingerprint": ELDER.fingerprint}, {"file": ELDER.file}])
def test_equal_content_of_the_same_address_is_a_duplicate_and_of_another_a_hint(same: dict[str, str]) -> None:
    again = replace(ANOTHER, **same)  # type: ignore[arg-type]  # texts for texts
    assert relate(again, [ELDER]) == Relation(duplicate_of=1)
    assert relate(replace(again, address="other@example.org"), [ELDER]) == Relation(look_alikes=(1,))
    assert relate(replace(again, address=""), [replace(ELDER, address="")]) == Relation(look_alikes=(1,))


def test_a_copy_of_a_copy_repeats_the_original() -> None:
    copy = replace(ELDER, id=2, message_id=2, status=Status.DUPLICATE)
    assert relate(replace(ELDER, id=3, message_id=3), [ELDER, copy]).duplicate_of == 1
    assert relate(replace(ELDER, id=3, message_id=3), [copy]).duplicate_of == 2


def test_texts_that_tell_nothing_are_not_alike() -> None:
    bare = replace(ELDER, fingerprint="", file="", speaker="", title="", address="")
    assert relate(replace(bare, id=2, message_id=2, correction=True), [bare]) == Relation()


def test_two_speeches_of_one_file_are_two() -> None:
    second = replace(ELDER, id=2, ordinal=1, fingerprint="f" * 64, correction=True)
    assert relate(second, [ELDER]) == Relation()


def test_a_speech_that_stands_twice_in_a_mail_is_a_duplicate() -> None:
    assert relate(replace(ELDER, id=2, file="2" * 64), [ELDER]) == Relation(duplicate_of=1)


def test_nothing_is_hidden_behind_what_was_on_nobodys_list() -> None:
    archived = replace(ELDER, archived=True)
    assert relate(replace(ELDER, id=2, message_id=2), [archived]) == Relation(look_alikes=(1,))
    assert relate(replace(archived, id=2, message_id=2), [archived]) == Relation(duplicate_of=1)


def test_a_correction_may_go_back_to_a_version_that_another_took_the_place_of() -> None:
    superseded = replace(ELDER, status=Status.SUPERSEDED)
    back = replace(ELDER, id=3, message_id=3, arrived=NOON + timedelta(days=2), correction=True)
    assert relate(back, [superseded]) == Relation(look_alikes=(1,))
    assert relate(replace(back, correction=False), [superseded]) == Relation(duplicate_of=1)


@pytest.mark.parametrize("status", [Status.PENDING, Status.NEEDS_MATERIAL, Status.RETURNED])
def test_a_correction_takes_the_place_of_an_undecided_elder(status: Status) -> None:
    relation = relate(NEWER, [replace(ELDER, status=status)])
    assert relation == Relation(revision_of=1, supersedes=1)


@pytest.mark.parametrize(
    "status",
    [Status.SECOND_REVIEW, Status.FINAL_REVIEW, Status.ACCEPTED, Status.PUBLISHED, Status.HELD],
)
def test_a_correction_of_what_an_editor_passed_is_linked_and_left_to_the_editor(status: Status) -> None:
    assert relate(NEWER, [replace(ELDER, status=status)]) == Relation(revision_of=1, look_alikes=(1,))


@pytest.mark.parametrize(
    "status",
    [Status.REJECTED, Status.DUPLICATE, Status.SUPERSEDED, Status.WITHDRAWN, Status.DISMISSED],
)
def test_a_correction_of_what_is_closed_is_a_hint(status: Status) -> None:
    assert relate(NEWER, [replace(ELDER, status=status)]) == Relation(look_alikes=(1,))


@pytest.mark.parametrize(
    ("change", "relation"),
    [
        ({"speaker": "周明"}, Relation(look_alikes=(1,))),  # another speaker of one meeting
        ({"speaker": ""}, Relation(revision_of=1, supersedes=1)),  # the title agrees
        ({"title": "把实事办到\n群众心坎上！"}, Relation(revision_of=1, supersedes=1)),
        ({"title": ""}, Relation(revision_of=1, supersedes=1)),  # the speaker agrees
        ({"title": "另一个题目"}, Relation(look_alikes=(1,))),  # people speak twice
        (
            {"title": "另一个题目", "file": ELDER.file, "ordinal": 1},
            Relation(revision_of=1, supersedes=1),
        ),
        ({"title": "另一个题目", "speaker": "周明"}, Relation()),
        ({"title": "", "speaker": ""}, Relation()),
        ({"correction": False}, Relation(look_alikes=(1,))),
        ({"address": "other@example.org"}, Relation(look_alikes=(1,))),
    ],
)
def test_a_correction_needs_its_word_the_address_and_speaker_or_title(
    change: dict[str, object], relation: Relation
) -> None:
    assert relate(replace(NEWER, **change), [ELDER]) == relation  # type: ignore[arg-type]  # what fits


def test_of_two_speeches_by_one_speaker_a_correction_takes_the_one_of_its_title() -> None:
    other = replace(ELDER, id=7, message_id=7, title="以赛促干开新局", fingerprint="7" * 64, file="7" * 64)
    assert relate(NEWER, [ELDER, other]) == Relation(revision_of=1, supersedes=1, look_alikes=(7,))
    neither = replace(NEWER, title="没有见过的题目")
    assert relate(neither, [ELDER, other]) == Relation(look_alikes=(1, 7))


def test_a_correction_under_another_title_takes_a_place_where_the_text_is_similar() -> None:
    renamed = replace(NEWER, title="另一个题目")
    assert relate(renamed, [ELDER], close=(1,)) == Relation(revision_of=1, supersedes=1)
    assert relate(replace(ELDER, id=3, message_id=3), [renamed]) == Relation(look_alikes=(2,))


def test_of_several_versions_of_one_title_only_the_last_gives_way() -> None:
    second = replace(ELDER, id=2, message_id=2, fingerprint="2" * 64, file="2" * 64)
    third = replace(NEWER, id=3, message_id=3, file="3" * 64)
    assert relate(third, [ELDER, second]) == Relation(revision_of=2, supersedes=2, look_alikes=(1,))
    assert relate(third, [ELDER, second], close=(1,)) == Relation(
        revision_of=1, supersedes=1, look_alikes=(2,)
    )


def test_of_speeches_of_one_title_a_correction_takes_that_of_its_speaker() -> None:
    speakers = ("林远山", "周明", "何秀")
    three = [
        replace(ELDER, id=n, message_id=n, fingerprint=f"{n}" * 64, file=f"{n}" * 64, speaker=speaker)
        for n, speaker in enumerate(speakers, 1)
    ]
    newer = replace(NEWER, id=9, message_id=9, fingerprint="9" * 64, file="9" * 64, speaker="周明")
    assert relate(newer, three) == Relation(revision_of=2, supersedes=2, look_alikes=(1, 3))
    unsigned = replace(newer, speaker="")
    assert relate(unsigned, three) == Relation(look_alikes=(1, 2, 3))
    assert relate(unsigned, three, close=(3,)) == Relation(revision_of=3, supersedes=3, look_alikes=(1, 2))


def test_a_correction_that_has_its_elder_takes_no_other() -> None:
    late = replace(ELDER, id=3, message_id=3)
    assert relate(late, [replace(NEWER, revised=True)]) == Relation(look_alikes=(2,))


def test_what_is_read_after_its_correction_gives_way_to_it() -> None:
    late = replace(ELDER, id=3, message_id=3)
    assert relate(late, [NEWER]) == Relation(superseded_by=2)
    assert relate(replace(late, status=Status.ACCEPTED), [NEWER]) == Relation(look_alikes=(2,))


@given(
    st.lists(st.sampled_from([ELDER, NEWER, ANOTHER]), max_size=4),
    st.sampled_from([ELDER, NEWER, ANOTHER]),
)
def test_a_submission_is_at_most_one_thing_to_others(others: list[Features], newcomer: Features) -> None:
    stored = [replace(other, id=n, message_id=n) for n, other in enumerate(others, start=1)]
    relation = relate(replace(newcomer, id=9, message_id=9), stored)
    said = [relation.duplicate_of, relation.superseded_by, relation.revision_of]
    assert sum(each is not None for each in said) <= 1
    assert relation.supersedes not in relation.look_alikes


def test_resemblance_is_mutual() -> None:
    for one in (ELDER, NEWER, ANOTHER):
        for other in (ELDER, NEWER, ANOTHER):
            assert resemblance(one, other) == resemblance(other, one)


LONG = (
    "一年来,我们坚持把群众的小事当作大事来办,解决了停车、养老、托幼等一批难题,"
    "群众的笑容更多了,干部的脚步更实了。下一步,我们将一件接着一件办,一年接着一年干。"
)


@given(st.text())
def test_a_text_is_similar_to_itself_unless_it_is_too_short_to_tell(text: str) -> None:
    assert similarity(text, text) in {0.0, 1.0}
    assert similarity(LONG + text, LONG + text) == 1.0


def test_a_few_changed_words_leave_a_text_similar_and_another_text_is_not() -> None:
    assert similarity(LONG, LONG.replace("养老", "养老助餐")) > 0.5
    assert similarity(LONG, "全镇上下拧成一股绳,把防汛备汛的每一个环节都抓实抓细,确保安全度汛。" * 2) == 0.0


def anchors(*texts: str, source: str = "2", first: int = 0) -> list[Anchor]:
    return [Anchor(source, n, text if len(text) > 3 else "", text) for n, text in enumerate(texts, first)]


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        (anchors("甲甲甲甲", "乙乙乙乙"), anchors("甲甲甲甲", "乙乙乙乙"), {0: 0, 1: 1}),
        # one more speech was found in front
        (anchors("甲甲甲甲", "乙乙乙乙"), anchors("丙丙丙丙", "甲甲甲甲", "乙乙乙乙"), {0: 1, 1: 2}),
        # another text in the same place
        (anchors("甲甲甲甲"), anchors("丁丁丁丁"), {0: 0}),
        # texts too short to tell stay in their places
        (anchors("甲", "甲"), anchors("甲", "甲"), {0: 0, 1: 1}),
        # one text for several speeches of a file
        (anchors("甲甲甲甲", "甲甲甲甲"), anchors("甲甲甲甲", "甲甲甲甲"), {0: 0, 1: 1}),
        # moved to another place and slightly changed
        (anchors(LONG), anchors(LONG + "谢谢大家。", source="body"), {0: 0}),
        (anchors(LONG), anchors("另一篇", source="body"), {}),
        (anchors(LONG, "甲甲甲甲"), anchors(), {}),
    ],
)
def test_what_became_of_each_text_in_another_reading(
    old: list[Anchor], new: list[Anchor], pairs: dict[int, int]
) -> None:
    assert match(old, new) == pairs


@given(st.permutations([LONG + name for name in "甲乙丙丁"]), st.integers(0, 4))
def test_texts_that_only_moved_are_all_found(texts: list[str], left: int) -> None:
    old = anchors(*sorted(texts))
    pairs = match(old, anchors(*texts[:left]))
    assert {old[here].text for here in pairs} == set(texts[:left])
    assert all(old[here].text == texts[there] for here, there in pairs.items())


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.RETURNED, Status.REJECTED, Status.DISMISSED])
def test_a_speech_sent_again_after_it_was_turned_away_is_not_hidden(status: Status) -> None:
    again = replace(ELDER, id=NEWER.id)
    relation = relate(again, [replace(ELDER, status=status)])
    assert relation.duplicate_of is None
    copy = replace(ELDER, status=Status.DUPLICATE, stands=status)
    assert relate(again, [copy]) == Relation(look_alikes=(1,))
    assert relate(again, [replace(copy, stands=Status.ACCEPTED)]).duplicate_of == 1


@pytest.mark.parametrize(
    ("change", "close", "hint"),
    [
        ({}, 0.0, True),
        ({"title": "另一个题目"}, SIMILAR, True),
        ({"title": "另一个题目"}, 0.0, False),  # people speak twice
        ({"speaker": "周明"}, 1.0, False),
        ({"correction": False}, 1.0, False),
        ({"address": ELDER.address}, 1.0, False),  # a revision, not a hint
        ({"arrived": NOON - timedelta(days=1)}, 1.0, False),
    ],
)
def test_a_correction_from_another_address_may_be_meant_for_an_elder(
    change: dict[str, object], close: float, *, hint: bool
) -> None:
    newer = replace(replace(NEWER, address="county@example.org"), **change)  # type: ignore[arg-type]  # what fits
    assert may_correct(newer, ELDER, lambda *_: close) is hint
