#!/usr/bin/env python3
"""Lints every example and holds the findings against examples/expected.txt.

usage: example_tests.py --wain PROGRAM

Lines of expected.txt: `FILE: clean` (no warning, no error) or `FILE: RULE SYMBOL` (must be reported).
Only rules that this build has count. Every example must be named.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys

EXAMPLES = pathlib.Path(__file__).resolve().parent.parent / "examples"


def run_json(wain: str, *words: str) -> dict:
    run = subprocess.run([wain, *words], capture_output=True, text=True, timeout=120, cwd=EXAMPLES)
    if run.returncode not in (0, 1):
        raise RuntimeError(f"wain {' '.join(words)}: exit {run.returncode}: {run.stderr}")
    return json.loads(run.stdout)


def expectations() -> dict[str, list[str]]:
    expected = collections.defaultdict(list)
    for line in (EXAMPLES / "expected.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            file, _, what = line.partition(":")
            expected[file.strip()].append(what.strip())
    return expected


def complaints(wain: str, file: str, expected: list[str], known: set[str]) -> list[str]:
    findings = run_json(wain, "lint", "--format", "json", "--today", "2026-06-01", file)["findings"]
    seen = {(f["rule"], symbol) for f in findings for symbol in (f["symbol"], f["symbol"].split(".")[-1])}
    wrong = []
    for what in expected:
        if what == "clean":
            wrong += [f"{file}:{f['line']}: {f['level']}: {f['message']} [{f['rule']}]; expected clean"
                      for f in findings if f["level"] in ("warning", "error")]
            continue
        rule, _, symbol = what.partition(" ")
        if rule in known and (rule, symbol.strip()) not in seen:
            wrong.append(f"{file}: {what}: not reported")
    # Whatever is expected of it, an example is understood: only rules speak about it.
    wrong += [f"{file}:{f['line']}: {f['message']} [{f['rule']}]"
              for f in findings if f["level"] == "error" and f["rule"] not in known and "clean" not in expected]
    return wrong


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--wain", required=True)
    wain = str(pathlib.Path(arguments.parse_args().wain).resolve())
    known = {rule["name"] for rule in run_json(wain, "rules", "--format", "json")["rules"]}
    expected = expectations()
    there = {str(path.relative_to(EXAMPLES)) for path in EXAMPLES.rglob("*.wain")}
    wrong = [f"{file}: not named in examples/expected.txt" for file in sorted(there - expected.keys())]
    wrong += [f"{file}: named in examples/expected.txt, and not there" for file in sorted(expected.keys() - there)]
    for file in sorted(expected.keys() & there):
        wrong += complaints(wain, file, expected[file], known)
    for line in wrong:
        print(line)
    print(f"{len(there)} examples, {len(wrong)} complaints")
    return 1 if wrong or not there else 0


if __name__ == "__main__":
    sys.exit(main())
