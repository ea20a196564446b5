"""What optgate wants to reach, and whether it did."""
from dataclasses import dataclass
from statistics import median

from rival import Measured

# By case: what each rival did in it.
Results = dict[str, dict[str, Measured]]


@dataclass(frozen=True)
class Goal:
    what: str
    limit: float
    aim: float | None
    measured: float | None

    @property
    def met(self) -> str:
        if self.measured is None:
            return "not measured"
        if self.measured > self.limit:
            return "no"
        return "yes" if self.aim is None or self.measured <= self.aim else "yes, the aim not"


def ratio(measured: dict[str, Measured], one: str, other: str) -> float | None:
    """CPU a message of `one` in that of `other`: the median of the rounds' own ratios."""
    if one not in measured or other not in measured:
        return None
    pairs = zip(measured[one].rounds, measured[other].rounds)
    return median(mine.cpu_us / theirs.cpu_us for mine, theirs in pairs)


def instructions(results: Results, case: str) -> float | None:
    return results[case]["optgate"].instructions if "optgate" in results.get(case, {}) else None


def goals(results: Results) -> list[Goal]:
    def against(case: str, rival: str) -> float | None:
        return ratio(results.get(case, {}), "optgate", rival)

    form, json = "Twilio form, {} upstream", "SendGrid JSON, {} upstream"
    return [
        *(Goal(f"{form.format(way)}: CPU / HAProxy's", 1.00, 0.85, against(form.format(way), "HAProxy"))
          for way in ("plain", "TLS")),
        *(Goal(f"{form.format(way)}: CPU / nginx+Lua+Redis's", 0.40, None,
               against(form.format(way), "nginx+Lua+Redis")) for way in ("plain", "TLS")),
        *(Goal(f"{json.format(way)}: CPU / HAProxy's", 1.05, 0.90, against(json.format(way), "HAProxy"))
          for way in ("plain", "TLS")),
        Goal("User instructions a form", 20_000, None, instructions(results, form.format("plain"))),
        Goal("User instructions a 2.4 KB JSON", 28_000, None, instructions(results, json.format("plain"))),
    ]
