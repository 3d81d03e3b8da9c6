"""How long an encoder waits for `teitools check` on the edition, beside jing on the same files in the same run.

jing does less: RELAX NG only, no rules, no pointers. Run with: make bench
"""

from __future__ import annotations

import os
import sys

from peer import JING, ROOT, measure, table

DOCUMENTS = [str(ROOT / "tei" / name) for name in ("kafkas-seddi.xml", "register.xml")]
GRAMMAR = str(ROOT / "schema" / "kafkas-seddi.rng")
RULES = str(ROOT / "schema" / "kafkas-seddi.sch")
CHECK = [sys.executable, "-m", "teitools", "check"]

if __name__ == "__main__":
    os.chdir(ROOT)
    rows = {
        "jing: RELAX NG": measure([JING, GRAMMAR, *DOCUMENTS]),
        "teitools check": measure([*CHECK, *DOCUMENTS]),
        "teitools check: RELAX NG and pointers": measure([*CHECK, *DOCUMENTS, "--schema", GRAMMAR]),
        "teitools check: rules and pointers": measure([*CHECK, *DOCUMENTS, "--schema", RULES]),
        "teitools --help": measure([*CHECK, "--help"]),
    }
    table("the edition, whole process", rows, "jing: RELAX NG")
