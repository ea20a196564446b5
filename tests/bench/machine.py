"""What the figures were measured on."""
import datetime
import os
import platform
import re
import subprocess


def first_match(command: list[str], pattern: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20)
    except OSError:
        return "absent"
    found = re.search(pattern, done.stdout + done.stderr)
    return found[1] if found else "unknown"


def cpu_model() -> str:
    with open("/proc/cpuinfo") as file:
        found = re.search(r"^model name\s*:\s*(.+)$", file.read(), re.MULTILINE)
    return found[1].strip() if found else platform.machine()


def describe(optgate: str) -> list[str]:
    """Lines of `what: value`."""
    commit = first_match(["git", "rev-parse", "--short", "HEAD"], r"(\w+)")
    return [
        f"Date: {datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d %H:%M} UTC",
        f"Machine: {len(os.sched_getaffinity(0))} cores, {cpu_model()}, Linux {platform.release()}; "
        f"load average before: {os.getloadavg()[0]:.1f}",
        f"optgate: {first_match([optgate, '--version'], r'([0-9][0-9.]*)')} at {commit}, "
        "release preset, with filter, journal, metrics and access log",
        "Rivals: HAProxy " + first_match(["haproxy", "-v"], r"version ([0-9.]+)")
        + ", nginx " + first_match(["nginx", "-v"], r"nginx/([0-9.]+)")
        + ", Redis " + first_match(["redis-server", "-v"], r"v=([0-9.]+)")
        + ", OpenSSL " + first_match(["openssl", "version"], r"OpenSSL ([0-9.]+)"),
    ]
