"""What does a document cost that kills, blocks or bloats its reader? Itself, and nobody else."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from importlib import import_module
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from pipelines.processes.limits import Limits
from pipelines.processes.pool import CannotStart, Lost, RecycledPool
from pipelines.processes.workers import SCHEDULER, executor

SMALL = Limits(memory_bytes=1 << 30, cpu_seconds=1, wall_seconds=60, documents=3)


@pytest.fixture
def pool() -> Iterator[Executor]:
    with RecycledPool(2, SMALL) as pool:
        yield pool


def lost(pool: Executor, call: Callable[..., Any], *arguments: Any) -> tuple[str, str]:
    with pytest.raises(Lost) as caught:
        pool.submit(call, *arguments).result(timeout=60)
    return caught.value.reason, caught.value.detail


def spin() -> None:
    while True:
        pass


def test_a_result_and_an_exception_come_back(pool: Executor) -> None:
    assert pool.submit(divmod, 7, 2).result() == (3, 1)
    with pytest.raises(ZeroDivisionError):
        pool.submit(divmod, 7, 0).result()


def test_an_abort_costs_one_call(pool: Executor) -> None:
    futures = [pool.submit(os.abort) if n == 4 else pool.submit(abs, -n) for n in range(12)]
    assert [future.result() for n, future in enumerate(futures) if n != 4] == [n for n in range(12) if n != 4]
    assert isinstance(futures[4].exception(), Lost)


def test_the_way_it_died_is_named(pool: Executor) -> None:
    assert lost(pool, os.abort) == ("died", "the worker process was killed by SIGABRT")
    assert lost(pool, ctypes.string_at, 0) == ("died", "the worker process was killed by SIGSEGV")
    assert lost(pool, os._exit, 3) == ("died", "the worker process ended with code 3")


def test_an_endless_loop_is_stopped_by_its_processor_time(pool: Executor) -> None:
    assert lost(pool, spin) == ("timeout", "more than 1 s of processor time")


def test_a_sleeper_is_stopped_by_the_clock_on_the_wall() -> None:
    with RecycledPool(1, Limits(wall_seconds=0.2)) as pool:
        assert lost(pool, time.sleep, 3600) == ("timeout", "no answer within 0.2 s")
        assert pool.submit(abs, -1).result() == 1


def test_a_glutton_meets_its_limit(pool: Executor) -> None:
    assert lost(pool, bytearray, 2 << 30) == ("memory", "more than 1024 MiB of address space")
    assert pool.submit(abs, -1).result() == 1


def test_a_worker_is_replaced_after_its_share() -> None:
    with RecycledPool(1, SMALL) as pool:
        processes = [pool.submit(os.getpid).result() for _ in range(7)]
    assert [processes.count(process) for process in dict.fromkeys(processes)] == [3, 3, 1]


def test_a_worker_killed_between_two_documents_costs_none(pool: Executor) -> None:
    with RecycledPool(1, SMALL) as pool:
        process = pool.submit(os.getpid).result()
        os.kill(process, signal.SIGKILL)
        while _lives(process):
            pass
        assert pool.submit(abs, -1).result() == 1


def _lives(process: int) -> bool:
    """Neither gone nor a zombie; proc(5), third field of stat."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_cancelled_calls_do_not_run(tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    pool = RecycledPool(1, SMALL)
    first = pool.submit(gate.read_bytes)
    second = pool.submit(abs, -1)
    while not first.running():
        pass
    pool.shutdown(wait=False, cancel_futures=True)
    gate.write_bytes(b"open")
    assert first.result() == b"open"
    assert second.cancelled()


def test_a_broken_installation_is_no_fault_of_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with RecycledPool(1, SMALL) as pool, pytest.raises(CannotStart, match="ended at once"):
        pool.submit(abs, -1).result()


class Unknown:
    """Something the child cannot import."""

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[str]]:
        return import_module, ("a_module_that_is_not_there",)


def test_code_that_cannot_be_imported_is_no_fault_of_the_document(pool: Executor) -> None:
    with pytest.raises(ModuleNotFoundError):
        pool.submit(str, Unknown()).result()


def test_a_pdf_that_aborts_pdfium_costs_one_document(pool: Executor) -> None:
    """A form that draws itself twice: 600 bytes that grow until memory ends."""
    reason, _ = lost(pool, _draw, _self_calling_pdf())
    assert reason in {"died", "timeout", "memory"}
    assert pool.submit(abs, -1).result() == 1


def _draw(body: bytes) -> int:
    page = pypdfium2.PdfDocument(body)[0]
    page.get_textpage()
    return sum(1 for _ in page.get_objects(max_depth=2**30))


def _self_calling_pdf() -> bytes:
    draws = b"/F Do /F Do"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
        b"<</Length 5>>stream\n/F Do\nendstream",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</XObject<</F 5 0 R>>>>/Length %d>>stream\n%b"
        b"\nendstream" % (len(draws), draws),
    ]
    body, starts = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        starts.append(len(body))
        body += b"%d 0 obj%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    trailer = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


def test_the_pool_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SCHEDULER, raising=False)
    with executor(1) as pool:
        assert isinstance(pool, RecycledPool)
        assert pool.submit(abs, -1).result() == 1
