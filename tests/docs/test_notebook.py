"""The notebook of docs/data.md runs, as somebody runs it, and what it shows is what it gives."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "lab.ipynb"
FIRST_TIME = "Matplotlib is building the font cache"  # on a machine that draws its first picture
LARGEST = 250_000  # bytes; it is in the repository


def executed(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The notebook with what its cells give, without what depends on the day and the machine."""
    import nbformat
    from nbclient import NotebookClient

    source = os.pathsep.join((str(NOTEBOOK.parents[1] / "src"), os.environ.get("PYTHONPATH", "")))
    for name, value in {"PYTHONPATH": source, "MPLBACKEND": "module://matplotlib_inline.backend_inline"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = NotebookClient(
        notebook, timeout=120, record_timing=False, resources={"metadata": {"path": str(NOTEBOOK.parent)}}
    )
    client.execute()
    notebook.metadata.language_info = {"name": "python"}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [one for one in cell.outputs if not one.get("text", "").startswith(FIRST_TIME)]
    return json.loads(nbformat.writes(notebook))


def outputs(notebook: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for cell in notebook["cells"]:
        yield from cell.get("outputs", ())


def shown(notebook: dict[str, Any]) -> list[str]:
    """The words that cells print: pictures differ by fonts."""
    return ["".join(one["text"]) for one in outputs(notebook) if one["output_type"] == "stream"]


@pytest.mark.campaign
def test_what_the_notebook_shows_is_what_it_gives(monkeypatch, golden, request):
    kept = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    made = executed(monkeypatch)
    if request.config.getoption("--accept") and shown(made) != shown(kept):
        golden(NOTEBOOK, json.dumps(made, ensure_ascii=False, indent=1) + "\n")
    else:
        assert shown(made) == shown(kept)
        assert [sorted(one.get("data", {})) for one in outputs(made)] == [
            sorted(one.get("data", {})) for one in outputs(kept)
        ]


def test_the_notebook_holds_its_pictures_and_numbers_and_stays_small():
    assert NOTEBOOK.stat().st_size < LARGEST
    kept = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    pictures = [
        base64.b64decode(one["data"]["image/png"]) for one in outputs(kept) if "image/png" in one.get("data", {})
    ]
    assert len(pictures) == 2
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert all(cell["execution_count"] for cell in kept["cells"] if cell["cell_type"] == "code")
    assert not any(one["output_type"] == "error" for one in outputs(kept))
