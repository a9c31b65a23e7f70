import pickle

from intake.reading.unreadable import Unreadable


def test_it_says_its_detail_where_it_has_one() -> None:
    assert str(Unreadable("encrypted")) == "encrypted"
    assert str(Unreadable("mime_depth", "deeper than 50")) == "mime_depth: deeper than 50"


def test_it_is_the_same_in_another_process() -> None:
    there = pickle.loads(pickle.dumps(Unreadable("mime_depth", "deeper than 50")))
    assert (there.code, there.detail, str(there)) == (
        "mime_depth",
        "deeper than 50",
        "mime_depth: deeper than 50",
    )
