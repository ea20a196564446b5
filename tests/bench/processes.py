"""Servers as child processes: started on given cores, measured by what the kernel's scheduler counted, always
stopped."""
import atexit
import ctypes
import glob
import os
import signal
import socket
import subprocess
import sys
import time

_started: list[subprocess.Popen] = []
_libc = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


def start(command: list[str], log: str, cores: set[int], extra_environment: dict[str, str] | None = None,
          output: str = "") -> subprocess.Popen:
    """A child that ends with us, what it says in the file `log`; its standard output in `output` where given."""
    def prepare() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        os.sched_setaffinity(0, cores)

    with open(log, "ab") as said, open(output or log, "ab") as out:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=said,
                                 preexec_fn=prepare, env={**os.environ, **(extra_environment or {})})
    _started.append(child)
    return child


def stop(children: list[subprocess.Popen], seconds: float = 10) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if child in _started:
            _started.remove(child)


@atexit.register
def stop_all() -> None:
    stop(list(_started), 3)


def end_cleanly_on_signals() -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(130))


def family(children: list[subprocess.Popen]) -> list[int]:
    """The process ids of the children and of all that descend from them."""
    found, queue = [], [child.pid for child in children]
    while queue:
        pid = queue.pop()
        found.append(pid)
        for path in glob.glob(f"/proc/{pid}/task/*/children"):
            with open(path) as file:
                queue += [int(word) for word in file.read().split()]
    return found


def cpu_ns(pids: list[int]) -> int:
    """Nanoseconds on a core of all threads, as /proc/PID/task/*/schedstat counts them."""
    total = 0
    for pid in pids:
        for path in glob.glob(f"/proc/{pid}/task/*/schedstat"):
            with open(path) as file:
                total += int(file.read().split()[0])
    return total


def settled_cpu_ns(pids: list[int], seconds: float = 3) -> int:
    """The same once what was left to do (logs, journal) is done: less than 1 % of a core in 100 ms."""
    deadline = time.monotonic() + seconds
    before = cpu_ns(pids)
    while time.monotonic() < deadline:
        time.sleep(0.1)
        now = cpu_ns(pids)
        if now - before < 1_000_000:
            return now
        before = now
    return before


def free_ports(count: int) -> list[int]:
    holders = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [holder.getsockname()[1] for holder in holders]
    for holder in holders:
        holder.close()
    return ports


def wait_until_listening(child: subprocess.Popen, port: int, log: str, seconds: float = 15) -> None:
    wait_until(child, lambda: socket.create_connection(("127.0.0.1", port), 1).close(), log, seconds)


def wait_until(child: subprocess.Popen, attempt, log: str, seconds: float = 15) -> None:
    """Until `attempt` raises no OSError."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            attempt()
            return
        except OSError:
            if child.poll() is not None or time.monotonic() > deadline:
                with open(log, errors="replace") as file:
                    raise RuntimeError(f"{child.args[0]} does not serve:\n{file.read()[-2000:]}") from None
            time.sleep(0.05)
