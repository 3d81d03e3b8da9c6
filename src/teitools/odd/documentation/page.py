"""From a resolved customisation to its page."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from teitools.document import Document
    from teitools.odd.model import Customization
    from teitools.saxon import Input, Result

__all__ = ["Page", "document_html"]

_WORDED = ("en", "tr")  # the languages of xslt/common/labels.xml


@dataclass(frozen=True, slots=True)
class Page:
    """The page as text, and what was noticed while it was made: `unstyled element: NAME (n)`, dead links."""

    text: str
    messages: tuple[str, ...]


def document_html(
    customization: Customization,
    *,
    language: str = "en",
    odd: Document | None = None,
    others: Mapping[str, str] | None = None,
    transform: Callable[[Path, Input, Mapping[str, str | Input]], Result] | None = None,
) -> Page:
    """The documentation of a customisation as one HTML page that needs no other file.

    `language` is a language tag: glosses, descriptions, remarks and examples are taken in it where there are any,
    else in English, else in the language there is. The fixed wording is Turkish for `tr`, else English. `odd` is the
    ODD whose text is shown, where the customisation was read from a compiled one; `others` are addresses of the same
    page in other languages; `transform` runs a stylesheet on a document with parameters, perhaps in another process.
    The same customisation gives the same bytes. Raises SaxonError if the stylesheet fails, which is a fault of
    teitools.
    """
    from teitools.odd.documentation.facts import FACTS, facts_of
    from teitools.odd.documentation.prose import prose_of
    from teitools.odd.rewriting import with_origins_of
    from teitools.resources import resource
    from teitools.saxon import Input

    primary = language.partition("-")[0].lower()
    wording = primary if primary in _WORDED else "en"
    if odd is not None:
        customization = with_origins_of(customization, odd.root)
    prose, base = prose_of(customization, odd)
    facts = facts_of(customization, language, wording, prose)
    for tag, address in (others or {}).items():
        etree.SubElement(facts, f"{{{FACTS}}}other", language=tag, href=address)
    result = (transform or _transform)(
        resource("xslt/odd/documentation.xsl"),
        Input(etree.tostring(prose, encoding="unicode"), base),
        {"language": wording, "facts": Input(etree.tostring(facts, encoding="unicode"), "memory:/facts.xml")},
    )
    return Page(_with_policy(result.text), result.messages)


_PROGRAM = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)
_POLICY = "default-src 'none'; img-src 'self' https:; base-uri 'none'; form-action 'none'"


def _with_policy(page: str) -> str:
    """The page, which is one file, with leave for the style and the script that stand in it and for nothing else.

    They are named by their checksums (Content Security Policy Level 3, 2.3.1).
    """
    sums = {
        name: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for name, text in _PROGRAM.findall(page)
    }
    allowed = "".join(f"; {name}-src 'sha256-{value}'" for name, value in sums.items())
    meta = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}{allowed}">'
    return page.replace('<meta charset="UTF-8">', f'<meta charset="UTF-8">{meta}', 1)


def _transform(stylesheet: Path, source: Input, parameters: Mapping[str, str | Input]) -> Result:
    from teitools.saxon import compile_once

    return compile_once(stylesheet).transform(source, parameters)
