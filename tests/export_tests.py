#!/usr/bin/python3
"""Files for modelling tools and simulators: every example in BPMN, for Prosimos and in BPSim is read by bpmn-moddle
without a warning, is whole, is valid by the official schemas, and keeps what it says beyond BPMN when it is read and
written. What is lost is said in docs/exports.md and nowhere else but in the table of messages.

usage: export_tests.py --wain PROGRAM
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Runs two processes, which Prosimos cannot.
REFUSED = {"content-moderation"}
EXAMPLES = [*sorted((ROOT / "examples").glob("*.wain")), ROOT / "tests/report_case.wain",
            *(ROOT / f"tests/files/export/{name}.wain" for name in ("bpmn", "bpsim", "prosimos-losses"))]


def run(*command: object, **options) -> subprocess.CompletedProcess:
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)


def first_scenario(path: pathlib.Path) -> str:
    found = re.search(r"^scenario (\w+)", path.read_text(encoding="utf-8"), re.M)
    return found.group(1) if found else ""


def export(wain: str, form: str, path: pathlib.Path, file: pathlib.Path, *more: str) -> list[str]:
    """Writes one export, twice the same."""
    texts = []
    for _ in range(2):
        made = run(wain, "compile", "--emit", form, *more, "-o", file, path)
        if made.returncode != 0:
            return [f"{path.name}: {form}: {made.stderr[:300]}"]
        texts.append(file.read_bytes())
    return [] if texts[0] == texts[1] else [f"{path.name}: {form}: not the same twice"]


def check_files(wain: str, folder: pathlib.Path) -> list[str]:
    """Exports of every example, read by bpmn-moddle, and validated."""
    found, full, plain = [], [], []
    for path in EXAMPLES:
        scenario = first_scenario(path)
        for form in ("bpmn", "bpsim", "bpsim1") if scenario else ("bpmn",):
            full.append(folder / f"{path.stem}.{form}.bpmn")
            found += export(wain, form, path, full[-1])
        if scenario and path.stem not in REFUSED:
            plain.append(folder / f"{path.stem}.bpmn")
            found += export(wain, "prosimos", path, plain[-1], "--scenario", scenario)
    if found:
        return found
    for files, extensions in ((full, "some"), (plain, "none")):
        read = run("node", ROOT / "tests/interop/bpmn/check.mjs", *files,
                   env={**os.environ, "WAIN_EXTENSIONS": extensions})
        if read.returncode != 0:
            found.append(f"bpmn-moddle: {read.stderr[:2000]}")
    bpsim = ROOT / "tests/interop/bpsim"
    valid = run(bpsim / ".venv/bin/python", bpsim / "validate.py", *full, *plain)
    if valid.returncode != 0:
        found.append(f"schemas: {valid.stderr[:2000]}")
    return found


def check_two_files(wain: str, folder: pathlib.Path) -> list[str]:
    """Two files, or none: where one cannot be written, the other is as it was."""
    path = ROOT / "examples/room-as-found.wain"
    command = (wain, "compile", "--emit", "prosimos", "--scenario", "AsFound", "-o")
    found = []
    into = folder / "into"
    into.mkdir()
    if run(*command, into, path).returncode != 0 or {f.name for f in into.iterdir()} != {"AsFound.bpmn", "AsFound.json"}:
        found.append("a folder does not get the scenario's two files")
    (folder / "half.json").mkdir()
    if run(*command, folder / "half", path).returncode != 2 or (folder / "half.bpmn").exists():
        found.append("one of two files is written")
    (folder / "old.bpmn").write_text("old")
    (folder / "old.json").mkdir()
    if run(*command, folder / "old.bpmn", path).returncode != 2 or (folder / "old.bpmn").read_text() != "old":
        found.append("what stood there is lost, though not both files could be written")
    left = [file.name for file in folder.iterdir() if not re.search(r"\.(bpmn|json)$|^into$", file.name)]
    return found + [f"{name} is left behind" for name in left]


def check_page() -> list[str]:
    """The page's table of losses has the rows of the table of messages, word for word."""
    table = (ROOT / "compiler/diagnostics/simulation.def").read_text(encoding="utf-8")
    rows = re.findall(r'^WAIN_FRONT_END\(Export\w+, "([^"]+)", "(\w+)", \w+, "(.*)"\)$', table, re.M)
    page = (ROOT / "docs/exports.md").read_text(encoding="utf-8")
    found = [f"docs/exports.md lacks: | {code} `{name}` | {text} |" for name, code, text in rows
             if f"| {code} `{name}` | {text} |" not in page]
    known = {code for _, code, _ in rows}
    return found + [f"docs/exports.md: there is no {code}" for code in set(re.findall(r"\| (SIM\d+) `", page)) - known]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--wain", required=True)
    wain = arguments.parse_args().wain
    with tempfile.TemporaryDirectory() as folder:
        files, two = pathlib.Path(folder) / "files", pathlib.Path(folder) / "two"
        files.mkdir()
        two.mkdir()
        wrong = check_files(wain, files) + check_two_files(wain, two) + check_page()
    for text in wrong:
        print(text, file=sys.stderr)
    print(f"{len(EXAMPLES)} examples, {len(wrong)} complaints")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
