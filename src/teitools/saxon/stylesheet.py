"""Compiled stylesheets: their parameters, and running them to a text or to a folder of files."""

from __future__ import annotations

import functools
import threading
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teitools import filesystem
from teitools.diagnostics import SetupError, nearest
from teitools.document.addresses import decoded, file_uri, local_path
from teitools.document.names import XSLT
from teitools.saxon.chatter import captured
from teitools.saxon.faults import Fault, SaxonError, read_faults
from teitools.saxon.own import with_our_addresses
from teitools.saxon.processor import build_tree, error_class, processor
from teitools.saxon.reads import without_reads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.saxon.chatter import Chatter
    from teitools.saxon.parameters import Declaration, Modules
    from teitools.saxon.processor import Node

__all__ = ["Input", "Remark", "Result", "Stylesheet", "compile_file", "compile_once", "compile_text"]

_XML_DECLARATION = "<?xml "
_REMARK, _FACT = f"Q{{{XSLT}}}finding", f"Q{{{XSLT}}}fact"
_FIX_STYLESHEET = "correct the stylesheet"
_NOT_CORRECT = "{} is not a correct XSLT stylesheet"


@dataclass(frozen=True, slots=True)
class Input:
    """A document for a transformation: its text (the encoding in its XML declaration does not matter) and its URI."""

    text: str
    base_uri: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a stylesheet finds in a text (xslt/common/findings.xsl).

    A code of the catalogue, the node as the URI of its document and its `fn:path()`, the facts of the wording, and what
    the message says without a catalogue.
    """

    code: str
    document: str
    path: str
    facts: tuple[tuple[str, str], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a run gave: the principal result, the texts of `xsl:message`, Saxon's warnings, the files written.

    Each of the `remarks` is a message too. `read` are the URIs of documents that were read, where that is told (see
    `saxon.reads`).
    """

    text: str
    messages: tuple[str, ...] = ()
    warnings: tuple[Fault, ...] = ()
    files: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    read: tuple[str, ...] = ()


@dataclass(slots=True)
class _Run:
    """An executable ready for one run and the source's tree; in the end warnings, and the URIs of what was read."""

    executable: Any
    node: Node
    warnings: tuple[Fault, ...] = ()
    read: tuple[str, ...] = ()

    def result(self, text: str, files: Sequence[str] = ()) -> Result:
        """What the run gave, besides what it wrote."""
        told = _messages(self.executable)
        return Result(text, told, self.warnings, tuple(files), _remarks(self.executable), self.read)


Value = str | int | bool | Input | Sequence[Input]


@functools.lru_cache(maxsize=1)
def _document(text: str, base_uri: str) -> Node:
    """The tree of the last document, which several schemas and stylesheets want one after the other."""
    return build_tree(text, base_uri)


def compile_file(path: Path) -> Stylesheet:
    """Compile a stylesheet file. Raises SetupError if there is none, SaxonError (with every error) if it is wrong."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SetupError(f"{path}: the stylesheet cannot be read ({error.strerror}); check the path") from error
    return _compile(with_our_addresses(_as_text(content, path)), file_uri(filesystem.real(path)), str(path))


class _Known(threading.local):
    """What has been compiled in this thread, by its file."""

    def __init__(self) -> None:
        self.stylesheets: dict[Path, Stylesheet] = {}


_known = _Known()


def compile_once(path: Path) -> Stylesheet:
    """The same, once in each thread that asks: it may take longer than to run it. A file that changes is not seen."""
    if path not in _known.stylesheets:
        _known.stylesheets[path] = compile_file(path)
    return _known.stylesheets[path]


def compile_text(text: str, base_uri: str, name: str | None = None) -> Stylesheet:
    """Compile a stylesheet that is in memory. Relative references in it are resolved against `base_uri`."""
    return _compile(text, base_uri, name or base_uri)


def _as_text(content: bytes, path: Path) -> str:
    """The text of a stylesheet file. Raises SaxonError if its bytes are none."""
    from teitools.document import parse
    from teitools.document.decoding import EncodingFault, decode

    try:
        return decode(content).data.decode("utf-8")
    except (EncodingFault, UnicodeDecodeError) as error:
        _, found = parse(content, str(path))
        places = ((one.location.file, one.location.line, one.location.column) for one in found)
        faults = [Fault(one.message, one.code, *place) for one, place in zip(found, places, strict=True)]
        raise SaxonError(_NOT_CORRECT.format(path), faults, _FIX_STYLESHEET) from error


def _compile(text: str, base_uri: str, name: str) -> Stylesheet:
    with _reported(_NOT_CORRECT.format(name), text, base_uri):
        compiler = processor().new_xslt30_processor()
        executable = compiler.compile_stylesheet(stylesheet_node=build_tree(text, base_uri, lines=True))
    return Stylesheet(executable, text, base_uri, name)


class Stylesheet:
    """A compiled stylesheet, made by `compile_file` or `compile_text`. Use it in the thread that made it."""

    def __init__(self, executable: Any, text: str, base_uri: str, name: str) -> None:  # noqa: ANN401  # untyped library
        self._executable = executable
        self._text = text
        self.base_uri = base_uri
        self.name = name

    @functools.cached_property
    def _modules(self) -> Modules:
        from teitools.saxon.parameters import read_modules

        return read_modules(self._text, self.base_uri)

    @property
    def parameters(self) -> Mapping[str, str]:
        """The parameters that the stylesheet and its modules declare: name (`{uri}local` if qualified) and type."""
        return {name: declaration.type for name, declaration in self._modules.parameters.items()}

    def transform(self, source: Input, parameters: Mapping[str, Value] | None = None) -> Result:
        """Run the stylesheet; nothing is written to disk, secondary results are dropped.

        Raises SetupError for a parameter that is not declared or whose value is not of its type, and SaxonError if
        the run fails.
        """
        with self._running(source, parameters) as run:
            run.executable.set_capture_result_documents(True)
            text = run.executable.transform_to_string(xdm_node=run.node) or ""
        return run.result(text)

    def transform_to_folder(
        self,
        source: Input,
        folder: Path,
        principal: str,
        parameters: Mapping[str, Value] | None = None,
        *,
        trusted: bool = False,
    ) -> Result:
        """Run the stylesheet and write its results below `folder`, which exists; `files` are their relative paths.

        The principal result, unless it is empty, is written as UTF-8 to the file named `principal`; secondary results
        go where their `xsl:result-document` says, serialised as it says. Saxon itself would write anywhere: unless
        the stylesheet is `trusted` not to lead out of the folder, the run is tried in memory first, and a result
        outside the folder raises SetupError before anything is written. Other errors are as for `transform`.
        """
        import tempfile

        if self._modules.writes and not trusted:
            self._rehearse(source, filesystem.real(folder), parameters)
        with tempfile.TemporaryDirectory(prefix=".results-", dir=filesystem.real(folder)) as scratch:
            results, text_file = Path(scratch, "results"), Path(scratch, "principal")
            results.mkdir()
            with self._running(source, parameters) as run:
                run.executable.set_base_output_uri(file_uri(results) + "/")
                run.executable.transform_to_file(xdm_node=run.node, output_file=str(text_file))
            text = text_file.read_text(encoding="utf-8") if filesystem.is_file(text_file) else ""
            if _has_content(text):
                if filesystem.exists(results / principal):
                    raise SetupError(f"{self.name}: two results are written to the file {principal}; {_FIX_STYLESHEET}")
                text_file.rename(results / principal)
            names = _move_files(results, folder)
        return run.result(text, names)

    def _rehearse(self, source: Input, folder: Path, parameters: Mapping[str, Value] | None) -> None:
        """Run in memory, and refuse a secondary result that would lie outside the folder."""
        with self._running(source, parameters) as run:
            run.executable.set_base_output_uri(file_uri(folder) + "/")
            run.executable.set_capture_result_documents(True)
            run.executable.transform_to_string(xdm_node=run.node)
            for uri in run.executable.get_result_documents() or {}:
                path = local_path(uri)
                target = filesystem.real(path) if path else folder
                if not target.is_relative_to(folder) or target == folder:
                    raise SetupError(
                        f"{self.name}: xsl:result-document would write {uri}, outside the output folder; "
                        "use a relative href without “..”"
                    )

    def accept(self, parameters: Mapping[str, Value]) -> None:
        """Raise SetupError for a parameter that is not declared or whose value is not of its type."""
        with captured():  # building trees of values may be told
            for name, value in parameters.items():
                self._value(name, value)

    @contextmanager
    def _running(self, source: Input, parameters: Mapping[str, Value] | None) -> Iterator[_Run]:
        """A run that is ready; when the block ends, it knows what Saxon said."""
        with captured():
            values = {name: self._value(name, value) for name, value in (parameters or {}).items()}
        executable = self._executable.clone()  # parameters and other settings of one run must not reach the next
        executable.set_save_xsl_message(True)
        executable.set_property("!encoding", "utf-8")
        for name, value in values.items():
            executable.set_parameter(name, value)
        what = f"{self.name} failed on {_shown(source.base_uri)}"
        with _reported(what, self._text, self.base_uri, executable) as heard:
            run = _Run(executable, _document(source.text, source.base_uri))
            yield run
        run.warnings = tuple(fault for fault in read_faults(heard.text) if fault.warning)
        run.read = heard.read

    def _value(self, name: str, value: Value) -> Any:  # noqa: ANN401  # a PyXdmValue; untyped library
        declared = self._modules.parameters
        if name not in declared:
            near = nearest(name, declared)
            known = f"it declares {', '.join(sorted(declared))}" if declared else "it declares none"
            advice = f"did you mean “{near}”? " if near else ""
            raise SetupError(f"{self.name} has no parameter “{name}”; {advice}{known}")
        if isinstance(value, (str, int)):
            return self._scalar(name, declared[name], str(value).lower() if isinstance(value, bool) else str(value))
        sequence = processor().empty_sequence()
        for item in [value] if isinstance(value, Input) else value:
            sequence.add_xdm_item(build_tree(item.text, item.base_uri))
        return sequence

    def _scalar(self, name: str, declaration: Declaration, value: str) -> Any:  # noqa: ANN401  # as above
        if declaration.atomic in (None, "string", "anyAtomicType", "untypedAtomic"):
            return processor().make_string_value(value, encoding="utf-8")
        try:
            with captured():
                return processor().make_atomic_value(declaration.atomic, value)
        except error_class() as error:
            raise SetupError(
                f"{self.name}: the value “{value}” of the parameter “{name}” is not of its type {declaration.type}"
            ) from error


def _move_files(source: Path, target: Path) -> list[str]:
    """Move the files below a folder into another; their relative paths, sorted."""
    names = sorted(
        path.relative_to(source).as_posix() for path in filesystem.matching(source, "**/*") if filesystem.is_file(path)
    )
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).replace(target / name)
    return names


def _has_content(text: str) -> bool:
    body = text[text.find("?>") + 2 :] if text.startswith(_XML_DECLARATION) else text
    return bool(body.strip())


def _messages(executable: Any) -> tuple[str, ...]:  # noqa: ANN401  # untyped library
    return tuple(message.string_value for message in _said(executable))


def _remarks(executable: Any) -> tuple[Remark, ...]:  # noqa: ANN401  # as above
    """The messages that are findings, each once."""
    nodes = (child for message in _said(executable) for child in message.children if child.name == _REMARK)
    return tuple(dict.fromkeys(map(_remark, nodes)))


def _remark(node: Node) -> Remark:
    code, document, path = (node.get_attribute_value(name) or "" for name in ("code", "document", "path"))
    facts = [child for child in node.children if child.name == _FACT]
    values = tuple((fact.get_attribute_value("name") or "", fact.get_attribute_value("value") or "") for fact in facts)
    return Remark(code, document, path, values, node.string_value)


def _said(executable: Any) -> Iterator[Node]:  # noqa: ANN401  # as above
    found = executable.get_xsl_messages()
    return (found.item_at(index) for index in range(found.size if found is not None else 0))


@contextmanager
def _reported(what: str, text: str, base_uri: str, executable: Any = None) -> Iterator[Chatter]:  # noqa: ANN401  # as above
    """Raise what Saxon reports inside the block as a SaxonError; the places come with what it writes to stderr."""
    failure: Exception | None = None
    with captured() as chatter:
        try:
            yield chatter
        except error_class() as error:
            failure = error
    chatter.text, chatter.read = without_reads(chatter.text)
    if failure is None:
        return
    faults = [fault for fault in read_faults(str(failure)) + read_faults(chatter.text) if not fault.warning]
    faults = [_with_path(fault, text, base_uri) for fault in dict.fromkeys(faults)]
    if executable is not None:
        faults = [*(Fault(message) for message in _messages(executable)), *faults]
    raise SaxonError(what, faults or [Fault(" ".join(str(failure).split()))], _FIX_STYLESHEET) from failure


def _with_path(fault: Fault, text: str, base_uri: str) -> Fault:
    """The fault with the path of its module, of which Saxon often gives only the last part."""
    from teitools.saxon.parameters import read_modules

    name = decoded(fault.module or "").rpartition("/")[2]
    found = [uri for uri in read_modules(text, base_uri).uris if decoded(uri).rpartition("/")[2] == name]
    return replace(fault, module=_shown(found[0])) if len(found) == 1 else fault


def _shown(uri: str) -> str:
    """A file's URI as people write it: the path, relative to the working folder if it lies below it."""
    from teitools.document import display_name

    path = local_path(uri)
    return display_name(path) if path else uri
