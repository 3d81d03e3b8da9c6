"""The schemas that documents declare by public addresses, fetched before anything is checked.

Fetching is done here, by one process, and nowhere else in a run: whatever checks afterwards finds the copies in the
store, or knows why there is none, and asks no server.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from teitools.document import addresses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from teitools.document import Document
    from teitools.sources import Source
    from teitools.tasks.schemas import SchemaChoice

__all__ = ["fetched"]


def fetched(sources: Sequence[Source], choice: SchemaChoice) -> SchemaChoice:
    """The choice for documents whose schemas have been fetched, where that is allowed and they were not there.

    What could not be fetched is known to the choice, so that
    each document that needs it has a finding. Raises SetupError for a store that is damaged.
    """
    if not choice.context.fetch or choice.given:
        return choice
    from teitools.store.places import normalized
    from teitools.store.transfer import FetchError

    locate = choice.context.locate
    failures: dict[str, str] = {}
    for address in dict.fromkeys(map(normalized, _declared(sources))):
        if locate(address) is not None:
            continue
        try:
            locate.bring(address, allowed=True)
        except FetchError as error:
            failures[address] = str(error)
    known = replace(locate, failures=tuple(failures.items()))
    return replace(choice, context=replace(choice.context, locate=known))


def _declared(sources: Iterable[Source]) -> Iterator[str]:
    """The public addresses of schemas that documents declare."""
    from teitools import xsd
    from teitools.store.places import is_remote

    for source in sources:
        document = _head(source)
        if document is not None:
            base = addresses.file_uri(document.path) if document.path else ""
            named = [addresses.join(base, model.href) for model in document.models]
            yield from filter(is_remote, (*named, *xsd.remote_locations(document)))


def _head(source: Source) -> Document | None:
    """A document as far as its root's start tag, where it may pass by; else all of it."""
    passing = source.open_passing()
    return passing[0] if passing else source.open()[0]
