"""Runs bench_index and makes a page of its figures. `tests/bench/index/run` starts it."""
import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from statistics import median

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import machine  # noqa: E402
import sections  # noqa: E402

Figures = dict[str, list[float]]


@dataclass(frozen=True)
class Goal:
    what: str
    measured: float
    limit: float

    @property
    def met(self) -> bool:
        return self.measured <= self.limit


def read_command_line() -> argparse.Namespace:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("quick", nargs="?", choices=["quick"], help="300,000 addresses, one round, nothing written")
    words.add_argument("--addresses", type=int, default=10_000_000)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--program", required=True)
    words.add_argument("--folder", required=True)
    chosen = words.parse_args()
    if chosen.quick:
        chosen.addresses, chosen.rounds = 300_000, 1
    return chosen


def median_ratio(figures: Figures, one: str, other: str) -> float:
    """Of the rounds' own ratios: what else the machine does changes from round to round."""
    return median(mine / theirs for mine, theirs in zip(figures[one], figures[other]))


def median_distance(figures: Figures, one: str, other: str) -> float:
    return median(mine - theirs for mine, theirs in zip(figures[one], figures[other]))


def goals(figures: Figures) -> list[Goal]:
    return [
        Goal("index, bytes a phone", median(figures["phone_bytes"]), 30),
        Goal("index, bytes a mail address", median(figures["mail_bytes"]), 45),
        *(Goal(f"decision on a {form}, p99 over flat_map's bare look-up p99, ns",
               median_distance(figures, f"{form}_decide_dependent_p99", f"{form}_flat_map_dependent_p99"), 500)
          for form in ("phone", "mail")),
        *(Goal(f"look-up of a {form}, p99 with 50,000 changes a second / idle",
               median_ratio(figures, f"{form}_busy_p99", f"{form}_idle_p99"), 1.5) for form in ("phone", "mail")),
        Goal("start from the snapshot, s", median(figures["start_from_snapshot_s"]), 2),
        Goal("start from the ledger, s", median(figures["start_from_ledger_s"]), 20),
    ]


def goal_rows(figures: Figures) -> list[str]:
    return ["| | measured | goal | met |", "|---|---|---|---|",
            *(f"| {goal.what} | {goal.measured:,.2f} | ≤ {goal.limit:,g} | {'yes' if goal.met else 'no'} |"
              for goal in goals(figures))]


def look_up_rows(figures: Figures) -> list[str]:
    def row(form: str, name: str, key: str) -> str:
        cells = [median(figures[f"{form}_{key}_{how}_{quantile}"]) if f"{form}_{key}_{how}_{quantile}" in figures
                 else None for how in ("dependent", "independent") for quantile in ("p50", "p99")]
        return f"| {form}: {name} | " + " | ".join("-" if cell is None else f"{cell:,.0f}" for cell in cells) + " |"

    return ["| ns a call | p50 | p99 | p50, batches of 32 | p99, batches |", "|---|---|---|---|---|",
            *(row(form, name, key) for form in ("phone", "mail")
              for name, key in (("index", "index"), ("look-up and decision", "decide"),
                                ("boost::unordered_flat_map, bare", "flat_map"), ("SQLite point look-up", "sqlite"))
              if f"{form}_{key}_dependent_p50" in figures)]


def size_rows(figures: Figures) -> list[str]:
    def cell(name: str) -> str:
        return f"{median(figures[name]):.1f}" if name in figures else "-"

    return ["| bytes an address | index | the process's growth | boost::unordered_flat_map (key and number only) |",
            "|---|---|---|---|",
            *(f"| {form} | {cell(f'{form}_bytes')} | {cell(f'{form}_process_bytes')} "
              f"| {cell(f'{form}_flat_map_bytes')} |" for form in ("phone", "mail"))]


def start_rows(figures: Figures) -> list[str]:
    return ["| start | seconds | of processor time |", "|---|---|---|",
            *(f"| {name} | {median(figures[f'{key}_s']):.2f} | {median(figures[f'{key}_cpu_s']):.2f} |"
              for name, key in (("from the ledger's state", "start_from_ledger"),
                                ("from a snapshot", "start_from_snapshot"),
                                ("from a snapshot, 10,000 entries behind", "start_behind")) if f"{key}_s" in figures),
            "", f"A snapshot of {median(figures['snapshot_bytes']) / 1e6:,.0f} MB was written in "
            f"{median(figures['snapshot_write_s']):.2f} s, beside what goes on."]


def page(figures: Figures, addresses: int, rounds: int, program: str) -> str:
    lines = machine.describe(program)
    return "\n".join([
        "# Measured: the consent index", "",
        "Written by `./tests/run bench index`. Medians of the rounds; ratios and distances are those of each round.", "",
        *(f"- {line}" for line in lines[:2]),
        f"- {addresses:,} generated phone numbers, and as many mail addresses, in an index each; {rounds} rounds of "
        "1,000,000 calls, interleaved",
        f"- The store to start from: {addresses:,} addresses, half of them mail, 6 in 10 with a choice of their own, 4 in "
        f"10 of {addresses // 5:,} customers: {median(figures['start_subjects']):,.0f} subjects in the index",
        "- A call's key is known only once the one before was answered; in batches, 32 calls know nothing of one another. "
        "What reading the clock takes is taken off", "",
        "## Goals", "", *goal_rows(figures), "", "## Look-ups", "", *look_up_rows(figures), "",
        f"With {median(figures['phone_busy_changes']):,.0f} changes a second to the index by another thread (one in ten a "
        f"new address): phone p99 {median(figures['phone_busy_p99']):,.0f} ns, idle "
        f"{median(figures['phone_idle_p99']):,.0f} ns; mail {median(figures['mail_busy_p99']):,.0f} ns, idle "
        f"{median(figures['mail_idle_p99']):,.0f} ns.", "",
        "## Size", "", *size_rows(figures), "", "## Starts", "", *start_rows(figures)])


def main() -> int:
    chosen = read_command_line()
    done = subprocess.run([chosen.program, chosen.folder, str(chosen.addresses), str(chosen.rounds)],
                          stdout=subprocess.PIPE, check=True)
    figures: Figures = json.loads(done.stdout)
    text = page(figures, chosen.addresses, chosen.rounds, chosen.program)
    print(text)
    if not chosen.quick:
        sections.write(text)
    missed = [goal.what for goal in goals(figures) if not goal.met]
    for what in missed:
        print(f"not reached: {what}", file=sys.stderr)
    print(f"{len(goals(figures)) - len(missed)} passed, {len(missed)} failed")
    return 1 if missed and not chosen.quick else 0


if __name__ == "__main__":
    sys.exit(main())
