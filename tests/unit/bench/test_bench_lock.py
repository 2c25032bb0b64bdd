"""The lock on a bench: one engine at a time on a machine, whatever its database."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from support.running import ROOT, wait_until

from engine.bench.bench import Bench
from engine.bench.bench_lock import BenchLock
from engine.errors import LeaseHeld

HOLD = """
import sys, time
from pathlib import Path
from engine.bench.bench_lock import BenchLock
claim = BenchLock(Path(sys.argv[1]), "/home/other", Path(sys.argv[2]))
claim.take()
print("taken", flush=True)
time.sleep(60)
"""


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    path = tmp_path / "bench.toml"
    path.touch()
    return path


def test_a_second_engine_is_told_who_has_the_bench(bench: Path, tmp_path: Path) -> None:
    first = BenchLock(bench, "/data/one", tmp_path / "locks")
    first.take()
    with pytest.raises(
        LeaseHeld, match=rf"process id {os.getpid()}, with its data in /data/one, already runs {bench}"
    ):
        BenchLock(bench, "/data/two", tmp_path / "locks").take()
    first.release()
    BenchLock(bench, "/data/two", tmp_path / "locks").take()


def test_a_bench_is_the_same_by_every_way_to_it(bench: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(bench)
    first = BenchLock(bench, "one", tmp_path / "locks")
    first.take()
    with pytest.raises(LeaseHeld):
        BenchLock(link, "two", tmp_path / "locks").take()
    BenchLock(tmp_path / "another.toml", "two", tmp_path / "locks").take()
    first.release()


def test_a_bench_file_that_an_editor_replaced_is_still_claimed(bench: Path, tmp_path: Path) -> None:
    first = BenchLock(bench, "one", tmp_path / "locks")
    first.take()
    (tmp_path / "new").write_text("# edited")
    (tmp_path / "new").replace(bench)
    with pytest.raises(LeaseHeld):
        BenchLock(bench, "two", tmp_path / "locks").take()
    first.release()


def test_kill_9_leaves_the_bench_free(bench: Path, tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(bench), str(tmp_path / "locks")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "taken\n"
    mine = BenchLock(bench, "mine", tmp_path / "locks")
    with pytest.raises(LeaseHeld, match=str(holder.pid)):
        mine.take()
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    mine.take()
    mine.release()


def test_an_engine_that_is_ending_is_waited_for(bench: Path, tmp_path: Path) -> None:
    first = BenchLock(bench, "one", tmp_path / "locks")
    first.take()
    first.announce_end()
    second = BenchLock(bench, "two", tmp_path / "locks")
    taken = threading.Event()

    def take() -> None:
        second.take()
        taken.set()

    threading.Thread(target=take, daemon=True).start()
    assert not taken.wait(1.5)  # longer than for one that goes on
    first.release()
    wait_until(taken.is_set, "the claim to be handed over")
    second.release()


def test_measuring_works_without_a_place_for_the_lock(bench: Path, tmp_path: Path) -> None:
    (tmp_path / "locks").write_text("a file where the folder should be")
    lock = BenchLock(bench, "one", tmp_path / "locks")
    lock.take()
    lock.keep()
    lock.release()


@pytest.mark.parametrize(
    ("bench_file", "shared"),
    [
        ("demo.toml", False),
        ("simulated.toml", False),
        ("examples/sim.toml", False),
        ("examples/ethernet.toml", True),
    ],
)
def test_only_instruments_that_others_can_reach_need_a_claim(bench_file: str, shared: bool) -> None:
    bench = Bench.load(ROOT / "benches" / bench_file, lambda event: None)
    assert bench.shared is shared
    bench.close()
