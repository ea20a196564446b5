"""Where one run lives: a temporary directory, a certificate authority of its own, and the provider's stand-in."""
import os
import subprocess
import urllib.request
from dataclasses import dataclass, field

import processes

HERE = os.path.dirname(os.path.abspath(__file__))


def cores() -> tuple[set[int], set[int]]:
    """(the measured server's core, everybody else's): apart where the machine has two."""
    all_of_them = sorted(os.sched_getaffinity(0))
    return {all_of_them[0]}, set(all_of_them[1:]) or {all_of_them[0]}


def fill(template: str, target: str, **values: object) -> str:
    """Copies rivals/TEMPLATE to `target` with each @NAME@ replaced."""
    with open(os.path.join(HERE, "rivals", template)) as file:
        text = file.read()
    for name, value in values.items():
        text = text.replace(f"@{name.upper()}@", str(value))
    with open(target, "w") as file:
        file.write(text)
    return target


@dataclass
class Workplace:
    place: str
    optgate: str
    plain_port: int = 0
    tls_port: int = 0
    measured: set[int] = field(default_factory=set)
    others: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.measured, self.others = cores()
        make_certificates(self.place)
        self.plain_port, self.tls_port = processes.free_ports(2)
        self._start_upstream()

    @property
    def ca_file(self) -> str:
        return os.path.join(self.place, "ca.pem")

    def directory(self, name: str) -> str:
        path = os.path.join(self.place, name)
        os.makedirs(path, exist_ok=True)
        return path

    def upstream_port(self, tls: bool) -> int:
        return self.tls_port if tls else self.plain_port

    def upstream_requests(self) -> int:
        """How many the upstream has read; asking counts as one."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.plain_port}/status", timeout=5) as answer:
            return int(answer.read().split(b"\n")[2].split()[2])

    def _start_upstream(self) -> None:
        place = self.directory("upstream")
        configuration = fill("upstream.conf", f"{place}/nginx.conf", place=place,
                             plain_port=self.plain_port, tls_port=self.tls_port,
                             certificate=f"{self.place}/server.pem", key=f"{self.place}/server.key")
        child = processes.start(["nginx", "-c", configuration, "-e", f"{place}/start.log"],
                                f"{place}/start.log", self.others)
        processes.wait_until_listening(child, self.tls_port, f"{place}/start.log")


def make_certificates(place: str) -> None:
    """ca.pem, and server.pem / server.key for "localhost", signed by it; of this run only."""
    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], check=True, capture_output=True, timeout=60, cwd=place)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=bench CA",
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
    openssl("req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    with open(os.path.join(place, "server.ext"), "w") as file:
        file.write("subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\n")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-out", "server.pem", "-days", "2", "-extfile", "server.ext")
