"""The plain-text edition of the article is the one in golden/."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from support.printed import ARTICLE, edition

if TYPE_CHECKING:
    from support.golden import Golden

GOLDEN = Path(__file__).parent / "golden" / "kafkas-seddi.txt"


def test_the_edition_is_the_golden_one(golden: Golden) -> None:
    golden(GOLDEN, edition("text", ARTICLE).text)
