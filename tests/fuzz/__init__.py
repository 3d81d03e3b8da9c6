"""A campaign against the command line: damaged files, real commands, and the laws that no input may break.

    make fuzz                    the whole campaign, the same inputs every time
    make fuzz SECONDS=60         as much of it as fits
    PYTHONPATH=tests .venv/bin/python -m fuzz --case 17       one case again; --help for more

Seeds are files of this repository (`tests/cases`, `tei/`, `schema/`, `seeds/`). `cases` makes a case of a number:
files, some of which `mutation` has damaged, and commands. `worker` runs them, mostly within its own process, `judge` says
which laws were broken, and `watch` ends what takes too long or too much. A failure is a folder below `build/fuzz`: the
files in `input/`, `command.txt`, `happened.txt`. What is found is mended as a kind, with a test of its own where the
code is tested; seeds grow when a new kind of file is read.
"""
