"""XSpec scenarios for Schematron: each kind of expectation, fulfilled and not."""

from __future__ import annotations

import pytest
from support.running import teitools

from teitools.diagnostics import SetupError
from teitools.processes import child
from teitools.processes.child import interpreter
from teitools.tasks.rule_tests import run_rule_tests

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("rules_within")]

RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3">
<ns prefix="t" uri="urn:t"/>
<phase id="none"><active pattern="late"/></phase>
<pattern id="first">
  <rule context="t:p" id="p-rule" role="warning">
    <assert id="has-n" test="@n">No number.</assert>
    <report id="empty" test="empty(node())" role="info">Empty.</report>
    <assert test="not(@bad)">Bad.</assert>
  </rule>
</pattern>
<pattern id="late"><rule context="t:q"><assert id="q-n" test="@n">No number.</assert></rule></pattern>
</schema>
"""
START = """<x:description xmlns:x="http://www.jenitennison.com/xslt/xspec" xmlns:t="urn:t" xmlns="urn:t" schematron="r.sch">"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.sch").write_text(RULES, encoding="utf-8")
    return tmp_path


def unfulfilled(folder, body, head=""):
    (folder / "a.xspec").write_text(f"{START}{head}\n{body}</x:description>", encoding="utf-8")
    made = run_rule_tests([folder / "a.xspec"], [], None)
    return [item.message for item in made.findings]


def scenario(expectations, document="<d><p>a</p><p n='2'/><q/></d>"):
    return f"<x:scenario label='s'><x:context>{document}</x:context>{expectations}</x:scenario>"


@pytest.mark.parametrize(
    "expectation",
    [
        "<x:expect-assert/>",
        "<x:expect-assert id='has-n'/>",
        "<x:expect-assert id='has-n' location='/t:d/t:p[1]'/>",
        "<x:expect-assert id='has-n' location='//t:p[not(@n)]'/>",
        "<x:expect-assert id='has-n' role='warning'/>",
        "<x:expect-assert id='has-n' count='1'/>",
        "<x:expect-assert count='2'/>",
        "<x:expect-not-assert id='has-n' location='/t:d/t:p[2]'/>",
        "<x:expect-not-assert id='p-rule'/>",
        "<x:expect-not-assert id='has-n' role='error'/>",
        "<x:expect-report id='empty' role='info' location='/t:d[1]/t:p[2]'/>",
        "<x:expect-not-report location='/t:d[1]/t:p[1]'/>",
        "<x:expect-rule id='p-rule'/>",
        "<x:expect-rule id='p-rule' count='2'/>",
        "<x:expect-rule context='t:q'/>",
    ],
)
def test_fulfilled_expectations(expectation, folder):
    assert unfulfilled(folder, scenario(expectation)) == []


@pytest.mark.parametrize(
    ("expectation", "said"),
    [
        ("<x:expect-assert id='empty'/>", 's: expect-assert @id="empty"; findings that fit: 0'),
        ("<x:expect-assert id='has-n' location='/t:d/t:p[2]'/>", "findings that fit: 0"),
        ("<x:expect-assert id='has-n' role='info'/>", "findings that fit: 0"),
        ("<x:expect-assert count='3'/>", "findings that fit: 2"),
        ("<x:expect-not-assert/>", "findings that fit: 2"),
        ("<x:expect-not-assert id='has-n' label='numbered'/>", "s: numbered; findings that fit: 1"),
        ("<x:expect-report id='has-n'/>", "findings that fit: 0"),
        ("<x:expect-not-report/>", "findings that fit: 1"),
        ("<x:expect-rule id='p-rule' count='1'/>", "findings that fit: 2"),
        ("<x:expect-rule context='t:x'/>", "findings that fit: 0"),
        ("<x:expect-valid/>", "findings that fit: 1"),
    ],
)
def test_unfulfilled_expectations(expectation, said, folder):
    (message,) = unfulfilled(folder, scenario(expectation))
    assert message.endswith(said)


def test_unfulfilled_expectation_is_placed_where_it_stands(folder):
    (folder / "a.xspec").write_text(f"{START}\n {scenario('<x:expect-valid/>')}</x:description>", encoding="utf-8")
    (finding,) = run_rule_tests([folder], [], None).findings
    line = (folder / "a.xspec").read_text(encoding="utf-8").splitlines()[1]
    assert (finding.code, str(finding.location)) == ("SCH106", f"a.xspec:2:{line.index('<x:expect-valid') + 1}")


def test_valid_minds_errors_only_and_needs_a_rule(folder):
    assert unfulfilled(folder, scenario("<x:expect-valid/>", "<d><p>a</p><q n='1'/></d>")) == []
    (message,) = unfulfilled(folder, scenario("<x:expect-valid/>", "<d/>"))
    assert message.endswith("no rule applied to anything in the context")
    (message,) = unfulfilled(folder, scenario("<x:expect-not-assert/>", "<d/>"))
    assert message.endswith("no rule applied to anything in the context")


def test_context_is_inherited_and_may_be_a_file(folder):
    (folder / "d.xml").write_text("<d xmlns='urn:t'><q/></d>", encoding="utf-8")
    body = (
        "<x:scenario label='a'><x:context href='d.xml'/><x:scenario label='b'><x:expect-assert id='q-n'/>"
        "<x:expect-assert id='has-n'/></x:scenario></x:scenario>"
    )
    assert [message.split(";")[0] for message in unfulfilled(folder, body)] == ['a: b: expect-assert @id="has-n"']


def test_white_space_around_elements_is_not_part_of_the_context(folder):
    document = "\n <d>\n <p n='1'>\n </p> <q n='1'/></d>\n"
    assert unfulfilled(folder, scenario("<x:expect-report id='empty'/>", document)) == []
    kept = document.replace("<p ", "<p xml:space='preserve' ")
    assert unfulfilled(folder, scenario("<x:expect-not-report id='empty'/>", kept)) == []


def test_pending_is_passed_over_and_focus_alone_is_run(folder):
    wrong = "<x:expect-report id='has-n' label='wrong'/>"
    for pending in (
        scenario(wrong).replace("<x:scenario ", "<x:scenario pending='later' "),
        f"<x:pending>{scenario(wrong)}</x:pending>",
        scenario(wrong.replace("label", "pending='later' label")),
    ):
        assert unfulfilled(folder, pending + scenario("<x:expect-assert/>")) == []
    focused = scenario("<x:expect-report id='q-n'/>").replace("<x:scenario ", "<x:scenario focus='now' ")
    assert len(unfulfilled(folder, focused + scenario(wrong))) == 1


@pytest.mark.campaign
def test_rules_that_do_not_end_are_told_once(folder, monkeypatch):
    monkeypatch.setattr(child, "interpreter", interpreter)  # a worker can be stopped
    endless = RULES.replace('test="empty(node())"', 'test="some $n in 1 to 999999999, $m in 1 to $n satisfies $m lt 0"')
    (folder / "r.sch").write_text(endless, encoding="utf-8")
    body = scenario("<x:expect-report id='empty'/><x:expect-assert id='has-n'/>")
    (folder / "a.xspec").write_text(f"{START}{body}</x:description>", encoding="utf-8")
    (finding,) = run_rule_tests([folder / "a.xspec"], [], None, time_limit=0.5).findings
    assert (finding.code, finding.location.file) == ("SCH002", "a.xspec")


def test_scenarios_are_shared_and_imported(folder):
    shared = (
        "<x:scenario label='common' shared='yes'><x:expect-assert id='q-n'/><x:expect-report id='q-n'/></x:scenario>"
    )
    assert len(unfulfilled(folder, shared + scenario("<x:like label='common'/>"))) == 1
    (folder / "b.xspec").write_text(f"{START}{scenario('<x:expect-valid/>')}</x:description>", encoding="utf-8")
    assert len(unfulfilled(folder, "<x:import href='b.xspec'/>")) == 1


def test_phase_is_that_of_the_file(folder):
    body = scenario("<x:expect-rule id='p-rule'/>")
    assert unfulfilled(folder, body) == []
    for parameter in ("<x:param name='phase'>none</x:param>", "<x:param name='phase' select=\"'none'\"/>"):
        assert len(unfulfilled(folder, body, parameter)) == 1


SCHXSLT = "http://dmaus.name/ns/2023/schxslt"


@pytest.mark.parametrize(
    "name", [f"Q{{{SCHXSLT}}}phase", "schxslt:phase", "one:phase", "Q{https://doi.org/10.5281/zenodo.1495494}phase"]
)
def test_phase_may_have_the_name_that_schxslt_gives_it(name, folder):
    declared = f"xmlns:schxslt='{SCHXSLT}' xmlns:one='https://doi.org/10.5281/zenodo.1495494'"
    body = scenario("<x:expect-rule id='p-rule'/>")
    assert len(unfulfilled(folder, body, f"<x:param {declared} name='{name}' select=\"'none'\"/>")) == 1


@pytest.mark.parametrize(
    ("parameter", "said"),
    [
        (
            f"<x:param name='Q{{{SCHXSLT}}}severity-threshold' select=\"'error'\"/>",
            "severity-threshold” is not supported",
        ),
        ("<x:param name='limit' select='3'/>", "the parameter “limit” is not supported"),
        ("<x:param name='xsl:phase' xmlns:xsl='urn:x'>none</x:param>", "“xsl:phase” is not supported"),
        ("<x:param name='phase' select='concat(1, 2)'/>", "“phase” must be a string"),
        ("<x:param name='phase' href='phase.xml'/>", "“phase” must be a string"),
        ("<x:param name='visit-text'>false</x:param>", "“visit-text” cannot be “false”"),
    ],
)
def test_parameters_that_would_change_what_is_found_are_refused(parameter, said, folder):
    with pytest.raises(SetupError) as caught:
        unfulfilled(folder, scenario("<x:expect-assert/>"), parameter)
    assert said in str(caught.value)
    assert str(caught.value).startswith("a.xspec:1:")


def test_parameters_that_say_what_is_done_in_any_case_are_taken(folder):
    usual = "<x:param name='visit-text' select=\"'true'\"/><x:param name='only-child-elements'>false</x:param>"
    assert unfulfilled(folder, scenario("<x:expect-assert/>"), usual) == []


VALUES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"><pattern><rule context="*">
<report id="seen" test="true()"><value-of select="."/></report>
{}</rule></pattern></schema>"""


@pytest.mark.parametrize(
    ("context", "holds"),
    [
        ("<d n='{1 + 1}'>{1}</d>", "/d[@n = '2'][. = '{1}']"),
        ("<d n='{{{1 to 3}}}' m='}}'/>", "/d[@n = '{1 2 3}'][@m = '}']"),
        ("<d n='{math:pi() gt 3}' xmlns:math='http://www.w3.org/2005/xpath-functions/math'/>", "/d[@n = 'true']"),
        ("<d x:expand-text='yes'>{1}<e x:expand-text='no'>{2}</e>{3}{{</d>",
         "/d[. = '1{2}3{'][not(@*)][not(e/@*)]"),
        ("<d><e x:expand-text='yes'>{1}</e>{2}<x:text expand-text='yes'>{3}</x:text><x:text> </x:text></d>",
         "/d[. = '1{2}3 '][not(x:text)]"),
        ("<d> <e/> <x:text>}}</x:text></d>", "/d[. = '}}']"),
        ("<d n='{string-join((\"{\", \"}\"))}'/>", "/d[@n = '{}']"),
    ],
)  # fmt: skip
def test_value_templates_in_contexts(context, holds, folder):
    rules = VALUES.format(f'<ns prefix="x" uri="urn:x"/><assert id="holds" test="{holds}">no</assert>')
    rules = rules.replace('<ns prefix="x" uri="urn:x"/>', "").replace("<pattern>", '<ns prefix="x" uri="http://www.jenitennison.com/xslt/xspec"/><pattern>')  # fmt: skip
    (folder / "r.sch").write_text(rules, encoding="utf-8")
    body = scenario("<x:expect-report id='seen'/><x:expect-not-assert id='holds'/>", context)
    assert unfulfilled(folder, body.replace("<d", "<d xmlns=''", 1)) == []


@pytest.mark.parametrize("holder", ["description", "scenario", "context"])
def test_text_is_a_template_where_an_element_around_says_so(holder, folder):
    (folder / "r.sch").write_text(VALUES.format('<report id="two" test=". = 2">2</report>'), encoding="utf-8")
    body = scenario("<x:expect-report id='two'/>", "<d xmlns=''>{1 + 1}</d>")
    assert len(unfulfilled(folder, body)) == 1
    (folder / "a.xspec").write_text(
        f"{START}{body}</x:description>".replace(f"<x:{holder} ", f"<x:{holder} expand-text='yes' ").replace(
            f"<x:{holder}>", f"<x:{holder} expand-text='yes'>"
        ),
        encoding="utf-8",
    )
    assert run_rule_tests([folder / "a.xspec"], [], None).findings == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (scenario("<x:expect-valid/>", "<d n='{doc(1)}'/>"), "must not read documents"),
        (scenario("<x:expect-valid/>", "<d n='{1 +}'/>"), "the value template {1 +} cannot be evaluated"),
        (scenario("<x:expect-valid/>", "<d n='a' m='{1}' o='{$v}'/>"), "the value template {$v} cannot be evaluated"),
        (scenario("<x:expect-valid/>", "<d n='{/*}'/>"), "the value template {/*} cannot be evaluated"),
        (scenario("<x:expect-valid/>", "<d x:expand-text='maybe'/>"), "expand-text is “yes” or “no”"),
        (scenario("<x:call function='f'/><x:expect-valid/>"), "x:call is not supported"),
        (scenario("<x:param name='phase'>none</x:param><x:expect-valid/>"), "x:param is not supported in scenarios"),
        ("<x:scenario label='a'><x:expect-valid/></x:scenario>", "there is no x:context"),
        (scenario("<x:expect label='a' test='true()'/>"), "x:expect is not for Schematron"),
        (scenario("<x:expect-valid/>", "<d/><d/>"), "must hold one element"),
        (scenario("<x:expect-valid/>").replace("<x:context", "<x:context select='a'"), "@select of x:context"),
        (scenario("<x:expect-valid/>").replace("<x:context", "<x:context href='none.xml'"), "none.xml: no such file"),
        (scenario("<x:expect-assert location='/t:d['/>"), "@location cannot be evaluated"),
        (scenario("<x:expect-assert location=\"doc('r.sch')\"/>"), "must not read other documents"),
        (scenario("<x:expect-assert count='many'/>"), "@count must be a whole number"),
        (scenario("<x:like label='none'/>"), "no shared scenario “none”"),
        ("<x:scenario label='a' shared='yes'><x:like label='a'/></x:scenario>" + scenario("<x:like label='a'/>"),
         "contains itself"),
    ],
)  # fmt: skip
def test_scenario_that_is_wrong_is_a_fault_at_its_place(body, said, folder):
    with pytest.raises(SetupError) as caught:
        unfulfilled(folder, body)
    assert said in str(caught.value)
    assert str(caught.value).startswith("a.xspec:2:")


def test_other_descriptions_are_refused(folder):
    (folder / "a.xspec").write_text(
        "<x:description xmlns:x='http://www.jenitennison.com/xslt/xspec'/>", encoding="utf-8"
    )
    with pytest.raises(SetupError, match="not an XSpec description of a Schematron schema"):
        run_rule_tests([folder], [], None)


def test_expectations_that_were_tried_are_counted(folder):
    body = scenario("<x:expect-assert id='has-n'/><x:expect-assert id='q-n'/><x:expect-report pending='later'/>")
    (folder / "a.xspec").write_text(f"{START}{body}</x:description>", encoding="utf-8")
    made = run_rule_tests([folder / "a.xspec"], [], None)
    assert (made.rules, made.expectations) == (None, 2)
    done = teitools("schematron", "test", "a.xspec", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "2 expectations of scenarios tested\n")
    turkish = teitools("--lang", "tr", "schematron", "test", "a.xspec", cwd=folder)
    assert turkish.stderr == "senaryolardaki 2 beklenti sınandı\n"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<x:scenario label='s'/>",
        "<x:pending>" + scenario("<x:expect-assert id='has-n'/>") + "</x:pending>",
        scenario("<x:expect-assert id='has-n'/>").replace("label='s'", "label='s' shared='yes'"),
        scenario("<x:expect-assert id='has-n' pending='later'/>"),
    ],
)
def test_scenarios_in_which_nothing_is_expected_are_told_as_such(body, folder):
    with pytest.raises(
        SetupError, match=r"a\.xspec: nothing to test: expected is an <x:scenario> with <x:expect-assert>"
    ):
        unfulfilled(folder, body)
