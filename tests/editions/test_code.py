"""Examples of code and markup: the lines that a reader would type, the same in three editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.three import make_three

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

EXAMPLES = 'xmlns="http://www.tei-c.org/ns/Examples"'
CODE = [
    pytest.param("<eg>\nif a:\n  b &lt; c\n</eg>", ["if a:", "  b < c"], id="code"),
    pytest.param(
        f'<egXML {EXAMPLES}>\n<p n="a &lt; b">x <hi>y</hi></p>\n</egXML>',
        ['<p n="a &lt; b">x <hi>y</hi></p>'],
        id="elements",
    ),
    pytest.param(
        f'<egXML {EXAMPLES}><TEI xmlns="http://www.tei-c.org/ns/1.0">\n'
        '  <x:text xmlns:x="http://example.org/x" n="1"/>\n</TEI></egXML>',
        ["<TEI>", '  <x:text n="1"/>', "</TEI>"],
        id="elements-of-any-namespace",
    ),
    pytest.param(
        f'<egXML {EXAMPLES}><![CDATA[<include href="a.xml" xmlns="http://example.org/i"/>]]></egXML>',
        ['<include href="a.xml" xmlns="http://example.org/i"/>'],
        id="markup-written-as-text",
    ),
    pytest.param(
        f"<egXML {EXAMPLES}><p>the attribute xmlns=\"u\" and<!-- xmlns='v' --></p></egXML>",
        ["<p>the attribute xmlns=\"u\" and<!-- xmlns='v' --></p>"],
        id="declarations-in-words",
    ),
]


@pytest.mark.parametrize(("example", "lines"), CODE)
def test_an_example_is_shown_as_it_is_typed(example: str, lines: list[str], tmp_path: Path) -> None:
    page, latex, plain = make_three(f"<p>See:</p>{example}", tmp_path)
    assert page.xpath("string(//pre/code)").split("\n") == lines
    assert [line.removeprefix("    ") for line in plain.split("\n")[2:]] == lines
    assert latex_words(latex) == " ".join(lines).split()


def latex_words(source: str) -> list[str]:
    """What the code environment of a LaTeX source says, by words."""
    code = source.partition(r"\begin{teicode}")[2].partition(r"\end{teicode}")[0]
    for command, said in WRITTEN.items():
        code = code.replace(command, said)
    return code.split()


WRITTEN = {
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\textquotedbl{}": '"',
    r"\textquotesingle{}": "'",
    r"\allowbreak{}": "",
    r"\&": "&",
    r"\par": "",
    "~": " ",
    "{-}": "-",
}
