"""ODD: TEI customisations, compiled to schemas and documentation.

An ODD (TEI Guidelines, chapters “Documentation Elements” and “Using the TEI”) chooses from a source, as a rule TEI's
own `p5subset.xml`, and changes what it chose. `compile_odd` follows the processing model and returns one frozen
`Customization` in which nothing is left to resolve; the writers of grammars, rules and documentation read only that.
"""

from __future__ import annotations

from teitools.odd.compiling import Compiled, compile_odd

__all__ = ["Compiled", "compile_odd"]
