#!/usr/bin/python3
"""SARIF as others see it: valid against the schema that OASIS publishes, and read by sarif-tools.

usage: sarif_tests.py --wain PROGRAM
"""
import argparse
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCHEMA = ROOT / "tests/interop/sarif/sarif-schema-2.1.0.json"
PYTHON = ROOT / "tests/interop/python/.venv/bin"
WAIN = ""


def sarif_of(*words: str, cwd=ROOT) -> dict:
    run = subprocess.run([WAIN, "lint", "--format", "sarif", "--today", "2026-06-01", *words], cwd=cwd,
                         capture_output=True, text=True, timeout=120)
    return json.loads(run.stdout)


def prints(log: dict) -> list[str]:
    return [result["partialFingerprints"]["wainFinding/v1"] for result in log["runs"][0]["results"]]


class Sarif(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="wain-sarif-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def test_valid_against_the_published_schema(self):
        validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text()))
        for words in (["examples"], ["examples/room-rebuilt.wain"], ["tests/fuzz/corpus"]):
            log = sarif_of(*words)
            self.assertEqual([f"{e.json_path}: {e.message[:200]}" for e in validator.iter_errors(log)], [])

    def test_what_code_scanning_asks_for(self):
        run = sarif_of("examples")["runs"][0]
        rules = run["tool"]["driver"]["rules"]
        self.assertEqual(run["columnKind"], "unicodeCodePoints")
        self.assertEqual(set(run["newlineSequences"]), {"\n", "\r\n", "\r"})
        self.assertGreater(len(run["results"]), 10)
        for rule in rules:
            self.assertLessEqual(len(rule["fullDescription"]["text"]), 1024)
            self.assertLessEqual(len(rule["shortDescription"]["text"]), 250)
            self.assertNotEqual(rule["shortDescription"]["text"], rule["name"])
            self.assertTrue(rule["help"]["markdown"].startswith("# " + rule["name"]))
        for result in run["results"]:
            self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])
            region = result["locations"][0]["physicalLocation"]["region"]
            self.assertEqual(set(region), {"startLine", "startColumn", "endLine", "endColumn"})
            self.assertFalse(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].startswith("/"))
        self.assertEqual(len(set(prints({"runs": [run]}))), len(run["results"]), "fingerprints tell findings apart")

    def test_fingerprints_survive_a_moved_line_and_not_a_renamed_owner(self):
        text = (ROOT / "tests/report_case.wain").read_text()
        path = self.folder / "case.wain"
        path.write_text(text)
        before = prints(sarif_of("case.wain", cwd=self.folder))
        self.assertGreater(len(before), 1)
        path.write_text("// a line more\n\n" + text.replace("outcome Done", "outcome   Done"))
        self.assertEqual(prints(sarif_of("case.wain", cwd=self.folder)), before)
        path.write_text(text.replace("Done", "Ready"))
        self.assertNotEqual(prints(sarif_of("case.wain", cwd=self.folder)), before)

    TEXT = """person Head "Ä😀"
document Paper
criterion Right
outcome Done { owner Head  good when p90(cycle_time) <= 5d }
outcome Not { owner Head  good when p90(cycle_time) <= 5d }
process Handle "😀😀" (paper: Paper) yields Done | Not { /* 😀 */ allow blind-gate because "😀" until 2020-01-01
  approval Check "ö😀" by Head { judges Right  sees paper  takes 5min  rejects 1% -> end Not }
  step Show by Head { takes 2min  reads paper  updates paper }
  approval /* 😀 */ Again by Head { judges Right  sees paper  takes 5min  rejects 1% -> end Not }
  approval /* 😀 */ Third by Head { judges Right  sees paper  takes 5min  rejects 1% -> end Not }
  end Done
}
"""

    @staticmethod
    def replaced(text: str, change: dict) -> str:
        """The text after the replacements of one fix, as a reader of SARIF makes them."""
        starts = [0] + [match.end() for match in re.finditer(r"\r\n|\n|\r", text)]
        for one in reversed(change["replacements"]):
            region = one["deletedRegion"]
            begin = starts[region["startLine"] - 1] + region["startColumn"] - 1
            end = starts[region["endLine"] - 1] + region["endColumn"] - 1
            text = text[:begin] + one.get("insertedContent", {}).get("text", "") + text[end:]
        return text

    def test_fixes_do_what_the_program_does(self):
        path = self.folder / "case.wain"
        for mark, line_end in (("", "\n"), ("\ufeff", "\n"), ("", "\r\n"), ("\ufeff", "\r")):
            text = self.TEXT.replace("\n", line_end)
            path.write_bytes((mark + text).encode())
            run = sarif_of("case.wain", cwd=self.folder)["runs"][0]
            fixed = []
            for result in run["results"]:
                for fix in result.get("fixes", []):
                    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]["name"]
                    path.write_bytes((mark + text).encode())
                    words = ["--fix"] if fix["description"]["text"].endswith("(safe)") else ["--propose", rule]
                    subprocess.run([WAIN, "lint", "--today", "2026-06-01", *words, "case.wain"], cwd=self.folder, capture_output=True)
                    self.assertEqual(self.replaced(text, fix["artifactChanges"][0]), path.read_bytes().decode().removeprefix(mark))
                    fixed.append(rule)
            self.assertIn("expired-allow", fixed)
            self.assertIn("redundant-approval", fixed)

    def test_odd_paths_are_uris(self):
        path = self.folder / "ä b%.wain"
        path.write_text("outcome {\n")
        result = sarif_of(path.name, cwd=self.folder)["runs"][0]["results"]
        self.assertEqual(result[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "%C3%A4%20b%25.wain")

    def test_sarif_tools_reads_it(self):
        log = self.folder / "wain.sarif"
        log.write_text(json.dumps(sarif_of("examples")))
        table = self.folder / "out.csv"
        run = subprocess.run([PYTHON / "sarif", "csv", log, "--output", table], capture_output=True, text=True)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(len(list(csv.DictReader(io.StringIO(table.read_text())))),
                         len(json.loads(log.read_text())["runs"][0]["results"]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--wain", required=True)
    known, rest = parser.parse_known_args()
    WAIN = str(pathlib.Path(known.wain).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
