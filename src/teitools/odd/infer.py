"""ODD by example: a first customisation that allows what a corpus uses, and not much more.

From the whole of a source it keeps the elements that occur, takes away the attributes that no element has, and lists
the values of attributes that are vocabularies (datatype teidata.enumerated, or with a list already) where those that
occur look like one. A list is closed only on evidence: two values or more, each used five times on average; one that
rests on less suggests its values (`semi`), as the next document may have another. The rest is for its authors: what the
elements mean here, and what is still to come.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from teitools.document import escape
from teitools.document.names import TEI
from teitools.odd.content import DataRef
from teitools.odd.usage import clark_name, value_parts

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from teitools.odd.model import Attribute, AttributeGroup, Customization, ElementSpec
    from teitools.odd.usage import AttributeUse, ElementUse, Usage

__all__ = ["infer"]

_VOCABULARY = 30  # more different values are no closed vocabulary
_REPEATED = 2  # of a longer list, each value occurs that often on average
_FEW = 3  # as many values are a vocabulary even if each occurs once
_EVIDENCE = 5  # a list is closed if each of its values, two at least, occurs that often on average
_BASE = "tei"  # the module of classes, macros and datatypes, which every customisation needs


def infer(whole: Customization, usage: Usage, ident: str, source: str | None) -> str:
    """Write an ODD, as text, for what `usage` found, from `whole`, a customisation that has everything of a source.

    `ident` is the ident of its schema, `source` the value of `schemaSpec/@source` (None: no attribute). Elements that
    the source does not have are left out.
    """
    return "\n".join(_OddWriter(whole, usage).lines(ident, source)) + "\n"


class _OddWriter:
    """Writes one ODD, line by line."""

    def __init__(self, whole: Customization, usage: Usage) -> None:
        self.whole = whole
        self.usage = usage
        self.used: dict[str, tuple[ElementSpec, ElementUse]] = {}
        for spec in whole.elements.values():
            use = usage.elements.get(clark_name(spec))
            if use is not None:
                self.used[spec.ident] = (spec, use)

    def lines(self, ident: str, source: str | None) -> Iterator[str]:
        documents = f"{self.usage.documents} document{'s' * (self.usage.documents != 1)}"
        named = escape.text(ident)
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield f'<TEI xmlns="{TEI}" xml:lang="en">'
        yield "  <teiHeader>"
        yield "    <fileDesc>"
        yield f"      <titleStmt><title>{named}: a customisation of TEI, inferred from {documents}</title></titleStmt>"
        yield "      <publicationStmt><p>Not published.</p></publicationStmt>"
        yield "      <sourceDesc><p>Inferred with teitools from what the documents use.</p></sourceDesc>"
        yield "    </fileDesc>"
        yield "  </teiHeader>"
        yield "  <text>"
        yield "    <body>"
        yield "      <div>"
        yield "        <head>What the documents use</head>"
        yield "        <p>Elements with the number of times that they occur, by module.</p>"
        yield from self._prose()
        yield "      </div>"
        yield "      <div>"
        yield "        <head>The schema</head>"
        yield from self._schema(ident, source)
        yield "      </div>"
        yield "    </body>"
        yield "  </text>"
        yield "</TEI>"

    def _by_module(self) -> Mapping[str, list[ElementSpec]]:
        found: dict[str, list[ElementSpec]] = {}
        for spec, _ in self.used.values():
            found.setdefault(spec.module or _BASE, []).append(spec)
        return found

    def _prose(self) -> Iterator[str]:
        if not self.used:
            return
        yield '        <list type="gloss">'
        for module, specs in self._by_module().items():
            counted = ", ".join(f"<gi>{spec.ident}</gi> {self.used[spec.ident][1].count}" for spec in specs)
            yield f"          <label>{escape.text(module)}</label>"
            yield f"          <item>{counted}</item>"
        yield "        </list>"

    def _schema(self, ident: str, source: str | None) -> Iterator[str]:
        by_name = {clark_name(spec): spec.ident for spec, _ in self.used.values()}
        start = " ".join(dict.fromkeys(by_name[root] for root in sorted(self.usage.roots) if root in by_name))
        attributes = f" source={escape.quoted(source)}" if source else ""
        attributes += f' start="{start}"' if start else ""
        yield f'        <schemaSpec ident="{escape.text(ident)}"{attributes}>'
        by_module = self._by_module()
        if _BASE not in by_module:
            yield f'          <moduleRef key="{_BASE}"/>'
        for module, specs in by_module.items():
            yield f'          <moduleRef key="{module}" include="{" ".join(spec.ident for spec in specs)}"/>'
        chosen = {_BASE, *by_module}
        unused, wanted = self._attributes()
        for ident in wanted:
            if (self.whole.attribute_classes[ident].module or _BASE) not in chosen:
                yield f'          <classRef key="{ident}"/>'
        yield from self._classes(unused, chosen)
        for spec, use in self.used.values():
            yield from self._element(spec, use, unused.get(spec.ident, []))
        yield "        </schemaSpec>"

    def _attributes(self) -> tuple[Mapping[str, list[Attribute]], list[str]]:
        """Attributes that no element has, by the class or element that declares them; and the classes in use."""
        declared: dict[tuple[str, str], Attribute] = {}
        seen: set[tuple[str, str]] = set()
        wanted: set[str] = set()
        for spec, use in self.used.values():
            for attribute in spec.attributes.attributes():
                key = (attribute.declared_in, attribute.ident)
                declared.setdefault(key, attribute)
                if clark_name(attribute) in use.attributes:
                    seen.add(key)
            wanted |= set(_classes_of(spec.attributes, use))
        unused: dict[str, list[Attribute]] = {}
        for key, attribute in declared.items():
            if key not in seen and attribute.usage != "req":
                unused.setdefault(key[0], []).append(attribute)
        return unused, [ident for ident in self.whole.attribute_classes if ident in wanted]

    def _classes(self, unused: Mapping[str, list[Attribute]], modules: Container[str]) -> Iterator[str]:
        for ident, spec in self.whole.attribute_classes.items():
            gone = unused.get(ident, [])
            own = list(spec.attributes.own())
            is_whole = not spec.classes and len(gone) == len(own)
            # a class of a module that is not chosen is there only if something in it is used
            if not gone or ((spec.module or _BASE) not in modules and len(gone) == len(own)):
                continue
            head = f'          <classSpec ident="{ident}" type="atts" module="{spec.module or _BASE}"'
            if is_whole:
                yield f'{head} mode="delete"/>'
                continue
            yield f'{head} mode="change">'
            yield "            <attList>"
            yield from (_deletion(attribute) for attribute in gone)
            yield "            </attList>"
            yield "          </classSpec>"

    def _element(self, spec: ElementSpec, use: ElementUse, unused: Iterable[Attribute]) -> Iterator[str]:
        changes = [_deletion(attribute) for attribute in unused]
        for attribute in spec.attributes.attributes():
            found = use.attributes.get(clark_name(attribute))
            if found is not None and (values := _vocabulary(attribute, found)):
                changes += _value_list(attribute, values)
        if changes:
            yield f'          <elementSpec ident="{spec.ident}" module="{spec.module or _BASE}" mode="change">'
            yield "            <attList>"
            yield from changes
            yield "            </attList>"
            yield "          </elementSpec>"


def _classes_of(group: AttributeGroup, use: ElementUse) -> Iterator[str]:
    """The classes through which an element has the attributes that are used, classes of classes too."""
    for inherited in group.classes():
        if any(clark_name(attribute) in use.attributes for attribute in inherited.group.attributes()):
            yield inherited.ident
            yield from _classes_of(inherited.group, use)


def _deletion(attribute: Attribute) -> str:
    return f'              <attDef ident="{attribute.ident}" mode="delete"/>'


def _vocabulary(attribute: Attribute, use: AttributeUse) -> Counter[str]:
    """The values that a list is to have, with their numbers; none if they are no vocabulary."""
    if use.more or not _is_enumerated(attribute):
        return Counter()
    found: Counter[str] = Counter()
    for value, count in use.values.items():
        for part in value_parts(attribute, value):
            found[part] += count
    many = len(found) > _FEW and found.total() < _REPEATED * len(found)
    return Counter() if many or len(found) > _VOCABULARY or "" in found else found


def _is_enumerated(attribute: Attribute) -> bool:
    if attribute.values is not None:
        return attribute.values.kind != "closed"
    content = attribute.datatype.content if attribute.datatype else None
    return isinstance(content, DataRef) and content.key == "teidata.enumerated"


def _value_list(attribute: Attribute, values: Counter[str]) -> list[str]:
    mode = "add" if attribute.values is None else "replace"
    kind = "closed" if len(values) > 1 and values.total() >= _EVIDENCE * len(values) else "semi"
    items = (
        f"                  <valItem ident={escape.quoted(value)}/> <!-- {count} -->"
        for value, count in sorted(values.items())
    )
    return [
        f'              <attDef ident="{attribute.ident}" mode="change">',
        f'                <valList type="{kind}" mode="{mode}">',
        *items,
        "                </valList>",
        "              </attDef>",
    ]
