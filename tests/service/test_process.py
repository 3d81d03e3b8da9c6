"""`teitools serve` as a process: it says where it is, answers many at once, and leaves nothing behind."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest
from support.library import LIBRARY, laid_out
from support.running import teitools
from support.serving import started

pytestmark = pytest.mark.slow


def get(port: int, path: str, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def until_read(port: int, resource: str) -> bytes:
    """A document, as soon as it is known."""
    end = time.monotonic() + 60
    while (answer := get(port, f"/dts/document/?resource={resource}"))[0] == 503:
        assert time.monotonic() < end
        time.sleep(0.1)
    assert answer[0] == 200
    return answer[1]


def children(process: subprocess.Popen[str]) -> list[int]:
    done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False)
    return [int(number) for number in done.stdout.split()]


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGTERM, -signal.SIGTERM), pytest.param(signal.SIGINT, 130, marks=pytest.mark.campaign)],
)
def test_it_answers_and_ends_in_order_with_nothing_left(tmp_path, number, status):
    folder = laid_out(tmp_path, LIBRARY)
    log = tmp_path / "log"
    with started(folder, "--log", "log") as (process, port):
        assert until_read(port, "letters/first") == (folder / "letters/first.xml").read_bytes()
        assert b"weather" in get(port, "/dts/document/?resource=letters/first&ref=1.1", Accept="text/html")[1]
        below = children(process)
        assert len(below) == 2  # one reads documents, one makes pages
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out, "Traceback" in err) == (status, "", False)
        end = time.monotonic() + 10
        while any(map(is_alive, below)):
            assert time.monotonic() < end
            time.sleep(0.05)
    lines = log.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r'127\.0\.0\.1 - - \[[^\]]+\] "GET /dts/document/\?resource=\S+ HTTP/1\.1" 200 \d+', lines[-1])


@pytest.mark.campaign
def test_its_children_end_with_it_however_it_ends(tmp_path):
    with started(laid_out(tmp_path, LIBRARY)) as (process, port):
        until_read(port, "play")
        below = children(process)
        process.kill()
        process.wait()
        end = time.monotonic() + 10
        while any(map(is_alive, below)):
            assert time.monotonic() < end
            time.sleep(0.05)


@pytest.mark.campaign
def test_many_ask_at_the_same_time(tmp_path):
    paths = [
        *("/dts/", "/dts/collection/?id=letters/", "/dts/navigation/?resource=play&down=-1", "/"),
        *("/dts/document/?resource=letters/first&ref=1.2", "/dts/document/?resource=play&tree=pages&ref=page1"),
        "/whole/old.xml",
    ]
    with started(laid_out(tmp_path, LIBRARY)) as (_, port):
        until_read(port, "play")
        until_read(port, "letters/first")
        until_read(port, "whole/old")
        expected = {path: get(port, path) for path in paths}
        assert {status for status, _ in expected.values()} == {200}
        different: list[str] = []

        def ask(number: int) -> None:
            for turn in range(12):
                path = paths[(number + turn) % len(paths)]
                if get(port, path) != expected[path]:
                    different.append(path)

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert different == []


@pytest.mark.campaign
def test_what_is_no_http_hinders_nobody(tmp_path):
    with started(laid_out(tmp_path, LIBRARY)) as (process, port):
        for sent in (b"\x16\x03\x01\x02\x00", b"GET /" + b"a" * 100_000, b"GET / HTTP/1.1\r\n", b"\r\n" * 50):
            with socket.create_connection(("127.0.0.1", port), timeout=10) as stranger:
                stranger.sendall(sent)
        assert get(port, "/dts/")[0] == 200
        process.terminate()
        assert "Traceback" not in process.communicate(timeout=20)[1]


def test_a_port_that_is_taken_is_a_fault_of_the_set_up(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = teitools("serve", "--port", str(port), cwd=laid_out(tmp_path, LIBRARY))
    assert done.returncode == 2
    assert "choose another one with --host or --port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none",), "none"),
        (("-",), "name a file or a folder"),
        (("--host", "no such host.invalid"), "choose another one"),
        (("--log", "none/log"), "choose another file with --log"),
    ],
)
def test_faults_of_the_set_up_say_what_to_do(tmp_path, arguments, said):
    done = teitools("serve", "--port", "0", *arguments, cwd=laid_out(tmp_path, LIBRARY))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_without_its_libraries_it_says_what_to_install(tmp_path):
    code = (
        "import sys; sys.modules['starlette'] = None; sys.argv[1:] = ['serve']; from teitools.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=laid_out(tmp_path, LIBRARY), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "pip install 'teitools[serve]'" in done.stderr


@pytest.mark.campaign
def test_behind_another_server_answers_have_its_address(tmp_path):
    laid_out(
        tmp_path, {**LIBRARY, "teitools.toml": '[project]\ndocuments = ["play.xml"]\nbase = "https://example.org/t"\n'}
    )
    with started(tmp_path) as (_, port):
        assert json.loads(get(port, "/dts/", Host="example.org")[1])["@id"] == "https://example.org/t/dts/"
        assert json.loads(get(port, "/dts/")[1])["@id"] == f"http://127.0.0.1:{port}/dts/"
        assert get(port, "/dts/", Host="example.net")[0] == 421
