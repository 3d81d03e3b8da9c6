"""How documents, and what they cite, are cited: records, and these in the forms that reference managers read."""
