"""`teitools verify`: every damage is found and named, what is whole is left in peace, and nobody is led out of a package."""

from __future__ import annotations

import errno
import json
import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.damages import DAMAGES
from support.mutations import mutate
from support.packages import FILES, NAME, lay_out, package
from support.running import teitools

from teitools.diagnostics import SetupError
from teitools.tasks.archive.verification import texts
from teitools.tasks.archive.verifying import verify

if TYPE_CHECKING:
    from support.damages import Damage

SAMPLE = 7  # of so many damages one is tried in every run of the tests; a campaign tries all


def found_in(path: Path) -> list[tuple[str, str]]:
    """Code and file, as seen from the package, of what is found; nothing may escape as an exception."""
    made = verify(path, jobs=1)
    return [(item.code, item.location.file.partition(f"{path.name}")[2].lstrip("/")) for item in made.findings]


def damaged(damage: Damage, packed: Path, tmp_path: Path) -> list[tuple[str, str]]:
    return found_in(damage.do(shutil.copytree(packed, tmp_path / "package", symlinks=True)))


@pytest.mark.usefixtures("rules_within")
@pytest.mark.parametrize("damage", DAMAGES[::SAMPLE], ids=[damage.name for damage in DAMAGES[::SAMPLE]])
def test_damages_are_named(damage, packed, tmp_path):
    found = damaged(damage, packed, tmp_path)
    assert damage.code in [code for code, _ in found], found
    if damage.file:
        assert (damage.code, damage.file) in found


@pytest.mark.campaign
@pytest.mark.usefixtures("rules_within")
def test_every_damage_is_named_by_its_kind(packed, tmp_path):
    """The code is there, at the file; and none of the codes for what befalls files says something else of it."""
    assert len(DAMAGES) >= 200
    kinds = {f"ARC00{number}" for number in range(1, 8)}
    wrong = []
    for number, damage in enumerate(DAMAGES):
        found = damaged(damage, packed, tmp_path / str(number))
        named = {code for code, file in found if file == damage.file}
        codes = named if damage.file else {code for code, _ in found}
        others = (codes & kinds) - {damage.code} if damage.code in kinds else set()
        if damage.code not in codes or others:
            wrong.append((damage.name, damage.code, found))
        shutil.rmtree(tmp_path / str(number))
    assert wrong == []


@pytest.mark.campaign
@pytest.mark.usefixtures("rules_within")
def test_mutations_by_chance_are_named_by_what_was_done(packed, tmp_path):
    wrong = []
    for seed in range(400):
        folder = shutil.copytree(packed, tmp_path / "package")
        mutation = mutate(folder, random.Random(seed))  # noqa: S311
        found = found_in(folder)
        # or of a file that only a list knows, whose lines have run into each other
        named = {code for code, file in found if file == mutation.file or not (folder / file).exists()}
        if not named & set(mutation.codes) if mutation.codes else found:
            wrong.append((seed, mutation, found))
        shutil.rmtree(folder)
    assert wrong == []


@pytest.mark.parametrize("form", ["folder", "zip", "tar", "gztar"])
@pytest.mark.usefixtures("rules_within")
def test_a_whole_package_is_left_in_peace(form, packed, tmp_path):
    path = packed if form == "folder" else shutil.make_archive(str(tmp_path / NAME), form, packed.parent, packed.name)
    done = teitools("verify", path)
    assert (done.returncode, done.stdout.split(",")[1]) == (0, " 0 findings")


@pytest.mark.campaign
def test_fifty_packages_of_other_texts_are_left_in_peace(tmp_path):
    wrong = []
    for number in range(50):
        words = f"Söz {number}: {'ğüşiöç ' * number}"
        files = {**FILES, "tei/letter-1.xml": FILES["tei/letter-1.xml"].replace("Güneş doğdu.", words)}
        files |= {f"scans/{name}.png": name * number for name in "abc"[: number % 4]}
        edition = lay_out(tmp_path / f"edition-{number}", files)
        out = package(edition, edition / ("out.zip" if number % 2 else "out"), "--sip", ("2.2.0", "2.1.0")[number % 2])
        if found := found_in(out):
            wrong.append((number, found))
    assert wrong == []


def test_editions_are_made_again_and_compared(packed, tmp_path):
    assert teitools("verify", "--rebuild", packed).returncode == 0
    edited = shutil.copytree(packed, tmp_path / "package")
    edition = edited / "data" / NAME / "representations/rep2/data/text/letter-1/letter-1.txt"
    edition.write_text("Something else.\n", encoding="utf-8")
    done = teitools("verify", "--rebuild", "--format", "json", edited)
    codes = {item["code"] for item in json.loads(done.stdout)}
    assert done.returncode == 1
    assert "ARC080" in codes


def test_what_a_new_version_changes_is_told_by_unit(packed, edition, tmp_path):
    first = FILES["tei/letter-1.xml"]
    changed = first.replace("Güneş doğdu.", "Ay doğdu.").replace("<figure>", "<p>Yeni.</p><figure>")
    (edition / "tei/letter-1.xml").write_text(changed, encoding="utf-8")
    marked = FILES["tei/letter-2.xml"].replace('<p xml:id="letter-2-p1">', '<p xml:id="letter-2-p1" n="1">')
    (edition / "tei/letter-2.xml").write_text(marked, encoding="utf-8")
    (edition / "witness/ç.txt").write_text("tanık ay\n", encoding="utf-8")
    (edition / "witness/d.txt").write_text("new\n", encoding="utf-8")
    package(edition, tmp_path / "new")
    done = teitools("verify", "new", "--against", packed, "--format", "json", cwd=tmp_path)
    assert done.returncode == 0  # notes fail nothing
    told = [
        (item["file"].partition("/data/")[2].partition("/data/")[2], item["code"]) for item in json.loads(done.stdout)
    ]
    assert told == [
        ("tei/letter-1.xml", "ARC090"),
        ("tei/letter-1.xml", "ARC091"),
        ("tei/letter-2.xml", "ARC093"),
        ("witness/d.txt", "ARC094"),
        ("witness/ç.txt", "ARC096"),
    ]
    messages = [item["message"] for item in json.loads(done.stdout)]
    assert messages[0] == "#letter-1-p1: “Güneş doğdu. Tiflis” has become “Ay doğdu. Tiflis”"
    back = teitools("verify", packed, "--against", "new", "--format", "json", cwd=tmp_path)
    assert {"ARC092", "ARC095"} <= {item["code"] for item in json.loads(back.stdout)}


def test_findings_have_all_formats_and_a_page_to_file(packed, tmp_path):
    (tmp_path / "page").mkdir()
    edited = shutil.copytree(packed, tmp_path / "package")
    (edited / "bag-info.txt").write_bytes((edited / "bag-info.txt").read_bytes().replace(b"City", b"<b>"))
    done = teitools("verify", "package", "--report", "page/report.html", cwd=tmp_path)
    assert done.returncode == 1
    assert "package/bag-info.txt: error: " in done.stdout
    page = (tmp_path / "page/report.html").read_text(encoding="utf-8")
    assert "The package is not what it says. Errors: 1" in page
    assert "&lt;b&gt; Archive" in page
    assert "ARC001" in page
    for form in ("sarif", "junit", "jsonl", "github", "gitlab"):
        assert "ARC001" in teitools("verify", "package", "--format", form, cwd=tmp_path).stdout
    turkish = teitools("--lang", "tr", "verify", packed, "--report", "page/rapor.html", cwd=tmp_path)
    assert turkish.returncode == 0
    assert "Paket, söylediği şeydir." in (tmp_path / "page/rapor.html").read_text(encoding="utf-8")


def test_settings_of_a_package_lead_nowhere_else(packed, tmp_path):
    edited = shutil.copytree(packed, tmp_path / "package")
    settings = edited / "data" / NAME / "representations/rep1/data/teitools.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("[project]", '[project]\nallow-read = ["/etc"]'), encoding="utf-8"
    )
    assert "ARC071" in [code for code, _ in found_in(edited)]


def test_a_full_disk_is_no_damage(packed, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(texts, "sums_of", full)
    with pytest.raises(SetupError, match=r"No space left on device; .* set TMPDIR"):
        verify(Path(shutil.make_archive(str(tmp_path / NAME), "zip", packed.parent, packed.name)))


def test_a_folder_with_a_list_of_checksums_is_verified_too(edition):
    teitools("manifest", ".", cwd=edition)
    assert teitools("verify", ".", cwd=edition).returncode == 0
    (edition / "README.md").unlink()
    done = teitools("verify", ".", cwd=edition)
    assert (done.returncode, done.stdout.count("[ARC002]")) == (1, 1)


@pytest.mark.parametrize("name", ["none", "README.md"])
def test_what_is_no_package_is_a_fault_of_the_set_up(name, edition):
    done = teitools("verify", name, cwd=edition)
    assert done.returncode == 2
    assert done.stderr.startswith("teitools: ")
