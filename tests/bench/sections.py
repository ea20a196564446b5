"""RESULTS.md holds one section a benchmark; each begins with its "# " heading and is replaced by its own run only."""
import os
import re

RESULTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "RESULTS.md")


def split(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"^(?=# )", text, flags=re.MULTILINE) if part.strip()]


def replaced(text: str, section: str) -> str:
    """`text` with the section of the same heading replaced, or with a new one at its end."""
    heading = section.strip().splitlines()[0]
    parts = split(text)
    for at, part in enumerate(parts):
        if part.splitlines()[0] == heading:
            parts[at] = section.strip()
            break
    else:
        parts.append(section.strip())
    return "\n\n".join(parts) + "\n"


def write(section: str) -> None:
    text = ""
    if os.path.exists(RESULTS):
        with open(RESULTS) as file:
            text = file.read()
    with open(RESULTS, "w") as file:
        file.write(replaced(text, section))
