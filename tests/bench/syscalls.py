"""System calls a message, counted by strace in a short round of its own: tracing slows a server many times."""
import os
import re
import signal
import subprocess

import processes
from load import wrk
from rival import Rival
from workplace import Workplace

SECONDS = 2


def syscalls_a_message(work: Workplace, rival: Rival, requests: str) -> float | None:
    table = os.path.join(work.place, "strace")
    pids = [word for pid in processes.family(rival.children) for word in ("-p", str(pid))]
    tracer = subprocess.Popen(["strace", "-f", "-c", "-o", table, *pids], stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(len(pids) // 2):
            tracer.stderr.readline()  # "Process N attached"
        load = wrk(work, rival, requests, SECONDS)
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.communicate(timeout=30)
    with open(table) as file:
        total = re.search(r"^\s*100\.00\s+\S+\s+\S+\s+(\d+)\s.*total$", file.read(), re.MULTILINE)
    return int(total[1]) / load.answered if total and load.answered else None
