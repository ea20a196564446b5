"""How each rival is started for one case; `wrapper` runs it under a tool."""
import shutil
import subprocess
import time

import processes
from optgate import start_optgate
from rival import Case, PLAIN, Rival, Wrapper
from workplace import HERE, Workplace, fill

UNDER_A_TOOL_SECONDS = 90
MODULES = "/usr/lib/nginx/modules"


def patience(wrapper: Wrapper) -> float:
    return UNDER_A_TOOL_SECONDS if wrapper else 15


def start_haproxy(work: Workplace, case: Case, wrapper: Wrapper = PLAIN) -> Rival:
    place, [port] = work.directory("haproxy"), processes.free_ports(1)
    tls = f"ssl verify required ca-file {work.ca_file} sni str(localhost) verifyhost localhost" if case.tls else ""
    configuration = fill("haproxy.conf", f"{place}/haproxy.conf", port=port, tls=tls,
                         upstream_port=work.upstream_port(case.tls))
    log = f"{place}/start.log"
    child = processes.start([*wrapper, "haproxy", "-db", "-f", configuration], log, work.measured,
                            output=f"{place}/access.log")
    processes.wait_until_listening(child, port, log, patience(wrapper))
    return Rival("HAProxy", port, [child], place)


def nginx_tls(work: Workplace, case: Case) -> str:
    return ("proxy_ssl_verify on; proxy_ssl_name localhost; proxy_ssl_server_name on; "
            f"proxy_ssl_trusted_certificate {work.ca_file};") if case.tls else ""


def nginx(work: Workplace, case: Case, name: str, wrapper: Wrapper, **filters: str) -> Rival:
    place, [port] = work.directory(name.replace(" ", "").replace("+", "-")), processes.free_ports(1)
    process = "daemon off; master_process off;" if wrapper else "daemon off;"
    configuration = fill("nginx.conf", f"{place}/nginx.conf", port=port, place=place, process=process,
                         upstream_port=work.upstream_port(case.tls), tls=nginx_tls(work, case),
                         scheme="https" if case.tls else "http",
                         **{"modules": "", "filter_setup": "", "filter": "", **filters})
    log = f"{place}/start.log"
    child = processes.start([*wrapper, "nginx", "-c", configuration, "-e", f"{place}/start.log"], log,
                            work.measured)
    processes.wait_until_listening(child, port, log, patience(wrapper))
    return Rival(name, port, [child], place)


def start_nginx(work: Workplace, case: Case, wrapper: Wrapper = PLAIN) -> Rival:
    return nginx(work, case, "nginx", wrapper)


def start_redis(work: Workplace, case: Case, wrapper: Wrapper) -> tuple[subprocess.Popen, str]:
    place = work.directory("redis")
    socket = f"{place}/redis.{time.monotonic_ns()}"
    configuration = fill("redis.conf", f"{place}/redis.conf", place=place, socket=socket)
    log = f"{place}/start.log"
    child = processes.start([*wrapper, "redis-server", configuration], log, work.measured | work.others)
    keys = "".join(f"SET {case.traffic.channel}:promotional:{address} 1\n" for address in case.traffic.blocked())

    def load() -> None:
        done = subprocess.run(["redis-cli", "-s", socket], input=keys, text=True, capture_output=True, timeout=60)
        if done.stdout.count("OK") != len(case.traffic.blocked()):
            raise OSError(done.stderr)

    processes.wait_until(child, load, log, patience(wrapper))
    return child, socket


def start_lua_filter(work: Workplace, case: Case, wrapper: Wrapper = PLAIN) -> Rival:
    redis, socket = start_redis(work, case, wrapper)
    rival = nginx(work, case, "nginx+Lua+Redis", wrapper,
                  modules=f"load_module {MODULES}/ndk_http_module.so; "
                          f"load_module {MODULES}/ngx_http_lua_module.so;",
                  filter_setup="lua_package_path '/usr/share/lua/5.1/?.lua;;'; lua_socket_log_errors off;",
                  filter=f"set $consent_store unix:{socket}; access_by_lua_file {HERE}/rivals/consent.lua;")
    rival.children.append(redis)
    rival.filters = True
    return rival


STARTS = {"HAProxy": start_haproxy, "nginx": start_nginx, "nginx+Lua+Redis": start_lua_filter,
          "optgate": start_optgate}


def retire(rivals: list[Rival], seconds: float = 10) -> None:
    """Stops them and removes their logs, which grow fast."""
    for rival in rivals:
        processes.stop(rival.children, seconds)
        shutil.rmtree(rival.place, ignore_errors=True)
