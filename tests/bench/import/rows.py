"""Imports and prunes a file and makes a page of the figures. `tests/bench/import/run` starts it."""
import argparse
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import machine  # noqa: E402
import sections  # noqa: E402

GOAL = 0.3


@dataclass(frozen=True)
class Measured:
    """One command's run."""
    wall: float
    cpu: float
    peak_mb: float


def read_command_line() -> argparse.Namespace:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("quick", nargs="?", choices=["quick"], help="100,000 rows, one round, nothing written")
    words.add_argument("--rows", type=int, default=1_000_000)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--optgate", required=True)
    words.add_argument("--folder", required=True)
    chosen = words.parse_args()
    if chosen.quick:
        chosen.rows, chosen.rounds = 100_000, 1
    return chosen


def run(command: list[str]) -> Measured:
    begin = time.monotonic()
    with open(os.devnull, "w") as nowhere:
        child = subprocess.Popen(command, stdout=nowhere, stderr=nowhere)
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise SystemExit(f"{command[:2]} ended with {child.returncode}")
    return Measured(time.monotonic() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def write_files(stops: str, names: str, rows: int) -> None:
    """A suppression list in no order, each number once, and a list to prune: every second one is on the first."""
    dice = random.Random(7)
    numbers = [f"+1{200 + place // 10_000_000}{place % 10_000_000:07}"
               for place in dice.sample(range(7_000_000_000), 2 * rows)]
    with open(stops, "w") as file:
        file.write("address,channel,suppression,source,evidence\n")
        file.writelines(f"{number},sms,stop_reply,reply,\"STOP to 40404, 2026-05-03\"\n" for number in numbers[:rows])
    with open(names, "w") as file:
        file.write("to,name\n")
        file.writelines(f"{number},Customer {place}\n" for place, number in enumerate(numbers[rows // 2:rows // 2 + rows]))


def one_round(chosen: argparse.Namespace, stops: str, names: str) -> dict[str, Measured]:
    store = os.path.join(chosen.folder, "store")
    shutil.rmtree(store, ignore_errors=True)
    os.makedirs(store)
    configuration = os.path.join(store, "optgate.toml")
    with open(configuration, "w") as file:
        file.write(f'[store]\nurl = "sqlite:{store}/optgate.db"\n')
    shell = os.path.join(store, "shell.db")
    config = ["--config", configuration]
    return {
        "sqlite3 .import": run(["sqlite3", shell, f".import --csv {stops} stops"]),
        "import": run([chosen.optgate, "import", stops, *config]),
        "import again, all unchanged": run([chosen.optgate, "import", stops, *config]),
        "prune": run([chosen.optgate, "prune", names, "--channel", "sms", "--category", "marketing", "--column", "to",
                      "--kept", os.path.join(store, "kept.csv"), "--removed", os.path.join(store, "removed.csv"),
                      *config]),
        "export": run([chosen.optgate, "export", "--output", os.path.join(store, "export.csv"), *config]),
    }


def page(rounds: list[dict[str, Measured]], chosen: argparse.Namespace, ratios: tuple[float, float]) -> str:
    lines = machine.describe(chosen.optgate)
    version = machine.first_match(["sqlite3", "--version"], r"^([0-9.]+)")

    def row(name: str) -> str:
        wall, cpu, peak = (median(getattr(one[name], field) for one in rounds) for field in ("wall", "cpu", "peak_mb"))
        return f"| {name} | {chosen.rows / wall:,.0f} | {wall:.2f} | {cpu:.2f} | {peak:,.0f} |"

    wall, cpu = ratios
    return "\n".join([
        "# Measured: import and prune", "",
        "Written by `./tests/run bench import`. Medians of the rounds; ratios are those of each round.", "",
        *(f"- {line}" for line in lines[:3]), f"- sqlite3 shell {version}",
        f"- {chosen.rows:,} rows, {len(rounds)} rounds; a suppression list in no order, into an empty store. The list to "
        "prune holds half of them and as many others",
        "- optgate's import is one durable ledger entry a row, chained by hash, beside the state; the shell's is one row "
        "without an index", "",
        "## Goal", "", "| | measured | goal | met |", "|---|---|---|---|",
        f"| import, rate / sqlite3's .import (wall clock) | {wall:.2f} | ≥ {GOAL} | {'yes' if wall >= GOAL else 'no'} |",
        f"| the same by processor time | {cpu:.2f} | - | - |", "",
        "## As measured", "", "| | rows a second | seconds | of processor time | peak memory, MB |",
        "|---|---|---|---|---|", *(row(name) for name in rounds[0])])


def main() -> int:
    chosen = read_command_line()
    os.makedirs(chosen.folder, exist_ok=True)
    stops, names = os.path.join(chosen.folder, "stops.csv"), os.path.join(chosen.folder, "list.csv")
    # In a process of its own: a child begins with its parent's memory, and the peaks are measured.
    writing = multiprocessing.Process(target=write_files, args=(stops, names, chosen.rows))
    writing.start()
    writing.join()
    rounds = [one_round(chosen, stops, names) for _ in range(chosen.rounds)]
    ratios = tuple(median(getattr(one["sqlite3 .import"], field) / getattr(one["import"], field) for one in rounds)
                   for field in ("wall", "cpu"))
    text = page(rounds, chosen, ratios)
    print(text)
    if not chosen.quick:
        sections.write(text)
    shutil.rmtree(chosen.folder, ignore_errors=True)
    met = ratios[0] >= GOAL
    print(f"{int(met)} passed, {int(not met)} failed")
    return 0 if met or chosen.quick else 1


if __name__ == "__main__":
    sys.exit(main())
