"""Single damages of a package, each with the code that names it: what becomes of files on their way, and what people do."""

from __future__ import annotations

import io
import os
import re
import shutil
import stat
import tarfile
import unicodedata
import zipfile
from hashlib import new as digest
from typing import TYPE_CHECKING, NamedTuple

from support.packages import NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["DAMAGES", "Damage", "rebag"]

HOME = f"data/{NAME}/"
REP1, REP2 = f"{HOME}representations/rep1/", f"{HOME}representations/rep2/"
CONTENT = (
    f"{REP1}data/tei/letter-1.xml",
    f"{REP1}data/tei/letter-2.xml",
    f"{REP1}data/schema/letters.sch",
    f"{REP1}data/witness/ç.txt",
    f"{REP2}data/text/letter-1/letter-1.txt",
    f"{HOME}documentation/README.txt",
    f"{HOME}metadata/descriptive/dc.xml",
    f"{HOME}schemas/schema/letters.sch",
)
TURKISH = (CONTENT[0], CONTENT[1], CONTENT[3], CONTENT[4])
METS = (f"{HOME}METS.xml", f"{REP1}METS.xml", f"{REP2}METS.xml")
PREMIS = tuple(f"{place}metadata/preservation/premis.xml" for place in (HOME, REP1, REP2))
MANIFESTS, TAGS = ("manifest-sha256.txt", "manifest-sha512.txt"), ("tagmanifest-sha256.txt", "tagmanifest-sha512.txt")


class Damage(NamedTuple):
    """What is done to a package, and the code and file that it is found by; the function gives the damaged package."""

    name: str
    code: str
    file: str
    do: Callable[[Path], Path]


def rebag(folder: Path) -> None:
    """Write all manifests anew, as who wants to hide an edit does."""
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    for algorithm in ("sha256", "sha512"):
        _list(folder, f"manifest-{algorithm}.txt", algorithm, [name for name in files if name.startswith("data/")])
    own = [name for name in files if not name.startswith(("data/", "tagmanifest"))]
    for algorithm in ("sha256", "sha512"):
        _list(folder, f"tagmanifest-{algorithm}.txt", algorithm, own)


def _list(folder: Path, name: str, algorithm: str, files: list[str]) -> None:
    lines = (f"{digest(algorithm, (folder / file).read_bytes()).hexdigest()}  {file}\n" for file in files)
    (folder / name).write_text("".join(lines), encoding="utf-8", newline="")


def _bytes(name: str, code: str, file: str, change: Callable[[bytes], bytes], *, hidden: bool = False) -> Damage:
    """A file whose bytes are changed; the manifests are made to fit if that is to be hidden."""

    def do(folder: Path) -> Path:
        old = (folder / file).read_bytes()
        new = change(old)
        assert new != old, (name, file)
        (folder / file).write_bytes(new)
        if hidden:
            rebag(folder)
        return folder

    return Damage(f"{name}: {file.removeprefix(HOME)}", code, file, do)


def _flip(content: bytes) -> bytes:
    """Another letter for one in the middle, which leaves markup alone."""
    letters = [match.start() for match in re.finditer(rb"[a-y](?=[a-z ]*[<.\n ])", content)]
    at = letters[len(letters) // 2]
    return content[:at] + bytes([content[at] + 1]) + content[at + 1 :]


def _recoded(encoding: str) -> Callable[[bytes], bytes]:
    return lambda content: content.decode().encode(encoding)


def of_bytes() -> Iterator[Damage]:
    """One file on its way."""
    for file in CONTENT:
        yield _bytes("one letter", "ARC001", file, _flip)
        yield _bytes("grown", "ARC001", file, lambda content: content + b"<!-- x -->")
        yield _bytes("one byte less", "ARC006", file, lambda content: content[:3] + content[4:])
        yield _bytes("half", "ARC006", file, lambda content: content[: len(content) // 2])
        yield _bytes("empty", "ARC006", file, lambda _content: b"")
        yield _bytes("CRLF", "ARC007", file, lambda content: content.replace(b"\n", b"\r\n"))
        yield _bytes("mark", "ARC007", file, lambda content: b"\xef\xbb\xbf" + content)
        yield _bytes("mark and CRLF", "ARC007", file, lambda content: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
        yield _bytes("a line end more", "ARC007", file, lambda content: content + b"\n")
        yield _bytes("no line end", "ARC007", file, lambda content: content.rstrip(b"\n"))
    for file in TURKISH:
        for encoding in ("utf-16", "utf-16-le", "cp1254", "iso8859-9"):
            yield _bytes(encoding, "ARC007", file, _recoded(encoding))
        for taken in ("cp1254", "latin-1"):  # which have all these bytes
            yield _bytes(
                f"UTF-8 as {taken}", "ARC007", file, lambda content, taken=taken: content.decode(taken).encode()
            )
        yield _bytes("NFD", "ARC007", file, lambda content: unicodedata.normalize("NFD", content.decode()).encode())
    for files, code in ((METS, "ARC041"), (PREMIS, "ARC051")):
        for file in files:
            yield _bytes(
                "edited",
                code,
                file,
                lambda content: (
                    content.replace(b"2021-05-02", b"2020-05-02", 1) if b"2021-05-02" in content else _flip(content)
                ),
            )
            yield _bytes("CRLF", code, file, lambda content: content.replace(b"\n", b"\r\n"))
            yield _bytes("half", code, file, lambda content: content[: len(content) // 2])
            yield _bytes("empty", code, file, lambda _content: b"")
            yield _bytes("a line end more", code, file, lambda content: content + b"\n")


def of_files() -> Iterator[Damage]:
    """Files that come, go, and change places."""
    for file in (*CONTENT, *METS, *PREMIS, "bag-info.txt", "bagit-profile.json"):
        yield Damage(f"removed: {file}", "ARC002", file, lambda folder, file=file: _removed(folder, file))
    for file in TAGS:
        yield Damage(f"removed: {file}", "ARC034", file, lambda folder, file=file: _removed(folder, file))
    for file in MANIFESTS:
        yield Damage(f"removed: {file}", "ARC002", file, lambda folder, file=file: _removed(folder, file))
    yield Damage("removed: bagit.txt", "ARC031", "bagit.txt", lambda folder: _removed(folder, "bagit.txt"))
    for file in CONTENT:
        other = f"{file}.bak"
        yield Damage(
            f"renamed: {file}", "ARC004", other, lambda folder, file=file, other=other: _moved(folder, file, other)
        )
        upper = f"{file[:-4]}{file[-4:].upper()}"
        yield Damage(
            f"case: {file}", "ARC004", upper, lambda folder, file=file, other=upper: _moved(folder, file, other)
        )
        yield Damage(
            f"copied: {file}", "ARC003", other, lambda folder, file=file, other=other: _copied(folder, file, other)
        )
        yield Damage(
            f"twin: {file}", "ARC022", file, lambda folder, file=file, other=upper: _copied(folder, file, other)
        )
        yield Damage(f"link: {file}", "ARC021", file, lambda folder, file=file: _linked(folder, file))
    decomposed = unicodedata.normalize("NFD", CONTENT[3])
    yield Damage("NFD name", "ARC004", decomposed, lambda folder: _moved(folder, CONTENT[3], decomposed))
    yield Damage("NFD twin", "ARC022", CONTENT[3], lambda folder: _copied(folder, CONTENT[3], decomposed))
    pairs = ((0, 1), (2, 3), (4, 5), (0, 6))
    for first, second in pairs:
        one, other = CONTENT[first], CONTENT[second]
        yield Damage(
            f"swapped: {first}, {second}",
            "ARC005",
            one,
            lambda folder, one=one, other=other: _swapped(folder, one, other),
        )
    for place in ("", "data/", HOME, f"{REP1}data/", f"{REP2}data/text/"):
        file = f"{place}stray.txt"
        yield Damage(f"stray: {file}", "ARC003", file, lambda folder, file=file: _written(folder, file, b"stray\n"))
    yield Damage(
        "fetch.txt", "ARC033", "fetch.txt", lambda folder: _written(folder, "fetch.txt", b"https://e.org/a 1 data/a\n")
    )


def of_lists() -> Iterator[Damage]:
    """Manifests and statements of the bag that are edited."""
    digit = re.compile(rb"^([0-9a-f])", re.MULTILINE)
    for file in (*MANIFESTS, *TAGS):
        yield _bytes(
            "digit",
            "ARC010",
            file,
            lambda content: digit.sub(lambda match: b"1" if match[1] == b"0" else b"0", content, count=1),
        )
        yield _bytes("line less", "ARC013", file, lambda content: content.partition(b"\n")[2])
        yield _bytes("line twice", "ARC012", file, lambda content: content.partition(b"\n")[0] + b"\n" + content)
        yield _bytes("no checksum", "ARC008", file, lambda content: b"nonsense\n" + content)
        yield _bytes(
            "leads out", "ARC009", file, lambda content: content[: content.index(b"  ")] + b"  ../../x\n" + content
        )
    for file in MANIFESTS:
        yield _bytes(
            "other order", "ARC011", file, lambda content: b"".join(reversed(content.splitlines(keepends=True)))
        )
        yield _bytes("CRLF", "ARC011", file, lambda content: content.replace(b"\n", b"\r\n"))
    yield _bytes("version", "ARC031", "bagit.txt", lambda content: content.replace(b"1.0", b"0.97"), hidden=True)
    yield _bytes("encoding", "ARC031", "bagit.txt", lambda content: content.replace(b"UTF-8", b"UTF-16"), hidden=True)
    info = "bag-info.txt"
    yield _bytes("statement", "ARC001", info, lambda content: content.replace(b"City", b"Town"))
    yield _bytes("size", "ARC032", info, lambda content: re.sub(rb"Oxum: \d", b"Oxum: 9", content), hidden=True)
    yield _bytes("count", "ARC032", info, lambda content: re.sub(rb"(Oxum: \d+\.)\d", rb"\g<1>9", content), hidden=True)
    for name in (b"Source-Organization", b"Contact-Name", b"Bagging-Date", b"External-Description"):
        yield _bytes(
            name.decode(), "ARC032", info, lambda content, name=name: re.sub(name + b".*\n", b"", content), hidden=True
        )
    dc = f"{HOME}metadata/descriptive/dc.xml"
    yield _bytes(
        "other identifier", "ARC060", dc, lambda content: content.replace(b"urn:example:", b"urn:other:"), hidden=True
    )
    yield _bytes("not well-formed", "ARC061", dc, lambda content: content.replace(b"</dc:title>", b""), hidden=True)
    crate = "data/ro-crate-metadata.json"
    yield _bytes(
        "crate", "ARC062", crate, lambda content: content.replace(b"letter-1.xml", b"lettr-1.xml"), hidden=True
    )
    yield _bytes("no crate", "ARC062", crate, lambda content: content[:-3], hidden=True)


def of_metadata() -> Iterator[Damage]:
    """METS and PREMIS that are edited, with the bag made to fit."""

    def edit(name: str, code: str, file: str, old: bytes, new: bytes) -> Damage:
        def change(content: bytes) -> bytes:
            return re.sub(old, new, content, count=1)

        return _bytes(name, code, file, change, hidden=True)

    for file in METS:
        yield edit("size", "ARC046", file, rb' SIZE="(\d)', rb' SIZE="9\1')
        yield edit("checksum", "ARC046", file, rb' CHECKSUM="..', rb' CHECKSUM="zz')
        yield edit("reference", "ARC042", file, rb'href="([a-z]+)/', rb'href="\1s/')
        yield edit("leads out", "ARC043", file, rb'xlink:href="[^"]*"', rb'xlink:href="../../../../../etc/passwd"')
        yield edit("elsewhere", "ARC043", file, rb'xlink:href="[^"]*"', rb'xlink:href="https://example.org/x"')
        yield edit("no id", "ARC047", file, rb'(ADMID|DMDID)="ID-', rb'\1="IX-')
        yield edit("profile", "ARC048", file, rb' PROFILE="[^"]*"', b"")
        yield edit("no OBJID", "ARC048", file, rb' OBJID="[^"]*"', b"")
        yield edit("no date", "ARC048", file, rb' CREATEDATE="[^"]*"', b"")
        yield edit("no label", "ARC048", file, rb'LABEL="Metadata"', b'LABEL="metadata"')
        yield edit("not METS", "ARC040", file, rb"<mets ", b"<nets ")
        yield edit("another namespace", "ARC040", file, rb"http://www.loc.gov/METS/", b"http://www.loc.gov/mets/")
    for file in PREMIS[1:]:
        yield edit("size", "ARC053", file, rb"<size>(\d)", rb"<size>9\1")
        yield edit("digest", "ARC053", file, rb"<messageDigest>..", b"<messageDigest>zz")
        yield edit("no object", "ARC052", file, rb'(?s)  <object xsi:type="file">.*?</object>\n', b"")._replace(
            file=""
        )  # found at the file of content
        yield edit("link", "ARC054", file, rb"(linkingEventIdentifierValue>)event", rb"\1event-of-nothing")
    yield edit("agent", "ARC054", PREMIS[0], rb"(<linkingAgentIdentifierValue>)agent", rb"\1nobody")
    yield edit("event", "ARC055", PREMIS[0], rb"<eventType>validation", b"<eventType>admiration")
    yield edit("outcome", "ARC070", PREMIS[0], rb"documents, 0 error", b"documents, 7 error")
    yield edit("not PREMIS", "ARC050", PREMIS[0], rb"</premis>", b"")


def _zip(folder: Path, extra: Callable[[zipfile.ZipFile], None] = lambda _: None) -> Path:
    target = folder.with_name("damaged.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"{NAME}/{path.relative_to(folder).as_posix()}")
        extra(archive)
    return target


def _tar(folder: Path, extra: Callable[[tarfile.TarFile], None]) -> Path:
    target = folder.with_name("damaged.tar")
    with tarfile.open(target, "w") as archive:
        archive.add(folder, NAME)
        extra(archive)
    return target


def of_containers() -> Iterator[Damage]:
    """Containers that are broken, or made to do harm."""
    for name in (
        "../evil",
        f"{NAME}/../../evil",
        "/etc/evil",
        "C:/evil",
        f"{NAME}\\..\\evil",
        f"{NAME}//evil",
        f"{NAME}/./evil",
    ):
        yield Damage(
            f"zip: {name}", "ARC020", "", lambda folder, name=name: _zip(folder, lambda archive: _entry(archive, name))
        )
        if not name.startswith("C:"):
            yield Damage(
                f"tar: {name}", "ARC020", "", lambda folder, name=name: _tar(folder, lambda tar: _member(tar, name))
            )
    link, pipe = stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o644
    for kind, mode in (("link", link), ("pipe", pipe)):
        yield Damage(
            f"zip: {kind}",
            "ARC021",
            "",
            lambda folder, mode=mode: _zip(folder, lambda archive: _entry(archive, f"{NAME}/x", mode)),
        )
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
        yield Damage(
            f"tar: {kind!r}",
            "ARC021",
            "",
            lambda folder, kind=kind: _tar(folder, lambda tar: _member(tar, f"{NAME}/x", kind)),
        )
    yield Damage(
        "zip: twice", "ARC023", "", lambda folder: _zip(folder, lambda archive: _entry(archive, f"{NAME}/bagit.txt"))
    )
    yield Damage("tar: twice", "ARC023", "", lambda folder: _tar(folder, lambda tar: _member(tar, f"{NAME}/bagit.txt")))
    yield Damage("zip: bomb", "ARC024", "", _bomb)
    for share in (0.1, 0.5, 0.9, 0.999):
        yield Damage(f"zip: {share} of it", "ARC025", "", lambda folder, share=share: _cut(_zip(folder), share))
    for form in ("gz", "bz2", "xz"):
        yield Damage(f"tar.{form}: a bit", "ARC025", "", lambda folder, form=form: _bit_within(folder, form))
    yield Damage("zip: another size", "ARC025", "", lambda folder: _missized(_zip(folder, _deflated)))
    yield Damage("zip: a bit", "ARC025", "", lambda folder: _bit(_zip(folder)))
    yield Damage("zip: password", "ARC026", "", lambda folder: _locked(_zip(folder)))
    yield Damage(
        "zip: a stray file",
        "ARC003",
        "",
        lambda folder: _zip(folder, lambda archive: _entry(archive, f"{NAME}/data/x")),
    )
    yield Damage(
        "tar: a stray file", "ARC003", "", lambda folder: _tar(folder, lambda tar: _member(tar, f"{NAME}/data/x"))
    )
    yield Damage("no package", "ARC030", "", lambda folder: _only(folder, "data", NAME, "documentation"))


def _entry(archive: zipfile.ZipFile, name: str, mode: int = 0o100644) -> None:
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, mode << 16
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that are there already
        archive.writestr(entry, "/etc/passwd")


def _member(tar: tarfile.TarFile, name: str, kind: bytes = tarfile.REGTYPE) -> None:
    item = tarfile.TarInfo(name)
    item.type = kind
    item.linkname = "/etc/passwd" if kind != tarfile.LNKTYPE else f"{NAME}/bagit.txt"
    item.size = 4 if kind == tarfile.REGTYPE else 0
    tar.addfile(item, io.BytesIO(b"evil") if item.size else None)


def _bomb(folder: Path) -> Path:
    target = folder.with_name("bomb.zip")
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(f"{NAME}/bagit.txt", "w") as stream,
    ):
        for _ in range(100):
            stream.write(bytes(1 << 20))
    return target


def _cut(path: Path, share: float) -> Path:
    os.truncate(path, int(path.stat().st_size * share))
    return path


def _bit(path: Path) -> Path:
    content = bytearray(path.read_bytes())
    content[content.index(b"tan\xc4\xb1k")] ^= 1
    path.write_bytes(content)
    return path


def _bit_within(folder: Path, form: str) -> Path:
    """A compressed file in which a bit of the middle, or of the checksum at the end, is another."""
    target = folder.with_name(f"damaged.tar.{form}")
    with tarfile.open(target, f"w:{form}") as archive:  # type: ignore[call-overload]  # the stubs want literals
        archive.add(folder, NAME)
    content = bytearray(target.read_bytes())
    content[-6 if form == "gz" else len(content) // 2] ^= 4
    target.write_bytes(content)
    return target


def _deflated(archive: zipfile.ZipFile) -> None:
    archive.writestr(zipfile.ZipInfo(f"{NAME}/more.txt"), "more " * 99, zipfile.ZIP_DEFLATED)


def _missized(path: Path) -> Path:
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 24] ^= 0xFF  # APPNOTE, 4.3.12: the size that it has when it is unpacked
    path.write_bytes(content)
    return path


def _locked(path: Path) -> Path:
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1  # APPNOTE, 4.4.4: the entry is encrypted
    path.write_bytes(content)
    return path


def _only(folder: Path, *steps: str) -> Path:
    return folder.joinpath(*steps)


def _removed(folder: Path, file: str) -> Path:
    (folder / file).unlink()
    return folder


def _moved(folder: Path, file: str, other: str) -> Path:
    (folder / file).rename(folder / other)
    return folder


def _copied(folder: Path, file: str, other: str) -> Path:
    shutil.copyfile(folder / file, folder / other)
    return folder


def _linked(folder: Path, file: str) -> Path:
    (folder / file).rename(folder.with_name("elsewhere"))
    (folder / file).symlink_to(folder.with_name("elsewhere"))
    return folder


def _swapped(folder: Path, one: str, other: str) -> Path:
    first, second = (folder / one).read_bytes(), (folder / other).read_bytes()
    (folder / one).write_bytes(second)
    (folder / other).write_bytes(first)
    return folder


def _written(folder: Path, file: str, content: bytes) -> Path:
    (folder / file).write_bytes(content)
    return folder


DAMAGES = [*of_bytes(), *of_files(), *of_lists(), *of_metadata(), *of_containers()]
