"""`python -m teitools` is the command line."""

from teitools.cli import main

main()
