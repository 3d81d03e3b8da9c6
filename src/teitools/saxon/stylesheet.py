"""Compiled stylesheets: their parameters, and running them to a text or to a folder of files."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from teitools.diagnostics import SetupError, nearest
from teitools.saxon.chatter import captured
from teitools.saxon.faults import Fault, SaxonError, read_faults
from teitools.saxon.processor import build_tree, error_class, processor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.saxon.chatter import Chatter
    from teitools.saxon.parameters import Declaration, Modules
    from teitools.saxon.processor import Node

__all__ = ["Result", "Source", "Stylesheet", "compile_file", "compile_text"]

_XML_DECLARATION = "<?xml "
_FIX_STYLESHEET = "correct the stylesheet"


@dataclass(frozen=True, slots=True)
class Source:
    """A document for a transformation: its text (the encoding in its XML declaration does not matter) and its URI."""

    text: str
    base_uri: str


@dataclass(frozen=True, slots=True)
class Result:
    """What a run gave: the principal result, the texts of `xsl:message`, Saxon's warnings, the files written."""

    text: str
    messages: tuple[str, ...] = ()
    warnings: tuple[Fault, ...] = ()
    files: tuple[str, ...] = ()


Value = str | int | bool | Source | Sequence[Source]


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
    return _compile(_as_text(content), path.resolve().as_uri(), str(path))


def compile_text(text: str, base_uri: str, name: str | None = None) -> Stylesheet:
    """Compile a stylesheet that is in memory. Relative references in it are resolved against `base_uri`."""
    return _compile(text, base_uri, name or base_uri)


def _as_text(content: bytes) -> str:
    from teitools.decoding import EncodingFault, decode

    try:
        return decode(content).data.decode("utf-8")
    except EncodingFault:  # Saxon says what is wrong
        return content.decode("utf-8", "replace")


def _compile(text: str, base_uri: str, name: str) -> Stylesheet:
    with _reported(f"{name} is not a correct XSLT stylesheet", text, base_uri):
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

    def transform(self, source: Source, parameters: Mapping[str, Value] | None = None) -> Result:
        """Run the stylesheet; nothing is written to disk, secondary results are dropped.

        Raises SetupError for a parameter that is not declared or whose value is not of its type, and SaxonError if
        the run fails.
        """
        with self._running(source, parameters) as (executable, node, warnings):
            executable.set_capture_result_documents(True)
            text = executable.transform_to_string(xdm_node=node) or ""
        return Result(text, _messages(executable), tuple(warnings))

    def transform_to_folder(
        self,
        source: Source,
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
        if self._modules.writes and not trusted:
            self._rehearse(source, folder.resolve(), parameters)
        with tempfile.TemporaryDirectory(prefix=".results-", dir=folder.resolve()) as scratch:
            results, text_file = Path(scratch, "results"), Path(scratch, "principal")
            results.mkdir()
            with self._running(source, parameters) as (executable, node, warnings):
                executable.set_base_output_uri(results.as_uri() + "/")
                executable.transform_to_file(xdm_node=node, output_file=str(text_file))
            text = text_file.read_text(encoding="utf-8") if text_file.is_file() else ""
            if _has_content(text):
                if (results / principal).exists():
                    raise SetupError(f"{self.name}: two results are written to the file {principal}; {_FIX_STYLESHEET}")
                text_file.rename(results / principal)
            names = _move_files(results, folder)
        return Result(text, _messages(executable), tuple(warnings), tuple(names))

    def _rehearse(self, source: Source, folder: Path, parameters: Mapping[str, Value] | None) -> None:
        """Run in memory, and refuse a secondary result that would lie outside the folder."""
        with self._running(source, parameters) as (executable, node, _):
            executable.set_base_output_uri(folder.as_uri() + "/")
            executable.set_capture_result_documents(True)
            executable.transform_to_string(xdm_node=node)
            for uri in executable.get_result_documents() or {}:
                parts = urlsplit(uri)
                target = Path(unquote(parts.path)).resolve()
                if parts.scheme != "file" or not target.is_relative_to(folder) or target == folder:
                    raise SetupError(
                        f"{self.name}: xsl:result-document would write {uri}, outside the output folder; "
                        "use a relative href without “..”"
                    )

    @contextmanager
    def _running(
        self, source: Source, parameters: Mapping[str, Value] | None
    ) -> Iterator[tuple[Any, Node, list[Fault]]]:
        """An executable ready for one run, the source's tree, and a list that gets the warnings of the run."""
        values = {name: self._value(name, value) for name, value in (parameters or {}).items()}
        warnings: list[Fault] = []
        executable = self._executable.clone()  # parameters and other settings of one run must not reach the next
        executable.set_save_xsl_message(True)
        executable.set_property("!encoding", "utf-8")
        for name, value in values.items():
            executable.set_parameter(name, value)
        with _reported(f"{self.name} failed on {source.base_uri}", self._text, self.base_uri, executable) as heard:
            yield executable, _document(source.text, source.base_uri), warnings
        warnings += [fault for fault in read_faults(heard.text) if fault.warning]

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
        for item in [value] if isinstance(value, Source) else value:
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
    names = sorted(path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file())
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).replace(target / name)
    return names


def _has_content(text: str) -> bool:
    body = text[text.find("?>") + 2 :] if text.startswith(_XML_DECLARATION) else text
    return bool(body.strip())


def _messages(executable: Any) -> tuple[str, ...]:  # noqa: ANN401  # untyped library
    found = executable.get_xsl_messages()
    return tuple(found.item_at(index).string_value for index in range(found.size)) if found is not None else ()


@contextmanager
def _reported(what: str, text: str, base_uri: str, executable: Any = None) -> Iterator[Chatter]:  # noqa: ANN401  # as above
    """Raise what Saxon reports inside the block as a SaxonError; the places come with what it writes to stderr."""
    failure: Exception | None = None
    with captured() as chatter:
        try:
            yield chatter
        except error_class() as error:
            failure = error
    if failure is None:
        return
    faults = [fault for fault in read_faults(str(failure)) + read_faults(chatter.text) if not fault.warning]
    faults = [_with_path(fault, text, base_uri) for fault in dict.fromkeys(faults)]
    if executable is not None:
        faults = [*(Fault(message) for message in _messages(executable)), *faults]
    raise SaxonError(what, faults or [Fault(" ".join(str(failure).split()))], _FIX_STYLESHEET) from failure


def _with_path(fault: Fault, text: str, base_uri: str) -> Fault:
    """The fault with the path of its module, of which Saxon often gives only the last part."""
    from teitools.document import display_name
    from teitools.saxon.parameters import read_modules

    name = unquote(fault.module or "").rpartition("/")[2]
    paths = [Path(unquote(urlsplit(uri).path)) for uri in read_modules(text, base_uri).uris if uri.startswith("file:")]
    found = [path for path in paths if path.name == name]
    return replace(fault, module=display_name(found[0])) if len(found) == 1 else fault
