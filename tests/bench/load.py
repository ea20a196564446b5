"""Putting load on a rival, and what came of it."""
import json
import os
import socket
import subprocess
from dataclasses import dataclass

from rival import Case, Rival
from workplace import HERE, Workplace

CONNECTIONS = 32


@dataclass(frozen=True)
class Load:
    answered: int
    microseconds: int
    refused: int   # answered with 4xx or 5xx
    errors: int    # not answered at all
    p50_us: int
    p99_us: int


def wrk(work: Workplace, rival: Rival, requests: str, seconds: int) -> Load:
    """`requests` (a file of traffic.write_requests) over and over on 32 kept connections."""
    done = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", f"{HERE}/load/replay.lua",
         f"http://{rival.authority}", requests],
        capture_output=True, text=True, timeout=seconds + 30,
        preexec_fn=lambda: os.sched_setaffinity(0, work.others))
    if done.returncode != 0:
        raise RuntimeError(f"wrk: {done.stderr or done.stdout}")
    return Load(**json.loads(done.stdout.splitlines()[-1]))


def send_each(rival: Rival, requests: list[bytes], seconds: float = 120) -> list[tuple[int, bytes]]:
    """Sends each request once, one after the other on one connection: (status, whole answer) of each."""
    with socket.create_connection(("127.0.0.1", rival.port), 10) as connection:
        connection.settimeout(seconds)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return [exchange(connection, request) for request in requests]


def exchange(connection: socket.socket, request: bytes) -> tuple[int, bytes]:
    connection.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += receive(connection)
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    lengths = [int(line[15:]) for line in lines if line.startswith(b"content-length:")]
    chunked = any(line.startswith(b"transfer-encoding:") for line in lines)
    while not body.endswith(b"0\r\n\r\n") if chunked else len(body) < (lengths or [0])[0]:
        body += receive(connection)
    return int(head[9:12]), head + b"\r\n\r\n" + body


def receive(connection: socket.socket) -> bytes:
    piece = connection.recv(65536)
    if not piece:
        raise ConnectionError("closed in mid-answer")
    return piece


def probe(rival: Rival, case: Case) -> str:
    """One send that must go through and one to an opted-out recipient: what was wrong, or nothing."""
    traffic = case.traffic
    (sent, _), (refused, text) = send_each(rival, [
        traffic.request(traffic.delivered()[0], rival.authority, rival.prefix),
        traffic.request(traffic.blocked()[0], rival.authority, rival.prefix)], 10)
    expected = traffic.refused_status if rival.filters else traffic.delivered_status
    if (sent, refused) != (traffic.delivered_status, expected):
        return f"answered {sent} and {refused}, expected {traffic.delivered_status} and {expected}"
    if rival.filters and traffic.refused_text not in text:
        return f"the refusal does not read like {traffic.provider}'s"
    return ""
