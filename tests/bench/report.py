"""The run as a page: RESULTS.md, printed as well."""
from statistics import median

from goals import Results, goals, ratio
from rival import Measured


def number(value: float | None, form: str = ".2f") -> str:
    return "-" if value is None else format(value, form)


def row(name: str, all_of_them: dict[str, Measured]) -> str:
    one = all_of_them[name]
    middle = {field: median(getattr(each, field) for each in one.rounds)
              for field in ("cpu_us", "per_second", "p50_us", "p99_us")}
    return " | ".join([
        f"| {name}", number(middle["cpu_us"]), number(ratio(all_of_them, name, "HAProxy")),
        number(ratio(all_of_them, "optgate", name)), number(middle["per_second"], ",.0f"),
        number(middle["p50_us"], ".0f"), number(middle["p99_us"], ".0f"), number(one.syscalls, ".1f"),
        number(one.instructions, ",.0f") + " |"])


def table(case: str, measured: dict[str, Measured]) -> list[str]:
    return [f"### {case}", "",
            "| | CPU us a message | / HAProxy | optgate / it | messages a second | p50 us | p99 us | syscalls "
            "| user instr. |",
            "|---|---|---|---|---|---|---|---|---|", *(row(name, measured) for name in measured), ""]


def page(machine: list[str], how: str, results: Results) -> str:
    lines = ["# Measured: optgate beside HAProxy, nginx and nginx+Lua+Redis", "",
             "Written by `./tests/run bench`. Absolute figures depend on the machine; the ratios, each the median of "
             "ratios taken", "side by side in one round, hold.", "", *(f"- {line}" for line in machine),
             f"- {how}", "",
             "HAProxy and nginx forward everything; nginx+Lua+Redis and optgate keep opted-out recipients back. CPU "
             "is that of all", "processes and threads of a rival (Redis included), divided by answered sends; system "
             "calls and user instructions are", "counted in short rounds of their own, the latter over forwarded "
             "sends. Who is kept back by optgate", "is answered when the journal's entry is on the disk: that is its "
             "p99; the filter in Lua writes nothing down.", "", "## Goals", "", "| | measured | goal | aim | met |", "|---|---|---|---|---|"]
    for goal in goals(results):
        form = ",.0f" if goal.limit > 100 else ".2f"
        lines.append(f"| {goal.what} | {number(goal.measured, form)} | ≤ {number(goal.limit, form)} "
                     f"| {number(goal.aim, form)} | {goal.met} |")
    lines += ["", "## As measured", ""]
    for case, measured in results.items():
        lines += table(case, measured)
    return "\n".join(lines).rstrip() + "\n"
