"""How fast `teitools serve` answers: from a folder of 1,000 plays, many clients at once, on this machine.

    python benchmarks/serve.py             1 minute: 1,000 documents of 10 to 200 kB
    python benchmarks/serve.py --full      5,000 documents

First the start: until an address answers, until all documents are known, and until a second start answers for one of
them. Then each kind of request for some seconds, with 8 clients that keep their connections: requests per second, and
in how many milliseconds half of them, and 99 of 100, were answered. The clients run beside the service and take some of
the machine's time.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DOCUMENTS = 5000 if "--full" in sys.argv else 1000
SECONDS, CLIENTS = 4.0, 8
LINE = "Now is the winter of our discontent made glorious summer by this sun of York"


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        megabytes = written(corpus)
        print(f"{DOCUMENTS} documents, {megabytes:.0f} MB")
        cache = Path(folder) / "cache"
        begun = time.perf_counter()
        with started(corpus, cache) as port:
            print(f"first start: answers after {time.perf_counter() - begun:.2f} s")
            while len(known(port)) < DOCUMENTS:
                time.sleep(0.2)
            print(f"             knows all documents after {time.perf_counter() - begun:.1f} s")
        index = sum(path.stat().st_size for path in cache.rglob("*") if path.is_file())
        print(f"index: {index / 1e6:.0f} MB")
        begun = time.perf_counter()
        with started(corpus, cache) as port:
            assert get(port, f"/dts/document/?resource=play-{DOCUMENTS - 1}&ref=div1.div1.sp1")[0] == 200  # noqa: S101
            print(f"second start: answers for the last document after {time.perf_counter() - begun:.2f} s")
            time.sleep(3)  # all files are looked at
            print(f"{'':34}{'per s':>8}{'p50 ms':>9}{'p99 ms':>9}")
            for name, path in REQUESTS.items():
                print(f"{name:34}{'{:8.0f}{:9.1f}{:9.1f}'.format(*load(port, path))}", flush=True)


REQUESTS: dict[str, Callable[[int], str]] = {
    "entry": lambda _: "/dts/",
    "collection, a page of 100": lambda n: f"/dts/collection/?id=./&page={n % (DOCUMENTS // 100) + 1}",
    "navigation, a scene": lambda n: f"/dts/navigation/?resource=play-{n % DOCUMENTS}&ref=div1.div1&down=1",
    "document, a speech as TEI": lambda n: f"/dts/document/?resource=play-{n % DOCUMENTS}&ref=div1.div1.sp1",
    "document, a speech as text": lambda n: (
        f"/dts/document/?resource=play-{n % DOCUMENTS}&ref=div1.div1.sp1&mediaType=text/plain"
    ),
    "document, whole": lambda n: f"/dts/document/?resource=play-{n % DOCUMENTS}",
    "document, a speech as a page": lambda n: (
        f"/dts/document/?resource=play-{n % DOCUMENTS}&ref=div1.div1.sp1&mediaType=text/html"
    ),
    "the same page again": lambda _: "/dts/document/?resource=play-1&ref=div1.div1.sp1&mediaType=text/html",
}


def written(folder: Path) -> float:
    """Plays of 10 to 200 kB; their size in MB."""
    folder.mkdir()
    speech = "".join(f"<sp><speaker>Ann</speaker><l>{LINE}</l><l>{LINE[:40]}</l></sp>\n" for _ in range(25))
    for number in range(DOCUMENTS):
        scenes = "".join(f"<div><head>Scene {at}</head>{speech}</div>" for at in range(1 + number % 40))
        (folder / f"play-{number}.xml").write_text(
            f"<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:lang='en'><teiHeader><fileDesc><titleStmt>"
            f"<title>Play {number}"
            "</title><author>Ann</author></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc>"
            f"</fileDesc></teiHeader><text><body><div><head>Act</head>{scenes}</div></body></text></TEI>",
            encoding="utf-8",
        )
    return sum(path.stat().st_size for path in folder.iterdir()) / 1e6


@contextmanager
def started(corpus: Path, cache: Path) -> Iterator[int]:
    """A service of the folder, and its port."""
    command = [sys.executable, "-m", "teitools", "serve", "--port", "0", str(corpus)]
    environment = {**os.environ, "TEITOOLS_CACHE": str(cache)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, encoding="utf-8")
    try:
        match = re.search(r":(\d+)/", process.stdout.readline() if process.stdout else "")
        if match is None:
            raise SystemExit("the service does not start")
        port = int(match[1])
        get(port, "/dts/")
        yield port
    finally:
        process.terminate()
        process.wait()


def get(port: int, path: str) -> tuple[int, bytes]:
    """The answer to one request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def known(port: int) -> range:
    """As many numbers as documents are known."""
    body = json.loads(get(port, f"/dts/collection/?id={quote('./')}")[1])
    return range(body.get("totalChildren", 0))


def load(port: int, path: Callable[[int], str]) -> tuple[float, float, float]:
    """Requests per second, and milliseconds for the median and for 99 of 100."""
    times: list[float] = []
    end = time.perf_counter() + SECONDS

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while (begun := time.perf_counter()) < end:
            connection.request("GET", path(number))
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path(number)}: {answer.status}")
            times.append(time.perf_counter() - begun)
            number += CLIENTS  # the next one that is its own

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    return len(times) / SECONDS, times[len(times) // 2] * 1000, times[len(times) * 99 // 100] * 1000


if __name__ == "__main__":
    main()
