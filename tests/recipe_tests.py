#!/usr/bin/python3
"""What docs/ci.md says to run in continuous integration, run as it stands there, in a scratch repository.

usage: recipe_tests.py --wain PROGRAM
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
import xml.etree.ElementTree as xml

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
BAD = (ROOT / "tests/report_case.wain").read_text(encoding="utf-8")
WAIN = ""


def steps(part) -> list[dict]:
    """Whatever has a `run`, in the order of the page."""
    if isinstance(part, dict):
        return [part] if "run" in part else [step for value in part.values() for step in steps(value)]
    return [step for value in part for step in steps(value)] if isinstance(part, list) else []


BLOCKS = [yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```", PAGE, re.M | re.S)]
STEPS = [step for block in BLOCKS for step in steps(block)]


def step_with(words: str) -> dict:
    found = [step for step in STEPS if words in step["run"]]
    assert len(found) == 1, (words, len(found))
    return found[0]


class Recipes(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="wain-recipe-")
        self.addCleanup(scratch.cleanup)
        self.tools = pathlib.Path(scratch.name) / "bin"
        self.folder = pathlib.Path(scratch.name) / "repository"
        self.write("../bin/gh", '#!/bin/sh\necho "$@" > ../posted\ncat "$5" >> ../posted\n')
        (self.tools / "gh").chmod(0o755)
        self.write("a.wain", BAD)
        self.shell("git init -q -b main . && git add . && git commit -qm one && git update-ref refs/remotes/origin/main HEAD")

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def shell(self, script: str, **more: str) -> subprocess.CompletedProcess:
        environment = {**os.environ, "PATH": f"{self.tools}:{pathlib.Path(WAIN).parent}:{os.environ['PATH']}",
                       "GIT_CONFIG_GLOBAL": os.devnull, **more,
                       **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER")
                          for what, value in (("NAME", "A"), ("EMAIL", "a@example.org"))}}
        # As GitHub runs it: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
        return subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], cwd=self.folder,
                              capture_output=True, text=True, env=environment, timeout=60)

    def run_step(self, words: str) -> subprocess.CompletedProcess:
        step = step_with(words)
        given = {"${{ github.base_ref }}": "main", "${{ github.event.number }}": "7", "${{ github.token }}": "secret"}
        self.assertNotIn("${{", step["run"], "what others may choose comes by the environment")
        return self.shell(step["run"], **{key: given[value] for key, value in step.get("env", {}).items()})

    def clean(self) -> None:
        self.write("a.wain", "document Paper\n")

    def test_annotations(self):
        self.assertEqual(self.run_step("--format github").returncode, 1)
        self.clean()
        self.assertEqual(self.run_step("--format github").returncode, 0)

    def test_code_scanning(self):
        self.assertEqual(self.run_step("--format sarif").returncode, 0)
        log = json.loads((self.folder / "wain.sarif").read_text())
        self.assertEqual({result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in log["runs"][0]["results"]},
                         {"a.wain"})
        self.write("wain.toml", "selct = 1\n")
        self.assertEqual(self.run_step("--format sarif").returncode, 1)  # of `test`

    def test_problem_matcher(self):
        run = self.run_step("add-matcher")
        self.assertEqual(run.returncode, 1)
        self.assertTrue(run.stdout.startswith("::add-matcher::.github/problem-matcher.json\na.wain:5:9: error: "), run.stdout)

    def test_a_comment_on_what_changes(self):
        run = self.run_step("wain diff")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertFalse((self.folder / "../posted").exists())
        for name in ("a.wain", "b c.wain"):
            self.write(name, BAD)
        self.shell("git add . && git commit -qm two && git update-ref refs/remotes/origin/main HEAD")
        for name in ("a.wain", "b c.wain", "new.wain"):
            self.write(name, BAD.replace("5min", "9min"))
        self.assertEqual(self.run_step("wain diff").returncode, 0)
        posted = (self.folder / "../posted").read_text()
        self.assertTrue(posted.startswith("pr comment 7 --body-file comment.md\n## `origin/main:a.wain`"), posted)
        self.assertIn("`b c.wain`", posted)
        self.assertNotIn("new.wain", posted)

    def test_what_cannot_be_compared_takes_no_comment_from_the_others(self):
        for name in ("a.wain", "z.wain"):
            self.write(name, BAD)
        self.shell("git add . && git commit -qm two && git update-ref refs/remotes/origin/main HEAD")
        self.write("a.wain", "role {\n")
        self.write("z.wain", BAD.replace("5min", "9min"))
        self.assertEqual(self.run_step("wain diff").returncode, 1)
        self.assertIn("z.wain", (self.folder / "../posted").read_text())

    def test_gitlab(self):
        job = next(block["wain"] for block in BLOCKS if "wain" in block)
        quality, junit = job["script"]
        self.assertEqual(self.shell(quality).returncode, 0)
        self.assertEqual(self.shell(junit).returncode, 1)
        reports = job["artifacts"]["reports"]
        # https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
        for finding in json.loads((self.folder / reports["codequality"]).read_text()):
            self.assertEqual(set(finding), {"description", "check_name", "fingerprint", "severity", "location"})
            self.assertEqual(finding["location"]["path"], "a.wain")
            self.assertGreaterEqual(finding["location"]["lines"]["begin"], 1)
        self.assertGreater(len(xml.parse(self.folder / reports["junit"]).findall(".//failure")), 0)
        self.clean()
        self.assertEqual((self.shell(quality).returncode, self.shell(junit).returncode), (0, 0))
        self.assertEqual(json.loads((self.folder / reports["codequality"]).read_text()), [])

    def test_an_old_repository(self):
        lines = re.search(r"^## An old repository\n.*?\n\n((?:    [^\n]*\n)+)", PAGE, re.M | re.S)[1]
        run = self.shell("\n".join(line.strip() for line in lines.splitlines()))
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(run.stdout, "nothing found in 1 file\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--wain", required=True)
    known, rest = parser.parse_known_args()
    WAIN = str(pathlib.Path(known.wain).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
