"""Stylesheets for tests: written to files, and a small document for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.saxon import Input

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:my="urn:my" exclude-result-prefixes="#all">
"""
DOCUMENT = Input('<?xml version="1.0" encoding="ISO-8859-9"?><a n="1">İĞ𝔸</a>', "file:///texts/a.xml")


def write_module(folder: Path, content: str, name: str = "main.xsl") -> Path:
    """Write a stylesheet module with this content; its first line is line 3."""
    path = folder / name
    path.write_text(f"{HEAD}{content}\n</xsl:stylesheet>\n", encoding="utf-8")
    return path
