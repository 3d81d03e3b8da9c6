"""What need not be made twice, on disk: what comes of schemas (`entries`), and what was found in documents (`table`).

All of it is plain data with checksums, never code or pickles, in a folder that belongs to the user and that nobody else
can write to (`places`); otherwise it is not used. What is damaged, old or of other files is ignored and made anew.
"""

from teitools.cache.entries import Cache, Entry, Links
from teitools.cache.places import is_ours
from teitools.cache.sums import Sums, digest, stamp

__all__ = ["Cache", "Entry", "Links", "Sums", "digest", "is_ours", "stamp"]
