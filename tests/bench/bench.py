"""The whole run: every case, every rival, then the page. `tests/bench/run` starts it."""
import argparse
import os
import sys
import tempfile

import machine
import processes
import sections
from checks import Checks
from goals import Results
from instructions import instructions_a_message
from load import CONNECTIONS
from measure import measure_case
from report import page
from rival import Case
from rivals import STARTS
from traffic import BLOCKED_EVERY, FORM, JSON
from workplace import Workplace

CASES = [Case(traffic, tls) for traffic in (FORM, JSON) for tls in (False, True)]


def read_command_line() -> argparse.Namespace:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("quick", nargs="?", choices=["quick"], help="one round of 1 s, nothing written")
    words.add_argument("--seconds", type=int, default=4, help="a round lasts")
    words.add_argument("--rounds", type=int, default=5)
    words.add_argument("--optgate", required=True, help="the binary to measure")
    chosen = words.parse_args()
    if chosen.quick:
        chosen.seconds, chosen.rounds = 1, 1
    return chosen


def measure_all(work: Workplace, names: list[str], chosen: argparse.Namespace, checks: Checks) -> Results:
    results: Results = {}
    for case in CASES:
        print(f"{case.name}:", flush=True)
        measured = measure_case(work, case, names, chosen.rounds, chosen.seconds, checks)
        for name in [] if chosen.quick and case.tls else names:
            measured[name].instructions = count = instructions_a_message(work, case, name)
            checks.expect(count is not None, f"{case.name}: {name}'s instructions were counted")
        results[case.name] = measured
    return results


def main() -> int:
    chosen = read_command_line()
    processes.end_cleanly_on_signals()
    checks, names, described = Checks(), list(STARTS), machine.describe(chosen.optgate)
    checks.expect(os.access(chosen.optgate, os.X_OK), f"{chosen.optgate} is a program: MEASURING THE RIVALS ONLY")
    if checks.failures:
        names.remove("optgate")

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        try:
            results = measure_all(Workplace(place, chosen.optgate), names, chosen, checks)
        finally:
            processes.stop_all()

    how = (f"{chosen.rounds} rounds of {chosen.seconds} s, interleaved; {CONNECTIONS} kept connections, one worker "
           f"each, {100 // BLOCKED_EVERY} % of sends to recipients who opted out; forms of "
           f"{len(FORM.body(FORM.recipient(0)))} B, JSON of {len(JSON.body(JSON.recipient(0)))} B")
    text = page(described, how, results)
    print("\n" + text)
    if not chosen.quick and "optgate" in names:
        sections.write(text)
    print(f"{checks.passed} passed, {len(checks.failures)} failed")
    return 1 if checks.failures else 0


if __name__ == "__main__":
    sys.exit(main())
