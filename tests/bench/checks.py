"""What makes a run honest: each check is counted and printed where it fails."""
from dataclasses import dataclass, field

from load import CONNECTIONS, Load, probe
from optgate import journalled
from rival import Case, Rival
from traffic import BLOCKED_EVERY


@dataclass
class Checks:
    passed: int = 0
    failures: list[str] = field(default_factory=list)

    def expect(self, holds: bool, what: str) -> None:
        if holds:
            self.passed += 1
        else:
            self.failures.append(what)
            print(f"FAILED: {what}", flush=True)


def check_probe(checks: Checks, rival: Rival, case: Case) -> None:
    wrong = probe(rival, case)
    checks.expect(not wrong, f"{case.name}: {rival.name} answers as the provider does: {wrong}")


def check_round(checks: Checks, rival: Rival, case: Case, load: Load, forwarded: int) -> None:
    """All were answered, 2 % were kept back by those who filter, and the rest reached the upstream once."""
    name = f"{case.name}: {rival.name}"
    checks.expect(load.errors == 0, f"{name}: {load.errors} errors")
    kept_back = load.answered / BLOCKED_EVERY if rival.filters else 0
    slack = CONNECTIONS + 2  # still on their way when the time was up
    checks.expect(-slack <= forwarded - (load.answered - kept_back) <= slack,
                  f"{name}: the upstream received {forwarded} of {load.answered} ({kept_back:.0f} kept back)")
    refused = kept_back if case.traffic.refused_status >= 400 else 0
    checks.expect(abs(load.refused - refused) <= slack,
                  f"{name}: {load.refused} of {load.answered} refused, expected {refused:.0f}")


def check_journal(checks: Checks, rival: Rival, case: Case, kept_back: int, rounds: int) -> None:
    """The journal holds every recipient that was kept back, and nobody else."""
    addresses = journalled(rival, case)
    slack = (CONNECTIONS + 2) * rounds
    checks.expect(abs(len(addresses) - kept_back) <= slack,
                  f"{case.name}: the journal holds {len(addresses)} of {kept_back} kept back")
    strangers = set(addresses) - set(case.traffic.blocked())
    checks.expect(not strangers, f"{case.name}: {len(strangers)} in the journal had not opted out")
