"""Files and folders written so that whoever looks sees the old content or the new one, never half of either."""

from __future__ import annotations

from teitools.files.folders import MADE, copy_files, replaced_folder, swapped
from teitools.files.manifest import MANIFEST, RECORD, files_below
from teitools.files.shelf import Shelf
from teitools.files.writing import not_kept, refuse_to_replace, write_file, write_files

__all__ = [
    "MADE",
    "MANIFEST",
    "RECORD",
    "Shelf",
    "copy_files",
    "files_below",
    "not_kept",
    "refuse_to_replace",
    "replaced_folder",
    "swapped",
    "write_file",
    "write_files",
]
