"""The loss ledger of a build: what a source has and the files of its edition lack is told, unless a rule leaves it out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.html_pages import runner
from support.running import ROOT, teitools, teitools_process
from support.xslt import write_module

from teitools.diagnostics import SetupError, Severity
from teitools.document import read
from teitools.project import EditionSettings
from teitools.resources import EDITIONS, resource
from teitools.tasks.editions.edition import build
from teitools.tasks.editions.ledger import account_for, read_rules
from teitools.tasks.editions.ledger.outputs import texts_of
from teitools.tasks.editions.ledger.printed import printed

EVERYTHING, CORPUS = (Path(__file__).with_name(f"{name}.xml") for name in ("everything", "corpus"))
DOCUMENT = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>
<p>İlk söz <hi>Ağrı</hi>lı<note>Sonnota <hi>kalın</hi></note> ikinci</p>
<list><item>birinci madde</item><item>ikinci madde</item></list>
<p>Üçüncü paragraf</p>
</body></text></TEI>"""


@pytest.fixture
def document(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.xml").write_text(DOCUMENT, encoding="utf-8")
    return read(Path("a.xml"))[0]


def account(document, output, rules=(), name="a.txt"):
    """The account of a document in an edition of one file."""
    Path(name).write_text(output, encoding="utf-8")
    return account_for("text", document, rules, Path(), [name])


def lost(account):
    return [(str(item.location), item.element, item.words) for item in account.lost]


WHOLE = "İlk söz AĞRILI[1] ikin-\nci\n\nbirinci madde | ikinci madde\n\nÜçüncü paragraf\n\n[1] Sonnota kalın"


def test_what_is_there_in_another_order_and_shape_is_no_loss(document):
    found = account(document, WHOLE)
    assert lost(found) == []
    assert found.arrived == {"a.txt": found.characters}
    assert list(found.findings) == []


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        ("birinci madde", [("a.xml:3:7", "item", "birinci madde")]),
        ("birinci madde | ikinci madde", [("a.xml:3:1", "list", "birinci madde ikinci madde")]),
        ("kalın", [("a.xml:2:41", "hi", "kalın")]),
        ("Sonnota kalın", [("a.xml:2:27", "note", "Sonnota kalın")]),
        ("ikin-\nci", [("a.xml:2:62", "p", "ikinci")]),
        ("söz", [("a.xml:2:4", "p", "söz")]),
    ],
)
def test_what_is_lost_has_its_place_and_is_the_largest_element_of_which_nothing_is_there(document, gone, expected):
    assert lost(account(document, WHOLE.replace(gone, ""))) == expected


def test_a_long_word_does_not_take_the_place_of_one_that_begins_like_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.xml").write_text("<text><p>milletvekilliği</p><p>milletvekilliğinin</p></text>", encoding="utf-8")
    document = read(Path("a.xml"))[0]
    assert lost(account(document, "milletvekilliğinin\n\nmilletvekilliği")) == []
    assert len(lost(account(document, "milletvekilliğinin"))) == 1


def test_a_word_is_found_whose_letters_have_elements_of_their_own_and_that_stands_among_words_of_the_edition(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    letters = "<orig><unclear>α</unclear>ζ<unclear>η</unclear></orig><gap/>"
    Path("a.xml").write_text(f"<text>{letters}<lb/>{letters.replace('ζ', 'ι')}</text>", encoding="utf-8")
    document = read(Path("a.xml"))[0]
    assert lost(account(document, "Section 1 […]αζη[…] Line 2 […]αιη[…] Translation")) == []
    assert lost(account(document, "Section 1 […]αζη[…] Line 2 […] Translation")) == [("a.xml:1:72", "orig", "α ι η")]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        pytest.param(
            "<p>Flavius Sura</p><app><lem><abbr>F<hi>i</hi></abbr><ex>lavius</ex></lem><rdg><abbr>Fl</abbr><ex>avius</ex></rdg></app>"
            "<p>Flavius Sura</p>",
            "F{i}(lavius)] Fl(avius) A Flavius Sura; Flavius Sura",
            id="whole",
        ),
        pytest.param("<p>hāna<lb/>pāna</p><note>hānapāna</note>", "hānapāna hāna 3 pāna", id="parts"),
    ],
)
def test_a_word_is_found_where_parts_of_others_are_that_stand_elsewhere_too(tmp_path, monkeypatch, source, said):
    monkeypatch.chdir(tmp_path)
    Path("a.xml").write_text(f"<text>{source}</text>", encoding="utf-8")
    document = read(Path("a.xml"))[0]
    assert lost(account(document, said)) == []
    assert len(lost(account(document, said[:-4]))) == 1


CHOICE = "<choice><orig>o</orig><reg>au</reg></choice>"


@pytest.mark.parametrize(
    ("source", "said", "less", "gone"),
    [
        pytest.param(f"<p>m{CHOICE}ly</p>", "mau [o]ly", "mau ly", ["o"], id="readings-in-another-order"),
        pytest.param(f"<p>ram{CHOICE}ly</p>", "ramauly, ramoly", "ramauly", ["o"], id="a-list-with-whole-words"),
        pytest.param(
            f"<p>x {CHOICE}<hi>De</hi> y</p>", "x auDe y; oDe", "x auDe y", ["o"], id="a-word-run-into-the-next"
        ),
        pytest.param(
            "<p>so n ba<choice><sic>n</sic><corr>o</corr></choice>i</p>",
            "so n baoi, bani",
            "so n baoi",
            ["n"],
            id="letters-that-are-words-too",
        ),
        pytest.param(
            "<p>P<hi>2</hi>A<hi>2</hi>L, dicas L</p>", "P2A2L [1] dicas [3] L", "P2A2L, dicas", ["L"], id="many-parts"
        ),
    ],
)
def test_parts_of_words_are_found_in_words_that_are_made_of_them(tmp_path, monkeypatch, source, said, less, gone):
    monkeypatch.chdir(tmp_path)
    Path("a.xml").write_text(f"<text>{source}</text>", encoding="utf-8")
    document = read(Path("a.xml"))[0]
    assert lost(account(document, said)) == []
    assert [words for _, _, words in lost(account(document, less))] == gone


def test_a_finding_says_what_is_lost_and_where(document):
    (finding,) = account(document, WHOLE.replace("birinci madde", "")).findings
    assert (finding.code, finding.severity, str(finding.location)) == ("EDN010", Severity.ERROR, "a.xml:3:7")
    assert finding.location.xpath == "/TEI/text/body/list/item[1]"
    assert finding.message == "the edition text lacks text of <item>: “birinci madde” (letters and digits: 12)"


def test_of_many_places_the_last_finding_counts_the_rest(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    items = "".join(f"<p>keep{number}<hi>gone{number}</hi></p>" for number in range(100, 150))
    Path("a.xml").write_text(f"<text>{items}</text>", encoding="utf-8")
    findings = list(account(read(Path("a.xml"))[0], " ".join(f"keep{n}" for n in range(100, 150))).findings)
    assert len(findings) == 20
    assert [item.message for item in findings[-1].related] == [
        "text is lost at 30 more places (letters and digits: 210)"
    ]


# Readers of files


def test_a_page_says_its_text_and_what_stands_for_pictures_but_no_style(tmp_path):
    page = """<html><head><title>Tab</title><style>p {}</style></head><body><p>Bir<b>kaç</b> söz</p>
      <!-- silent --><script>let x</script><img src="a.png" alt="Resim"/><abbr title="açılım">aç.</abbr></body></html>"""
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (tmp_path / "style.css").write_text("p { color: red }", encoding="utf-8")
    assert {name: text.split() for name, text in texts_of(tmp_path, ["a.html", "style.css"]).items()} == {
        "a.html": ["Bir", "kaç", "söz", "aç.", "Resim", "açılım"]
    }


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"a \emph{b}c", "a b c"),
        (r"\teinote{1}{note-id}{Text \href{https://x.org/\%20}{shown}}", "1 Text shown"),
        (r"\teihead{1}{Contents}{Running}{Heading}", "Heading"),
        (r"\unheardof{one}{two}", "one two"),
        (r"50\% \& \{a\} {[}b{]} c\textbackslash{}d\-e", "50% & {a} [ b] c de"),
        ("\\phantom{0}7\\\\[2pt] % a remark\n8", "7\\ 8"),
        (r"\(a_{1}+\frac{b}{2}\) and \$5", r"\(a_{1}+\frac{b}{2}\) and $5"),
        (r"a \teimath{\int_0^\infty \frac{a}{b}}, c", r"a \int_0^\infty \frac{a}{b} , c"),
        (r"\item[Label] text", "[Label] text"),
        ("\\begin{tabular}{p{1em}l}\n{first} & {second}\\tabularnewline\n\\end{tabular}", "first & second"),
        ("\\title{T}\\begin{document}\nin\n\\end{document} out", "in"),
    ],
)
def test_latex_says_what_it_prints(source, expected):
    assert " ".join(printed(source).split()) == expected


def test_signs_that_begin_and_end_mathematics_are_no_text(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    formula = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p>for <formula>{}</formula> $5</p></TEI>'
    for written in ("$a^2+b$", " $$a^2+b$$\n"):
        Path("a.xml").write_text(formula.format(written), encoding="utf-8")
        assert lost(account(read(Path("a.xml"))[0], r"for \(a^2+b\) $5")) == []
        assert lost(account(read(Path("a.xml"))[0], r"for \(a^2\) $5")) == [
            ("a.xml:1:58", "formula", written.strip("$ \n"))
        ]


# Rules

RULES = """<tt:leaves-out xmlns:tt="urn:teitools:xslt" xmlns:tei="http://www.tei-c.org/ns/1.0" match="{match}" reason="{reason}"/>
<xsl:include href="other.xsl"/>
<xsl:template match="/"><xsl:value-of select="//*:p"/></xsl:template>"""


def rules(folder, match, reason="because"):
    write_module(folder, "", "other.xsl")
    return read_rules(write_module(folder, RULES.format(match=match, reason=reason)))


def test_a_rule_excuses_what_is_in_its_elements(document, tmp_path):
    found = account(document, WHOLE.replace("birinci madde", ""), rules(tmp_path, "tei:list/tei:item"))
    assert lost(found) == []
    assert [(item.rule.why, item.characters, item.places, item.arrived) for item in found.left_out] == [
        ("because", 12, 1, 11)
    ]


def test_a_rule_takes_nothing_from_text_that_is_owed(tmp_path, monkeypatch):
    """What the edition has once and the source twice counts for the place that no rule leaves out."""
    monkeypatch.chdir(tmp_path)
    Path("a.xml").write_text("<TEI><sic>twice said here</sic><p>twice said here</p></TEI>", encoding="utf-8")
    found = account(read(Path("a.xml"))[0], "twice said here", rules(tmp_path, "sic"))
    assert (lost(found), found.left_out[0].characters) == ([], 13)


def test_a_reason_of_the_catalogue_is_worded(tmp_path):
    assert rules(tmp_path, "tei:fw", "running-heads")[0].why.startswith("running heads, catchwords")


def test_a_rule_may_ask_for_parameters(document, tmp_path):
    """Each has the value that is set, else its default, if that is a literal; of another one nothing is known."""
    written = RULES.format(match="tei:item[$shown = 'none'][$much = 3][not($loud = 'true')]", reason="because")
    params = (
        "<xsl:param name='shown' select='&quot;all&quot;'/><xsl:param name='much' select='3'/>"
        "<xsl:param name='loud' as='xs:boolean' select='false()'/><xsl:param name='other' select='1 + 1'/>"
    )
    write_module(tmp_path, "", "other.xsl")
    module = write_module(tmp_path, written.replace("<xsl:include", params + "<xsl:include"))
    less = WHOLE.replace("birinci madde", "")
    assert lost(account(document, less, read_rules(module, {"shown": "none"}))) == []
    for parameters in ({}, {"shown": "none", "much": "2"}, {"shown": "none", "loud": "true"}):
        assert len(lost(account(document, less, read_rules(module, parameters)))) == 1
    module.write_text(module.read_text(encoding="utf-8").replace("$loud", "$other"), encoding="utf-8")
    with pytest.raises(SetupError, match="Undefined variable"):
        account(document, less, read_rules(module, {"shown": "none"}))


@pytest.mark.parametrize("match", ["tei:p[", "other:p", "text()", "count(*)", "tei:p[$gone]"])
def test_a_wrong_rule_is_a_set_up_fault_with_its_line(document, tmp_path, match):
    with pytest.raises(SetupError, match=r"main\.xsl:3: tt:leaves-out/@match “.*”: .*; write an XPath 1\.0 expression"):
        account(document, WHOLE, rules(tmp_path, match))


@pytest.fixture(scope="module")
def accounts(tmp_path_factory):
    """What became of a document, and of a corpus, with one of each thing that an edition leaves out."""
    folder = tmp_path_factory.mktemp("editions")
    wanted = ((EVERYTHING, {}), (CORPUS, {}), (EVERYTHING, {"registers": ""}))
    found = {kind: [shipped(kind, document, folder / kind, said) for document, said in wanted] for kind in EDITIONS}
    said = {"reading": "as-printed", "notes": "none"}
    return found | {"text": [*found["text"], shipped("text", EVERYTHING, folder / "text", said)]}


def shipped(kind, document, folder, parameters={}):  # noqa: B006  # only read
    settings = EditionSettings(kind, resource(f"xslt/{kind}/edition.xsl"), parameters)
    (account,) = build(settings, document, folder, runner()).accounts
    return account


@pytest.mark.slow
@pytest.mark.parametrize("kind", EDITIONS)
def test_every_rule_of_ours_is_true(accounts, kind):
    """Each leaves out something, and nothing that arrives all the same: such a rule would hide a loss."""
    used = [item for account in accounts[kind] for item in account.left_out]
    of_pages = {
        item.rule.match for account in accounts["html"] for item in account.left_out
    }  # which EPUB and Markdown lay out
    wanted = {
        rule.match
        for rule in read_rules(resource(f"xslt/{kind}/edition.xsl"))
        if kind == "html" or rule.match not in of_pages
    }
    assert wanted - {item.rule.match for item in used if item.places} == set()
    assert [(item.rule.match, item.arrived) for item in used if item.arrived] == []
    assert lost(accounts[kind][0]) == []


# A loss would be an error of the build of the article that other tests look at (`site`), or takes long to look for.
SELDOM = ("html", "latex", "text", "epub")


@pytest.mark.slow
@pytest.mark.parametrize("kind", EDITIONS)
def test_reasons_are_in_the_catalogue(accounts, kind):
    assert all(item.rule.why != item.rule.reason for account in accounts[kind] for item in account.left_out)


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=[pytest.mark.campaign] * (kind in SELDOM)) for kind in EDITIONS]
)
def test_the_edition_of_the_article_loses_nothing(tmp_path, kind):
    found = shipped(kind, ROOT / "tei" / "kafkas-seddi.xml", tmp_path / kind)
    assert lost(found) == []
    assert found.characters == sum(found.arrived.values()) + sum(item.characters for item in found.left_out)


# The command

STYLESHEET = """<xsl:template match="/"><xsl:value-of select="//*:p"/></xsl:template><xsl:output method="text"/>"""


@pytest.fixture
def project(tmp_path):
    (tmp_path / "a.xml").write_text(DOCUMENT, encoding="utf-8")
    (tmp_path / "own").mkdir()
    write_module(tmp_path / "own", STYLESHEET)
    settings = '[editions]\ndocuments = ["a.xml"]\n[editions.text]\nstylesheet = "own/main.xsl"\n'
    (tmp_path / "teitools.toml").write_text(settings, encoding="utf-8")
    return tmp_path


def test_lost_text_is_an_error_and_the_edition_is_written(project):
    done = teitools_process("build", "text", cwd=project)
    assert done.returncode == 1
    assert "a.xml:3:1: error: the edition text lacks text of <list>: “birinci madde ikinci madde”" in done.stdout
    assert (project / "build" / "text" / "a.txt").read_text(encoding="utf-8").startswith("İlk söz Ağrılı")


def test_how_bad_a_finding_is_can_be_set(project):
    with (project / "teitools.toml").open("a", encoding="utf-8") as settings:
        settings.write('[findings.severity]\nEDN010 = "warning"\n')
    done = teitools("build", "text", cwd=project)
    assert (done.returncode, "warning: the edition text lacks" in done.stdout) == (0, True)


def test_what_is_ignored_does_not_fail_a_build_and_is_counted(project):
    with (project / "teitools.toml").open("a", encoding="utf-8") as settings:
        settings.write('[findings]\nignore = ["EDN010"]\n')
    done = teitools("build", "text", cwd=project)
    assert done.returncode == 0
    assert "1 document read, 0 findings, 1 ignored" in done.stdout


def test_the_ledger_is_written_as_data_and_as_a_page(project):
    done = teitools("build", "text", "--ledger", "out/ledger.json", cwd=project)
    assert "out: ledger.json, ledger.html" in done.stdout
    data = json.loads((project / "out" / "ledger.json").read_text(encoding="utf-8"))
    (account,) = data["accounts"]
    assert (account["edition"], account["document"], account["arrived"]) == ("text", "a.xml", {"a.txt": 44})
    assert account["lost"] == [
        {
            "element": "list",
            "characters": 23,
            "words": "birinci madde ikinci madde",
            "location": {
                "file": "a.xml",
                "line": 3,
                "column": 1,
                "end_line": 3,
                "end_column": 7,
                "xpath": "/TEI/text/body/list",
            },
        }
    ]
    page = (project / "out" / "ledger.html").read_text(encoding="utf-8")
    assert "<td>a.xml:3:1 &lt;list&gt;</td><td>birinci madde ikinci madde</td>" in page
    before = (project / "out" / "ledger.json").read_bytes()
    teitools("build", "text", "--ledger", "out/ledger.json", cwd=project)
    assert (project / "out" / "ledger.json").read_bytes() == before


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("ledger.html", "the ledger is JSON, and its page gets this name; name it ledger.json"),
        ("build/text/ledger.json", "this folder is replaced by builds; write the ledger to"),
        ("a.xml", "a.xml"),
    ],
)
def test_a_ledger_where_it_cannot_lie_is_refused_before_anything_is_made(project, place, message):
    done = teitools("build", "text", "--ledger", place, cwd=project)
    assert (done.returncode, message in done.stderr) == (2, True), done.stderr
    assert not (project / "build").exists()
    assert (project / "a.xml").read_text(encoding="utf-8") == DOCUMENT
