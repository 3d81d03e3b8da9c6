"""An edition in several languages: the same pages in each, in its own words, and a way from each to the others."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import lxml.html
import pytest
from support.html_pages import Edition
from support.running import teitools

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.browser import Tabs

pytestmark = pytest.mark.slow

PAGES = [
    *("about", "archives-works", "bodies-events", "chronology", "glossary"),
    *("index", "map", "persons", "places"),
]
# Words of English that are none of Turkish; one in five of a phrase in English is one of them.
ENGLISH = frozenset("the of and with was were by from which that for to is are his it on this be who".split())  # noqa: SIM905
TURKISH = frozenset("ve bir bu için ile olan olarak olduğu daha kadar ise de da ki gibi çok sonra değil göre".split())  # noqa: SIM905


@dataclass(frozen=True)
class Both:
    """The pages of one document in two languages."""

    turkish: Edition
    english: Edition


@pytest.fixture(scope="module")
def both(site: Path) -> Both:
    """The article in Turkish, and in the folder en/ in English."""
    return Both(Edition(site / "html", ()), Edition(site / "html" / "en", ()))


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_there_in_each_language_with_the_same_places(both: Both, name: str) -> None:
    turkish, english = both.turkish.page(f"{name}.html"), both.english.page(f"{name}.html")
    assert (turkish.get("lang"), english.get("lang")) == ("tr", "en")
    assert sorted(turkish.xpath("//@id")) == sorted(english.xpath("//@id"))
    assert turkish.xpath("string(//h1)") == english.xpath("string(//h1)") or name != "index"


@pytest.mark.parametrize("name", PAGES)
def test_each_page_leads_to_itself_in_the_other_language(both: Both, name: str) -> None:
    page = f"{name}.html"
    expected = ((both.turkish, [page, f"en/{page}"]), (both.english, [f"../{page}", f"../en/{page}"]))
    for edition, links in expected:
        tree = edition.page(page)
        assert tree.xpath("//nav[@class='languages']//a/@href") == links
        assert tree.xpath("//nav[@class='languages']//a/@hreflang") == ["tr", "en"]
        alternates = tree.xpath("//head/link[@rel='alternate'][@hreflang]")
        assert [(one.get("hreflang"), one.get("href")) for one in alternates] == [
            ("tr", links[0]),
            ("en", links[1]),
            ("x-default", links[0]),
        ]
        assert all((edition.folder / link).is_file() for link in links)
        (current,) = tree.xpath("//nav[@class='languages']//a[@aria-current]")
        assert current.get("hreflang") == tree.get("lang")


def texts(page: lxml.html.HtmlElement) -> Iterator[tuple[str, str]]:
    """What is said on a page, to ears too, each with the language that it is said to be in."""
    # a point on a timeline is one date and one name, which may be in two languages
    for text in page.xpath(
        "//main//text()[normalize-space()][not(ancestor::svg)] | //main//@title | //main//@aria-label | //main//@alt"
    ):
        holder = text.getparent()
        if getattr(text, "is_tail", False):
            holder = holder.getparent()
        language = next(one.get("lang") for one in (holder, *holder.iterancestors()) if one.get("lang"))
        yield language, str(text)


def is_english(text: str) -> bool:
    return is_in(text, ENGLISH)


def is_turkish(text: str) -> bool:
    return is_in(text, TURKISH)


def is_in(text: str, usual: frozenset[str]) -> bool:
    words = re.findall(r"\w+", text.lower())
    return len(words) > 2 and sum(word in usual for word in words) * 6 > len(words)


@pytest.mark.parametrize("name", PAGES)
def test_no_english_goes_as_turkish(both: Both, name: str) -> None:
    found = list(texts(both.turkish.page(f"{name}.html")))
    assert [text for language, text in found if language == "tr" and is_english(text)] == []
    assert sum(is_english(text) for language, text in found if language == "en") < len(found) / 10


@pytest.mark.parametrize("name", PAGES)
def test_no_turkish_goes_as_english(both: Both, name: str) -> None:
    found = list(texts(both.english.page(f"{name}.html")))
    assert [text for language, text in found if language == "en" and is_turkish(text)] == []


def test_english_is_what_it_is_looked_for_by(both: Both) -> None:
    (abstract,) = both.turkish.page("index.html").xpath("//section[@id='abstract']")
    assert is_english(abstract.text_content())
    assert sum(is_english(text) for language, text in texts(both.english.page("about.html")) if language == "en") > 100


@pytest.mark.parametrize("name", ["about", "persons", "places"])
def test_each_language_has_its_own_descriptions(both: Both, name: str) -> None:
    turkish, english = (
        {" ".join(text.split()) for language, text in texts(edition.page(f"{name}.html")) if language == code}
        for edition, code in ((both.turkish, "tr"), (both.english, "en"))
    )
    long = [text for text in english if len(text) > 60 and " " in text]
    assert len(long) > 5
    assert turkish.intersection(long) == set()


@pytest.mark.campaign
def test_pages_share_assets_and_no_link_is_dead(both: Both) -> None:
    root = both.turkish.folder
    assert [path.relative_to(root).as_posix() for path in root.rglob("assets")] == ["assets"]
    for edition in (both.turkish, both.english):
        for name in edition.names:
            for link in edition.page(name).xpath("//a/@href | //link/@href | //script/@src"):
                file, _, fragment = link.partition("#")
                if re.match(r"[a-z]+:", link):
                    continue
                target = (edition.folder / (file or name)).resolve()
                assert target.is_file(), link
                if fragment and target.suffix == ".html":
                    shown = both.english if target.parent.name == "en" else both.turkish
                    assert shown.page(target.name).xpath("//*[@id=$id]", id=fragment), link


def test_the_switch_keeps_the_place(browser: Tabs, both: Both) -> None:
    page = browser.new_page()
    page.goto((both.turkish.folder / "index.html").as_uri() + "#kaf-p4")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/index.html#kaf-p4")
    page.goto((both.english.folder / "index.html").as_uri())
    page.evaluate("location.hash = 'fn-7'")
    page.wait_for_url("**#fn-7")
    page.get_by_role("link", name="Türkçe").click()
    page.wait_for_url("**/html/index.html#fn-7")


LETTER = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="tr"><teiHeader><fileDesc><titleStmt><title>{title}</title>
</titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p xml:lang="tr">Örnek.</p><p xml:lang="en">Sample.</p>
</sourceDesc></fileDesc><profileDesc><creation><date when="1920-03"/></creation></profileDesc></teiHeader>
<text><body><p>x <graphic url="map.png"/></p></body></text></TEI>"""


def project(folder: Path, **names: str) -> Path:
    (folder / "tei").mkdir(parents=True)
    for name, title in names.items():
        (folder / "tei" / f"{name}.xml").write_text(LETTER.format(title=title), encoding="utf-8")
    (folder / "tei" / "map.png").write_bytes(b"PNG")
    (folder / "teitools.toml").write_text(
        '[editions]\ndocuments = ["tei/*.xml"]\nlanguages = ["tr", "en"]\n', encoding="utf-8"
    )
    for path in (folder / "tei").iterdir():
        os.utime(path, (1_000_000_000, 1_000_000_000))  # not just now, or nobody could say that it was read as it is
    return folder


def page_at(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(path.read_bytes())


def test_an_index_leads_to_documents_in_each_language(tmp_path: Path) -> None:
    folder = project(tmp_path, one="Ankara", en="Bakü") / "build" / "html"
    assert teitools("build", "html", "text", cwd=tmp_path).returncode == 0
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == ["_en", "assets", "en", "one", "search"]
    turkish, english = page_at(folder / "index.html"), page_at(folder / "en" / "index.html")
    assert (turkish.get("lang"), english.get("lang")) == ("tr", "en")
    assert english.xpath("//nav[@class='languages']//a/@href") == ["../index.html", "../en/index.html"]
    assert turkish.xpath("//tbody//th//a/@href") == ["one/index.html", "_en/index.html"]
    assert english.xpath("//tbody//th//a/@href") == ["../one/en/index.html", "../_en/en/index.html"]
    assert turkish.xpath("string(//tbody/tr/td[2])") == "Mart 1920"
    assert english.xpath("string(//tbody/tr/td[2])") == "March 1920"
    for page, place in (
        (turkish, folder),
        (english, folder / "en"),
        (page_at(folder / "one/en/index.html"), folder / "one/en"),
    ):
        for link in page.xpath("//a/@href | //link/@href | //@src"):
            if link.startswith("http"):
                continue
            assert (place / link.partition("#")[0]).resolve().is_file() or link.startswith("#"), link


@pytest.mark.campaign
def test_the_next_build_knows_what_is_there(tmp_path: Path) -> None:
    project(tmp_path, one="Ankara", two="Bakü")
    assert teitools("build", "html", cwd=tmp_path).returncode == 0
    assert teitools("build", "html", cwd=tmp_path).stdout == "build/html: 0 documents built, 2 unchanged\n"
    (tmp_path / "build" / "html" / "one" / "en" / "index.html").unlink()
    assert teitools("build", "html", cwd=tmp_path).stdout == "build/html: 1 document built, 1 unchanged\n"
    settings = tmp_path / "teitools.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"tr", "en"', '"en"'), encoding="utf-8")
    assert teitools("build", "html", cwd=tmp_path).stdout == "build/html: 2 documents built\n"
    html = tmp_path / "build" / "html"
    assert not (html / "en").exists()
    assert not (html / "one" / "en").exists()
    assert page_at(html / "index.html").xpath("//nav[@class='languages']") == []
    assert page_at(html / "one" / "index.html").get("lang") == "en"


def test_the_ledger_has_an_account_for_each_language_and_others_are_in_the_first(tmp_path: Path) -> None:
    project(tmp_path, one="Ankara")
    assert teitools("build", "html", "text", "epub", "--ledger", "ledger.json", cwd=tmp_path).returncode == 0
    accounts = json.loads((tmp_path / "ledger.json").read_text(encoding="utf-8"))["accounts"]
    assert [(one["edition"], min(one["arrived"])) for one in accounts if one["edition"] == "html"] == [
        ("html", "about.html"),
        ("html", "en/about.html"),
    ]
    assert [one["lost"] for one in accounts] == [[]] * 4
    assert page_at(tmp_path / "build" / "html" / "about.html").text_content().count("Örnek.") == 1


def test_the_language_is_named_once(tmp_path: Path) -> None:
    settings = project(tmp_path, one="Ankara") / "teitools.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f'{text}[editions.html]\nparameters = {{ language = "tr" }}\n', encoding="utf-8")
    done = teitools("build", "html", cwd=tmp_path)
    assert (done.returncode, "[editions] languages says it already" in done.stderr) == (2, True)
    settings.write_text(text.replace('"en"', '"en-GB"'), encoding="utf-8")
    done = teitools("build", "html", cwd=tmp_path)
    assert (done.returncode, "“en-GB” must be the code of a language" in done.stderr) == (2, True)
