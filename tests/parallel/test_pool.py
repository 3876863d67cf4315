"""Tasks done by several processes: in order, bounded, and whatever ends one of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from redif.parallel.pool import PENDING, Lost, Pool

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")


def parts(task: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [(number,) for number in task]


def is_running(pid: int) -> bool:
    """Whether a process is there and not only waits for its parent to notice its end."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_results_come_in_the_order_of_tasks() -> None:
    def slow_at_first(task: int) -> tuple[int, int]:
        time.sleep(0.05 if task == 0 else 0)
        return task * task, os.getpid()

    with Pool(slow_at_first, 3) as pool:
        found = list(pool.results(range(50)))
    assert [(task, result[0]) for task, result in found if not isinstance(result, Lost)] == [(n, n * n) for n in range(50)]
    pids = {result[1] for _, result in found if not isinstance(result, Lost)}
    assert os.getpid() not in pids
    assert 1 < len(pids) <= 3
    assert not any(map(is_running, pids))


def test_the_pool_has_no_threads() -> None:
    before = threading.active_count()
    with Pool(str, 2) as pool:
        for _ in pool.results([1, 2, 3]):
            assert threading.active_count() == before


def test_tasks_wait_for_their_turn() -> None:
    given = 0

    def tasks() -> Iterator[int]:
        nonlocal given
        for given in range(1, 1000):  # noqa: UP028 - it counts
            yield given

    with Pool(str, 2) as pool:
        results = pool.results(tasks())
        next(results)
        time.sleep(0.05)
        next(results)
        assert given <= 2 * PENDING + 2


def test_an_error_is_raised_in_its_turn() -> None:
    def refuses(task: int) -> int:
        if task == 3:
            raise KeyError("three")
        return task

    found = []
    with Pool(refuses, 2) as pool, pytest.raises(KeyError, match="three"):  # noqa: PT012
        for task, _ in pool.results(range(6)):
            found.append(task)
    assert 3 not in found


def test_a_killed_process_costs_its_task_alone_which_is_done_again(tmp_path: Path) -> None:
    def killed_once(task: tuple[int, ...]) -> list[int]:
        mark = tmp_path / "killed"
        if 7 in task and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return [10 * number for number in task]

    tasks = [tuple(range(start, start + 3)) for start in range(0, 30, 3)]
    with Pool(killed_once, 2, parts) as pool:
        found = list(pool.results(tasks))
    assert [task for task, _ in found] == [*tasks[:2], (6,), (7,), (8,), *tasks[3:]]
    assert [number for _, result in found for number in result] == list(range(0, 300, 10))


@pytest.mark.parametrize("when", ["before", "while sending"])
def test_what_kills_every_process_is_lost_alone(when: str) -> None:
    def deadly(task: tuple[int, ...]) -> list[bytes]:
        if 7 in task:
            if when == "while sending":  # a result that does not fit into the pipe, so that only a part of it is there
                threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGKILL)).start()
                return [bytes(20_000_000)]
            os.kill(os.getpid(), signal.SIGKILL)
        return [b"%d" % number for number in task]

    tasks = [tuple(range(start, start + 3)) for start in range(0, 30, 3)]
    with Pool(deadly, 2, parts) as pool:
        results = pool.results(tasks)
        first = next(results)
        if when == "while sending":
            time.sleep(0.5)
        found = [first, *results]
    lost = [(task, result) for task, result in found if isinstance(result, Lost)]
    if when == "before":
        assert lost == [((7,), Lost(-signal.SIGKILL))]
    assert [number for task, result in found if not isinstance(result, Lost) for number in task if number != 7] == [
        n for n in range(30) if n != 7
    ]


PARENT = """
import os, signal, sys, time
from redif.parallel.pool import Pool
def work(task):
    os.write(1, f"{os.getpid()}\\n".encode())  # at once: what print writes in two parts may mix
    end = time.monotonic() + 60
    while time.monotonic() < end:  # it never looks at its pipe
        pass
with Pool(work, 3) as pool:
    list(pool.results(range(3)))
"""


@pytest.mark.skipif(not os.path.isdir("/proc"), reason="processes are looked up in /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_processes_end_with_the_one_that_has_the_pool(how: signal.Signals) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert parent.stdout is not None
    pids = [int(parent.stdout.readline()) for _ in range(3)]
    parent.send_signal(how)
    parent.wait(10)
    end = time.monotonic() + 10
    while any(map(is_running, pids)) and time.monotonic() < end:
        time.sleep(0.02)
    assert not any(map(is_running, pids))
    parent.stdout.close()
