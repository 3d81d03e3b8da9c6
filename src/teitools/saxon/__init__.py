"""XSLT 3.0 and XPath 3.1 through SaxonC: the only part of teitools that imports saxonche, and only when it is used.

One processor a process. Stylesheets may read files, never the network; external entities and DTDs are not read.
"""

from teitools.saxon.faults import Fault, SaxonError
from teitools.saxon.stylesheet import Input, Remark, Result, Stylesheet, compile_file, compile_once, compile_text

__all__ = [
    "Fault",
    "Input",
    "Remark",
    "Result",
    "SaxonError",
    "Stylesheet",
    "compile_file",
    "compile_once",
    "compile_text",
]
