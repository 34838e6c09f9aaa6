#!/usr/bin/python3
"""`wain simulate --report`: the page in a real browser, held against the figures and plans of the same run.

usage: report_page_tests.py --wain PROGRAM
The browser's part is tests/interop/report/check.mjs.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tests/interop/report"
EXAMPLES = [ROOT / "examples/room-as-found.wain", ROOT / "examples/change-advisory-board.wain",
            ROOT / "examples/insurance-claims.wain", ROOT / "examples/loan-origination.wain", FOLDER / "hostile.wain"]
WAIN = ""


def wain(*words: object) -> subprocess.CompletedProcess:
    return subprocess.run([WAIN, *map(str, words)], capture_output=True, text=True, timeout=120)


class Report(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="wain-report-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def simulated(self, path: pathlib.Path, *words: object) -> dict:
        """The page, the figures and the plans of one run, as a job of check.mjs."""
        page, figures = self.folder / f"{path.stem}.html", self.folder / f"{path.stem}.json"
        run = wain("simulate", "--replications", 5, "--format", "json", "--report", page, *words, path)
        self.assertEqual(run.returncode, 0, run.stderr)
        figures.write_text(run.stdout)
        plans = []
        for scenario in json.loads(run.stdout)["scenarios"]:
            plan = self.folder / f"{path.stem}-{scenario['scenario']}.plan.json"
            compiled = wain("compile", "--emit", "plan", "--scenario", scenario["scenario"], "-o", plan, path)
            self.assertEqual(compiled.returncode, 0, compiled.stderr)
            plans.append(str(plan))
        return {"name": path.stem, "page": str(page), "simulation": str(figures), "plans": plans}

    def test_in_a_browser(self):
        jobs = self.folder / "jobs.json"
        every = [self.simulated(path) for path in EXAMPLES]
        for job in every:
            job["thorough"] = job["name"] in ("room-as-found", "hostile")
        jobs.write_text(json.dumps(every))
        node = subprocess.run(["node", "check.mjs", jobs], cwd=FOLDER, capture_output=True, text=True, timeout=500)
        self.assertEqual(node.returncode, 0, node.stdout + node.stderr)

    def test_the_same_bytes_for_any_number_of_threads(self):
        pages = []
        for jobs in (1, 2):
            page = self.folder / f"{jobs}.html"
            run = wain("simulate", "--jobs", jobs, "--replications", 4, "--report", page, EXAMPLES[0])
            self.assertEqual(run.returncode, 0, run.stderr)
            pages.append(page.read_bytes())
        self.assertEqual(pages[0], pages[1])

    def test_figures_are_the_same_with_and_without(self):
        words = ("simulate", "--replications", 3, EXAMPLES[0])
        self.assertEqual(wain(*words, "--report", self.folder / "page.html").stdout, wain(*words).stdout)

    def test_it_needs_nothing_else(self):
        page = self.folder / "page.html"
        wain("simulate", "--replications", 2, "--report", page, FOLDER / "hostile.wain")
        text = page.read_text(encoding="utf-8")
        self.assertNotRegex(text, r"(?i)\b(?:src|href)\s*=\s*[\"']?(?:https?:|//|file:)")
        self.assertNotRegex(text, r"(?i)@import|url\(\s*['\"]?(?!#)")
        self.assertEqual(len(re.findall(r"(?i)<script", text)), 1)
        self.assertNotIn("<img", text)

    def test_one_replication_and_one_scenario(self):
        page = self.folder / "page.html"
        run = wain("simulate", "--replications", 1, "--scenario", "AsFound", "--report", page, EXAMPLES[0])
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("Handle a request takes", page.read_text(encoding="utf-8"))
        self.assertNotRegex(page.read_text(encoding="utf-8"), r"\b(?:nan|inf)\b")

    def test_a_plan(self):
        plan, page = self.folder / "plan.json", self.folder / "page.html"
        wain("compile", "--emit", "plan", "--scenario", "AsFound", "-o", plan, EXAMPLES[0])
        run = wain("simulate", "--replications", 2, "--report", page, plan)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("</html>", page.read_text(encoding="utf-8"))

    def test_where_nothing_can_be_written(self):
        run = wain("simulate", "--replications", 1, "--report", self.folder / "no/such/folder.html", EXAMPLES[0])
        self.assertEqual(run.returncode, 2)
        self.assertIn("cannot write", run.stderr)
        self.assertEqual(os.listdir(self.folder), [])
        run = wain("simulate", "--replications", 1, "--report", self.folder, EXAMPLES[0])
        self.assertEqual(run.returncode, 2)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wain", required=True)
    known, rest = parser.parse_known_args()
    WAIN = str(pathlib.Path(known.wain).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
