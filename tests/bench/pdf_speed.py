"""Measures the CPU time of .pdf to blocks, and of the first in a process: python tests/bench/pdf_speed.py FILE…"""

import sys
from pathlib import Path
from statistics import median
from time import process_time

from intake.model import Limits
from intake.reading.documents import read

_ROUNDS = 15


def _taken(content: bytes) -> float:
    begun = process_time()
    read(content, "pdf", Limits())
    return process_time() - begun


def _main() -> None:
    contents = [(name, Path(name).read_bytes()) for name in sys.argv[1:]]
    sys.stdout.write(f"the first, with its library: {_taken(contents[0][1]) * 1000:.0f} ms\n")
    best = []
    for name, content in contents:
        best.append(min(_taken(content) for _ in range(_ROUNDS)))
        sys.stdout.write(f"{name}: {best[-1] * 1000:.1f} ms\n")
    sys.stdout.write(f"median of {len(best)}: {median(best) * 1000:.1f} ms\n")


if __name__ == "__main__":
    _main()
