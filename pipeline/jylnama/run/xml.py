"""Text of XML files (TEI and others): no entities are resolved, nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

# what is not the text: TEI's metadata, and what other vocabularies hide
_SKIPPED = frozenset({"teiHeader", "header", "metadata", "script", "style", "facsimile", "standOff"})
_BREAKS = frozenset({"lb", "pb", "cb", "gb", "br"})
_SAFE = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": True,
    "remove_comments": True,
    "remove_pis": True,
}


def root_name(stream: BinaryIO) -> str:
    """Local name of the root element; the empty string where the file is no XML."""
    from lxml import etree

    try:
        for _, element in etree.iterparse(stream, events=("start",), **_SAFE):
            return _name(element)
    except etree.XMLSyntaxError:
        pass
    return ""


def text_of_xml(stream: BinaryIO) -> str:
    """The running text: a line for every block, inline markup left out.

    An element is inline where its parent mixes text and elements, else it is a block.
    Raises lxml.etree.XMLSyntaxError for what is not well formed.
    """
    from lxml import etree

    root = etree.parse(stream, etree.XMLParser(**_SAFE)).getroot()
    lines = (" ".join(line.split()) for line in "".join(_pieces(root)).split("\n"))
    return "\n".join(line for line in lines if line)


def _pieces(root: Any) -> Iterator[str]:
    # a stack, not recursion: files nest deeper than Python's stack
    stack: list[Any] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        name = _name(node)
        if name in _SKIPPED or not name:
            continue
        if name in _BREAKS:
            yield "\n"
            continue
        mixed = bool((node.text or "").strip()) or any((child.tail or "").strip() for child in node)
        edge = "" if mixed else "\n"
        todo: list[Any] = [_inner(node.text)]
        for child in node:
            todo += [edge, child, edge, _inner(child.tail)]
        stack += reversed(todo)


def _inner(text: str | None) -> str:
    # line ends inside a text node are layout of the file, not of the text
    return (text or "").replace("\n", " ")


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""
