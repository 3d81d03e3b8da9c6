"""`teitools explain`: every code of the catalogue, the rules of Schematron schemas, and what is no code."""

from __future__ import annotations

import pytest
from support.running import ROOT, teitools

from teitools.diagnostics import LANGUAGES, SetupError, catalogue, speaking
from teitools.project import read_project
from teitools.tasks.explain import explain, overview

SCHEMA = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3" xml:lang="en">
  <pattern id="notes">
    <title>Notes of the article</title>
    <rule context="note">
      <assert id="note-has-text" test="normalize-space()" role="warning" diagnostics="text-mend text-tr text-mend-tr"
          see="https://example.org/notes">The note <value-of select="@n"/> is empty.</assert>
      <report id="note-too-long" test="string-length() gt
          1000">Too long.</report>
    </rule>
  </pattern>
  <diagnostics>
    <diagnostic id="text-mend" xml:lang="en">Write the note, or remove it.</diagnostic>
    <diagnostic id="text-tr" xml:lang="tr"><value-of select="@n"/> numaralı not boş.</diagnostic>
    <diagnostic id="text-mend-tr" xml:lang="tr">Notu yazın ya da silin.</diagnostic>
  </diagnostics>
</schema>
"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "rules.sch").write_text(SCHEMA, encoding="utf-8")
    (tmp_path / "a.xml").write_text("<TEI/>", encoding="utf-8")
    (tmp_path / "teitools.toml").write_text('[project]\ndocuments = ["a.xml"]\n', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_page(language):
    for code, entry in catalogue().items():
        with speaking(language):
            text = "\n".join(explain(code, None))
        assert text.startswith(f"{code}  {entry.title[language]}\n")
        flat = " ".join(text.split())
        for part in (entry.why[language], entry.wrong, entry.right):
            assert " ".join(part.split()) in flat, code
        assert "{" not in text.replace(entry.wrong, "").replace(entry.right, ""), code  # no slot left open


def test_letter_case_of_a_code_does_not_count():
    done = teitools("explain", "ptr002")
    assert done.returncode == 0
    assert done.stdout.startswith("PTR002  Pointer to a missing id\nerror · found by: pointers and ids\n")


@pytest.mark.parametrize(("code", "near"), [("PTR02", "PTR002"), ("RNG1111", "RNG111"), ("xml0661", "XML061")])
def test_unknown_code_names_the_nearest(code, near):
    done = teitools("explain", code)
    assert done.returncode == 2
    assert done.stdout == ""
    assert f"there is no code {code};" in done.stderr
    assert near in done.stderr


def test_unknown_code_in_turkish_and_with_control_characters():
    done = teitools("--lang", "tr", "explain", "a\x1b[2J")
    assert done.returncode == 2
    assert "a␛[2J diye bir kod yok" in done.stderr


def test_without_a_code_all_are_listed(tmp_path):
    done = teitools("explain", cwd=tmp_path)
    assert done.returncode == 0
    for code, entry in catalogue().items():
        assert f"  {code}  {entry.title['en']}\n" in done.stdout
    for heading in ("reading XML", "RELAX NG", "Schematron", "XML Schema", "pointers and ids"):
        assert done.stdout.count(f"\n{heading}\n") + done.stdout.startswith(f"{heading}\n") == 1


def test_rule_of_a_given_schema(project):
    done = teitools("explain", "sch:NOTE-has-text", "--schema", "rules.sch", cwd=project)
    assert done.stderr == ""
    assert done.stdout == (
        "SCH:note-has-text\n"
        "warning · found by: Schematron\n\n"
        "What the rule says\n  The note … is empty.\n\n"
        "How to mend it\n  Write the note, or remove it.\n\n"
        "Applies to\n  note\n\n"
        "Must be true\n  normalize-space()\n\n"
        "Pattern\n  notes – Notes of the article\n\n"
        "Stated in\n  rules.sch:5:7\n\n"
        "See\n  https://example.org/notes\n"
    )


def test_rule_in_turkish(project):
    text = teitools("--lang", "tr", "explain", "SCH:note-has-text", "--schema", "rules.sch", cwd=project).stdout
    assert "Kuralın söylediği\n  … numaralı not boş.\n" in text
    assert "Nasıl düzeltilir\n  Notu yazın ya da silin.\n" in text


def test_report_says_what_must_not_be_true(project):
    text = teitools("explain", "SCH:note-too-long", "--schema", "rules.sch", cwd=project).stdout
    assert "Must not be true\n  string-length() gt 1000\n" in text


@pytest.mark.parametrize("where", ["project", "document"])
def test_rule_is_found_where_the_project_names_it(project, where):
    if where == "project":
        (project / "teitools.toml").write_text('[project]\nschemas = ["rules.sch"]\n', encoding="utf-8")
    else:
        declaration = '<?xml-model href="rules.sch" schematypens="http://purl.oclc.org/dsdl/schematron"?>'
        (project / "a.xml").write_text(f"{declaration}<TEI/>", encoding="utf-8")
    assert "normalize-space()" in teitools("explain", "SCH:note-has-text", cwd=project).stdout
    listed = teitools("explain", cwd=project).stdout
    assert "rules of rules.sch\n  SCH:note-has-text  The note … is empty.\n  SCH:note-too-long  Too long.\n" in listed


def test_rule_that_is_not_there_says_where_it_was_looked_for(project):
    done = teitools("explain", "SCH:note-has-txt", "--schema", "rules.sch", cwd=project)
    assert done.returncode == 2
    assert "nearest: SCH:note-has-text" in done.stderr
    assert "looked for the rule in: rules.sch" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "no Schematron schema to look in"),
        (("--schema", "no.sch"), "no.sch: no such schema file"),
        (("--schema", "grammar.rng"), "grammar.rng:1:1: <grammar> is not a Schematron schema"),
        (("--schema", "broken.sch"), "broken.sch:1:1: <x> is not a Schematron schema"),
    ],
)
def test_schema_that_cannot_be_used_is_a_fault(project, arguments, said):
    (project / "grammar.rng").write_text("<grammar/>", encoding="utf-8")
    (project / "broken.sch").write_text("<x/>", encoding="utf-8")
    done = teitools("explain", "SCH:x", *arguments, cwd=project)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.campaign
def test_every_rule_of_the_edition_can_be_explained():
    project = read_project(ROOT / "teitools.toml")
    codes = [line.split()[0] for line in overview(project) if line.startswith("  SCH:")]
    assert len(codes) > 20
    for code in codes:
        assert next(iter(explain(code, project))).startswith(code)


def test_unknown_code_is_a_fault_for_python_too():
    with pytest.raises(SetupError, match="there is no code XYZ"):
        list(explain("XYZ", None))
