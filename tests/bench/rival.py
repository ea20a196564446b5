"""What is measured: a server that stands between the load and the upstream."""
import subprocess
from dataclasses import dataclass, field

from traffic import Traffic


@dataclass
class Rival:
    name: str
    port: int
    children: list[subprocess.Popen]  # measured, with all that descends from them
    place: str              # its directory
    filters: bool = False   # whether it keeps opted-out recipients back
    prefix: str = ""        # before the provider's own path
    admin: str = ""         # base URL of optgate's admin API

    @property
    def authority(self) -> str:
        return f"127.0.0.1:{self.port}"


# Words put before a server's command, to run it under a tool.
Wrapper = list[str]
PLAIN: Wrapper = []


@dataclass(frozen=True)
class Case:
    traffic: Traffic
    tls: bool

    @property
    def name(self) -> str:
        return f"{self.traffic.name}, {'TLS' if self.tls else 'plain'} upstream"


@dataclass
class Round:
    """One rival, one round."""
    answered: int
    cpu_us: float          # a message, over all its processes
    per_second: float
    p50_us: int
    p99_us: int


@dataclass
class Measured:
    """One rival in one case."""
    rounds: list[Round] = field(default_factory=list)
    syscalls: float | None = None
    instructions: float | None = None
