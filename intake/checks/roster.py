"""Name and post against the roster that the newsroom keeps."""

from collections.abc import Iterator, Sequence
from typing import Final

from intake.checks.copy import Copy
from intake.model import Finding, Office
from intake.signs import plain, squeeze

SLUGS: Final = frozenset({"roster_name", "roster_post"})


def against_roster(copy: Copy) -> Iterator[Finding]:
    """Compare each speaker with the roster; who and what it does not list is not judged."""
    record = copy.record
    if record is None or not copy.standard.roster:
        return
    found = record.evidence.get("speaker")
    spans = found.spans if found else ()
    for number, speaker in enumerate(record.speakers):
        unit, post = speaker.unit or record.unit, speaker.post or record.post
        here = [office for office in copy.standard.roster if unit and _same_unit(office.unit, unit)]
        slug, advice = _compared(here, _bare(speaker.name), _bare(post or ""))
        if slug:
            yield Finding(slug, f"{post or ''} {speaker.name}".strip(), spans[number : number + 1], advice)


def _compared(here: Sequence[Office], name: str, post: str) -> tuple[str, str]:
    """Tell what does not agree: the post is somebody else's, or the person has another one; "" where nothing is wrong."""
    posts = [office.post for office in here if _bare(office.name) == name]
    holders = [office.name for office in here if _bare(office.post) == post]
    if not post or any(_within(post, _bare(one)) for one in posts):
        return "", ""
    if posts:
        return "roster_post", " / ".join(posts)
    return ("roster_name", " / ".join(holders)) if holders else ("", "")


def _same_unit(one: str, other: str) -> bool:
    """Tell whether both name one unit, with its county or without."""
    one, other = _bare(one), _bare(other)
    return bool(one and other) and (one.endswith(other) or other.endswith(one))


def _within(post: str, other: str) -> bool:
    """Tell whether of several posts of a person the text names one, or the reverse: 党委书记、人大主席."""
    return bool(set(post.split("、")) & set(other.split("、")))


def _bare(text: str) -> str:
    return squeeze(plain(text))
