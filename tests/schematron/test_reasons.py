"""Why a quick fix cannot be used is said in the user's language, also when the schema comes from the cache."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from teitools.diagnostics import set_language
from teitools.document import read
from teitools.schematron import Schema
from teitools.schematron.reasons import Reason, fact, facts

CASES = Path(__file__).resolve().parents[1] / "cases" / "fix"
# Cases whose reason is that of the XSLT processor, or of an expression or a part that is no quick fix: English in both
ENGLISH = {
    "fault-expression-in-content",
    "fault-expression-of-an-operation",
    "fault-in-one-fix-leaves-the-others",
    "fault-type-that-is-a-function",
    "fault-undeclared-prefix-in-a-target",
    "fault-undeclared-variable-in-a-title",
}
TOLD = {folder.name for folder in CASES.iterdir() if "SCH008" in (folder / "expected.json").read_text(encoding="utf-8")}


def messages(language: str) -> list[str]:
    """What is told of the quick fixes of the schema in the working folder, the hint apart."""
    schema = next(Path(path.name) for path in Path().glob("schema.*"))
    document, _ = read(Path("document.xml"))
    assert document is not None
    try:
        set_language(language)
        return [item.message for item in Schema.load(schema).validate(document) if item.code == "SCH008"]
    finally:
        set_language("en")


def reason_in(message: str) -> str:
    """The innermost reason in a message in either language."""
    return re.sub(r".*?(?:is wrong|sunulmuyor): (?:the fix “[^”]*”: |“[^”]*” düzeltmesi: )?", "", message, count=1)


@pytest.mark.parametrize("name", sorted(TOLD))
def test_reasons_are_in_the_language_of_the_user(name, monkeypatch):
    monkeypatch.chdir(CASES / name)
    english, turkish = messages("en"), messages("tr")
    assert len(english) == len(turkish) > 0
    pairs = zip(map(reason_in, english), map(reason_in, turkish), strict=True)
    untranslated = [one for one, other in pairs if one == other]
    assert bool(untranslated) == (name in ENGLISH), untranslated
    assert messages("en") == english


def test_a_reason_is_said_anew_from_what_is_kept_of_it():
    reason = Reason("sch_reason_no_fix", name="a", advice=Reason("sch_reason_near", near="b"))
    assert reason == "there is no fix “a” here; did you mean “b”?"
    kept = [fact("reason", reason), fact("other", 3)]
    assert all(isinstance(part, str) for pair in kept for part in pair)
    try:
        set_language("tr")
        assert dict(facts(kept)) == {
            "reason": "burada “a” adlı düzeltme yok; “b” mı demek istediniz?",
            "other": "3",
        }
    finally:
        set_language("en")
