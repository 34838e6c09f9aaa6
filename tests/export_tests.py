#!/usr/bin/python3
"""Files for modelling tools: every example in BPMN is read by bpmn-moddle without a warning, is whole, and keeps
what it says beyond BPMN when it is read and written.

usage: export_tests.py --wain PROGRAM
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.wain")) + [ROOT / "tests/report_case.wain"]


def run(*command: object, **options) -> subprocess.CompletedProcess:
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)


def check_bpmn(wain: str, folder: pathlib.Path) -> list[str]:
    """Exports of every example, read by bpmn-moddle."""
    found, files = [], []
    for path in EXAMPLES:
        file = folder / f"{path.stem}.bpmn"
        made = run(wain, "compile", "--emit", "bpmn", "-o", file, path)
        if made.returncode != 0:
            found.append(f"{path.name}: bpmn: {made.stderr[:300]}")
            continue
        files.append(file)
        if run(wain, "compile", "--emit", "bpmn", path).stdout != file.read_text(encoding="utf-8"):
            found.append(f"{path.name}: bpmn: not the same twice")
    read = run("node", ROOT / "tests/interop/bpmn/check.mjs", *files)
    if read.returncode != 0:
        found.append(f"bpmn-moddle: {read.stderr[:2000]}")
    return found


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--wain", required=True)
    wain = arguments.parse_args().wain
    with tempfile.TemporaryDirectory() as folder:
        wrong = check_bpmn(wain, pathlib.Path(folder))
    for text in wrong:
        print(text, file=sys.stderr)
    print(f"{len(EXAMPLES)} examples, {len(wrong)} complaints")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
