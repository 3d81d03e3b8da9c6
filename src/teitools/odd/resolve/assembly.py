"""Putting the customisation together from what was chosen and edited."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from teitools.diagnostics import phrase
from teitools.document.names import TEI
from teitools.odd.content import Empty
from teitools.odd.docs import Docs, language
from teitools.odd.external import external_names
from teitools.odd.model import Customization, DataSpec, ElementSpec, MacroSpec, Module
from teitools.odd.names import is_name, tei, words
from teitools.odd.report import attribute
from teitools.odd.resolve.altidents import AltIdents
from teitools.odd.resolve.attributes import AttributeReader
from teitools.odd.resolve.classes import Classes, break_circles, common
from teitools.odd.resolve.constraints import Owner, apply_specs
from teitools.odd.resolve.contents import ContentReader
from teitools.odd.resolve.documentation import read_docs
from teitools.odd.resolve.groups import GroupReader
from teitools.odd.resolve.inventory import Inventory
from teitools.odd.resolve.membership import Memberships
from teitools.odd.resolve.pruning import Pruner
from teitools.odd.resolve.referred import Referred
from teitools.odd.resolve.valuelists import ValueLists

if TYPE_CHECKING:
    from teitools.odd.content import Content
    from teitools.odd.docs import Origin
    from teitools.odd.model import AttributeClass, ExternalGrammar
    from teitools.odd.reading import Declarations
    from teitools.odd.report import Report
    from teitools.odd.resolve.editing import Editor
    from teitools.odd.resolve.layers import Layered

__all__ = ["Assembler"]


@dataclass
class Assembler:
    """Resolves everything; call `assemble` once."""

    declarations: Declarations
    editor: Editor
    report: Report
    exceptions: tuple[str | tuple[str, str], ...]
    externals: tuple[ExternalGrammar, ...]
    inventory: Inventory = field(init=False)

    def __post_init__(self) -> None:
        chosen = self.editor.selection.chosen
        memberships = Memberships(self.editor, self.report)
        known = {(kind, i): memberships.of(x) for kind in ("element", "class") for i, x in chosen[kind].items()}
        self.inventory = Inventory(self.editor, known, external_names(self.externals))
        break_circles(self.inventory, self.report)
        self._names = AltIdents(self.declarations.schema.element.get("targetLang"))
        origins: tuple[Origin, ...] = ("source", "odd", "changed")
        self._contents = {
            origin: ContentReader(self.report, ValueLists(self.report, self._names, origin), self.exceptions)
            for origin in origins
        }
        self._classes = Classes(self.inventory, self.report)
        reader = AttributeReader(self.report, self._contents, self._prune_datatype, self._names)
        self._classes.groups = GroupReader(self.report, reader, self._classes.list_of)

    def assemble(self, sources: tuple[tuple[str, str], ...], version: str | None) -> Customization:
        """The resolved customisation."""
        schema = self.declarations.schema
        elements = {ident: self._element(x) for ident, x in self.inventory.chosen["element"].items()}
        attribute_classes = self._classes.attributes(elements.values())
        macros, datatypes, referred = self._named_content(elements, attribute_classes)
        self._check_classes()
        target = schema.element
        return Customization(
            ident=target.get("ident", ""),
            place=schema,
            document=schema.document,
            schema_spec=target,
            start=self._start(),
            prefix=target.get("prefix", ""),
            namespace=target.get("ns", TEI),
            documentation_language=target.get("docLang") or language(target),
            docs=read_docs(target),
            elements=elements,
            attribute_classes=attribute_classes,
            model_classes=self._classes.models(referred.expansions),
            macros=macros,
            datatypes=datatypes,
            modules=self._modules(),
            constraints=apply_specs((), self.declarations.constraints, self._owner(), "odd", self.report),
            externals=self.externals,
            sources=sources,
            source_version=version,
            prefixes={str(k): str(v) for k, v in target.nsmap.items() if k is not None},
        )

    def _owner(self) -> Owner:
        return Owner("schema", self.declarations.schema.element.get("ident", ""))

    def _element(self, layered: Layered) -> ElementSpec:
        owner = Owner("element", layered.ident)
        docs, constraints = common(layered, owner, self.report)
        names = (self._names.of(layer.element) for layer in reversed(layered.layers))
        name = next((found for found in names if found), layered.place.element.get("ident", "").strip())
        if not is_name(name):
            self.report.add("ODD016", layered.place, name=name)
        namespace = layered.attribute("ns")
        if namespace is None:
            namespace = self.declarations.schema.element.get("ns", TEI)
        classes = [m.key for m in self.inventory.memberships[("element", layered.ident)]]
        group = self._classes.groups.build(layered, owner, self._classes.attribute_classes("element", layered.ident))
        return ElementSpec(
            ident=layered.ident,
            pattern=layered.pattern,
            module=layered.module,
            docs=docs,
            constraints=constraints,
            place=layered.place,
            element=layered.place.element,
            origin=layered.origin,
            name=name,
            namespace=namespace,
            classes=tuple(classes),
            attributes=group,
            content=self._content(layered),
        )

    def _check_classes(self) -> None:
        """Report classes of the ODD's own that nothing is a member of, and idents that name two things."""
        known: dict[str, Layered] = {}
        for chosen in self.inventory.chosen.values():
            for layered in chosen.values():
                other = known.setdefault(layered.pattern, layered)
                if other is not layered:
                    new, old = (other, layered) if layered.origin == "source" else (layered, other)
                    what, taken = phrase(f"odd_{new.kind}"), phrase(f"odd_{old.kind}")
                    self.report.add("ODD017", new.place, name=new.ident, what=what, other=taken)
        for ident, layered in self.inventory.chosen["class"].items():
            own = (
                layered.origin == "odd" and layered.place.document is not self.inventory.editor.selection.main.document
            )
            if own and not self.inventory.elements_of(ident):  # a compiled ODD keeps empty classes for those after it
                self.report.add("ODD054", layered.place, name=ident)

    def _prune_datatype(self, content: Content, owner: str, *, by_odd: bool) -> Content:
        return Pruner(self.inventory, self.report, owner, by_odd).data(content)

    def _content(self, layered: Layered) -> Content:
        values = layered.top("valList")
        top = layered.top("content")
        if values is not None and (top is None or not len(top[1].element)):  # as ODDs of the first years wrote it
            return self._contents[values[0].origin].value_list(values[1])
        if top is None:
            if layered.layers[0].by_odd:
                self.report.add("ODD059", layered.place, name=layered.ident)
            return Empty(place=layered.place)
        layer, place = top
        if layer.by_odd and place.element.find("*") is None:
            self.report.add("ODD059", place, name=layered.ident)
        content = self._contents[layer.origin].read(place)
        return Pruner(self.inventory, self.report, layered.ident, layer.by_odd).prune(content)

    def _named_content(
        self, elements: dict[str, ElementSpec], classes: dict[str, AttributeClass]
    ) -> tuple[dict[str, MacroSpec], dict[str, DataSpec], Referred]:
        """The macros and datatypes that something refers to. Resolving one may take further ones from the source."""
        macros: dict[str, MacroSpec] = {}
        datatypes: dict[str, DataSpec] = {}
        chosen = self.inventory.chosen
        while len(macros) < len(chosen["macro"]) or len(datatypes) < len(chosen["data"]):
            for ident, layered in list(chosen["macro"].items()):
                if ident not in macros:
                    macros[ident] = MacroSpec(**self._named(layered, "macro"), content=self._content(layered))
            for ident, layered in list(chosen["data"].items()):
                if ident not in datatypes:
                    datatypes[ident] = DataSpec(**self._named(layered, "data"), content=self._content(layered))
        referred = Referred()
        for element in elements.values():
            referred.content(element.content)
            referred.attributes(element.attributes.own())
            for taken in element.attributes.classes():
                if not taken.intact:
                    referred.attributes(taken.group.attributes())
        for attribute_class in classes.values():
            referred.attributes(attribute_class.attributes.attributes())
        referred.follow(macros, datatypes)
        return (
            {ident: macro for ident, macro in macros.items() if ident in referred.macros},
            {ident: datatype for ident, datatype in datatypes.items() if ident in referred.datatypes},
            referred,
        )

    def _named(self, layered: Layered, kind: Literal["macro", "data"]) -> dict[str, Any]:
        docs, constraints = common(layered, Owner(kind, layered.ident), self.report)
        return {
            "ident": layered.ident,
            "pattern": layered.pattern,
            "module": layered.module,
            "docs": docs,
            "constraints": constraints,
            "place": layered.place,
            "element": layered.place.element,
            "origin": layered.origin,
        }

    def _modules(self) -> dict[str, Module]:
        found = {}
        for ident, place in self.editor.selection.modules.items():
            if place is not None:
                docs = read_docs(place.element) if place.element.tag == tei("moduleSpec") else Docs()
                found[ident] = Module(ident, docs, place)
        for place in self.declarations.module_specs:
            found[place.element.get("ident", "")] = Module(
                place.element.get("ident", ""), read_docs(place.element), place
            )
        return found

    def _start(self) -> tuple[str, ...]:
        schema = self.declarations.schema
        declared = schema.element.get("start")
        chosen = self.inventory.chosen["element"]
        if declared is None:
            default = tuple(ident for ident in ("TEI", "teiCorpus") if ident in chosen)
            if not default:
                self.report.add("ODD091", schema)
            return default
        found: list[str] = []
        for ident in words(declared):
            bare = ident if ident in chosen else ident.removeprefix(schema.element.get("prefix", ""))
            if bare in chosen or ident in self.inventory.external:
                found.append(bare if bare in chosen else ident)
            else:
                known = chosen.keys() | self.inventory.external
                self.report.unknown("ODD092", attribute(schema, "start"), ident, known)
        if words(declared) and not found:
            self.report.add("ODD091", attribute(schema, "start"))
        return tuple(found)
