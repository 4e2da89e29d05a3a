"""HTML and SVG as elements: the standard library's serialiser escapes what they hold, so a deal
named `<script>` is text."""

from __future__ import annotations

from xml.etree.ElementTree import Element, tostring

from doughy_cli.output import visible

Part = Element | str | None


def node(tag: str, *parts: Part, **attributes: object) -> Element:
    """Return an element with its parts: texts and elements; None is left out.

    `class_` is the attribute `class`, and `_` in other names stands for `-`.
    """
    made = Element(tag)
    for name, value in attributes.items():
        if value is not None:
            made.set(name.rstrip("_").replace("_", "-"), text(value))
    last: Element | None = None
    for part in parts:
        if isinstance(part, Element):
            made.append(part)
            last = part
        elif part and last is None:
            made.text = (made.text or "") + visible(part)
        elif part and last is not None:
            last.tail = (last.tail or "") + visible(part)
    return made


def text(value: object) -> str:
    """Return a value as an attribute holds it: coordinates with a tenth at most."""
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return visible(str(value))


def svg(tag: str, *parts: Part, **attributes: object) -> Element:
    """Return an element of SVG; as `node`, but that names keep their `_` as `-` and `viewBox` its
    capital."""
    made = node(tag, *parts, **attributes)
    if "viewbox" in made.attrib:
        made.set("viewBox", made.attrib.pop("viewbox"))
    return made


def document(page: Element) -> str:
    """Return a page as text."""
    return "<!DOCTYPE html>\n" + tostring(page, encoding="unicode", method="html") + "\n"
