"""Read Markdown back, with readers that are not ours: markdown-it for CommonMark, pandoc for all of pandoc's Markdown."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import Any

PANDOC = shutil.which("pandoc") is not None
_QUOTES = {"SingleQuote": "‘{}’", "DoubleQuote": "“{}”"}
_GAPS = ("Space", "SoftBreak", "LineBreak")
_BLOCKS = ("Para", "Plain", "Header", "LineBlock", "BlockQuote", "BulletList", "OrderedList", "DefinitionList", "Table")
_INNER = {"Header": 2, "Link": 1, "Image": 1, "Span": 1, "Div": 1, "OrderedList": 1, "Code": 1, "CodeBlock": 1}


def body(markdown: str) -> str:
    """What follows the metadata."""
    return markdown.split("---\n", 2)[2]


def metadata(markdown: str) -> dict[str, str]:
    """The simple values of the metadata, without their quotation marks."""
    lines = markdown.split("---\n", 2)[1].splitlines()
    pairs = (line.partition(": ") for line in lines if ": " in line)
    return {name: value.removeprefix("'").removesuffix("'").replace("''", "'") for name, _, value in pairs}


def commonmark(markdown: str) -> list[str]:
    """The text of each paragraph as a reader of CommonMark with footnotes has it; calls leave nothing."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    tokens = MarkdownIt("commonmark").use(footnote_plugin).parse(body(markdown))
    return [" ".join(_inline(token).split()) for token in tokens if token.type == "inline"]


def _inline(token: Any) -> str:
    breaks = ("softbreak", "hardbreak")
    return "".join(
        " " if child.type in breaks else child.content
        for child in token.children or []
        if child.type in ("text", "text_special", "code_inline", *breaks)
    )


def pandoc(markdown: str) -> list[Any]:
    """The blocks as pandoc reads them."""
    done = subprocess.run(
        ["pandoc", "-f", "markdown", "-t", "json"], input=markdown, capture_output=True, encoding="utf-8", check=True
    )
    return json.loads(done.stdout)["blocks"]


def pandoc_texts(markdown: str) -> list[str]:
    """The text of each block as pandoc reads it; notes leave nothing."""
    return [" ".join(pandoc_text(block).replace("\xa0", " ").split()) for block in pandoc(markdown)]


def pandoc_text(node: Any) -> str:
    """The text of a node of pandoc's tree."""
    if isinstance(node, list):
        return "".join(map(pandoc_text, node))
    if not isinstance(node, dict):
        return ""
    kind, content = node.get("t"), node.get("c")
    if kind in ("Str", "Code", "CodeBlock"):
        return content if isinstance(content, str) else content[1]
    if kind in ("Note", "RawInline", "RawBlock"):
        return ""
    if kind == "LineBlock":
        return " ".join(map(pandoc_text, content))
    if kind == "Quoted":
        return _QUOTES[content[0]["t"]].format(pandoc_text(content[1]))
    text = " " if kind in _GAPS else pandoc_text(content[_INNER[kind]] if kind in _INNER else content)
    return f" {text} " if kind in _BLOCKS else text


def footnotes(markdown: str) -> dict[str, str]:
    """The texts of the footnotes by their labels."""
    return dict(re.findall(r"^\[\^([^\]]+)\]: (.*)$", markdown, re.MULTILINE))
