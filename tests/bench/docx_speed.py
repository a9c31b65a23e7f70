"""Measures .docx to blocks against the time of unzipping its main part: python tests/bench/docx_speed.py FILE…"""

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median
from time import process_time
from zipfile import ZipFile

from intake.model import Limits
from intake.reading.documents import read

_ROUNDS = 15


def _unzipped(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as archive:
        archive.read("word/document.xml")


def _blocks(content: bytes) -> None:
    read(content, "docx", Limits())


def _best(task: Callable[[bytes], None], content: bytes) -> float:
    times = []
    for _ in range(_ROUNDS):
        begun = process_time()
        task(content)
        times.append(process_time() - begun)
    return min(times)


def _main() -> None:
    times = []
    for name in sys.argv[1:]:
        content = Path(name).read_bytes()
        unzip, whole = _best(_unzipped, content), _best(_blocks, content)
        times.append((whole, unzip))
        sys.stdout.write(f"{name}: {whole * 1000:.2f} ms, {whole / unzip:.1f} × its unzipping\n")
    all_of_it = sum(whole for whole, _ in times) / sum(unzip for _, unzip in times)
    middle = median(whole / unzip for whole, unzip in times)
    sys.stdout.write(f"median of {len(times)}: {middle:.1f} ×, all together: {all_of_it:.1f} ×\n")


if __name__ == "__main__":
    _main()
