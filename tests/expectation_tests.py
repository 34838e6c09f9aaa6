#!/usr/bin/python3
"""`wain test` on every example: all that they expect holds, as JSON against its schema and as JUnit's XML.

usage: expectation_tests.py --wain PROGRAM
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent

# At the boundary of what 20 replications tell, to be seen in all three verdicts.
MODEL = """\
role Clerk
outcome Done "Done & dusted" { owner Clerk }
outcome Declined
criterion Fine
process P(x: text) yields Done | Declined {
  approval Look by Clerk { judges Fine  sees x  takes exponential(30min)  rejects 20% -> end Declined }
  end Done
}
scenario S { runs P  arrivals exponential(1h)  for 10w  replications 5  seed 3 }
expect mean(S.cycle_time) <= 10h
expect mean(S.cycle_time)
  <= 1min
expect max(S.cycle_time) <= 1000d
expect share(S.Declined) <= 20%
expect share(S.P.Look.visits) <= 1
"""


def run(*command: str, cwd: pathlib.Path = ROOT) -> subprocess.CompletedProcess:
    return subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=cwd)


def example_complaints(wain: str, path: pathlib.Path, validator) -> list[str]:
    text = path.read_text(encoding="utf-8")
    if not re.search(r"^scenario ", text, re.M):
        return []
    if not re.search(r"^expect ", text, re.M):
        return ["nothing is expected of it"]
    done = run(wain, "test", "--jobs", "1", "--format", "json", str(path))
    if done.returncode == 2:
        return [f"exit 2: {done.stderr[:200]}"]
    verdicts = json.loads(done.stdout)
    found = [f"{e.json_path}: {e.message[:200]}" for e in validator.iter_errors(verdicts)]
    found += [f"line {one['line']}: {one['verdict']}: {one['expect']}: {one['reason']}"
              for one in verdicts["expectations"] if one["verdict"] != "passed"]
    if done.returncode != 0 and not found:
        found.append(f"exit {done.returncode}")
    return found


def form_complaints(wain: str, validator) -> list[str]:
    """One small model in every form: verdicts, exit statuses, the same for any number of threads."""
    found = []

    def expect(what: str, seen, wanted):
        if seen != wanted:
            found.append(f"{what}: {seen!r}, not {wanted!r}")

    with tempfile.TemporaryDirectory() as folder:
        here = pathlib.Path(folder)
        (here / "p.wain").write_text(MODEL.rsplit("expect", 1)[0], encoding="utf-8")
        (here / "nothing.wain").write_text("role Clerk\n", encoding="utf-8")
        (here / "broken.wain").write_text(MODEL, encoding="utf-8")

        def test(*words: str) -> subprocess.CompletedProcess:
            return run(wain, "test", *words, cwd=here)

        plain = test("--format", "json", "--jobs", "1", "p.wain")
        expect("exit", plain.returncode, 1)
        verdicts = json.loads(plain.stdout)
        found += [f"{e.json_path}: {e.message[:200]}" for e in validator.iter_errors(verdicts)]
        expect("verdicts", [one["verdict"] for one in verdicts["expectations"]],
               ["passed", "failed", "undecided", "undecided"])
        expect("grounds", [one["ground"] for one in verdicts["expectations"]],
               ["difference", "difference", "noneSeen", "caseShare"])
        expect("lines", [one["line"] for one in verdicts["expectations"]], [10, 11, 13, 14])
        expect("text in one line", verdicts["expectations"][1]["expect"], "mean(S.cycle_time) <= 1min")
        expect("replications", [s["replications"] for s in verdicts["scenarios"]], [320])
        expect("two threads", test("--format", "json", "--jobs", "2", "p.wain").stdout, plain.stdout)
        expect("another seed", json.loads(test("--format", "json", "--seed", "4", "p.wain").stdout)["scenarios"][0]
               ["seed"], "4")
        few = json.loads(test("--format", "json", "--replications", "3", "p.wain").stdout)
        expect("three replications", {one["ground"] for one in few["expectations"]}, {"tooFew", "noneSeen"})
        one = test("--expect", "<= 10h", "p.wain")
        expect("--expect", (one.returncode, one.stdout.count("p.wain:")), (0, 1))
        expect("no such expectation", test("--expect", "nonsense", "p.wain").returncode, 2)
        loose = test("--allow-undecided", "--expect", "max", "--expect", "share", "p.wain")
        expect("--allow-undecided", loose.returncode, 0)
        expect("nothing expected", test("nothing.wain").returncode, 2)
        expect("an error", test("broken.wain").returncode, 2)
        expect("no file", test("absent.wain").returncode, 2)
        for words, failures, skipped in (((), 3, 0), (("--allow-undecided",), 1, 2)):
            suites = xml.fromstring(test("--format", "junit", *words, "p.wain").stdout)
            counts = [int(suites.get(key)) for key in ("tests", "failures", "skipped")]
            expect("junit", counts, [4, failures, skipped])
            cases = suites.findall("testsuite/testcase")
            expect("junit cases", len(cases), 4)
            expect("junit failures", len(suites.findall(".//failure")), failures)
            expect("junit name", cases[1].get("name"), "mean(S.cycle_time) <= 1min")
    return [f"forms: {text}" for text in found]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--wain", required=True)
    wain = os.path.abspath(arguments.parse_args().wain)
    schema = json.loads((ROOT / "docs/schema/test-1.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    files = sorted((ROOT / "examples").rglob("*.wain"))
    complaints = form_complaints(wain, validator(schema))
    complaints += [f"{path.name}: {text}" for path in files
                   for text in example_complaints(wain, path, validator(schema))]
    print(*complaints, sep="\n")
    print(f"{len(files)} examples, {len(complaints)} complaints")
    return 1 if complaints or not files else 0


if __name__ == "__main__":
    sys.exit(main())
