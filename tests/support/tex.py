"""Reads LaTeX editions back: a small parser of the commands that the stylesheet writes, and of nothing else.

It knows each command by name and number of arguments, so a command or a bare special character that it does not know
is an error: that is what makes it a test of escaping.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

__all__ = ["Document", "TexError", "read_document", "read_text"]


class TexError(Exception):
    """The source holds something that the stylesheet never means to write."""


@dataclass
class Document:
    """What a .tex file says: the body's running text, the notes and the entries of the apparatus by number, in order."""

    text: str = ""
    notes: dict[str, str] = field(default_factory=dict)
    variants: dict[str, str] = field(default_factory=dict)


# Characters by command, as they come out of the escaping function.
CHARACTERS = {
    "textbackslash": "\\", "textasciicircum": "^", "textasciitilde": "~", "textless": "<", "textgreater": ">",
    "textbar": "|", "textquotedbl": '"', "textquotesingle": "'", "textasciigrave": "`", "textcompwordmark": "",
    "nobreak": "", "allowbreak": "", "newline": " ", "quad": " ", "par": " ", "noindent": " ", "large": "", "small": "",
    "hspace": " ", "teileadin": " ", "teispace": " ", "teirule": " ", "teistanzabreak": " ", "toprule": " ", "bottomrule": " ",
    "midrule": " ", "tabularnewline": " ", "\\": " ",
}  # fmt: skip
SYMBOLS = {"{": "{", "}": "}", "#": "#", "$": "$", "%": "%", "&": "&", "_": "_", ",": "\u202f", "-": ""}

# How many arguments a command has and which of them are text of the page.
COMMANDS = {
    "emph": (1, (0,)), "textit": (1, (0,)), "textbf": (1, (0,)), "textsc": (1, (0,)), "texttt": (1, (0,)),
    "textsuperscript": (1, (0,)), "textsubscript": (1, (0,)), "mbox": (1, (0,)), "phantom": (1, ()),
    "foreignlanguage": (2, (1,)), "href": (2, (1,)), "teilink": (2, (1,)), "teianchor": (1, ()),
    "teihead": (4, (3,)), "teiheadabove": (1, (0,)), "teisubhead": (1, (0,)), "teicentered": (1, (0,)),
    "teipage": (1, ()), "teipageabove": (1, ()), "teipageinline": (1, ()), "teieditorcall": (2, ()),
    "teicorrected": (2, (1,)), "teiname": (2, (1,)), "teiinlinenote": (1, (0,)), "teiendnote": (2, (0, 1)),
    "teiverseline": (3, (2,)), "teiitem": (2, (0, 1)), "teilabelitem": (2, (0, 1)), "teispeaker": (1, (0,)),
    "teistage": (1, (0,)), "teistageinline": (1, (0,)), "teigraphic": (2, (1,)), "multicolumn": (3, (2,)),
    "teirecordname": (1, (0,)), "teisense": (2, (0, 1)), "teifield": (2, (0, 1)), "teifieldgroup": (2, (0, 1)),
    "teientry": (1, (0,)), "teiintervention": (3, (1, 2)), "teilistedcall": (2, (1,)), "teilinenumber": (1, ()),
    "teiparagraph": (1, ()), "teiroom": (1, ()), "teimention": (1, ()), "teiattribution": (1, ()), "teiresolved": (1, ()), "teinotecall": (2, ()), "teivariantcall": (2, ()), "teiunclear": (1, (0,)), "teisic": (1, (0,)), "begin": (1, ()), "end": (1, ()),
}  # fmt: skip
_BLOCKS = ("tei", "begin", "end")
_WRAPPED = {"teigap": ("[…", "]"), "teideleted": ("⟦", "⟧"), "teisurplus": ("{", "}"), "teiadded": ("‹", "›")}
_INLINE = {
    "teiname",
    "teilink",
    "teicorrected",
    "teilistedcall",
    "teinotecall",
    "teivariantcall",
    "teilinenumber",
    "teiparagraph",
    "teimention",
    "teiresolved",
    "teiunclear",
    "teisic",
    "teisurplus",
    "teianchor",
    "teieditorcall",
    "teipage",
    "teipageabove",
}
_TABLES = ("longtable", "tabular")
_COLLECTED = {"teinote", "teimarkednote", "teivariant", "teinotetext", "teimarkednotetext", "teivarianttext"}
_ARGUMENTS = {"otherlanguage*": 1, "longtable": 1, "tabular": 1}


def read_text(source: str) -> str:
    """The characters that running LaTeX text stands for. Raises TexError for anything that TeX would take amiss."""
    return _Reader(source).read()


def read_document(source: str, last_section: str) -> Document:
    """Read the text of an edition, from its contents to the heading of the first section of the apparatus."""
    body = source.split("\\begin{document}", 1)[1]
    body = re.sub(
        r"\\begin\{teititleblock\}.*?\\end\{teititleblock\}|\\teicontents\{[^}]*\}", "", body, flags=re.DOTALL
    )
    reader = _Reader(body.split(f"\\teihead{{1}}{{{last_section}}}", 1)[0])
    text = " ".join(reader.read().split())
    notes, variants = (
        {number: " ".join(said.split()) for number, said in found.items()} for found in (reader.notes, reader.variants)
    )
    return Document(text, notes, variants)


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.notes: dict[str, str] = {}
        self.tables = 0
        self.variants: dict[str, str] = {}

    def read(self) -> str:
        text = self._until_end(closing=False)
        return unicodedata.normalize("NFC", text)

    def _until_end(self, *, closing: bool) -> str:
        parts = []
        while self.position < len(self.source):
            character = self.source[self.position]
            self.position += 1
            if character == "}":
                if closing:
                    return "".join(parts)
                raise TexError(f"a brace closes nothing at {self.position}: {self._around()}")
            parts.append(self._token(character))
        if closing:
            raise TexError("a brace is not closed")
        return "".join(parts)

    def _token(self, character: str) -> str:
        if character == "\\":
            return self._command()
        if character == "{":
            return self._until_end(closing=True)
        if character == "~":
            return "\u00a0"
        if character == "&" and self.tables:
            return " "
        if character in "#$%^_&":
            raise TexError(f"bare {character} at {self.position}: {self._around()}")
        return character

    def _command(self) -> str:
        match = re.compile(r"[A-Za-z]+|.", re.DOTALL).match(self.source, self.position)
        if match is None:
            raise TexError("a backslash ends the source")
        self.position = match.end()
        name = match[0]
        if name in SYMBOLS:
            return SYMBOLS[name]
        if name in CHARACTERS:
            return CHARACTERS[name] + self._swallow(name)
        if name in _COLLECTED:
            number, _, text = (self._argument() for _ in range(3))
            (self.variants if name.startswith("teivariant") else self.notes)[number] = text
            return ""
        if name == "teisupplied":
            before, after, text = (self._argument() for _ in range(3))
            return before + text + after
        if name in _WRAPPED:
            before, after = _WRAPPED[name]
            return before + self._argument() + after
        if name not in COMMANDS:
            raise TexError(f"unknown command \\{name}: {self._around()}")
        count, shown = COMMANDS[name]
        raw = [self._argument() for _ in range(count)]
        if name in {"begin", "end"}:
            self._environment(name, raw[0])
        space = " " if name not in _INLINE and name.startswith(_BLOCKS) else ""
        return space + " ".join(raw[index] for index in shown) + space

    def _environment(self, name: str, environment: str) -> None:
        """Note where cells may be parted, and take the arguments after a beginning."""
        if environment in _TABLES:
            self.tables += 1 if name == "begin" else -1
        if name == "begin":
            for _ in range(_ARGUMENTS.get(environment, 0)):
                self._argument(raw=True)

    def _swallow(self, name: str) -> str:
        r"""Take the empty group after a command without arguments, or the length that \\hspace has."""
        if self.source.startswith("{", self.position):
            inside = self._argument(raw=True)
            if inside and name != "hspace":
                raise TexError(f"\\{name} takes no argument: {inside}")
        return ""

    def _argument(self, *, raw: bool = False) -> str:
        while self.source[self.position : self.position + 1].isspace():
            self.position += 1
        if not self.source.startswith("{", self.position):
            raise TexError(f"an argument is missing: {self._around()}")
        self.position += 1
        if not raw:
            return self._until_end(closing=True)
        depth, start = 1, self.position
        while depth:
            depth += {"{": 1, "}": -1}.get(self.source[self.position], 0)
            self.position += 1
        return self.source[start : self.position - 1]

    def _around(self) -> str:
        return self.source[max(0, self.position - 30) : self.position + 10]
