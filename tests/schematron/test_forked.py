"""The process that runs rules as a copy of the one that starts it: what it has, and that it never outlives that one."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")

WORKER = """
import os, sys

def main():
    from teitools.processes.serving import serve
    serve(answers)

def answers(request):
    if request == "fail":
        raise RuntimeError("as asked")
    print("heard by nobody")
    yield request, os.getppid(), sys.argv[1:], len(os.listdir("/proc/self/fd"))
"""

STARTER = """
import _thread, os, sys, threading
from teitools.diagnostics import TeitoolsError
from teitools.processes.child import Process, Work
from teitools.processes.forked import Forked

kept = open(__file__)
work = Work("worker", "tests", "try again")
first = Process.start(work, early=True)
assert isinstance(first._child, Forked)
first.post("hello")
said, parent, arguments, files = first.wait(20)
assert (said, parent, arguments[0]) == ("hello", os.getpid(), str(os.getpid()))
assert files == 6, files  # the standard streams, what answers go to, the lifeline, and the folder that was listed
assert first.fits()
first.post("fail")
try:
    first.wait(20)
except TeitoolsError as died:
    assert "exit status 1" in str(died) and "RuntimeError: as asked" in str(died), died
else:
    raise AssertionError("it goes on")
assert not first.fits()
second = Process.start(work, early=True)  # there are threads by now: a new process is safer
assert not isinstance(second._child, Forked)
second.kill()
first.kill()
threads = [thread for thread in threading.enumerate() if thread is not threading.current_thread()]
for thread in threads:
    thread.join(20)
held = _thread.allocate_lock()
held.acquire()
_thread.start_new_thread(lambda: held.acquire(), ())  # what `threading` knows nothing of
unseen = Process.start(work, early=True)
assert threading.active_count() == 3 and not isinstance(unseen._child, Forked)
unseen.kill()
held.release()
while len(os.listdir("/proc/self/task")) > 1:
    pass
last = Process.start(work, early=True)
assert isinstance(last._child, Forked)
last.post("hello")
assert last.wait(20)
print(last._child.pid, flush=True)
os._exit(0)
"""


def test_a_copy_has_what_it_needs_and_nothing_else(tmp_path):
    (tmp_path / "worker.py").write_text(WORKER, encoding="utf-8")
    (tmp_path / "starter.py").write_text(STARTER, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "starter.py")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    for _ in range(200):
        try:
            os.kill(int(done.stdout), 0)
        except ProcessLookupError:
            break
        time.sleep(0.05)
    else:
        pytest.fail("the copy outlives the process that it was made of")
