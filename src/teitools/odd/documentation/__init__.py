"""HTML documentation of a customisation: the prose of the ODD and a reference of what the schema allows, on one page.

Python gathers the facts, in the language asked for, from the resolved model (`facts`); `xslt/odd/` makes the page of
them and of the ODD's own text. All wording around the facts is in the stylesheets' catalogue.
"""

from __future__ import annotations

from teitools.odd.documentation.page import Page, document_html

__all__ = ["Page", "document_html"]
