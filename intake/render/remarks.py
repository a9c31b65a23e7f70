"""What the slugs of warnings and problems are called on the screen."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from intake.locale import N_
from intake.render.safe import one_line
from intake.render.view import View

REMARKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "charset_guessed": N_("the charset was guessed"),
        "charset_lossy": N_("some characters could not be decoded"),
        "encoding_damaged": N_("the transfer encoding is damaged"),
        "corrupted": N_("the file is damaged"),
        "cut_off": N_("the end of the file is missing"),
        "truncated": N_("the text is too long and was cut"),
        "type_mismatch": N_("its content is of another type than declared"),
        "empty": N_("there is no text in it"),
        "encrypted": N_("the file is protected by a password"),
        "needs_ocr": N_("a scan: its text has to be recognised first"),
        "text_layer": N_("its text was recognised by a scanner: compare it with the pages"),
        "scanned_pages": N_("pages that are scans, whose text is missing"),
        "garbled_pages": N_("pages whose fonts do not say what their characters are, whose text is missing"),
        "broken_pages": N_("damaged pages, whose text is missing"),
        "unsupported": N_("there is no reader for this type"),
        "too_big": N_("the file is too large"),
        "bomb": N_("it unpacks to far more than its size"),
        "too_many": N_("not read: the mail holds too much"),
        "too_long": N_("too long for a speech: not looked through"),
        "too_many_attachments": N_("some attachments were not read: too many"),
        "too_deep": N_("not read: archives within archives"),
        "crashed": N_("its reader failed: a bug of intake"),
        "timeout": N_("reading it took too long"),
        "memory": N_("reading it took too much memory"),
        "inline": N_("a picture of the page"),
        "clutter": N_("left behind by a file manager"),
        "picture": N_("a picture"),
        "not_opened": N_("cannot be opened"),
        "text_cut": N_("the text is too long and was cut"),
        "tracked_changes": N_("revisions are shown as accepted"),
        "hidden_text": N_("there is hidden text in it"),
        "comments": N_("there are comments in it"),
        "id_card_numbers": N_("there are ID card numbers in it"),
        "mobile_numbers": N_("there are mobile numbers in it"),
        "secrecy_marks": N_("it bears a mark of secrecy"),
        "macros": N_("there are macros in it"),
        "unknown_symbols": N_("some symbols are not known"),
        "garbled": N_("what can be read of it is no text"),
        "few_han": N_("hardly any of it is Chinese"),
        "old_word": N_("written by Word 6 or 95, or older: it has to be saved as .docx"),
        "not_converted": N_("the office program could not convert it"),
        "text_box_moved": N_("the text of a box stands at the end: its place is not known"),
        "styles_lost": N_("its styles could not be read: sizes and fonts may be missing"),
        "numbers_lost": N_("some automatic numbers could not be read"),
        "table_flattened": N_("a table could not be read as one: its text stands in lines"),
        "field_unterminated": N_("a field in it is broken: some text may be missing"),
        "embedded_part": N_("another document is embedded in it"),
        "boundary_missing": N_("the mail's parts cannot be told apart"),
        "no_closing_boundary": N_("the mail is cut off"),
        "yenc": N_("a file stands in the mail's text as yEnc: it was not taken out"),
        "stray_text": N_("there is text between the mail's parts"),
        "encoding_of_multipart": N_("the mail's form is faulty"),
        "malformed": N_("the mail's form is faulty"),
        "header_repeated": N_("a header field stands there twice"),
        "header_broken": N_("the mail's header is broken"),
        "limit_header": N_("a header is too long: not all of it was read"),
        "limit_parts": N_("the mail has too many parts: the last were left together"),
        "limit_depth": N_("parts are nested too deep: the innermost were left closed"),
        "date_missing": N_("the sender gave no date"),
        "date_senseless": N_("the sender's date makes no sense"),
        "date_zone_guessed": N_("the sender's date has no zone, Beijing time was taken"),
        "size_mismatch": N_("the mail service gave another number of bytes than it stated"),
        "mail_size": N_("the mail is too large"),
        "mail_lines": N_("the mail has too many lines"),
        "mime_delimiters": N_("the mail has too many delimiter lines"),
        "look_alike": N_("resembles another submission: see `intake show`"),
        "replaces": N_("a corrected version, in an earlier one's place"),
        "may_correct": N_("perhaps a corrected version, from another address"),
        "same_file": N_("the same file"),
        "same_text": N_("the same text"),
        "revision": N_("a corrected version"),
        "same_title": N_("the same title"),
        "similar_text": N_("a similar text"),
        "unit_differs": N_("other units than this one came from this address so far"),
        "name_unknown": N_("this address never used that name before"),
        "name_of_another": N_("the name of a contributor with another address"),
        "reread": N_("read again"),
        "class_notice": N_("looks like a notice"),
        "class_agenda": N_("looks like an agenda"),
        "class_host_script": N_("looks like a host's script"),
        "class_news": N_("looks like a news report"),
        "class_minutes": N_("looks like minutes"),
        "class_briefing": N_("looks like a briefing"),
        "class_plan": N_("looks like a plan"),
        "class_summary": N_("looks like a work summary"),
        "class_form": N_("looks like a form"),
        "class_captions": N_("looks like captions"),
        "class_call_for_papers": N_("looks like a call for papers"),
        "class_profile": N_("looks like a profile"),
        "class_fiction": N_("looks like fiction"),
        "class_letter": N_("looks like a letter"),
        "class_interview": N_("looks like an interview"),
    }
)


def remark(slug: str, view: View) -> str:
    """Say a slug in words; one without words is shown as it is.

    Of what stands behind a colon only the numbers of pages are told: a bug's name means nothing to an editor.
    """
    name, _, detail = slug.partition(":")
    known = REMARKS.get(slug) or REMARKS.get(name)
    if known is None:
        return one_line(slug)
    said = view.say(known)
    return (
        view.say(N_("{remark} ({pages})")).format(remark=said, pages=one_line(detail))
        if detail[:1].isdecimal()
        else said
    )
