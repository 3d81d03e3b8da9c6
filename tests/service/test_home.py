"""The page that leads to everything, and the settings of a service."""

from __future__ import annotations

import pytest
from lxml import etree

from teitools.diagnostics import SetupError, set_language
from teitools.project import read_project
from teitools.tasks.service import service as module


def links(client, path: str = "/") -> dict[str, str]:
    page = etree.HTML(client.get(path).text)
    return {" ".join(link.xpath("string()").split()): link.get("href") for link in page.iter("a")}


def test_the_page_leads_to_everything(client):
    found = links(client)
    assert found["A letter"] == "http://127.0.0.1:8000/html/index.html"
    assert found["A draft & no more"].endswith("?resource=letters/drafts/third%2520letter&mediaType=text/html")
    assert {"TEI", "Text", "Data", "Distributed Text Services 1.0"} < set(found)
    for address in found.values():
        assert client.get(address).status_code == 200, address


def test_the_page_has_the_title_and_the_language_of_the_service(client, service):
    page = etree.HTML(client.get("/").text)
    assert page.xpath("string(//h1)") == page.xpath("string(//title)") == "Iğdır’dan mektuplar"
    assert (page.get("lang"), page.xpath("string(//h2)")) == ("en", "Documents")
    set_language("tr")
    try:
        from teitools.service.home import home_page

        turkish = etree.HTML(home_page(service, "http://localhost/", {}).decode())
    finally:
        set_language("en")
    assert (turkish.get("lang"), turkish.xpath("string(//h2)")) == ("tr", "Belgeler")


def test_many_documents_are_on_several_pages(client, monkeypatch):
    monkeypatch.setattr(module, "_LISTED", 3)
    first, second = links(client), links(client, "/?page=2")
    assert (first["→"], "←" in first, second["←"]) == ("?page=2", False, "?page=1")
    assert not {title for title in first if title.startswith("A ")} & {
        title for title in second if title.startswith("A ")
    }
    for hostile in ("0", "-1", "x", "9" * 500, "٣"):
        assert client.get("/", params={"page": hostile}).status_code == 200


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ('cors = "*"', "must be a list of texts"),
        ('cors = ["example.org"]', "must be * or an origin"),
        ('cors = ["https://example.org/"]', "must be * or an origin"),
        ('documents = ["*.none"]', "no file matches"),
        ("title = 1", "must be a text"),
        ("data = []", "must be a text"),
        ("port = 80", "unknown setting"),
    ],
)
def test_settings_that_cannot_be_meant_are_told(tmp_path, setting, said):
    path = tmp_path / "teitools.toml"
    path.write_text(f"[serve]\n{setting}\n", encoding="utf-8")
    with pytest.raises(SetupError, match=r"\[serve\]") as fault:
        read_project(path)
    assert said in str(fault.value)


def test_settings_are_as_stated(tmp_path):
    path = tmp_path / "teitools.toml"
    path.write_text('[serve]\ncors = ["*"]\ndata = "out"\n', encoding="utf-8")
    settings = read_project(path).serve
    assert (settings.cors, settings.data) == (("*",), tmp_path / "out")
