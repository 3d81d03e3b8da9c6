"""The LaTeX editions typeset without a complaint, and the PDF says what it should. Needs TeX; skipped without it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from shutil import copy, which
from subprocess import run
from tempfile import mkdtemp
from xml.sax.saxutils import escape

import pikepdf
import pytest
from lxml import etree
from support.html_pages import pages_of, runner
from support.printed import ARTICLE, LUALATEX, STYLESHEETS, assets, edition, typeset

from teitools.diagnostics import TeitoolsError
from teitools.project import EditionSettings
from teitools.tasks.editions.edition import build

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not LUALATEX, reason="lualatex and latexmk are not on PATH; see README.md for packages"),
]

TORTURE = (
    "".join(map(chr, range(0x21, 0x7F)))
    + " -- --- ,, '' `` ?` !` << >> \\\\[1ex] [x] \u00a0 \u2009 A\u20113 i\u0307 [9]"
)


def sample(text: str, name: str, folder: Path) -> tuple[str, str]:
    """Typeset a document without indexes: the log, and what the PDF says."""
    (folder / f"{name}.tex").write_text(text, encoding="utf-8")
    for file in assets().iterdir():
        copy(file, folder)
    return typeset(folder, name)


def make_article() -> tuple[str, str, Path]:
    """Make and typeset the article as a user does, in a folder of its own."""
    folder = Path(mkdtemp(prefix="teitools-latex-")) / "latex"
    build(EditionSettings("latex", STYLESHEETS / "latex" / "edition.xsl", {}), ARTICLE, folder, runner())
    return *typeset(folder, "kafkas-seddi"), folder


@cache
def article() -> tuple[str, str, Path]:
    return make_article()


def told(program: str) -> str:
    """What a program of poppler says about the article's PDF."""
    _, _, folder = article()
    command = [str(which(program)), "kafkas-seddi.pdf"]
    done = run(command, cwd=folder, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""
    return done.stdout


def complaints(log: str) -> list[str]:
    """What a typesetter has to look at. Rerun requests and the like are latexmk's business and are gone at the end."""
    lines = re.findall(r"^(?:!|.*Warning:|Missing character|.*undefined).*$", log, flags=re.MULTILINE)
    wide = [line for line in re.findall(r"^Overfull \\hbox \(([\d.]+)pt", log, flags=re.MULTILINE) if float(line) > 2]
    return lines + [f"{line}pt too wide" for line in wide]


def test_the_article_typesets_without_a_complaint() -> None:
    log, _, _ = article()
    assert complaints(log) == []


def test_the_fonts_are_embedded_and_none_is_a_bitmap() -> None:
    fonts = told("pdffonts")
    rows = [line for line in fonts.splitlines()[2:] if line.strip()]
    assert rows
    assert all(re.search(r"yes +yes +yes", row) and "Type 3" not in row for row in rows), fonts


def test_the_pdf_says_what_it_is() -> None:
    info = told("pdfinfo")
    assert re.search(r"Title: +Caucasus Frontier’s Issue in Turkish-Soviet Relations", info)
    assert not re.search(r"Author: +\S", info)
    assert re.search(r"Page size: +595\.\d+ x 841\.\d+ pts \(A4\)", info)


def test_turkish_letters_and_captions_come_back_from_the_pdf() -> None:
    _, said, _ = article()
    text = " ".join(said.replace("-\n", "").split())
    for words in (
        "İçindekiler",
        "Özet",
        "Şahtahtinski",
        "Kişi adları dizini",
        "Yer adları dizini",
        "Sözlük",
        "Arşiv kaynakları",
        "Başvurulan eserler",
    ):
        assert words in text
    assert "\ufffd" not in said


def test_the_index_follows_the_turkish_alphabet() -> None:
    _, _, folder = article()
    index = (folder / "kafkas-seddi-places.ind").read_text(encoding="utf-8")
    letters = re.findall(r"\\bfseries (.)\}", index)
    assert letters == [letter for letter in "ABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVWYZ" if letter in letters]
    assert {"Ç", "İ", "Ş"} <= set(letters)
    assert "\\hyperpage" in index
    assert "\\teiinnote{6}" in index


def test_the_footnotes_carry_their_numbers() -> None:
    log, said, _ = article()
    assert "teitools-edition Warning: Note" not in log
    for number, words in (("2", "Kazım Karabekir, İstiklal"), ("15", "Bu Heyet’te"), ("26", "Cumhuriyet Müzesi")):
        assert re.search(rf"^ *{number} +{words}", said, flags=re.MULTILINE), number


@pytest.mark.campaign
def test_every_special_character_typesets_and_comes_back(tmp_path: Path) -> None:
    line = escape(TORTURE)
    label = f"<row role='label'><cell>{line}</cell><cell>[x] &amp; %</cell></row>"
    cells = f"{label}<row><cell>[y]</cell><cell>*</cell></row>"
    text = (
        f"<body><div><head>{escape('50 % & #1 {a} _b_ ^ ~ [x]')}<note n='1'>{line}</note></head><p>{line}</p>"
        f"<list><item>[a] *</item><item n='[1]'>{line}</item></list><lg><l>[b]</l><l>*{line}</l></lg>"
        f"<table>{cells}</table>"
        f"<sp><speaker>[c]</speaker><p><note n='*'>[d]<p>e</p><p>f</p></note>g</p></sp>"
        f"<p><ref target='https://example.org/%20a_b#c&amp;d~e'>{line}</ref></p><quote>{line}</quote>"
        f"<p><code>{line}</code></p>"
        f"<p>ẖ <del>a</del> <add>b</add> <surplus>c</surplus> ⟨d⟩ § † ° ¶ … – — • €</p></div></body>"
    )
    log, said = sample(edition("latex", text, title=line, indexes=False).text, "torture", tmp_path)
    assert [line for line in complaints(log) if "too wide" not in line] == []
    plain = "".join(said.split())
    for piece in ("\\]^_`", "{|}~", "#$%&'()*+,", "<=>?@", "?`!`", "<<>>", "\\\\[1ex]", "50%&#1{a}_b_^~[x]"):
        assert piece in plain, piece
    assert re.search(r"-{2} +-{3} +,, +'' +`` ", said)


@pytest.mark.campaign
def test_calls_typeset_wherever_they_stand_and_two_of_them_are_kept_apart(tmp_path: Path) -> None:
    text = (
        "<body><div><head>H<note>a</note></head><p><note>b</note>First<note>c</note><note><p>d<note>e</note></p></note>"
        " second <app><lem>x</lem><rdg>y</rdg></app><note>f</note></p><figure><head>F<note>g</note></head></figure>"
        "</div></body>"
    )
    log, said = sample(edition("latex", text).text, "calls", tmp_path)
    assert complaints(log) == []
    assert "H1 ¶1 2 First3,4 second x°1,6 F7" in " ".join(said.split())
    assert re.search(r"^ *5 e$", said, flags=re.MULTILINE)


@pytest.mark.campaign
@pytest.mark.parametrize("language", ["de", "ota-Latn", "tlh"])
def test_any_main_language_typesets(language: str, tmp_path: Path) -> None:
    text = '<body><div><head>I</head><p>x <foreign xml:lang="tr">ışık</foreign></p></div></body>'
    log, said = sample(edition("latex", text, lang=language).text, "sample", tmp_path)
    assert complaints(log) == []
    assert "ışık" in said


# What a journal has


def pages() -> list[list[str]]:
    """The lines of each page of the article, without what stands in the margins."""
    _, said, _ = article()
    found = [page.splitlines() for page in said.split("\f") if page.strip()]
    return [[re.sub(r"^ *(¶\d+ +)?| *\[\d+\]$", "", line) for line in page if line.strip()] for page in found]


@cache
def reader() -> pikepdf.Pdf:
    _, _, folder = article()
    return pikepdf.open(folder / "kafkas-seddi.pdf")


def packed(text: str) -> str:
    """A text without what typesetting changes: white space, hyphens, the calls of notes and corrections."""
    return re.sub(r"[\s\-\u00ad°]|\[\d+\]", "", text)


def test_the_first_page_has_what_a_journal_says_of_an_article() -> None:
    first = " ".join(" ".join(pages()[0]).split())
    for fact in (
        "Yayımlayan: teitools contributors",
        "Tarih: 2026",
        "Sürüm: İkinci dijital yayın, 29 Kasım 2026",
        "Kimlik: urn:teitools:edition:kafkas-seddi",
        "Lisans: MIT – Kodlama, yayıma hazırlayanların notları",
        "Anahtar sözcükler: Kafkas Seddi; Türk-Sovyet ilişkileri; Milli Mücadele;",
        "Keywords: Caucasus Barrier; Turkish-Soviet relations;",
        "Kaynak gösterme: Caucasus Frontier’s Issue in Turkish-Soviet Relations",
    ):
        assert packed(fact) in packed(first), fact


def test_the_pdf_describes_itself_to_machines() -> None:
    root = reader().Root
    assert (str(root.Lang), bool(root.ViewerPreferences.DisplayDocTitle)) == ("tr", True)
    with reader().open_metadata() as said:
        title = said["dc:title"]
        assert str(title).startswith("Caucasus Frontier’s Issue in Turkish-Soviet Relations")
        assert (said["dc:publisher"], said["dc:date"], said["dc:language"]) == (
            {"teitools contributors"},
            ["2026"],
            {"tr"},
        )
        assert {"Kafkas Seddi", "Caucasus Barrier"} < set(said["dc:subject"])
        assert said["dc:identifier"] == "urn:teitools:edition:kafkas-seddi"
        assert said["xmpRights:WebStatement"] == "https://spdx.org/licenses/MIT.html"
        assert "dc:creator" not in said
        assert said["xmp:CreateDate"] == "2023-11-14T22:13:20Z"
    xmp = etree.fromstring(root.Metadata.read_bytes())
    languages = xmp.xpath("//*[local-name()='title']//@xml:lang")
    assert languages == ["x-default", "en", "tr"]
    assert str(reader().docinfo.Keywords).startswith("Kafkas Seddi, Türk-Sovyet ilişkileri")


def test_every_link_says_where_it_leads_and_leads_there() -> None:
    names = {str(name) for name, _ in pikepdf.NameTree(reader().Root.Names.Dests).items()}
    said = []
    for page in reader().pages:
        for link in page.get("/Annots", []):
            said.append(str(link.Contents))
            action = link.get("/A")
            assert str(action.S) == "/URI" or str(action.D) in names, said[-1]
    assert len(said) > 400
    assert all(said)
    for words in ("Dipnot 3", "3 numaralı dipnottan metne dön", "Yayıma hazırlayanların notu a", "s. 3", "Giriş"):
        assert words in said, words


def index(kind: str) -> str:
    _, _, folder = article()
    return " ".join((folder / f"kafkas-seddi-{kind}.ind").read_text(encoding="utf-8").split())


def test_four_indexes_tell_notes_apart_and_lead_from_other_names() -> None:
    _, said, _ = article()
    for heading in ("Kişi adları", "Yer adları", "Kurum ve olay", "Belge ve eser"):
        assert f"\n{heading} dizini\n" in re.sub(r"\n +", "\n", said), heading
    flat = " ".join(said.split())
    assert re.search(r"Sonyel, Salâhi R\., \d+ dn\. 3, \d+ dn\. 6", flat)
    for form, name in (
        ("Mustafa Kemal", "Atatürk"),
        ("Fevzi Paşa", "Çakmak"),
        ("Bekir Sami", "Kunduh"),
        ("Halil Paşa", "Kut"),
        ("Ahmet Muhtar Bey", "Mollaoğlu"),
        ("Vrangel", "Wrangel"),
    ):
        assert re.search(rf"\\item {form}, \\teiseeentry\{{{name}", index("persons")), form
    assert "\\item Moskova Antlaşması" in index("bodies-events")
    assert "\\item Stokes’in Lord Curzon’a telgrafı, \\hyperpage" in index("documents")


def test_lines_can_be_read() -> None:
    lines = [re.sub(" +", " ", line) for page in pages()[1:] for line in page if not re.search(r"\S {4,}\S", line)]
    assert max(map(len, lines)) <= 75
    assert sorted(map(len, lines))[len(lines) // 2] >= 55


def test_nothing_is_stranded() -> None:
    headings = [
        "Giriş",
        "Kafkas Seddi Meselesi",
        "Sonuç",
        "Yayıma hazırlayanların notları",
        "Başvurulan eserler",
        "Sözlük",
    ]
    for page in pages()[1:]:
        for number, text in enumerate(page[1:], 1):
            if text.strip() in headings:
                assert len(page) - number > 3, text
    for lead, quotation in (("bilgileri veriyordu:", "“Ermenistan’daki"), ("oldukça önemliydi;", "“Lenin Eylül’ün")):
        (page,) = (page for page in pages() if any(quotation in line for line in page))
        assert any(lead in line for line in page), lead
    (abstract,) = (page for page in pages() if page[1].strip() == "Özet")
    assert any("etkili oldu." in line for line in abstract)


# One table of facts, in every edition

TEI = {"t": "http://www.tei-c.org/ns/1.0"}


def facts() -> dict[str, str]:
    """What the TEI says that no reader should have to look for elsewhere, by what it is; read here from the TEI alone."""
    root = etree.parse(ARTICLE).getroot()
    register = etree.parse(ARTICLE.parent / "register.xml").getroot()
    found = {}
    for number, note in enumerate(root.xpath("//t:text//t:note[.//t:ref[@type='age']]", namespaces=TEI)):
        target = note.xpath("string(.//t:ref[@type='age']/@target)", namespaces=TEI).removeprefix("#")
        (full,) = root.xpath(f"//t:bibl[@xml:id='{target}']", namespaces=TEI)
        in_note = full.xpath("string(ancestor::t:note/@n)", namespaces=TEI)
        title = "".join(full.xpath("t:title[1]//text()[not(ancestor::t:sic or ancestor::t:orig)]", namespaces=TEI))
        found[f"a.g.e. {number}"] = (
            f"a.g.e. [dn. {in_note}: {full.xpath('string(t:author[1]//t:forename)', namespaces=TEI)}"
        )
        found[f"a.g.e. {number}, title"] = title
    for said in root.xpath("//t:quote[@rend='block']//t:said[@toWhom]", namespaces=TEI):
        who = said.get("who").partition("#")[2]
        (name,) = register.xpath(f"//*[@xml:id='{who}']/t:persName[not(@type='variant')][1]", namespaces=TEI)
        found[f"speaker {who}"] = f"Konuşan: {name.xpath('string(t:surname)', namespaces=TEI)}, "
    for number, lost in enumerate(root.xpath("//t:gap[@unit='note']/t:desc[@xml:lang='tr']", namespaces=TEI)):
        found[f"lost note {number}"] = "".join(lost.itertext())
    impossible = root.xpath("//t:note[@target='#date-12']/t:p[@xml:lang='tr']", namespaces=TEI)[0]
    found["impossible date"] = "".join(impossible.itertext())[:120]
    return found


def test_every_edition_says_the_same_facts(tmp_path_factory: pytest.TempPathFactory) -> None:
    page = pages_of(ARTICLE, tmp_path_factory).page("index.html")
    for element in page.xpath("//*[@class='number' or @hidden]"):
        element.drop_tree()
    said = {
        "html": packed(page.text_content()),
        "pdf": packed(re.sub(r"^ *¶\d+ ", "", article()[1], flags=re.MULTILINE)),
        "text": packed(edition("text", ARTICLE).text),
    }
    assert len(facts()) > 12
    missing = [
        (kind, name) for kind, text in said.items() for name, fact in facts().items() if packed(fact) not in text
    ]
    assert missing == []


def test_paragraphs_have_the_numbers_that_notes_cite() -> None:
    _, said, _ = article()
    numbers = re.findall(r"^ *¶(\d+)", said, flags=re.MULTILINE)
    cited = set(re.findall(r"Meselesi ¶(\d+)", said))
    assert cited <= set(numbers)
    assert numbers == ["1", "1", "1", "2", *map(str, range(1, 13)), "1"]


@pytest.mark.campaign
def test_a_pdf_for_archives_is_what_it_claims(tmp_path: Path) -> None:
    """PDF/A-2u (ISO 19005-2), as far as a reader of PDF can tell: no validator of it is in the registries."""
    text = "<body><div><head>H<note>n</note></head><p>x <ref target='https://example.org/'>y</ref></p></div></body>"
    _, _ = sample(edition("latex", text, title="On ⟨x⟩ &amp; 1_a", pdf_standard="a-2u").text, "archive", tmp_path)
    with pikepdf.open(tmp_path / "archive.pdf") as pdf:
        with pdf.open_metadata() as said:
            assert said.pdfa_status == "2U"
            assert said["dc:title"] == "On ⟨x⟩ & 1_a"
        assert "/Filter" not in pdf.Root.Metadata
        (intent,) = pdf.Root.OutputIntents
        assert (str(intent.S), int(intent.DestOutputProfile.N)) == ("/GTS_PDFA1", 3)
        assert pdf.pdf_version <= "1.7"
        assert len(pdf.trailer.ID) == 2
        fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"]
        assert fonts
        for font in fonts:
            assert "/ToUnicode" in font or "/FontFile3" in font.FontDescriptor
            assert "/CIDSet" not in font.get("/FontDescriptor", {})
        links = [link for page in pdf.pages for link in page.get("/Annots", [])]
        assert links
        assert all(int(link.F) & 4 and not int(link.F) & 3 for link in links)


@pytest.mark.campaign
@pytest.mark.parametrize(
    "options", ["a5paper,10pt,oneside,article", "b5paper,12pt,twoside", "letterpaper,11pt,article"]
)
def test_any_paper_has_room_for_text_and_head(tmp_path: Path, options: str) -> None:
    text = "<body><div><head>H</head><p>" + "word and " * 400 + "</p></div></body>"
    log, said = sample(edition("latex", text, class_options=options).text, "paper", tmp_path)
    assert complaints(log) == []
    assert said.count("word") == 400


def test_an_unknown_standard_is_refused() -> None:
    with pytest.raises(TeitoolsError, match="“pdf-standard” is “a-9”; set it to “a-2u”"):
        edition("latex", "<body><p>a</p></body>", pdf_standard="a-9")


def test_whom_the_header_does_not_name_is_no_author() -> None:
    text = "<body><p>x</p></body>"
    assert "pdfauthor" not in edition("latex", text).text
    assert r"\teimetadata{creator}" not in edition("latex", text).text
