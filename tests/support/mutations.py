"""Mutations of a package by chance: what is done, to which file, and the codes that name it rightly."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

__all__ = ["Mutation", "mutate"]


_UNSIZED = ("data/ro-crate-metadata.json", "bag-info.txt", "bagit-profile.json")
"""Files of which nothing says how large they are, so that what is cut out of them is a change as any other."""


class Mutation(NamedTuple):
    """What was done to a file: its name, the file where that has to be told, and the codes of which one has to tell it.

    Without any, the package is as good as before, and nothing may be told.
    """

    name: str
    file: str
    codes: tuple[str, ...]


def mutate(folder: Path, chance: Random) -> Mutation:
    """Change something in a package."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return chance.choice(_MUTATIONS)(folder, files, chance)


def _changed(path: Path, change: Callable[[bytes], bytes]) -> bool:
    """Change the bytes of a file; whether they are other ones now."""
    old = path.read_bytes()
    new = change(old)
    path.write_bytes(new)
    return old != new


def _codes(file: str, name: str, code: str) -> tuple[str, ...]:
    """The codes for other bytes in a file: those of what it is, or `code` where it is content."""
    if file.startswith("tagmanifest-"):  # which no list is about: its lines tell, but not their ends and order
        return () if name in ("CRLF", "lines") else ("ARC002", "ARC008", "ARC009", "ARC010", "ARC012", "ARC013")
    if file.startswith("manifest-"):
        return ("ARC011",)
    if file == "bagit.txt":
        return ("ARC031",)
    if file.endswith("METS.xml"):
        return ("ARC041",)
    if file.endswith("premis.xml"):
        return ("ARC051",)
    if code == "ARC006" and file in _UNSIZED:
        return ("ARC001", "ARC007")
    return (code, "ARC007")  # by chance it may be a line end


def _of_bytes(name: str, code: str, change: Callable[[bytes, Random], bytes]) -> Callable[..., Mutation]:
    def mutation(folder: Path, files: list[str], chance: Random) -> Mutation:
        while True:
            file = chance.choice(files)
            if _changed(folder / file, lambda content: change(content, chance)):
                return Mutation(name, file, _codes(file, name, code))

    return mutation


def _bit(content: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def _span(content: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(content))
    return start, min(len(content), start + chance.randrange(1, 200))


def _cut(content: bytes, chance: Random) -> bytes:
    start, end = _span(content, chance)
    return content[:start] + content[end:]


def _zeros(content: bytes, chance: Random) -> bytes:
    start, end = _span(content, chance)
    return content[:start] + bytes(end - start) + content[end:]


def _twice(content: bytes, chance: Random) -> bytes:
    start, end = _span(content, chance)
    return content[:end] + content[start:]


def _lines(content: bytes, chance: Random) -> bytes:
    lines = content.splitlines(keepends=True)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _payload(files: list[str]) -> list[str]:
    return [file for file in files if file.startswith("data/")]


def _removed(folder: Path, files: list[str], chance: Random) -> Mutation:
    file = chance.choice(_payload(files))
    (folder / file).unlink()
    return Mutation("removed", file, ("ARC002",))


def _renamed(folder: Path, files: list[str], chance: Random) -> Mutation:
    file = chance.choice(_payload(files))
    other = f"{file.rpartition('/')[0]}/{chance.choice(('Copy of ', 'x-', '.'))}{file.rpartition('/')[2]}"
    (folder / file).rename(folder / other)
    return Mutation("renamed", other, ("ARC004",))


def _moved(folder: Path, files: list[str], chance: Random) -> Mutation:
    file = chance.choice(_payload(files))
    place = chance.choice(sorted({name.rpartition("/")[0] for name in _payload(files)} - {file.rpartition("/")[0]}))
    other = f"{place}/moved-{file.rpartition('/')[2]}"
    (folder / file).rename(folder / other)
    return Mutation("moved", other, ("ARC004",))


def _stray(folder: Path, files: list[str], chance: Random) -> Mutation:
    place = chance.choice(sorted({name.rpartition("/")[0] for name in _payload(files)}))
    file = f"{place}/{chance.choice(('stray.txt', '~lock.xml', 'letter.xml.orig'))}"
    (folder / file).write_bytes(chance.randbytes(20))
    return Mutation("stray", file, ("ARC003",))


def _copied(folder: Path, files: list[str], chance: Random) -> Mutation:
    file = chance.choice(_payload(files))
    (folder / f"{file}.bak").write_bytes((folder / file).read_bytes())
    return Mutation("copied", f"{file}.bak", ("ARC003",))


def _two(folder: Path, files: list[str], chance: Random) -> tuple[str, str]:
    """Two files that hold different bytes and are no metadata of the package."""
    content = [file for file in _payload(files) if not file.endswith(("METS.xml", "premis.xml"))]
    while True:
        one, other = chance.sample(content, 2)
        if (folder / one).read_bytes() != (folder / other).read_bytes():
            return one, other


def _exchanged(folder: Path, files: list[str], chance: Random) -> Mutation:
    one, other = _two(folder, files, chance)
    first, second = (folder / one).read_bytes(), (folder / other).read_bytes()
    (folder / one).write_bytes(second)
    (folder / other).write_bytes(first)
    return Mutation("exchanged", one, ("ARC005",))


def _overwritten(folder: Path, files: list[str], chance: Random) -> Mutation:
    one, other = _two(folder, files, chance)
    (folder / one).write_bytes((folder / other).read_bytes())
    return Mutation("overwritten", one, ("ARC014",))


def _moved_over(folder: Path, files: list[str], chance: Random) -> Mutation:
    one, other = _two(folder, files, chance)
    (folder / other).replace(folder / one)
    return Mutation("moved over", one, ("ARC014",))


_MUTATIONS: tuple[Callable[..., Mutation], ...] = (
    _of_bytes("bit", "ARC001", _bit),
    _of_bytes("cut out", "ARC006", _cut),
    _of_bytes("zeros", "ARC001", _zeros),
    _of_bytes("twice", "ARC001", _twice),
    _of_bytes("noise", "ARC001", lambda content, chance: chance.randbytes(len(content))),
    _of_bytes(
        "inserted", "ARC001", lambda content, _: content[: len(content) // 2] + b"x" + content[len(content) // 2 :]
    ),
    _of_bytes("appended", "ARC001", lambda content, chance: content + chance.randbytes(9)),
    _of_bytes("broken off", "ARC006", lambda content, chance: content[: chance.randrange(len(content))]),
    _of_bytes("lines", "ARC001", _lines),
    _of_bytes("CRLF", "ARC007", lambda content, _: content.replace(b"\n", b"\r\n")),
    _of_bytes("mark", "ARC007", lambda content, _: b"\xef\xbb\xbf" + content),
    _removed,
    _renamed,
    _moved,
    _stray,
    _copied,
    _exchanged,
    _overwritten,
    _moved_over,
)
