"""Characters that were lost or encoded twice, and pages of HTML in place of documents: told once a file and kind."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.laws import examples
from support.running import ROOT, teitools

from teitools.document import parse
from teitools.document.damage import _doubly_encoded, _perhaps_encoded, damage

WORDS = {
    "Turkish": "Çankırı’da gün ışığı, İstanbul’da Ömer ve Şükrü",
    "French": "« L’été à Noël, voilà un cœur très fâché »",
    "German": "Größe, Äpfel, Öl, Übung",
    "Spanish": "el niño comió en la esquina, ¿qué?",
    "Polish": "Łódź, ąę, źdźbło",
    "Romanian": "București, știință, țară",
    "Russian": "Привет, как дела",
    "Greek": "Ελλάδα και άλλα",
    "Hebrew": "שלום",
    "Arabic": "مرحبا بالعالم",
    "Vietnamese": "Tiếng Việt có dấu",
    "Japanese": "日本語の本文",
    "punctuation": "“quoted” – dash… it’s",
    "signs": "© 1920, 20°, ½ €",
    "emoji": "😀",
}
# What people write, though some of it would decode: capitals before quotation marks, dashes, apostrophes, powers.
WRITTEN = [
    *WORDS.values(),
    "«LIBERTÉ» “ÉGALITÉ” ‘FRATERNITɒ",
    "»ÜBÜ« „JÄ“ «MANHû “AMANH┠IRM×disse «DÂ»",
    "HÂLÂ’nın ÂLEM’e Ö’de Ä’nin Å’s",
    "5 Å², 3 Å³, 2×½, 3×¼, 20 Å.",
    "CAFFÈ™ NESCAFÉ™ É© Ñ®",
    "« café»—oui! «está»… é»—",
    "Ð, ð, Þ og þ á Íslandi; Ø”, Ï Î Û",
    "kâğıt, âlem, Âşık, â’nın, â€ yok",
    "à la carte… déjà – là « où »",
]


def doubled(text):
    """What comes of UTF-8 that is read as Windows-1252."""
    known = {byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
    return "".join(known.get(byte) or bytes([byte]).decode("windows-1252") for byte in text.encode())


def found(text, encoding="utf-8"):
    document, faults = parse(
        f'<?xml version="1.0" encoding="{encoding}"?>\n<TEI>{text}</TEI>'.encode(encoding), "a.xml"
    )
    assert document is not None, faults
    return [(item.code, item.location.line, item.location.column, item.message) for item in damage(document)]


@pytest.mark.parametrize("language", WORDS)
def test_text_that_is_encoded_twice_is_told_once_with_what_was_meant(language):
    ((code, line, _, message),) = found(doubled(WORDS[language]))
    assert (code, line) == ("XML081", 2)
    wrong, right = re.findall("“(.*?)” stands here for “(.*?)”: UTF-8", message, re.DOTALL)[0]
    assert right in WORDS[language]
    assert wrong in doubled(WORDS[language])


@pytest.mark.parametrize("text", WRITTEN)
def test_what_people_write_is_left_in_peace(text):
    assert found(text) == []


def test_the_places_are_counted_and_the_first_is_told():
    text = doubled("gün ışığı")
    assert found(f"a\n{text}") == [
        (
            "XML081",
            3,
            2,
            "“Ã¼” stands here for “ü”: UTF-8 was read as Windows-1252 and written as UTF-8 again (places in this file: 6)",
        )
    ]
    assert [item[0] for item in found("gÃ¼n", "windows-1252")] == ["XML081"]


def test_lost_characters_are_told_as_they_stand_and_as_references():
    ((code, line, column, message),) = found("ç\ufffd &#xFFFD; &#65533; &#x0fffd; &#xFFFE0;")
    assert (code, line, column) == ("XML080", 2, 7)
    assert message.endswith("(places in this file: 4)")


@examples(100)
@given(st.text(st.characters(codec="utf-8", exclude_characters="<&\x00", exclude_categories=["Cc", "Cs"])))
def test_whatever_is_found_decodes_to_what_it_says(text):
    for code, _, _, message in found(text.replace("\ufffe", "").replace("\uffff", "")):
        if code == "XML081":
            wrong, right = re.findall("“(.*?)” stands here for “(.*?)”: UTF-8", message, re.DOTALL)[0]
            assert doubled(right).startswith(wrong[:11])


def test_our_own_texts_are_not_damaged():
    files = [*(ROOT / "tei").glob("*.xml"), *(ROOT / "schema").glob("*.odd")]
    assert len(files) >= 3
    for file in files:
        document, _ = parse(file.read_bytes(), file.name)
        assert [item.code for item in damage(document)] == []


PAGES = [
    ("<!DOCTYPE html>\n<html><body><p>Not found<br></body></html>", ["XML082", "XML002"]),
    ("<!-- saved --><HTML lang='en'><body><hr></BODY></html>", ["XML082", "XML022"]),
    ('<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', ["XML082"]),
    ("<html><body/></html>", ["XML082"]),
    ("<TEI><p>&lt;html&gt;</p><html></TEI>", ["XML002"]),
    ("<p>no <html> here</p>", ["XML002"]),
]


@pytest.mark.parametrize(("text", "codes"), PAGES)
def test_a_page_of_html_is_told(tmp_path, text, codes):
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    done = teitools("check", "a.xml", "--ignore", "XML060", cwd=tmp_path)
    assert re.findall(r"\[(XML\d+)\]$", done.stdout, re.MULTILINE)[: len(codes)] == codes


def test_html_that_is_checked_as_html_is_no_mistake(tmp_path):
    (tmp_path / "a.xml").write_text("<html><body/></html>", encoding="utf-8")
    (tmp_path / "html.rnc").write_text("start = element html { element body { empty } }", encoding="utf-8")
    done = teitools("check", "a.xml", "--schema", "html.rnc", cwd=tmp_path)
    assert (done.returncode, done.stdout[:30]) == (0, "1 document checked, 0 findings")


def test_a_document_of_several_files_has_a_finding_in_each_and_none_twice(tmp_path):
    lost = "<p>a\ufffdb</p>"
    (tmp_path / "part.xml").write_text(f"<div>{lost}{lost}</div>", encoding="utf-8")
    (tmp_path / "whole.xml").write_text(
        f'<TEI xmlns:xi="http://www.w3.org/2001/XInclude">{lost}<xi:include href="part.xml"/></TEI>', encoding="utf-8"
    )
    done = teitools("check", ".", "--ignore", "XML060", cwd=tmp_path)
    places = re.findall(r"^(\S+): warning: .*in this file: (\d)\) \[XML080\]$", done.stdout, re.MULTILINE)
    assert places == [("part.xml:1:10", "2"), ("whole.xml:1:53", "1")]


def test_a_large_document_that_passes_by_is_looked_at_too(tmp_path):
    (tmp_path / "a.xml").write_text(f"<TEI><p>{'text ' * 3_500_000}</p><p>\ufffd</p></TEI>", encoding="utf-8")
    done = teitools("check", "a.xml", "--ignore", "XML060", cwd=tmp_path)
    assert "[XML080]" in done.stdout


def test_no_pattern_is_made_at_import():
    code = "from teitools.document import damage; print(damage._doubly_encoded.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "0\n"


@examples(400)
@given(
    st.lists(
        st.sampled_from([*map(chr, range(0x80, 0x100)), *"‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€", *"aÇğ "]),
        min_size=2,
        max_size=6,
    )
)
def test_the_first_search_overlooks_nothing(letters: list[str]) -> None:
    text = "".join(letters).encode()
    assert not _doubly_encoded().search(text) or _perhaps_encoded().search(text)
