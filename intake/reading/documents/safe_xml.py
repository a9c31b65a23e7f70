"""A stranger's XML, parsed without DTDs, entities or network."""

from typing import Final, TypedDict

from lxml import etree

from intake.reading.unreadable import Unreadable


class _Options(TypedDict):
    resolve_entities: bool
    no_network: bool
    huge_tree: bool
    collect_ids: bool
    remove_comments: bool
    remove_pis: bool


#: How it is parsed: nothing is fetched or expanded, and what is no text is not kept.
SAFE: Final = _Options(
    resolve_entities=False,
    no_network=True,
    huge_tree=False,
    collect_ids=False,
    remove_comments=True,
    remove_pis=True,
)
#: What a parser raises over what is no XML.
BROKEN: Final = (etree.XMLSyntaxError, ValueError)
_PARSER: Final = etree.XMLParser(**SAFE)


def parsed(data: bytes, name: str) -> etree._Element:
    """Parse a whole part; raises Unreadable "corrupted"."""
    try:
        root = etree.fromstring(data, _PARSER)
    except BROKEN as error:
        raise corrupted(name, error) from error
    refuse_dtd(root, name)
    return root


def corrupted(name: str, error: Exception) -> Unreadable:
    """Say of a part that it is no XML."""
    return Unreadable("corrupted", f"{name}: {error}")


def refuse_dtd(element: etree._Element, name: str) -> None:
    """Refuse what no word processor writes: a DTD serves only to attack; its entities were left alone anyway."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("corrupted", f"{name} declares a DTD")
