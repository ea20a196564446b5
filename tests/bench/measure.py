"""One case: every rival started, warmed up, and measured in interleaved rounds; then counted under tools."""
import os

import processes
from checks import Checks, check_journal, check_probe, check_round
from load import wrk
from rival import Case, Measured, Rival, Round
from rivals import STARTS, retire
from syscalls import syscalls_a_message
from traffic import write_requests
from workplace import Workplace


def measure_case(work: Workplace, case: Case, names: list[str], rounds: int, seconds: int,
                 checks: Checks) -> dict[str, Measured]:
    running = [STARTS[name](work, case) for name in names]
    try:
        return measure_running(work, case, running, rounds, seconds, checks)
    finally:
        retire(running)


def measure_running(work: Workplace, case: Case, running: list[Rival], rounds: int, seconds: int,
                    checks: Checks) -> dict[str, Measured]:
    results = {rival.name: Measured() for rival in running}
    files = {rival.name: prepare(work, case, rival) for rival in running}
    kept_back = {rival.name: 0 for rival in running}
    for rival in running:
        check_probe(checks, rival, case)
        kept_back[rival.name] += 1
        kept_back[rival.name] += one_round(work, case, rival, files[rival.name], 1, checks)[1]
    for number in range(rounds):
        turn = number % len(running)
        for rival in running[turn:] + running[:turn]:
            measured, kept = one_round(work, case, rival, files[rival.name], seconds, checks)
            results[rival.name].rounds.append(measured)
            kept_back[rival.name] += kept
            print(f"  round {number + 1}  {rival.name:16} {measured.cpu_us:6.2f} us CPU a message, "
                  f"{measured.per_second:7.0f}/s, p99 {measured.p99_us} us", flush=True)
    for rival in running:
        if rival.admin:
            check_journal(checks, rival, case, kept_back[rival.name], rounds + 1)
        results[rival.name].syscalls = syscalls_a_message(work, rival, files[rival.name])
    return results


def prepare(work: Workplace, case: Case, rival: Rival) -> str:
    path = os.path.join(work.directory("requests"), rival.name.replace("+", "-"))
    write_requests(path, [case.traffic.request(recipient, rival.authority, rival.prefix)
                          for recipient in case.traffic.recipients()])
    return path


def one_round(work: Workplace, case: Case, rival: Rival, requests: str, seconds: int,
              checks: Checks) -> tuple[Round, int]:
    """The round, and how many recipients were kept back in it."""
    pids = processes.family(rival.children)
    reached, cpu = work.upstream_requests(), processes.settled_cpu_ns(pids)
    load = wrk(work, rival, requests, seconds)
    cpu = processes.settled_cpu_ns(pids) - cpu
    forwarded = work.upstream_requests() - reached - 1
    check_round(checks, rival, case, load, forwarded)
    answered = max(load.answered, 1)
    return Round(answered=load.answered, cpu_us=cpu / 1000 / answered,
                 per_second=load.answered * 1e6 / load.microseconds,
                 p50_us=load.p50_us, p99_us=load.p99_us), max(load.answered - forwarded, 0)
