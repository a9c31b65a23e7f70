"""Compares what is recognised in .docx files and in what LibreOffice makes of them, a .wps for every .doc among it.

    python tests/bench/converted.py FOLDER [doc rtf odt pdf …]

FOLDER holds .docx files; they are converted into a folder that is thrown away. Prints for each format how often title,
speaker, unit and post are those of the .docx.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from intake.config import load_lexicon
from intake.model import DocumentReading, Lexicon, Limits, SpeechRecord
from intake.reading import read_document

_CLASS_ID = bytes.fromhex("0609020000000000c000000000000046")  # WPS Writer fills it in, Word does not


def _core(record: SpeechRecord) -> tuple[object, ...]:
    return (record.title.main, tuple(speaker.name for speaker in record.speakers), record.unit, record.post)


def _recognised(
    content: bytes, name: str, lexicon: Lexicon
) -> tuple[list[tuple[object, ...]], DocumentReading]:
    found = read_document(content, name, lexicon, Limits())
    return [_core(record) for record in found.records], found


def _copies(path: Path) -> Iterator[tuple[str, bytes]]:
    """Give a converted file, and a .doc as WPS Writer would write it."""
    content = path.read_bytes()
    yield path.suffix[1:], content
    if path.suffix == ".doc":
        yield "wps", content[:8] + _CLASS_ID + content[24:]


def _convert(sources: list[Path], kind: str, folder: str) -> list[Path]:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", folder, *sources],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return sorted(Path(folder).glob(f"*.{kind}"))


def _compare(sources: list[Path], kind: str, lexicon: Lexicon) -> None:
    fields: dict[str, list[bool]] = {}
    with TemporaryDirectory() as folder:
        for path in _convert(sources, kind, folder):
            original = next(source for source in sources if source.stem == path.stem)
            expected, _ = _recognised(original.read_bytes(), original.name, lexicon)
            for form, content in _copies(path):
                found, whole = _recognised(content, f"{path.stem}.{form}", lexicon)
                same = [
                    one == other
                    for mine, its in zip(expected, found, strict=False)
                    for one, other in zip(mine, its, strict=True)
                ]
                missed = 4 * (abs(len(expected) - len(found)) or whole.problem is not None)
                fields.setdefault(form, []).extend([*same, *[False] * missed])
                if missed or not all(same):
                    sys.stdout.write(
                        f"{path.stem}.{form}: {found} for {expected} {whole.problem} {whole.warnings}\n"
                    )
    for form, same in fields.items():
        share = 100 * sum(same) / max(1, len(same))
        sys.stdout.write(f".{form}: {sum(same)} of {len(same)} core fields as in the .docx, {share:.1f} %\n")


def _main() -> None:
    sources = sorted(Path(sys.argv[1]).glob("*.docx"))
    lexicon = load_lexicon(None)
    for kind in sys.argv[2:] or ["doc"]:
        _compare(sources, kind, lexicon)


if __name__ == "__main__":
    _main()
