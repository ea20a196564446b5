"""User-space instructions a forwarded message, counted by callgrind: the difference of two runs of different
length, so that start and stop cancel out. One kept connection, no opted-out recipient."""
import glob
import os
import re

from load import send_each
from rival import Case
from rivals import STARTS, retire
from workplace import Workplace

SHORT, LONG = 200, 800


def instructions_a_message(work: Workplace, case: Case, name: str) -> float | None:
    short, long = (counted(work, case, name, messages) for messages in (SHORT, LONG))
    return None if short is None or long is None else (long - short) / (LONG - SHORT)


def counted(work: Workplace, case: Case, name: str, messages: int) -> int | None:
    place = work.directory(f"callgrind-{name.replace('+', '-')}-{messages}")
    for old in glob.glob(f"{place}/out.*"):
        os.remove(old)
    rival = STARTS[name](work, case, ["valgrind", "--tool=callgrind", "-q",
                                      f"--callgrind-out-file={place}/out.%p"])
    people = case.traffic.delivered()
    try:
        send_each(rival, [case.traffic.request(people[i % len(people)], rival.authority, rival.prefix)
                          for i in range(messages)])
    finally:
        retire([rival], 60)
    totals = [total_of(path) for path in glob.glob(f"{place}/out.*")]
    return sum(totals) or None


def total_of(path: str) -> int:
    with open(path) as file:
        found = re.search(r"^(?:totals|summary): (\d+)", file.read(), re.MULTILINE)
    return int(found[1]) if found else 0
