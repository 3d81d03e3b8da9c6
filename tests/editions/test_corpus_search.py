"""The search over several documents in a real browser, from a disk: what it finds, how it gets there, what it reads."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING
from unicodedata import normalize

import lxml.html
import pytest
from support.html_pages import runner
from support.running import teitools

from teitools.resources import resource
from teitools.saxon import Input
from teitools.tasks.editions.vocabulary import SEARCH, _words, search_files

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page
    from support.browser import Tabs

PERSON = "<standOff><listPerson><person xml:id='w'><persName>Wrangel, Pyotr</persName></person></listPerson></standOff>"
TEXTS = {
    "ankara": ("Ankara’nın kitabı", "<p>Hükümet <hi>Anka</hi>ra’nın kitabını okudu.</p><p>Iğdır’da.</p>", ""),
    "rize": ("Rize", "<p>Ankara’da <persName ref='#w'>Vrangel</persName> yok.</p><p>Kitap.</p>", PERSON),
    "izmir": ("İzmir", "<p>Burada ne o ne bu. Ankâra &lt;b>değil&lt;/b>.</p>", ""),
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three documents in Turkish, with pages in two languages."""
    folder: Path = tmp_path_factory.mktemp("corpus")
    for name, (title, body, more) in TEXTS.items():
        (folder / f"{name}.xml").write_text(
            f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt>'
            f'</fileDesc></teiHeader>{more}<text xml:lang="tr"><body>{body}</body></text></TEI>',
            encoding="utf-8",
        )
    (folder / "teitools.toml").write_text(
        '[editions]\ndocuments = ["*.xml"]\nlanguages = ["tr", "en"]\n', encoding="utf-8"
    )
    done = teitools("build", "html", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "build" / "html"


def said_of(page: Page, query: str) -> str:
    """What is said of a query."""
    field = page.locator("#asked")
    field.fill(query)
    with page.expect_navigation():
        field.press("Enter")
    page.wait_for_function("document.querySelector('#all-texts [role=status]').textContent !== ''")
    return page.inner_text("#all-texts [role=status]")


def asked(page: Page, query: str) -> tuple[str, list[str], list[str]]:
    """The same, the documents under the results, and the addresses of the results."""
    said = said_of(page, query)
    page.wait_for_function("!document.querySelector('#found').hasAttribute('aria-busy')")
    documents = page.locator("#found h2").all_inner_texts()
    links = page.eval_on_selector_all("#found li a", "all => all.map(one => one.getAttribute('href'))")
    return said, documents, links


def test_all_documents_are_searched_as_each_is_and_a_hit_opens_at_the_word(corpus: Path, browser: Tabs) -> None:
    page = browser.new_page(locale="en-US")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto((corpus / "index.html").as_uri())
    assert not [url for url in requests if "search/" in url]  # it is loaded when a reader asks
    said, documents, links = asked(page, "ankara'nın")
    assert said == "Bu sözler 3 belgede var"
    assert sorted(documents) == ["Ankara’nın kitabı", "Rize", "İzmir"]
    assert len(links) >= 3
    assert asked(page, "Wrangel")[1] == ["Rize"]  # whom the text calls otherwise
    assert sorted(asked(page, "kitap")[1]) == ["Ankara’nın kitabı", "Rize"]
    assert asked(page, "ığdır")[1] == ["Ankara’nın kitabı"]
    assert asked(page, "izmir’de <b>")[0] == "Bu sözler 1 belgede var"
    assert asked(page, "xyzzy")[:2] == ("“xyzzy” bulunamadı", [])
    _, documents, _ = asked(page, "hükümet Iğdır")
    assert documents == ["Ankara’nın kitabı"]
    assert page.locator("#found .apart").count() == 1  # in no passage together: said, not left out

    asked(page, "Vrangel")
    page.locator("#found a", has_text="Ankara’da").first.click()
    page.wait_for_url("**/rize/index.html?q=Vrangel#*")
    page.wait_for_function("CSS.highlights.has('found')")
    assert page.evaluate("[...CSS.highlights.get('found')].map(String)") == ["Vrangel"]
    page.go_back()
    page.locator("#found a").first.wait_for()  # the results are there again
    page.goto((corpus / "en" / "index.html").as_uri())
    said, _, links = asked(page, "kitap")
    assert said == "2 documents have these words"
    assert all(link.startswith(("../ankara/en/index.html?q=", "../rize/en/index.html?q=")) for link in links)
    assert all(url.startswith("file:") for url in requests)


def test_words_are_the_same_to_the_build_and_to_the_browser(corpus: Path, browser: Tabs) -> None:
    page = browser.new_page()
    page.goto((corpus / "index.html").as_uri())
    chance = random.Random(7)  # noqa: S311  # not for secrets
    letters = "abcIİıiŞşĞğÇçÖöÜüâÂéẖʿʾʼ'’’..-  \n0٣ⅷ²ßſΣςσǆªдЙкדבָ\u0301\u0323\u0307कि中𑂚𐐀_"
    texts = ["".join(chance.choices(letters, k=chance.randint(1, 30))) for _ in range(3000)]
    texts = [normalize("NFC", text) for text in texts]
    found = page.evaluate("texts => texts.map(text => teitoolsSearch.words(text).map(word => word.exact))", texts)
    wrong = {
        text: (said, own)
        for text, said in zip(texts, found, strict=True)
        if (own := _words([text])) != {word for word in said if word}
    }
    assert wrong == {}


def test_documents_whose_pages_have_no_search_are_named() -> None:
    index = (
        '<ti:index xmlns:ti="urn:teitools:xslt:index"><ti:entry name="a b" searched="true" title="One"/>'
        '<ti:entry name="c" title="Two"/><ti:entry name="d"/></ti:index>'
    )
    made = runner().transform(resource("xslt/index/page.xsl"), Input(index, "memory:/index.xml"), {"language": "en"})
    page = lxml.html.document_fromstring(made.text)
    assert page.xpath("string(//form[@id='all-texts']/p[not(@role)])") == (
        "Not searched, as their pages have no search of their own: d; Two"
    )
    assert page.xpath("//@data-folder") == ["a%20b"]
    none = runner().transform(
        resource("xslt/index/page.xsl"), Input(index.replace(' searched="true"', ""), "memory:/index.xml"), {}
    )
    assert "all-texts" not in none.text


@pytest.mark.campaign
def test_a_thousand_documents_are_read_in_small_parts(corpus: Path, browser: Tabs, tmp_path: Path) -> None:
    """Three documents among words of a thousand others."""
    chance = random.Random(1)  # noqa: S311  # not for secrets
    words = ["".join(chance.choices("abcdefghijklmnoprstuvyz", k=6)) for _ in range(20_000)]
    among = {f"d{number}": " ".join({*chance.sample(words, 300), "everywhere"}) for number in range(1000)}
    among["rize"] = " ".join(_words(["everywhere Ankara’da Vrangel"]))
    files = search_files({name: among[name] for name in sorted(among, key=lambda name: name[::-1])}, softens=True)
    assert max(map(len, files.values())) < 65_000
    assert len(files) > 10
    shutil.copytree(corpus, tmp_path / "many")
    shutil.rmtree(tmp_path / "many" / SEARCH)
    for name, content in files.items():
        (tmp_path / "many" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "many" / name).write_bytes(content)
    page = browser.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto((tmp_path / "many" / "index.html").as_uri())
    assert asked(page, "Vrangel")[:2] == ("Bu sözler 1 belgede var", ["Rize"])
    assert sum("/search/" in url for url in requests) <= 3
    counts = {
        query: sum(any(word.startswith(query) for word in words.split()) for words in among.values())
        for query in ("ab", "zyb", "everywhere")
    }
    assert 1 < counts["zyb"] < counts["ab"] < counts["everywhere"] == 1001
    for query, count in counts.items():
        assert said_of(page, query) == f"Bu sözler {count} belgede var"
    assert said_of(page, "everywhere Ankara’dan") == "Bu sözler 1 belgede var"
