"""Only what the receiving server alone can have written is taken for its word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.model import Authentication, Limits
from intake.reading.mail import parse
from intake.reading.mail.authentication import METHODS

RESULTS = ("pass", "fail", "softfail", "neutral", "none", "policy", "temperror", "permerror")
SENDER = "hekou@town.example"
HOP = "Received: from mail.town.example (mail.town.example [192.0.2.1]) by mx.news.example with ESMTP id 1; date"
ELDER = "Received: from pc by mail.town.example with ESMTP id 2; date"
#: As QQ's border servers write it, above the field that they add.
QQ_HOP = "Received: from mail.town.example ([192.0.2.1])\r\n\tby newxmmxszc6-1.qq.com (NewMX) with SMTP id 3\r\n\tfor <e@qq.com>; date"
QQ_INNER = "Received: from pc\r\n\tby newxmesmtplogicsvrszc9.qq.com (NewEsmtp) with SMTP id 3; date"


def told(*lines: str, sender: str = SENDER) -> dict[str, tuple[str, ...]]:
    raw = "\r\n".join((*lines, f"From: <{sender}>", "Subject: x", "", "text")).encode(
        "utf-8", "surrogateescape"
    )
    return {one.server: one.results for one in parse(raw, Limits()).authentication}


def results(*lines: str, sender: str = SENDER) -> tuple[str, ...]:
    """Give what mx.news.example says in one field above its own Received."""
    folded = "\r\n\t".join(lines)
    return told(f"Authentication-Results: mx.news.example; {folded}", HOP, sender=sender).get(
        "mx.news.example", ()
    )


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("spf=pass smtp.mailfrom=a@town.example; dkim=none; dmarc=fail header.from=town.example",
         ("spf_pass", "dkim_none", "dmarc_fail")),
        ("dmarc=pass (p=none (really)) header.from=town.example;spf=softfail", ("spf_softfail", "dmarc_pass")),
        ('spf=none (no \\) "; spf=pass " here) smtp.mailfrom=town.example', ("spf_none",)),
        ("spf = pass smtp . mailfrom = <a@mail.town.example>", ("spf_pass",)),
        ("SPF/1 = PASS smtp.mailfrom=TOWN.example.", ("spf_pass",)),
        ('dkim=pass reason="good; dkim=fail" header.d=town.example', ("dkim_pass",)),
        ('dkim=pass header.i="@town.example" header.s=s', ("dkim_pass",)),
        ("spf=pass smtp.mailfrom=a@evil.example", ("spf_unaligned",)),
        ("spf=pass smtp.mailfrom=a@notown.example", ("spf_unaligned",)),
        ("spf=pass smtp.mailfrom=a@example", ("spf_unaligned",)),
        ("spf=pass smtp.mailfrom=; spf=pass smtp.helo=mail.town.example", ("spf_pass",)),
        ("dkim=fail header.d=town.example; dkim=pass header.d=list.example; dkim=neutral", ("dkim_unaligned",)),
        ("dkim=pass header.d=list.example; dkim=pass header.d=town.example", ("dkim_pass",)),
        ("dkim=none; dmarc=none(permerror) header.from=town.example", ("dkim_none", "dmarc_none")),
        ("none", ()),
        ("iprev=pass policy.iprev=192.0.2.1; auth=pass smtp.auth=x; spf=quite", ()),
        ("spf=passed; dkim=pass1; dmarc", ()),
    ],
)  # fmt: skip
def test_results_are_read_as_the_grammar_has_them(field: str, expected: tuple[str, ...]) -> None:
    assert results(field) == expected


def test_folds_between_results_and_in_the_middle_of_a_domain() -> None:
    folded = (
        "spf=pass smtp.mailfrom=a@to",
        " wn.example;",
        "dkim=pass header.d=town.exam",
        " ple; dmarc=pass",
        "header.from=town.example",
    )
    assert results(*folded) == ("spf_pass", "dkim_pass", "dmarc_pass")


@pytest.mark.parametrize(
    ("name", "server"),
    [("mx.news.example", "mx.news.example"), ("MX.news.example 1", "mx.news.example"), ('"mx news"', "mx news"),
     (" (us) mx.news.example (border) 1 ", "mx.news.example")],
)  # fmt: skip
def test_the_server_is_told_by_its_name(name: str, server: str) -> None:
    assert told(f"Authentication-Results: {name}; spf=fail", HOP) == {server: ("spf_fail",)}


def test_a_field_without_a_name_is_nobodys_word() -> None:
    assert (
        told(
            "Authentication-Results: spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=town.example; dkim=pass",
            HOP,
        )
        == {}
    )
    assert told("Authentication-Results:", HOP) == {}


@pytest.mark.parametrize(
    "header",
    [
        (HOP, "Authentication-Results: mx.news.example; spf=pass"),
        (HOP, "Authentication-Results: mx.news.example; spf=pass", ELDER),
        (HOP, "Authentication-Results: mx.news.example; spf=pass", HOP),
        ("Authentication-Results: mx.news.example; spf=pass",),
    ],
    ids=["below", "above the sender's own", "above a forged one", "no trace at all"],
)
def test_what_a_sender_could_have_written_counts_for_nothing(header: tuple[str, ...]) -> None:
    assert told(*header) == {}


def test_hops_behind_the_border_are_passed_over_as_far_as_it_is_named() -> None:
    inner = "Received: from mx.news.example by imap.news.example with LMTP; date"
    field = "Authentication-Results: mx.news.example; spf=pass"
    assert told(inner, field, HOP, ELDER) == {"mx.news.example": ("spf_pass",)}
    assert told(inner, field, ELDER) == {}


def test_behind_a_border_of_another_name_a_forged_field_takes_nothing_from_the_true_one() -> None:
    border = "Received: from pc by mta3.news.example with ESMTP id 1; date"
    forged = ("Authentication-Results: mx.news.example; dmarc=pass", HOP)
    true = "Authentication-Results: mx.news.example; dmarc=fail"
    assert told(true, border, *forged) == {"mx.news.example": ("dmarc_fail",)}
    assert told(border, true, *forged) == {}


def test_of_several_fields_of_a_server_all_count_and_the_topmost_first() -> None:
    fields = [
        f"Authentication-Results: mx.news.example; {one}" for one in ("spf=fail", "spf=none; dkim=none")
    ]
    assert told(*fields, "Authentication-Results: other.example; dmarc=pass", HOP) == {
        "mx.news.example": ("spf_fail", "dkim_none"),
        "other.example": ("dmarc_pass",),
    }


QQ = "Authentication-Results: mx.qq.com; spf=pass smtp.mailfrom=<hekou@town.example>;\r\n\t dkim=none; dmarc=none(permerror) header.from=town.example"
FORGED = "Authentication-Results: mx.qq.com; spf=pass; dkim=pass; dmarc=pass"


def test_qq_writes_below_its_own_received() -> None:
    expected = {"mx.qq.com": ("spf_pass", "dkim_none", "dmarc_none")}
    assert told(QQ_HOP, "X-QQ-mid: x", QQ, ELDER) == expected
    assert told(QQ_HOP, QQ) == expected


@pytest.mark.parametrize(
    "header",
    [(QQ_HOP, QQ, ELDER, FORGED), (QQ_HOP, ELDER, FORGED), (QQ_HOP, ELDER, FORGED, QQ_HOP), (QQ_INNER, FORGED),
     (ELDER, FORGED, ELDER), (FORGED, QQ_HOP), (FORGED, "Received: from x by mx.qq.com; date"), (FORGED,)],
    ids=["two", "below the sender's", "between forged ones", "within QQ", "no border", "above", "by its name", "no trace"],
)  # fmt: skip
def test_what_may_be_forged_in_the_name_of_qq_counts_for_nothing(header: tuple[str, ...]) -> None:
    assert told(*header) == {}


CFWS = st.sampled_from([" ", "\t", "\r\n\t", "\r\n ", " (x) ", "(a (nested) \\) one)", "\r\n\t (;spf=pass) "])
GAP = st.one_of(st.just(""), CFWS)


@st.composite
def fields(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
    """Write a field as the grammar of RFC 8601 lets anybody write it, and what it says."""
    wanted = draw(
        st.lists(
            st.tuples(st.sampled_from(METHODS), st.sampled_from(RESULTS)),
            max_size=3,
            unique_by=lambda one: one[0],
        )
    )
    pieces = [f"{draw(GAP)}mx.news.example{draw(st.sampled_from(['', ' 1']))}{draw(GAP)}"]
    for method, result in wanted:
        reason = draw(st.sampled_from(["", 'reason="a; spf=fail \\" (b"', "reason=ok"]))
        about = draw(
            st.sampled_from(
                ["", "header.from=town.example", 'header.d="town.example"', "smtp.mailfrom=a@town.example"]
            )
        )
        pieces.append(
            f"{draw(GAP)}{method}{draw(GAP)}={draw(GAP)}{result}{draw(CFWS)}{reason}{draw(CFWS)}{about}{draw(GAP)}"
        )
    ordered = sorted(wanted, key=lambda one: METHODS.index(one[0]))
    return ";".join(pieces if wanted else [*pieces, " none"]), tuple("_".join(one) for one in ordered)


@given(fields())
def test_whatever_the_grammar_allows_is_understood(field: tuple[str, tuple[str, ...]]) -> None:
    text, expected = field
    assert told(f"Authentication-Results: {text}", HOP).get("mx.news.example", ()) == expected


@given(st.text(st.characters(codec=None, categories=None), max_size=300))
def test_nothing_raises_and_nothing_but_slugs_comes_of_it(text: str) -> None:
    line = "Authentication-Results: mx;" + text.replace("\r", " ").replace("\n", " ")
    raw = f"{line}\r\n{HOP}\r\nFrom: <{SENDER}>\r\n\r\nx".encode("utf-8", "surrogatepass")
    known = {f"{method}_{result}" for method in METHODS for result in (*RESULTS, "unaligned")}
    assert {slug for one in parse(raw, Limits()).authentication for slug in one.results} <= known


@pytest.mark.parametrize("piece", ['"', "(", "\\", "a", "a.b=", ";", "spf=pass ", "a ", "a.", "x\t", '"\\'])
def test_a_field_of_one_thing_over_and_over_is_read_at_once(piece: str) -> None:
    line = "Authentication-Results: mx; spf=pass " + piece * (60_000 // len(piece))
    raw = "\r\n".join([line] * 3 + [HOP, f"From: <{SENDER}>", "", "x"]).encode()
    assert all(isinstance(one, Authentication) for one in parse(raw, Limits()).authentication)
