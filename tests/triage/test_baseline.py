"""A baseline: what is known does not count, wherever it has moved to; what is new does, and what is gone is told."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.laws import examples
from support.running import teitools

from teitools.diagnostics import Diagnostic, Location, SetupError, Severity
from teitools.triage.baseline import Baseline, Naming, entries_of, read_baseline, write_baseline
from teitools.triage.matching import match

BASELINE = Path("known.json")
MARKED = re.compile(r"<bad [^>]*/>")


def findings_in(files):
    """A finding for every `bad` element of texts, as an engine has it."""
    return [
        Diagnostic(
            "PTR002",
            Severity.ERROR,
            "bad",
            Location(name, number, found.start() + 1, number, found.end() + 1, f"/TEI/p[{number}]/bad[{count}]"),
            "pointers",
        )
        for name, text in sorted(files.items())
        for number, line in enumerate(text.split("\n"), 1)
        for count, found in enumerate(MARKED.finditer(line), 1)
    ]


def naming(files):
    return Naming(BASELINE, {name: text.encode() for name, text in files.items()})


def known_of(files):
    return Baseline(BASELINE, entries_of(findings_in(files), naming(files)))


def matched(before, after, paths=None):
    return match(findings_in(after), known_of(before), naming(after), list(after), paths)


def count(stale):
    return sum(entries.total() for entries in stale.values())


GOOD = st.sampled_from(["", "<p>text</p>", "<p>another text</p>", "  <lb/>"])
BAD = st.sampled_from(
    ['<p>see <bad n="1"/>.</p>', '<p>and <bad n="2"/></p>', '<bad n="1"/>', '<p><bad n="3"/><bad n="3"/></p>']
)
LINES = st.lists(GOOD | BAD, max_size=8)
DOCUMENTS = st.dictionaries(st.sampled_from(["a.xml", "b/c.xml", "d.xml"]), LINES.map("\n".join), min_size=1)


@examples(40)
@given(DOCUMENTS)
def test_the_same_findings_are_all_known(files):
    got = matched(files, files)
    assert (got.new, count(got.stale), len(got.known)) == ((), 0, len(findings_in(files)))


@examples(40)
@given(DOCUMENTS, st.lists(st.tuples(st.integers(0, 8), GOOD), max_size=4))
def test_lines_that_are_added_elsewhere_make_nothing_new(files, additions):
    after = {}
    for name, text in files.items():
        lines = text.split("\n")
        for place, line in additions:
            lines.insert(min(place, len(lines)), line)
        after[name] = "\n".join(lines)
    got = matched(files, after)
    assert (got.new, count(got.stale)) == ((), 0)


@examples(40)
@given(DOCUMENTS, st.sampled_from(["text", "another", "see "]), st.sampled_from(["", "words", "ğüşi"]))
def test_text_that_is_edited_elsewhere_makes_nothing_new(files, old, new):
    got = matched(files, {name: text.replace(old, new) for name, text in files.items()})
    assert (got.new, count(got.stale)) == ((), 0)


@examples(40)
@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_lines_that_change_places_make_nothing_new(files, random):
    after = {}
    for name, text in files.items():
        lines = text.split("\n")
        random.shuffle(lines)
        after[name] = "\n".join(lines)
    got = matched(files, after)
    assert (got.new, count(got.stale)) == ((), 0)


@examples(40)
@given(DOCUMENTS, st.data())
def test_what_is_gone_is_stale_and_nothing_else_is(files, data):
    places = [(name, found.span()) for name, text in files.items() for found in MARKED.finditer(text)]
    gone = data.draw(st.sets(st.sampled_from(places))) if places else set()
    after = dict(files)
    for name, (start, end) in sorted(gone, reverse=True):
        after[name] = after[name][:start] + after[name][end:]
    got = matched(files, after)
    assert (got.new, count(got.stale)) == ((), len(gone))


@examples(40)
@given(DOCUMENTS, st.data())
def test_what_is_added_is_new_and_it_is_what_is_told(files, data):
    name = data.draw(st.sampled_from(sorted(files)))
    lines = files[name].split("\n")
    place = data.draw(st.integers(0, len(lines)))
    lines.insert(
        place, data.draw(st.sampled_from(['<p>quite new: <bad n="1"/></p>', '<p>quite new: <bad n="9"/></p>']))
    )
    (new,) = matched(files, {**files, name: "\n".join(lines)}).new
    assert (new.location.file, new.location.line) == (name, place + 1)


@examples(40)
@given(DOCUMENTS, DOCUMENTS)
def test_no_finding_is_lost_whatever_happens(before, after):
    got = matched(before, after)
    assert len(got.new) + len(got.known) == len(findings_in(after))
    assert len(got.known) + count(got.stale) == len(findings_in(before))


@examples(40)
@given(DOCUMENTS)
def test_a_baseline_that_is_written_is_read_again(tmp_path_factory, files):
    path = tmp_path_factory.getbasetemp() / "roundtrip.json"
    entries = entries_of(findings_in(files), naming(files))
    write_baseline(path, entries)
    assert read_baseline(path).entries == {name: found for name, found in entries.items() if found}


def test_a_renamed_file_is_known_and_one_that_is_copied_is_not():
    text = '<p>see <bad n="1"/></p>\n<bad n="2"/>'
    assert matched({"old-name.xml": text}, {"new-name.xml": text}).new == ()
    assert len(matched({"old-name.xml": text}, {"old-name.xml": text, "new-name.xml": text}).new) == 2
    assert len(matched({"old-name.xml": text}, {"new-name.xml": text + '\n<bad n="3"/>'}).new) == 3


def test_of_two_alike_what_stands_in_the_known_line_is_known():
    old = '<p>known <bad n="1"/></p>'
    (new,) = matched({"a.xml": old}, {"a.xml": f'<p>first <bad n="1"/></p>\n{old}'}).new
    assert new.location.line == 1


def test_entries_of_other_files_are_stale_only_if_all_were_checked():
    before, after = {"a.xml": '<bad n="1"/>', "b.xml": '<bad n="1"/>'}, {"a.xml": "<good/>"}
    assert set(matched(before, after).stale) == {"a.xml", "b.xml"}
    assert set(matched(before, after, [Path("a.xml")]).stale) == {"a.xml"}


def test_a_fault_of_the_tool_is_never_known():
    item = Diagnostic("XML033", Severity.ERROR, "x", Location("a.xml"), "xml")
    known = Baseline(BASELINE, entries_of([item], naming({})))
    assert match([item], known, naming({}), ["a.xml"]).new == (item,)


# On the command line.

DANGLING = '<TEI xmlns="http://www.tei-c.org/ns/1.0">\n<p>Batum: <ref target="#gone"/></p>\n<p xml:id="a"/><p xml:id="a"/></TEI>\n'


@pytest.fixture
def project(tmp_path):
    (tmp_path / "letters").mkdir()
    for name in ("a", "b"):
        (tmp_path / "letters" / f"{name}.xml").write_text(DANGLING, encoding="utf-8")
    (tmp_path / "any.rnc").write_text(
        "start = any any = element * { (attribute * { text } | text | any)* }", encoding="utf-8"
    )
    (tmp_path / "teitools.toml").write_text(
        '[project]\ndocuments = ["letters/*.xml"]\nschemas = ["any.rnc"]\n'
        '[findings]\nbaseline = "known.json"\nignore = ["PTR001"]\n',
        encoding="utf-8",
    )
    return tmp_path


def edit(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_project_adopts_the_tool_and_hears_of_what_is_new(project):
    done = teitools("check", cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no baseline; write it first: teitools check --write-baseline" in done.stderr
    done = teitools("check", "--write-baseline", "known.json", cwd=project)
    assert (done.returncode, done.stderr) == (0, "teitools: known.json: baseline written, findings: 2, files: 2\n")
    assert "2 documents checked, 0 findings, 2 ignored, 2 in the baseline, " in done.stdout
    edit(project / "letters" / "a.xml", "<p>", '<p>Tiflis, <ref target="#new"/></p>\n<p>')
    done = teitools("check", cwd=project)
    assert done.returncode == 1
    assert "letters/a.xml:2:17: error" in done.stdout
    assert "1 error, 0 warnings, 0 notes, 2 ignored, 2 in the baseline, " in done.stdout
    assert done.stderr == ""


def test_what_is_gone_is_told_and_renewed(project):
    teitools("check", "--write-baseline", "known.json", cwd=project)
    before = (project / "known.json").read_text(encoding="utf-8")
    edit(project / "letters" / "a.xml", "#gone", "a.xml")
    done = teitools("check", cwd=project)
    assert done.returncode == 0
    assert done.stderr == (
        "teitools: known.json: findings that the baseline knows and that are gone: 1 (letters/a.xml: PTR002); "
        "renew it with --write-baseline known.json\n"
    )
    assert teitools("check", "letters/b.xml", cwd=project).stderr == ""  # a.xml was not looked at
    teitools("check", "--write-baseline", "known.json", "letters/b.xml", cwd=project)
    assert (project / "known.json").read_text(encoding="utf-8") == before  # so a.xml keeps what it had
    teitools("check", "--write-baseline", "known.json", cwd=project)
    assert teitools("check", cwd=project).stderr == ""


def test_of_a_folder_that_is_looked_in_files_that_are_gone_are_told(project):
    (project / "more").mkdir()
    (project / "more" / "c.xml").write_text(DANGLING.replace("#gone", "#lost"), encoding="utf-8")
    teitools("check", "--write-baseline", "known.json", "letters", "more", cwd=project)
    (project / "letters" / "a.xml").unlink()
    for paths in (("more",), ("letters/b.xml",)):
        assert teitools("check", *paths, cwd=project).stderr == ""  # nobody looked where it was
    for paths in (("letters",), (".",), ("more", "letters/"), ("../" + project.name,)):
        done = teitools("check", *paths, cwd=project)
        assert "that are gone: 1 (letters/a.xml: PTR002)" in done.stderr, paths
    teitools("check", "--write-baseline", "known.json", "letters", cwd=project)
    assert teitools("check", "letters", cwd=project).stderr == ""
    assert set(json.loads((project / "known.json").read_text(encoding="utf-8"))["files"]) == {
        "letters/b.xml",
        "more/c.xml",
    }


@pytest.mark.parametrize("languages", [("en", "tr"), ("tr", "en")])
def test_a_baseline_holds_in_another_language(project, languages):
    (project / "bad.xml").write_text("<a><b></a>", encoding="utf-8")
    (project / "low.xml").write_text('<?xml-model href="none.rng"?><a b="\ufffd"/>', encoding="utf-8")
    write, read = (("--lang", language, "check", ".") for language in languages)
    teitools(*write, "--write-baseline", "known.json", cwd=project)
    done = teitools(*read, cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads((project / "known.json").read_text(encoding="utf-8"))["files"]) == 4


def test_the_file_is_the_same_each_time_sorted_and_names_no_lines(project):
    edit(project / "letters" / "b.xml", "<p>", '<ref target="#gone"/>\n<ref target="#gone"/>\n<p>')
    teitools("check", "--write-baseline", "known.json", cwd=project)
    text = (project / "known.json").read_text(encoding="utf-8")
    assert text.splitlines() == [
        "{",
        '"teitools-baseline": 1,',
        '"files": {',
        ' "letters/a.xml": [',
        '  {"code": "PTR002", "path": "/TEI/p/ref/@target", "before": "<p>Batum: <ref ", "text": "target=\\"#gone\\""}',
        " ],",
        ' "letters/b.xml": [',
        '  {"code": "PTR002", "path": "/TEI/p/ref/@target", "before": "<p>Batum: <ref ", "text": "target=\\"#gone\\""},',
        '  {"code": "PTR002", "path": "/TEI/ref/@target", "before": "<ref ", "text": "target=\\"#gone\\"", "count": 2}',
        " ]",
        "}",
        "}",
    ]
    in_turkish = teitools("--lang", "tr", "check", "--write-baseline", "tr.json", cwd=project)
    assert in_turkish.stderr == "teitools: tr.json: bilinen bulgular yazıldı; bulgu: 4, dosya: 2\n"
    assert (project / "tr.json").read_text(encoding="utf-8") == text


def test_it_is_found_from_a_folder_below_and_reports_say_what_is_known(project):
    teitools("check", "--write-baseline", "known.json", cwd=project)
    done = teitools("check", "a.xml", "--format", "json", cwd=project / "letters")
    assert (done.returncode, done.stdout) == (0, "[]\n")
    done = teitools("check", "--format", "sarif", cwd=project)
    results = json.loads(done.stdout)["runs"][0]["results"]
    reasons = sorted((item["ruleId"], item["suppressions"][0]["justification"]) for item in results)
    assert reasons == [
        *[("PTR001", "[findings] in teitools.toml")] * 2,
        *[("PTR002", "baseline known.json")] * 2,
    ]
    assert teitools("check", "--format", "jsonl", cwd=project).stdout == ""


def test_standard_input_has_no_place_in_a_baseline(project):
    done = teitools("check", "-", "--write-baseline", "in.json", cwd=project, stdin=DANGLING.encode())
    assert done.returncode == 1
    assert json.loads((project / "in.json").read_text(encoding="utf-8"))["files"] == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is no baseline, or a damaged one: Expecting value"),
        (b"\xff\xfe\x00", "is no baseline, or a damaged one"),
        (b"<TEI/>", "is no baseline, or a damaged one"),
        (b"[" * 100_000, "is no baseline, or a damaged one"),
        (b'{"teitools-baseline": ' + b"9" * 5000 + b"}", "is no baseline, or a damaged one"),
        (b"[]", "is no baseline of teitools"),
        (b'{"files": {}}', "is no baseline of teitools"),
        (b'{"teitools-baseline": 2, "files": {}}', "is a baseline of another version"),
        (b'{"teitools-baseline": true, "files": {}}', "is a baseline of another version"),
        (b'{"teitools-baseline": 1, "files": []}', "has no “files”"),
        (b'{"teitools-baseline": 1, "files": {"a.xml": {}}}', "“a.xml” is not a list of findings"),
        (b'{"teitools-baseline": 1, "files": {"a.xml": ["x"]}}', "“a.xml” is not a list of findings"),
        (b'{"teitools-baseline": 1, "files": {"a.xml": [{}]}}', "is not made of texts, among them its code"),
        (b'{"teitools-baseline": 1, "files": {"a.xml": [{"code": 3}]}}', "is not made of texts"),
        (b'{"teitools-baseline": 1, "files": {"a.xml": [{"code": "X", "count": 0}]}}', "a count that is no number"),
    ],
)
def test_a_broken_baseline_is_told_and_never_written_over(project, content, message):
    known = project / "known.json"
    known.write_bytes(content)
    for arguments in (["check"], ["check", "--write-baseline", "known.json"]):
        done = teitools(*arguments, cwd=project)
        assert (done.returncode, message in done.stderr) == (2, True), done.stderr
        assert done.stderr.endswith("name another file, or remove this one and write it anew with --write-baseline\n")
    assert known.read_bytes() == content


def test_hostile_names_in_a_baseline_do_no_harm(project):
    names = ["\0", "../../etc/passwd", "/", "x" * 10_000, "\ud800", "letters/a.xml/../b.xml"]
    files = {name: [{"code": "PTR002", "text": "x"}] for name in names}
    (project / "known.json").write_text(json.dumps({"teitools-baseline": 1, "files": files}), encoding="utf-8")
    done = teitools("check", cwd=project)
    assert done.returncode == 1
    assert "that are gone: 6" in done.stderr
    assert teitools("check", "letters/a.xml", "--write-baseline", "known.json", cwd=project).returncode == 0


def test_what_cannot_be_meant_is_refused(project):
    done = teitools("check", "--baseline", "x.json", "--write-baseline", "y.json", cwd=project)
    assert (done.returncode, "give one of them" in done.stderr) == (2, True)
    done = teitools("check", "--write-baseline", "no/such/folder.json", cwd=project)
    assert (done.returncode, "choose another place with --write-baseline" in done.stderr) == (2, True)
    os.mkfifo(project / "pipe")
    done = teitools("check", "--baseline", "pipe", cwd=project)
    assert (done.returncode, "there is no baseline" in done.stderr) == (2, True)
    with pytest.raises(SetupError):
        read_baseline(project / "letters")
