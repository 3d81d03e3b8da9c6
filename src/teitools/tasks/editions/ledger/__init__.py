"""The loss ledger: what became of every character of text of a document in an edition.

It does not trust stylesheets: it compares the source with the files that were written, letter by letter. So it serves
those of a project too.
"""

from teitools.tasks.editions.ledger.account import Account, LeftOut, Lost, account_for
from teitools.tasks.editions.ledger.rules import Rule, read_rules

__all__ = ["Account", "LeftOut", "Lost", "Rule", "account_for", "read_rules"]
