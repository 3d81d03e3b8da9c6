"""Texts in words for language technology: CoNLL, CoNLL-U and spaCy, with the same words and names in each."""

from __future__ import annotations

import json
import sys
import types

import pytest
from support.exporting import collection, export
from support.facts import facts_of_file
from support.printed import ARTICLE

from teitools.facts.model import LAYERS

FRAME = "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body>{}</body></text></TEI>"


@pytest.fixture
def made(tmp_path):
    def export_of(body: str | None, *formats: str):
        if body is None:
            return export(collection(tmp_path / "in") / "letter.xml", tmp_path / "out", *formats)
        (tmp_path / "a.xml").write_text(FRAME.format(body), encoding="utf-8")
        return export(tmp_path / "a.xml", tmp_path / "out", *formats)

    return export_of


def bio(file) -> list[list[list[tuple[str, ...]]]]:
    """The texts of a file of CoNLL: sentences of lines."""
    texts = file.read_text("utf-8").split("-DOCSTART- -X- O O\n\n")[1:]
    return [
        [[tuple(line.split("\t")) for line in block.split("\n")] for block in text.strip().split("\n\n")]
        for text in texts
    ]


def sentences(file) -> list[tuple[dict[str, str], list[list[str]]]]:
    """The sentences of a file of CoNLL-U: their comments, with those of their document, and their lines."""
    read, document = [], {}
    for block in file.read_text("utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        said = dict(line[2:].split(" = ", 1) for line in lines if line.startswith("#"))
        if "newdoc id" in said:
            document = said
        words = [line.split("\t") for line in lines if not line.startswith("#")]
        assert [word[0] for word in words] == [str(number) for number in range(1, len(words) + 1)]
        assert all(len(word) == 10 and all(word) for word in words)
        read.append((document | said, words))
    return read


def records(file):
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_names_in_names_have_a_column_each_and_words_end_where_names_do(made):
    (text, note) = bio(made(None, "conll") / "conll/reading/letter.conll")
    assert text[0][:6] == [
        ("𝄞", "O", "O"),
        ("Şimdi", "O", "O"),
        ("Iğdır", "B-ORG", "B-LOC"),
        ("Derneği", "I-ORG", "O"),
        ("’", "O", "O"),
        ("ne", "O", "O"),
    ]
    assert ("Eylül", "B-DATE", "O") in text[0]
    assert ("Bakü", "B-LOC", "O") in text[1]
    assert note[0][:3] == [("𝄞", "O", "O"), ("Bkz", "O", "O"), (".", "O", "O")]
    assert {len(line) for one in (text, note) for sentence in one for line in sentence} == {3}


def test_layers_with_the_same_words_have_their_own_names(made):
    out = made("<p><subst><del><persName>A</persName></del><add>A</add></subst></p>", "conll")
    assert [bio(out / f"conll/{layer}/a.conll") for layer in LAYERS] == [[[[("A", "O")]]], [[[("A", "B-PER")]]]]


def test_conllu_says_what_it_is_and_where_each_word_is(made):
    out = made(None, "conllu", "text")
    for layer in LAYERS:
        found = sentences(out / f"conllu/{layer}/letter.conllu")
        assert len({said["sent_id"] for said, _ in found}) == len(found)
        for said, words in found:
            assert (said["layer"], said["offset_unit"]) == (layer, "code points")
            assert said["tokens"].startswith("w and pc where")
            text = (out / said["text_file"]).read_text("utf-8")
            joined = ""
            for word in words:
                misc = dict(pair.split("=", 1) for pair in word[9].split("|"))
                start, end = map(int, misc["TokenRange"].split(":"))
                assert text[start:end] == word[1]
                joined += word[1] + ("" if "SpaceAfter" in misc else " ")
            assert joined.rstrip() == said["text"]
    assert [said["unit"] for said, _ in sentences(out / "conllu/reading/letter.conllu")][:2] == ["p1", "p2"]


def test_words_of_the_text_keep_what_it_says_of_them(made):
    body = (
        "<p><s><w lemma='gel' pos='VERB' msd='Tense=Past|Number=Sing'>geldi</w><pc>.</pc></s> "
        "<s><w pos='XY' msd='v p'>git</w> dur<w>du</w></s></p>"
    )
    (first, one), (_, other) = sentences(made(body, "conllu") / "conllu/reading/a.conllu")
    assert first["text"] == "geldi."
    assert one[0] == [
        "1",
        "geldi",
        "gel",
        "VERB",
        "_",
        "Number=Sing|Tense=Past",
        "_",
        "_",
        "_",
        "SpaceAfter=No|TokenRange=0:5",
    ]
    assert other[0][1:6] == ["git", "_", "_", "XY", "_"]
    assert "Msd=v_p" in other[0][9]
    assert [word[1] for word in other] == ["git", "dur", "du"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>İ̇l ʼa</p>", ["İ̇l", "ʼa"]),
        ("<p>q̃u̥ x</p>", ["q̃u̥", "x"]),
        ("<p>a-b… 12,5</p>", ["a", "-", "b", "…", "12", ",", "5"]),
        ("<p>o<persName>tt</persName>o</p>", ["o", "tt", "o"]),
        ("<p>क्षि</p>", ["क्षि"]),
        ("<p><w>New  York</w> x</p>", ["New_York", "x"]),
    ],
)
def test_words_are_runs_with_what_is_set_on_them(body, words, made):
    (text,) = bio(made(body, "conll") / "conll/reading/a.conll")
    assert [line[0] for sentence in text for line in sentence] == words


def test_names_of_spacy_are_at_the_ends_of_its_words_and_outermost_ones_are_entities(made):
    out = made(None, "spacy")
    for layer in LAYERS:
        text, note = records(out / f"spacy/{layer}.jsonl")
        assert (text["meta"]["id"], note["meta"]["id"]) == ("letter", "letter#~n1")
        assert note["meta"]["offset_unit"] == "code points"
        for one in (text, note):
            starts = {token["start"] for token in one["tokens"]}
            ends = {token["end"] for token in one["tokens"]}
            assert all(span["start"] in starts and span["end"] in ends for span in one["spans"]["names"])
            assert all(one["ents"][number]["end"] <= after["start"] for number, after in enumerate(one["ents"][1:]))
            last = 0
            for token in one["tokens"]:
                assert one["text"][last : token["start"]] in ("", " ")
                last = token["end"]
            assert last == len(one["text"])
        quoted = {
            (text["text"][span["start"] : span["end"]], span["label"], span["kb_id"]) for span in text["spans"]["names"]
        }
        assert {("Iğdır Derneği", "ORG", "names#dernek"), ("Iğdır", "LOC", "names#igdir")} <= quoted
        assert "Iğdır" not in {text["text"][span["start"] : span["end"]] for span in text["ents"]}


def test_of_the_article_every_name_and_date_is_there_in_each_format(tmp_path):
    out = export(ARTICLE, tmp_path / "out", "conll", "conllu", "spacy")
    facts = facts_of_file(ARTICLE)
    for layer in LAYERS:
        spans = [one.span(layer) for one in (*facts.mentions, *facts.dates)]
        wanted = sum(span is not None and span.end > span.start for span in spans)
        assert sum(len(one["spans"]["names"]) for one in records(out / f"spacy/{layer}.jsonl")) == wanted
        lines = [
            line for text in bio(out / f"conll/{layer}/kafkas-seddi.conll") for sentence in text for line in sentence
        ]
        assert sum(label.startswith("B-") for line in lines for label in line[1:]) == wanted
        counted = sentences(out / f"conllu/{layer}/kafkas-seddi.conllu")
        assert sum(len(words) for _, words in counted) == len(lines)
        assert sum(word[9].count("B-") for _, words in counted for word in words) == wanted


def test_where_spacy_is_there_a_docbin_is_written_of_the_same_words(made, monkeypatch):
    """As spaCy is large and not installed here, what it would be given is looked at."""
    given = []

    class Doc:
        def __init__(self, _vocabulary, words, spaces):
            self.words, self.spaces, self.spans = words, spaces, {}

    class Span:
        def __init__(self, document, first, last, label, kb_id):
            self.text, self.label, self.entity = document.words[first:last], label, kb_id

    class DocBin:
        def add(self, document):
            given.append(document)

        def to_bytes(self):
            return b""

    tokens, vocab = types.ModuleType("spacy.tokens"), types.ModuleType("spacy.vocab")
    tokens.__dict__.update(Doc=Doc, DocBin=DocBin, Span=Span)
    vocab.__dict__.update(Vocab=object)
    for name, module in (("spacy", types.ModuleType("spacy")), ("spacy.tokens", tokens), ("spacy.vocab", vocab)):
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.delitem(sys.modules, "teitools.tasks.export.formats.docbin", raising=False)
    monkeypatch.setattr("teitools.tasks.export.formats.spacy.find_spec", lambda _name: True)
    out = made(None, "spacy")
    monkeypatch.delitem(sys.modules, "teitools.tasks.export.formats.docbin")
    assert (out / "spacy/reading/letter.spacy").is_file()
    text = given[0]
    assert (
        "".join(word + " " * space for word, space in zip(text.words, text.spaces, strict=True))
        == (records(out / "spacy/reading.jsonl")[0]["text"])
    )
    assert [(span.text, span.label) for span in text.spans["names"]][:2] == [
        (["Iğdır", "Derneği"], "ORG"),
        (["Iğdır"], "LOC"),
    ]
    assert next(span.text for span in text.ents) == ["Iğdır", "Derneği"]
