"""Measures .doc and .wps to blocks, CPU of each file alone: python tests/bench/doc_speed.py FILE…"""

import sys
from pathlib import Path
from statistics import median
from time import process_time

from intake.model import Limits
from intake.reading.documents import read, sniff

_ROUNDS = 3


def _best(content: bytes, kind: str) -> float:
    times = []
    for _ in range(_ROUNDS):
        begun = process_time()
        read(content, kind, Limits())
        times.append(process_time() - begun)
    return min(times) * 1000


def _main() -> None:
    times = []
    for name in sys.argv[1:]:
        content = Path(name).read_bytes()
        times.append(_best(content, sniff(content, name)))
        sys.stdout.write(f"{name}: {times[-1]:.0f} ms\n")
    sys.stdout.write(f"median of {len(times)}: {median(times):.0f} ms, the slowest {max(times):.0f} ms\n")


if __name__ == "__main__":
    _main()
