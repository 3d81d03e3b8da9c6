"""The text of an ODD with what it includes from other files, as a reader of the page wants it: whole."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.document.inclusions import assembled

if TYPE_CHECKING:
    from lxml import etree

    from teitools.document import Document

__all__ = ["with_inclusions"]


def with_inclusions(document: Document) -> etree._Element:
    """A copy of the document element with everything in place that it includes (see `document.inclusions`).

    As for its declarations, files are read wherever they lie. What cannot be included was told when the ODD was
    compiled, and is left out here.
    """
    anywhere = Path(filesystem.absolute(document.path or Path("-")).anchor)
    whole, _ = assembled(document, (anywhere,))
    return copy.deepcopy(document.root) if whole is document else whole.root
