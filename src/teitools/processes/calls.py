"""Calling functions in a process of their own, so that they can be timed, stopped and confined."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from teitools.diagnostics import TeitoolsError
from teitools.processes.child import PREPARATION, Process, Work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

__all__ = ["Calls", "TimeUpError", "main"]


class TimeUpError(TeitoolsError):
    """A call did not end in its time; the process was ended."""


@dataclass(frozen=True, slots=True)
class _Call:
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    language: str


@dataclass(frozen=True, slots=True)
class _Begun:
    """The call has arrived; what comes now is its own time."""


@dataclass(frozen=True, slots=True)
class _Returned:
    value: Any


@dataclass(frozen=True, slots=True)
class _Raised:
    error: TeitoolsError


class Calls:
    """A process for calls, one after the other; it ends with the block, and with this process.

    `prepare` and its arguments are called first, without waiting. Functions are named by their modules, arguments and
    results travel as pickles. Where no Python can be started, the functions are called here: then nothing limits them.
    """

    def __init__(self, work: Work, prepare: Callable[..., Any], *arguments: Any) -> None:  # noqa: ANN401  # see above
        self._process = Process.start(work)
        self._awaited = 1  # answers
        self._post(prepare, arguments)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.end()

    def call(self, function: Callable[..., Any], *arguments: Any, seconds: float) -> Any:  # noqa: ANN401  # see above
        """What the function returns. What it raises is raised here if it is a TeitoolsError.

        Any other exception, and the death of the process, become a TeitoolsError. Raises TimeUpError.
        """
        if self._process is None:
            return function(*arguments)
        self._awaited += 1
        self._post(function, arguments)
        while self._awaited > 1:
            self._answer(PREPARATION)
        return self._answer(seconds)

    def end(self) -> None:
        """End the process with whatever it is doing."""
        if self._process is not None:
            self._process.kill()

    def _post(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        from teitools.diagnostics import language

        if self._process is not None:
            self._process.post(_Call(function, arguments, language()))

    def _answer(self, seconds: float) -> Any:  # noqa: ANN401  # see above
        assert self._process is not None  # noqa: S101  # nobody waits for an answer without one
        answer = self._process.wait(PREPARATION)
        if isinstance(answer, _Begun):
            answer = self._process.wait(seconds)
        if answer is None:
            self.end()
            raise TimeUpError(f"not finished after {seconds:g} seconds")
        self._awaited -= 1
        if isinstance(answer, _Raised):
            raise answer.error
        return answer.value


def main() -> None:
    """Answer calls until there are no more. `sys.argv` holds the parent's number and its lifeline."""
    from teitools.processes.serving import serve

    serve(_answers)


def _answers(call: _Call) -> Iterator[object]:
    yield _Begun()
    yield _outcome(call)


def _outcome(call: _Call) -> _Returned | _Raised:
    from teitools.diagnostics import set_language

    try:
        set_language(call.language)
        return _Returned(call.function(*call.arguments))
    except TeitoolsError as error:
        return _Raised(_portable(error))
    except Exception:  # the parent reports it; this process stays of use
        import traceback

        return _Raised(TeitoolsError(f"a fault of teitools; report it:\n{traceback.format_exc()}"))


def _portable(error: TeitoolsError) -> TeitoolsError:
    """The error, or one with its message if it cannot be made anew elsewhere."""
    try:
        copy: TeitoolsError = pickle.loads(pickle.dumps(error))  # noqa: S301  # made just now
    except Exception:  # whatever its class does
        return TeitoolsError(str(error))
    return copy
