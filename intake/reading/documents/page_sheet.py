"""The style sheet in a page, as far as it is about looks: Word and WPS Writer put those of their styles there."""

from collections.abc import Iterator, Mapping

from lxml import etree

_LOOKS = ("font-size", "font-family", "mso-fareast-font-family", "font-weight", "text-align", "text-indent")
_RULES = 2_000  # of a page: Word writes some sixty
_RULE = 2_000  # characters of one that are looked at
_SAID = 300  # characters of looks that a rule hands to each element of its class
_CLASSES = 4  # of an element that are looked up


def spread(root: etree._Element) -> None:
    """Write what the classes of elements say of their looks behind their own styles, which count first.

    Only rules for a class are heeded, and only looks: what a rule hides may be hidden on one kind of screen alone.
    """
    rules = _rules("".join(sheet.text or "" for sheet in root.iter("style")))
    if not rules:
        return
    for element in root.iter(etree.Element):
        found = [rules[name] for name in _names(element) if name in rules]
        if found:
            element.set("style", ";".join((element.get("style", ""), *found)))


def _names(element: etree._Element) -> Iterator[str]:
    for name in element.get("class", "").lower().split()[:_CLASSES]:
        yield f"{element.tag!s}.{name}"
        yield f".{name}"


def _rules(sheet: str) -> Mapping[str, str]:
    """Map selectors of one class, with a tag or without, to what their rules say of looks."""
    rules: dict[str, str] = {}
    for rule in sheet.lower().split("}", _RULES)[:_RULES]:
        selectors, _, said = rule[-_RULE:].partition("{")
        looks = ";".join(each.strip() for each in said.split(";") if each.strip().startswith(_LOOKS))[:_SAID]
        if looks and "@" not in selectors:
            names = selectors.rpartition("*/")[2].replace("<!--", "").split(",")
            rules.update((name.strip(), looks) for name in names if "." in name)
    return rules
