"""The catalogue of wordings: complete in both languages, and every key that a stylesheet asks for is there."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.html_pages import STYLESHEETS, XML

from teitools.tasks.editions.wording import read_table

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = etree.parse(STYLESHEETS / "common" / "labels.xml").getroot()


def test_every_label_is_worded_once_in_each_language() -> None:
    assert [key for key, count in Counter(CATALOGUE.xpath("label/@key")).items() if count > 1] == []
    for label in CATALOGUE:
        assert [text.get(XML + "lang") for text in label] == ["en", "tr"], label.get("key")
        assert all((text.text or "").strip() for text in label), label.get("key")


@pytest.mark.parametrize("path", sorted((STYLESHEETS / "common" / "labels").glob("*.xml")), ids=lambda path: path.stem)
def test_every_other_table_words_all_that_editions_say(path: Path) -> None:
    """What a project's table may lack, ours must not; the pages of an ODD are another matter."""
    table = read_table(path)  # refuses keys that nobody asks for, and texts without the places for values
    keys = [label.get("key") for label in table]
    assert table.get(XML + "lang") == path.stem
    assert sorted(keys) == sorted(key for key in CATALOGUE.xpath("label/@key") if not key.startswith("odd-"))


def test_both_languages_have_the_same_places_for_values() -> None:
    for label in CATALOGUE:
        english, turkish = (sorted(re.findall(r"\{\d\}", text.text)) for text in label)
        assert english == turkish, label.get("key")


def test_every_key_asked_for_is_there() -> None:
    known = set(CATALOGUE.xpath("label/@key"))
    for path in STYLESHEETS.rglob("*.xsl"):
        asked = set(re.findall(r"tt:label\('([a-z0-9A-Z-]+)'\s*[,)]", path.read_text(encoding="utf-8")))
        assert asked <= known, path.name


def test_month_names_are_the_usual_ones() -> None:
    months = [CATALOGUE.xpath("string(label[@key=$key]/text[2])", key=f"month-{number}") for number in range(1, 13)]
    assert " ".join(months) == "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık"
