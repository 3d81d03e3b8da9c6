"""Documents that mean harm, or are damaged, for one pass over each; run by itself, it passes all of them.

The process says how many passed. What watches over its memory (a sanitizer) is loaded by who starts it.
"""

from __future__ import annotations

import sys
from importlib.machinery import ExtensionFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

GRAMMAR = """
<start><ref name="d"/></start>
<define name="d"><element name="d">
  <zeroOrMore><attribute><anyName><except><name>v</name><name>i</name></except></anyName></attribute></zeroOrMore>
  <optional><attribute name="v"><list><zeroOrMore><data type="integer"/></zeroOrMore></list></attribute></optional>
  <optional><attribute name="i"><data type="NCName"/></attribute></optional>
  <zeroOrMore><choice><ref name="d"/><element name="p"><text/></element><element name="s"><data type="string"/></element>
    <element name="m"><interleave><text/><optional><element name="h"><empty/></element></optional></interleave></element>
    <element><anyName><except><name>d</name><name>p</name><name>s</name><name>m</name></except></anyName><text/></element>
  </choice></zeroOrMore>
</element></define>
"""
WHOLE = (
    '<?xml version="1.0"?><!-- ü --><?a b?><d a="ş" v="1 2" i="n" xmlns:x="urn:x" x:y="&lt;"><!-- ö --><?c d?>\n'
    "<p>ğ<![CDATA[]]&amp;]]>&#x1F600;</p><s> 12 </s><m>a<h/>b</m><x:e/><d v=''/></d>\n<!-- ı -->"
)


def damaged() -> Iterator[bytes]:
    """A document cut off at every byte, without every byte, and with every byte made another."""
    data = WHOLE.encode()
    for at in range(len(data)):
        yield data[:at]
        yield data[:at] + data[at + 1 :]
        yield data[:at] + bytes([data[at] ^ 0x80]) + data[at + 1 :]
        yield data[:at] + b"<" + data[at + 1 :]


def hostile(size: int = 100_000) -> Iterator[bytes]:
    """Much of everything, names and values of every length, and what no parser takes."""
    yield b"<d>" * size + b"</d>" * size
    yield b"<d " + b" ".join(b'a%d="%d"' % (n, n) for n in range(size)) + b"/>"
    yield b"<d>" + b"".join(b'<d i="n%d" v="%d"/>' % (n, n) for n in range(size)) + b"</d>"
    yield b"<d>" + b"".join(b"<e%d/>" % n for n in range(size)) + b"</d>"
    yield b"<d><p>" + b"x" * 100 * size + b"</p></d>"
    yield b"<d><s>" + b"x" * 100 * size + b"</s></d>"
    yield b'<d a="' + b"x" * 100 * size + b'"/>'
    yield b"<d>" + b" " * 100 * size + b"</d>"
    yield b"<d><!--" + b"x" * 100 * size + b"--></d>"
    yield b"<d" + b" " * 100 * size + b"/>"
    for length in (0, 1, 7, 8, 9, 15, 16, 119, 120, 121, 4096, 9_999, 10_000, 10_001, 60_000):
        text = b"x" * length
        yield b'<d a="%b" x%b="%b" i="n%b"><e%b/><s>%b</s></d>' % (text, text, text, text, text, text)
        yield b"<d><?x%b y?></d>" % text
    entities = b"".join(b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    yield b'<!DOCTYPE d [<!ENTITY a "xxxxxxxxxx">%b]><d><p>&j;</p></d>' % entities
    yield b'<!DOCTYPE d SYSTEM "/etc/passwd"><d/>'
    yield b"<d>\x00</d>"
    yield b""
    for encoding in ("utf-16", "utf-16-le", "utf-32", "latin-1", "utf-7", "cp037"):
        yield WHOLE.encode(encoding, "ignore")
    yield WHOLE.replace("?>", ' encoding="x"?>', 1).encode()
    yield b"<d>\xff</d>"
    yield b"<d>\xed\xa0\x80</d>"
    yield b"<d>\xf4\x90\x80\x80</d>"


def _load(folder: str, module: str) -> None:
    """Use a module that was compiled elsewhere."""
    name, path = f"teitools.native.{module}", f"{folder}/{module}.abi3.so"
    spec = spec_from_file_location(name, path, loader=ExtensionFileLoader(name, path))
    sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])


def _plain(data: bytes) -> None:
    """Ask for all that is plain in a document of which every element may be."""
    from teitools.facts.model import Span, Unit
    from teitools.native._plain import Plain

    flags = {"d": 3 | 8, "p": 3 | 16, "s": 6, "m": 35, "h": 512 | 1024}
    found = Plain(
        data, lambda name: (flags.get(name, 0), name), lambda name: len(name) % 9, lambda value: (value,), {"n"}
    )
    for unit in dict.fromkeys(memoryview(found.plain).cast("i")):
        if unit >= 0:
            found.units(unit, Unit, Span, 0, "a", "b", "c", None, 0, 0, None)
            found.turns(unit), found.nodes(unit), found.unit(unit)


def main() -> None:
    """Pass all."""
    for module in ("_passing", "_plain"):
        _load(sys.argv[1], module)
    from support.relaxng import everything, schema_of

    screen = schema_of(GRAMMAR).screen(everything)
    assert screen is not None
    found = [screen.read(data) for documents in (damaged(), hostile(int(sys.argv[2]))) for data in documents]
    for documents in (damaged(), hostile(int(sys.argv[2]))):
        for data in documents:
            _plain(data)
    sys.stdout.write(f"{sum(one is not None for one in found)} {len(found)}\n")


if __name__ == "__main__":
    main()
