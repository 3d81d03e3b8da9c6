"""What describes a text in several languages is shown in that of the readers; what only looks so is shown whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.html_pages import runner
from support.three import make_three

from teitools.project import EditionSettings
from teitools.resources import EDITIONS, resource
from teitools.tasks.editions.edition import build

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.tasks.editions.made import Build

DOCUMENT = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{language}"><teiHeader><fileDesc><titleStmt>
<title xml:lang="tr">trtitle</title><title xml:lang="en">entitle</title>
<respStmt><resp xml:lang="tr">trresp</resp><resp xml:lang="en">enresp</resp><name>Ada</name></respStmt></titleStmt>
<editionStmt><edition><seg xml:lang="tr">trseg</seg> <seg xml:lang="en">enseg</seg></edition></editionStmt>
<publicationStmt><publisher>House</publisher></publicationStmt>
<sourceDesc><p xml:lang="tr">trsource</p><p xml:lang="en">ensource</p></sourceDesc></fileDesc>
<encodingDesc><projectDesc>{header}</projectDesc></encodingDesc>
<revisionDesc><change when="2026-01-01" xml:lang="tr">trchange</change><change when="2026-01-01" xml:lang="en">enchange</change>
</revisionDesc></teiHeader>
<standOff><listAnnotation><note type="editorial" target="#p1"><p xml:lang="tr">trnote</p><p xml:lang="en">ennote</p></note>
</listAnnotation><listPerson><person xml:id="a"><persName xml:lang="tr">trname</persName><persName xml:lang="en">enname</persName>
<occupation xml:lang="tr">troccupation</occupation><occupation xml:lang="en">enoccupation</occupation></person></listPerson>
</standOff><text><body><p xml:id="p1"><persName ref="#a">Ada</persName> <gap reason="lost"><desc xml:lang="tr">trdesc</desc>
<desc xml:lang="en">endesc</desc></gap></p><p xml:lang="tr">trtext</p><p xml:lang="en">entext</p></body></text></TEI>"""
FACTS = {"title", "name", "text"}  # in whatever language, they are shown


def made(folder: Path, kind: str, *, language: str = "", header: str = "", root: str = "tr") -> Build:
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "a.xml"
    source.write_text(DOCUMENT.format(header=header, language=root), encoding="utf-8")
    parameters = {"language": language} if language else {}
    return build(
        EditionSettings(kind, resource(f"xslt/{kind}/edition.xsl"), parameters), source, folder / kind, runner()
    )


def said(edition: Build) -> str:
    """All pages and files of an edition."""
    files = (edition.folder / name for name in edition.files if not name.startswith("assets/"))
    return "\n".join(
        file.read_text(encoding="utf-8") for file in files if file.suffix in (".html", ".tex", ".txt", ".md")
    )


@pytest.mark.parametrize(("language", "shown", "hidden"), [("", "tr", "en"), ("en", "en", "tr"), ("tr", "tr", "en")])
def test_the_pages_say_it_in_the_language_of_the_readers(
    tmp_path: Path, language: str, shown: str, hidden: str
) -> None:
    pages = said(made(tmp_path, "html", language=language))
    for word in ("resp", "seg", "source", "note", "occupation", "desc", "change", *FACTS):
        assert shown + word in pages
        assert (hidden + word in pages) == (word in FACTS), word


@pytest.mark.parametrize("language", ["tr", "en", "fr"])
@pytest.mark.parametrize("kind", EDITIONS)
def test_the_ledger_accounts_for_every_other_version_and_for_nothing_else(
    tmp_path: Path, kind: str, language: str
) -> None:
    (account,) = made(tmp_path, kind, language=language).accounts
    assert account.lost == ()
    (versions,) = (item for item in account.left_out if "is-other-version" in item.rule.match)
    assert (versions.arrived, versions.places > 2) == (0, True)  # plain text has little of the header


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        pytest.param("tr1 en1", "tr1", id="one"),
        pytest.param("tr1 en1 tr2 en2", "tr1 tr2", id="in turn"),
        pytest.param("tr1 tr2 en1 en2", "tr1 tr2", id="one after the other"),
        pytest.param("de1 en1", "en1", id="English where the readers' is missing"),
        pytest.param("de1 fr1", "de1", id="the first where English is missing too"),
        pytest.param("tr-Latn1 en1", "tr-Latn1", id="with a script"),
        pytest.param("tr1 en1 en2", "tr1 en1 en2", id="unequal: perhaps something else"),
        pytest.param("tr1 tr2", "tr1 tr2", id="one language"),
        pytest.param("tr1 | en1", "tr1 en1", id="text between"),
    ],
)
def test_each_language_says_the_same_if_it_occurs_as_often_as_the_others(
    tmp_path: Path, header: str, shown: str
) -> None:
    paragraphs = "".join(
        "<!-- a remark -->, " if item == "|" else f'<p xml:lang="{item[:-1]}">{item}word</p> <!-- a remark -->'
        for item in header.split()
    )
    edition = made(tmp_path, "html", header=paragraphs)
    pages = said(edition)
    assert [item for item in header.split() if f"{item}word" in pages] == shown.split()
    assert [account.lost for account in edition.accounts] == [()]


def test_what_the_document_is_in_goes_before_english(tmp_path: Path) -> None:
    """A French interface of a German text, described in German and English."""
    header = '<p xml:lang="en">enword</p><p xml:lang="de">deword</p>'
    pages = said(made(tmp_path, "html", language="fr", header=header, root="de"))
    assert ("deword" in pages, "enword" in pages) == (True, False)


def test_places_named_with_a_key_are_shown_in_one_language_and_names_in_all(tmp_path: Path) -> None:
    place = (
        '<listPlace><place xml:id="b"><placeName>Ystad</placeName><country key="SE" xml:lang="de">Schweden</country>'
        '<country key="SE" xml:lang="en">Sweden</country><settlement xml:lang="da">Ysted</settlement>'
        '<settlement xml:lang="en">Eastplace</settlement></place></listPlace>'
    )
    three = make_three(f"<div>{place}</div>", tmp_path)
    for said in (three.page.text_content(), three.latex, three.plain):
        assert {"Sweden", "Ysted", "Eastplace"} == {
            word for word in ("Sweden", "Schweden", "Ysted", "Eastplace") if word in said
        }
