"""What was decided: the line that answers a command, and the log of a submission."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from intake.errors import SEPARATOR
from intake.locale import N_
from intake.model import Decision
from intake.render.page import Line, short
from intake.render.remarks import REMARKS
from intake.render.safe import one_line
from intake.render.view import View, moment
from intake.render.words import FIELDS, STATUSES
from intake.workflow import label_of, takes_back

NOTHING = "—"
VALUE = 40  # characters of a value that was changed

#: What a log may tell beside the fields of a record.
CHANGED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "assignee": N_("Assignee"),
        "duplicate_of": N_("Duplicate of"),
        "superseded_by": N_("Superseded by"),
        "until": N_("Held until"),
        "separation": N_("earlier reviews by"),
        "text": N_("Text"),
        "confidence": N_("Confidence"),
        "speakers": N_("Speaker"),
        "sections": N_("Outline"),
        "contributors": N_("Contributors"),
        "credits": N_("Credits"),
        "salutation": N_("Salutation"),
        "speech_type": N_("Speech type"),
        "contact.name": N_("Contact"),
        "contact.phone": N_("Telephone"),
    }
)


def field_label(name: str) -> str:
    """Give the template of a field's name, or the name where there is none; the parts of a region are the region."""
    return CHANGED.get(name) or FIELDS.get(name) or FIELDS.get(name.partition(".")[0]) or one_line(name)


def decided(decision: Decision, view: View, log: Iterable[Decision] = ()) -> str:
    """Say in one line what a decision changed: the number, both statuses, who; and of an undo, what it undid."""
    said = f"{decision.number}  {step(decision, view)}  {one_line(decision.who)}"
    undone = _undone(decision, {each.id: each for each in log}, view)
    return f"{said}  [{undone}]" if undone else said


def step(decision: Decision, view: View) -> str:
    """Say from which status to which a decision led; what left it alone says what it was."""
    if decision.status_from is decision.status_to:
        return view.say(label_of(decision.action))
    return f"{view.say(STATUSES[decision.status_from])} → {view.say(STATUSES[decision.status_to])}"


def log_lines(decisions: Iterable[Decision], view: View, reasons: Mapping[str, str]) -> Iterator[Line]:
    """Lay out a log, oldest first: when, who, what, and why as a remark; `reasons` are the lexicon's by code."""
    log = {each.id: each for each in decisions}
    for each in log.values():
        text = f"{one_line(each.who)}  {what(each, view, log)}"
        said = filter(None, (why(each, view, reasons), _undone(each, log, view)))
        yield Line(moment(each.at, view), text, view.say(SEPARATOR).join(said))


def _undone(decision: Decision, log: Mapping[int, Decision], view: View) -> str:
    """Say whose decision was taken back, or put back in force by undoing that."""
    original = decision
    while original.undoes is not None and original.undoes in log:
        original = log[original.undoes]
    if original is decision:
        return ""
    back, again = N_("took back {action} by {who}"), N_("put back {action} by {who}")
    return view.say(back if takes_back(decision, log) else again).format(
        action=view.say(label_of(original.action)), who=one_line(original.who)
    )


def what(decision: Decision, view: View, log: Mapping[int, Decision]) -> str:
    """Say what was done, and where it led; the log, by id, tells an undo from a redo."""
    redone = decision.undoes in log and not takes_back(decision, log)
    label = view.say(N_("redo") if redone else label_of(decision.action))
    if decision.status_from is decision.status_to:
        return label
    return view.say(N_("{action}: {step}")).format(action=label, step=step(decision, view))


def why(decision: Decision, view: View, reasons: Mapping[str, str]) -> str:
    """Say the reason, the remark, and what else was changed."""
    return view.say(SEPARATOR).join(_why(decision, view, reasons))


def _why(decision: Decision, view: View, reasons: Mapping[str, str]) -> Iterator[str]:
    if decision.reason:
        yield one_line(reason(decision.reason, view, reasons))
    if decision.note:
        yield one_line(decision.note)
    for name, change in decision.changes.items():
        yield f"{view.say(field_label(name))} {change_words(change.old, change.new)}"


def reason(code: str, view: View, reasons: Mapping[str, str]) -> str:
    """Say an editor's code or the program's slug in words; one that the lexicon has not any more is shown as it is."""
    return reasons.get(code) or view.say(REMARKS.get(code, code))


def change_words(before: object, after: object) -> str:
    """Say what came in whose place; where nothing was before, or the same was confirmed, only what came."""
    old, new = _value(_apart(before, after)), _value(_apart(after, before))
    return f"{old} → {new}" if old not in {NOTHING, new} else new


def _apart(value: object, other: object) -> object:
    """Leave out of a list of sections or speakers what is in the other one, too."""
    if isinstance(value, list) and isinstance(other, list) and any(isinstance(each, dict) for each in value):
        return [each for each in value if each not in other]
    return value


def _value(value: object) -> str:
    if value is None or value in ("", []):
        return NOTHING
    text = "、".join(map(_words, value)) if isinstance(value, list | tuple) else _words(value)
    return short(one_line(text), VALUE)


def _words(value: object) -> str:
    """Say a speaker as name, unit and post, a section by its heading: what has parts by those that are texts."""
    if isinstance(value, Mapping):
        return " ".join(part for part in value.values() if part and isinstance(part, str))
    return str(value)
