"""The hint of a wrong encoding names one that fits the text: its language, else its letters, and bytes that decode."""

from __future__ import annotations

import pytest

from teitools.document import parse
from teitools.document.likely import likely_encoding

TEXTS = [
    ('<p xml:lang="fr">élève</p>', "windows-1252", "windows-1252"),
    ("<p>élève</p>", "windows-1252", "windows-1252"),
    ('<p xml:lang="is">það er þýtt</p>', "windows-1252", "windows-1252"),
    ('<p xml:lang="tr">görmüş</p>', "windows-1254", "windows-1254"),
    ("<p>ağır ış</p>", "windows-1254", "windows-1254"),
    ('<p xml:lang="ru">слово</p>', "windows-1251", "windows-1251"),
    ('<p xml:lang="pl">żółć</p>', "windows-1250", "windows-1250"),
    ('<p xml:lang="el">λόγος</p>', "windows-1253", "windows-1253"),
    ('<p xml:lang="ja">漢字</p>', "shift_jis", "shift_jis"),
]


@pytest.mark.parametrize(("text", "encoding", "likely"), TEXTS)
def test_the_hint_names_the_encoding_of_the_text(text: str, encoding: str, likely: str) -> None:
    _, findings = parse(text.encode(encoding), "a.xml")
    assert [finding.code for finding in findings] == ["XML013"]
    assert f'encoding="{likely}"' in (findings[0].hint or "")


def test_an_encoding_that_does_not_fit_is_not_named() -> None:
    assert likely_encoding("<p xml:lang='fr'>漢字</p>".encode("shift_jis"), "windows-1252") != "windows-1252"
    assert likely_encoding(b"<p xml:lang='en'>\x81\x8d</p>") != "windows-1252"
