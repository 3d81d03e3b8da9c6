"""Which TEI elements are what: blocks, parts of words, names, entries of registers …

Where the editions decide the same, the stylesheets of xslt/common are named; tests hold both to the same words.
"""

from __future__ import annotations

from teitools.document.names import TEI, clark

__all__ = ["tei"]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


def tei(names: frozenset[str] | str) -> tuple[str, ...]:
    """TEI names as lxml writes them, in a fixed order, for searches of a tree."""
    return tuple(clark(TEI, name) for name in sorted(_names(names) if isinstance(names, str) else names))


# Lines of their own wherever they stand (blocks.xsl); and items, rows, cells, lines, labels and senses, which plain
# text of an edition sets in columns.
BLOCKS = _names(
    """ab address addrLine argument back biblStruct body byline castGroup castItem castList classSpec closer
    constraintSpec dataSpec dictScrap div divGen docImprint docTitle eg egXML elementSpec entry entryFree epigraph
    epilogue event exemplum figure floatingText front fs group head hom l lg line listApp listBibl listChange listEvent
    listNym listObject listOrg listPerson listPlace listRelation listWit macroSpec moduleRef moduleSpec msContents
    msDesc
    msFrag msItem msPart nym object objectDesc opener org p performance person personGrp physDesc place postscript
    prologue re schemaSpec set sp speaker specGrp spGrp superEntry surface surfaceGrp table TEI teiCorpus text titlePage
    titlePart trailer u witness zone specGrpRef specList
    cell row"""
)
# Blocks in some places (blocks.xsl, ttp:is-block-here); `separation` decides.
BLOCKS_HERE = _names(
    """app bibl camera caption cit dateline div0 div1 div2 div3 div4 div5 div6 div7 docAuthor docDate docEdition etym
    form gramGrp imprimatur incident item kinesic label linkGrp list note pause q quote said salute sense shift signed
    sound stage tech usg view vocal writing xr"""
)
# What may be a part of a word (separation.xsl, ttp:phrases)
IN_WORDS = _names(
    """abbr add addSpan am anchor app c caesura cb choice corr damage damageSpan del delSpan distinct emph ex expan fw g
    gap gb handShift hi lacunaEnd lacunaStart lb lem listTranspose m metamark milestone mod orig pb rb rdg rdgGrp redo
    reg restore retrace rhyme rt rtc ruby secl sic space subst substJoin supplied surplus transpose unclear undo witEnd
    witStart"""
)
LEANING = _names("note noteGrp index witDetail wit")
# What has text of its own beside its parts, which are words of their own all the same (separation.xsl, ttp:records)
RECORDS = _names(
    """address analytic author bibl biblFull biblStruct byline castGroup castItem closer correspAction correspContext
    dateline dictScrap docAuthor docImprint docTitle editor entryFree etym form gramGrp imprint monogr msIdentifier
    opener re series signed titlePage titlePart trailer xr"""
)
# Elements whose own white space is none of the text (phrases.xsl)
CONTAINERS = _names("choice app subst")

# Nothing to read: running heads, descriptions of pictures, terms of an index, what is said about a place
SILENT = _names("teiHeader standOff facsimile fw figDesc index wit witDetail listTranspose")
DIVISIONS = _names("div div0 div1 div2 div3 div4 div5 div6 div7")
# Empty elements from which something reaches to the next of its kind
TURNS = _names("pb cb gb lb milestone")
# In a document with one of these the layers can differ
DIVERGING = tei("choice subst del supplied surplus ex")

# What is said apart from the text about parts of it (TEI Guidelines 16.10, 18.3)
ANNOTATIONS = tei("span annotation interp")

# Nothing of which is looked into: it is read by itself
NOT_READ = _names("teiHeader standOff facsimile")
# What the layers treat in its own way, or where words end, or do not
SPECIAL = _names("""app cb choice caesura del ex gap gb item lb milestone pb restore space subst supplied surplus""")
# Blocks, unless they stand in one of the carriers (separation.xsl)
STAGE = _names("stage camera caption sound tech view")
CARRIERS = _names("p ab l speaker head")

# Units by structure, where no citeStructure names them otherwise
UNITS = BLOCKS | _names("item label s sense stage") - _names("set")
HEADED = DIVISIONS | _names("text body front back group list lg table figure castList")
# The first of which in a unit is no step of citations, or a step without a number
TRANSPARENT = _names("text body")
ONCE = _names("front back")
# Units that reach from one empty element to the next
TURNED = _names("pb")

NAMES = {
    "persName": "person",
    "placeName": "place",
    "orgName": "org",
    "eventName": "event",
    "objectName": "object",
    "geogName": "place",
    "settlement": "place",
    "country": "place",
    "region": "place",
    "district": "place",
    "bloc": "place",
    "name": "",
    "rs": "",
}
"""Elements that are mentions always, and what they name; so are others with @ref or @key (see NO_MENTIONS)."""
NO_MENTIONS = _names("g dataRef classRef elementRef macroRef moduleRef")

DATES = _names("date time origDate docDate")
"""Elements that are dates always; so is any other that has an attribute of DATING."""
DATING = _names("when notBefore notAfter when-iso notBefore-iso notAfter-iso from-iso to-iso when-custom")
QUOTATIONS = _names("said q quote")
CITATIONS = _names("bibl biblStruct biblFull")
WORDS = _names("w pc")
RECORDED = UNITS | DATES | QUOTATIONS | CITATIONS | WORDS | TURNED | {"app", *NAMES}
"""Elements of which something is recorded, whatever their attributes."""
ONLY_UNITS = UNITS - DATES - QUOTATIONS - CITATIONS - {*NAMES, "app", "s"}

ENTITIES = {
    "person": "person",
    "persona": "person",
    "personGrp": "group",
    "place": "place",
    "org": "org",
    "event": "event",
    "object": "object",
    "bibl": "work",
    "biblStruct": "work",
    "biblFull": "work",
    "msDesc": "item",
    "witness": "witness",
    "category": "category",
    "nym": "name",
    "item": "term",
    "role": "role",
    "interp": "interpretation",
}
"""Entries of registers; works, items of lists and roles only where they have an xml:id, and see `entities`."""
