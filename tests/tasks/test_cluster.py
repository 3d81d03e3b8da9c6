"""Work on a cluster gives what it gives on one machine, whoever is lost on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest
from support.chores import doubled, lost, slow
from support.running import teitools

pytest.importorskip("distributed", reason="dask.distributed is not installed here")

from teitools.diagnostics import SetupError, TeitoolsError, speaking
from teitools.sources import find_sources
from teitools.tasks import cluster
from teitools.tasks.check import check_sources
from teitools.tasks.cluster import Cluster, connected
from teitools.tasks.editions.build import build_all
from teitools.tasks.editions.order import Limits, order_of
from teitools.tasks.export.run import export_documents
from teitools.tasks.pool import Processes, Work
from teitools.tasks.schemas import SchemaChoice, rules_file, schema_file

if TYPE_CHECKING:
    from pathlib import Path

GRAMMAR = (
    '<element name="d" xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">'
    '<zeroOrMore><element name="e"><attribute name="n"><data type="integer"/></attribute><text/></element></zeroOrMore></element>'
)
RULES = (
    '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"><pattern><rule context="e">'
    '<assert test="number(@n) lt 30" id="small">Too large: <value-of select="@n"/></assert></rule></pattern></schema>'
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents with faults of all kinds, a grammar and rules."""
    made = tmp_path_factory.mktemp("documents")
    (made / "texts").mkdir()
    for number in range(40):
        fault = {3: "<f/>", 5: "<e n='x'/>", 7: "<"}.get(number % 9, "")
        (made / f"texts/{number:03}.xml").write_text(f"<d><e n='{number}'/>{fault}</d>", encoding="utf-8")
    (made / "a.rng").write_text(GRAMMAR, encoding="utf-8")
    (made / "a.sch").write_text(RULES, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def workers() -> Cluster:
    with connected("local:2") as found:
        yield found


def here(workers: Cluster) -> Cluster:
    """The same workers, for who has moved to another folder or speaks another language."""
    return Cluster(workers.address, workers.client, cluster._Terms.of_now())


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.campaign), "tr"])
def test_the_same_is_found_as_on_one_machine(workers, folder, monkeypatch, language):
    monkeypatch.chdir(folder)
    sources = find_sources(["texts"])
    choice = SchemaChoice((schema_file("a.rng"), rules_file("a.sch")))
    with speaking(language):
        alone = check_sources(sources, choice, jobs=1, anew=True)
        assert check_sources(sources, choice, workers=here(workers)) == alone
        assert check_sources(sources, choice, workers=Processes(2)) == alone
    assert {"RNG", "SCH", "XML"} <= {item.code[:3] for item in alone}
    assert len(alone) > 20


def test_schemas_are_read_anew_by_the_next_run(workers, folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b.rng").write_text(GRAMMAR, encoding="utf-8")
    sources = find_sources([str(folder / "texts/000.xml")])
    choice = SchemaChoice((schema_file("b.rng"),))
    assert check_sources(sources, choice, workers=here(workers)) == []
    (tmp_path / "b.rng").write_text(GRAMMAR.replace('name="e"', 'name="g"'), encoding="utf-8")
    assert [item.code[:3] for item in check_sources(sources, choice, workers=here(workers))] == ["RNG"]


def test_broken_schemas_end_a_run_as_they_do_elsewhere(workers, folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b.rng").write_text("<element/>", encoding="utf-8")
    choice = SchemaChoice((schema_file("b.rng"),))
    sources = find_sources([str(folder / "texts")])
    messages = []
    for how in ({"workers": here(workers)}, {"jobs": 1}):
        with pytest.raises(SetupError) as told:
            check_sources(sources, choice, **how)
        messages.append(str(told.value))
    assert messages[0] == messages[1]


CHUNKS = [list(range(start, start + 3)) for start in range(0, 60, 3)]


def test_the_chunk_of_a_killed_worker_is_done_once_more_and_told_once(workers, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    log = tmp_path / "log"
    made = here(workers).do(CHUNKS, Work(partial(doubled, log=log, killers=(31,)), lost))
    assert list(made) == [2 * number for number in range(60)]
    done = [int(line) for line in log.read_text(encoding="utf-8").split()]
    again = {number for number in done if done.count(number) > 1}
    assert {30, 31, 32} <= again  # dask keeps answers with the worker, so those of a dead one may be wanted again too
    assert max(map(done.count, done)) == 2


@pytest.mark.campaign
def test_a_document_that_ends_worker_after_worker_is_told_and_the_others_of_its_chunk_are_done(
    workers, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    work = Work(partial(doubled, log=tmp_path / "log", killers=(31,), once=False), lost)
    made = list(here(workers).do(CHUNKS, work))
    assert [item for item in made if isinstance(item, int)] == [2 * number for number in range(60) if number != 31]
    assert made[31].startswith("31 lost: a worker process was ended")


def test_no_more_is_begun_than_keeps_all_busy(workers, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    log = tmp_path / "log"
    some = here(workers).do([[number] for number in range(200)], Work(partial(doubled, log=log), lost))
    assert next(some) == 0
    time.sleep(0.5)
    some.close()
    assert len(log.read_text(encoding="utf-8").split()) < 30


# What a user is told


def test_a_worker_that_does_not_see_the_folder_or_has_another_program_says_so(workers, folder, monkeypatch):
    monkeypatch.chdir(folder)
    for change, words in (
        ({"folder": "/not/there"}, "does not see /not/there"),
        ({"program": "x"}, "another teitools"),
    ):
        others = Cluster("tcp://x", workers.client, cluster._Terms.of_now()._replace(**change))
        with pytest.raises(SetupError, match=words):
            list(others.do(CHUNKS, Work(partial(doubled, log=folder / "log"), lost)))


@pytest.mark.parametrize("address", ["local:0", "local:x", "local:2:3", "local:-1"])
def test_a_number_of_workers_that_is_none_is_a_fault(folder, address):
    done = teitools("check", "texts", "--schema", "a.rng", "--cluster", address, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"teitools: --cluster {address}: after local: stands a number of workers, from 1 to 999, as in local:2\n"
    )


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x", "::"])
def test_an_address_where_no_scheduler_answers_is_a_fault(folder, address, monkeypatch):
    monkeypatch.setattr(cluster, "_CONNECT", 1.0)
    done = teitools("check", "texts", "--schema", "a.rng", "--cluster", address, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"teitools: no scheduler answers at {address} (")
    assert done.stderr.count("\n") == 1


def test_processes_and_a_cluster_are_not_for_one_run(folder):
    done = teitools("check", "texts", "--cluster", "local", "--jobs", "2", cwd=folder)
    assert done.returncode == 2
    assert "--jobs is for processes of this machine" in done.stderr


def test_without_dask_it_is_said_what_to_install(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = teitools("check", "texts", "--cluster", "local", cwd=folder)
    assert done.returncode == 2
    assert done.stderr == "teitools: a cluster needs dask; install it: pip install 'teitools[cluster]'\n"


SCHEDULER = """
import sys, time
from distributed import LocalCluster
if __name__ == "__main__":
    cluster = LocalCluster(
        n_workers=int(sys.argv[1]), threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=60)
    print(cluster.scheduler_address, flush=True)
    time.sleep(100)
"""


@pytest.fixture
def scheduler(tmp_path: Path):
    """A scheduler with a worker in a process of its own, and its address."""
    script = tmp_path / "scheduler.py"
    script.write_text(SCHEDULER, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen([sys.executable, script, "1"], stdout=subprocess.PIPE, text=True, env=environment)
    yield process, process.stdout.readline().strip()
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.mark.campaign
def test_a_scheduler_that_is_lost_ends_a_run_soon_with_a_message(scheduler, tmp_path, monkeypatch):
    process, address = scheduler
    monkeypatch.chdir(tmp_path)
    with connected(address) as workers:
        made = workers.do([[1], [2]], Work(partial(slow, seconds=60), lost))
        threading.Timer(1.0, process.kill).start()
        started = time.monotonic()
        with pytest.raises(TeitoolsError, match=f"the scheduler at {address} is lost"):
            list(made)
        assert time.monotonic() - started < 20


@pytest.mark.campaign
def test_a_cluster_without_workers_is_waited_for_and_then_given_up(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cluster, "_PATIENCE", 2.0)
    with connected("local:1") as few:
        few.client.retire_workers()
        with pytest.raises(TeitoolsError, match="the cluster at local:1 has no worker any more"):
            list(few.do([[1]], Work(partial(slow, seconds=0), lost)))


@pytest.mark.usefixtures("workers")
def test_nobody_else_can_reach_a_cluster_of_this_machine():
    import psutil

    ours = psutil.Process()
    found = [
        item.laddr.ip
        for process in (ours, *ours.children(recursive=True))
        for item in process.net_connections("inet")
        if item.status == psutil.CONN_LISTEN
    ]
    assert len(found) >= 2
    assert set(found) == {"127.0.0.1"}


def test_a_cluster_whose_parts_cannot_load_the_program_is_a_fault(workers, monkeypatch):
    """What asks them does not need it: here a name is asked for that nobody has."""
    import importlib.util

    address = workers.client.scheduler.address
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    ask = cluster._knows_us

    class Foreign:
        run_on_scheduler = staticmethod(lambda ask: ask())
        run = staticmethod(lambda ask: {"a worker": ask()})

    assert not ask(Foreign)
    monkeypatch.undo()
    assert ask(Foreign)
    monkeypatch.setattr(cluster, "_knows_us", lambda _client: False)
    with (
        pytest.raises(SetupError, match=f"the scheduler or a worker at {address} cannot load teitools"),
        connected(address),
    ):
        pass


def test_the_command_finds_the_same(workers, folder):
    options = ("texts", "--schema", "a.rng", "--format", "json")
    alone = teitools("check", *options, "--no-cache", cwd=folder)
    spread = teitools("check", *options, "--cluster", workers.client.scheduler.address, cwd=folder)
    assert (spread.returncode, spread.stdout, spread.stderr) == (alone.returncode, alone.stdout, alone.stderr)


def contents(folder: Path) -> dict[Path, bytes]:
    """The files in a folder by their paths in it."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_is_exported(workers, folder, tmp_path, monkeypatch):
    monkeypatch.chdir(folder)
    sources = find_sources(["texts"])
    for name, how in (("one", {"jobs": 1}), ("two", {"workers": here(workers)})):
        export_documents(["text", "tables"], sources, tmp_path / name, **how)
    files = [contents(tmp_path / name) for name in ("one", "two")]
    assert files[0] == files[1]
    assert files[0]


@pytest.mark.campaign
def test_the_same_editions_are_built_and_not_again(workers, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    for name, end in (("a", "</TEI>"), ("b", "</TEI>"), ("c", "")):
        text = f"<text><body><p xml:id='{name}'>Batum, {name}</p></body></text>{end}"
        (tmp_path / f"texts/{name}.xml").write_text(
            f"<TEI xmlns='http://www.tei-c.org/ns/1.0'>{text}", encoding="utf-8"
        )

    def built(output: str, **limits: object) -> tuple[int, int, int]:
        order = order_of(None, ["text"], ["texts"], tmp_path / output, Limits(**limits))
        (report,) = build_all(order)
        return report.built, report.unchanged, len(report.failed_sources)

    assert built("one", jobs=1) == built("two", workers=here(workers)) == (2, 0, 1)
    files = [contents(tmp_path / name) for name in ("one", "two")]
    assert files[0] == files[1]
    assert len(files[0]) > 4
    assert built("two", workers=here(workers)) == (0, 2, 1)


def group_ends(number: int) -> bool:
    """Whether no process of a group is left soon."""
    for _ in range(50):
        try:
            os.killpg(number, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.campaign
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_ends_a_run_and_its_workers(folder, tmp_path):
    (tmp_path / "slow.sch").write_text(
        RULES.replace("number(@n) lt 30", "count((1 to 100000000)[. mod 7 = 3]) gt 5"), encoding="utf-8"
    )
    command = [
        sys.executable,
        "-m",
        "teitools",
        "check",
        "texts",
        "--schema",
        str(tmp_path / "slow.sch"),
        "--cluster",
        "local:1",
    ]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    time.sleep(6)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert err == "\nteitools: stopped; nothing was left half-written\n"
    assert group_ends(process.pid)
