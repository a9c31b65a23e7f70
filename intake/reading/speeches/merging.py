"""The lines of one byline put together."""

from collections.abc import Iterable
from dataclasses import replace

from intake.model import Speaker
from intake.reading.speeches.byline import DOUBTS, Byline


def merged(bylines: Iterable[Byline]) -> Byline:
    """Put the lines of one byline together: what a later line adds, and whom it adds."""
    result = Byline()
    for byline in bylines:
        result = _merged(result, byline) if result else byline
    return result


def _merged(one: Byline, other: Byline) -> Byline:
    if one.speakers and other.speakers:
        new = [
            speaker
            for speaker in other.speakers
            if speaker.name not in {known.name for known in one.speakers}
        ]
        filled = one if one.post else replace(one, unit=one.unit or other.unit, post=other.post)
        return replace(filled, speakers=(*_filled(one.speakers, filled), *new))
    unit = _units(one, other)
    post = one.post or other.post
    both = replace(one, unit=unit, post=post, others=(*one.others, *other.others))
    shape = "full" if (one.speakers or other.speakers) and post and unit else one.shape
    shape = next((doubt for doubt in DOUBTS if doubt in one.shape + other.shape), shape)
    speakers = one.speakers or other.speakers
    return replace(both, speakers=_filled(speakers, both), shape=shape)


def _units(one: Byline, other: Byline) -> str | None:
    """Of a unit on a line of its own and one in front of the post, both: the first holds the second, or is its office."""
    if one.unit and other.unit and one.unit.startswith(other.unit):
        return other.unit
    if one.unit and other.unit and not one.post and one.unit not in other.unit:
        return one.unit + other.unit
    return other.unit if one.unit and other.unit and not one.post else one.unit or other.unit


def _filled(speakers: Iterable[Speaker], byline: Byline) -> tuple[Speaker, ...]:
    return tuple(
        replace(speaker, unit=speaker.unit or byline.unit, post=speaker.post or byline.post)
        for speaker in speakers
    )
