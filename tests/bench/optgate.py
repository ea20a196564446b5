"""optgate for one case: started on a store of its own, the opt-outs put in and the journal read back through its
admin API."""
import csv
import io
import json
import os
import secrets
import urllib.parse
import urllib.request

import processes
from rival import Case, PLAIN, Rival, Wrapper
from workplace import Workplace, fill

TOKEN = secrets.token_hex(24)


def start_optgate(work: Workplace, case: Case, wrapper: Wrapper = PLAIN) -> Rival:
    port, admin_port = processes.free_ports(2)
    place = work.directory(f"optgate-{port}")
    upstream = (f"https://localhost:{work.tls_port}" if case.tls else f"http://127.0.0.1:{work.plain_port}")
    configuration = fill("optgate.toml", f"{place}/optgate.toml", port=port, admin_port=admin_port, place=place,
                         upstream=upstream, ca_file=work.ca_file if case.tls else "")
    log = f"{place}/start.log"
    child = processes.start([*wrapper, os.path.abspath(work.optgate), "serve", "--config", configuration], log,
                            work.measured, {"OPTGATE_ADMIN_TOKEN": TOKEN})
    rival = Rival("optgate", port, [child], place, filters=True, prefix=f"/{case.traffic.provider}",
                  admin=f"http://127.0.0.1:{admin_port}")
    processes.wait_until(child, lambda: call(rival, "GET", "/readyz"), log, 90 if wrapper else 15)
    for address in case.traffic.blocked():
        stop(rival, case.traffic.channel, address)
    return rival


def call(rival: Rival, method: str, path: str, body: object = None, accept: str = "application/json") -> bytes:
    request = urllib.request.Request(rival.admin + path, method=method,
                                     data=None if body is None else json.dumps(body).encode(),
                                     headers={"Authorization": f"Bearer {TOKEN}", "Accept": accept,
                                              "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read()


def stop(rival: Rival, channel: str, address: str) -> None:
    call(rival, "PUT", f"/api/v1/addresses/{urllib.parse.quote(address, safe='')}/preferences",
         {"channel": channel, "covers": "promotional", "state": "stop"})


def journalled(rival: Rival, case: Case) -> list[str]:
    """The addresses of all journal entries of suppressed recipients."""
    text = call(rival, "GET", f"/api/v1/journal?verdict=suppressed&provider={case.traffic.provider}",
                accept="text/csv").decode()
    return [row["address"] for row in csv.DictReader(io.StringIO(text))]
