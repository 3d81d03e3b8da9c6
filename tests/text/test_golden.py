"""The plain-text edition of the article is the one in golden/.

When the edition is meant to change: `python tests/text/test_golden.py` shows the difference and writes the new file.
"""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden" / "kafkas-seddi.txt"

if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]


def made() -> str:
    """The edition as it is now."""
    from support.printed import ARTICLE, edition

    return edition("text", ARTICLE).text


def difference(new: str) -> str:
    """What is different from the golden file, as a unified diff; empty if nothing is."""
    old = GOLDEN.read_text(encoding="utf-8") if GOLDEN.exists() else ""
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), "golden", "now", lineterm="", n=1)
    return "\n".join(lines)


def test_the_edition_is_the_golden_one() -> None:
    found = difference(made())
    assert not found, f"if this is meant, run python tests/text/test_golden.py\n{found}"


if __name__ == "__main__":
    text = made()
    sys.stdout.write(f"{difference(text) or 'no difference'}\n")
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text(text, encoding="utf-8", newline="")
