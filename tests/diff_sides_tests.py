#!/usr/bin/python3
"""The sides of `wain diff`: files, git revisions and ranges of them, standard input.

usage: diff_sides_tests.py --wain PROGRAM
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

WAIN = ""
PEOPLE = """person Head
person Boss { authority Claim: amount <= 1_000 EUR on Fair  reports to Head }
record Claim { amount money EUR }
criterion Fair
"""
CASE = """outcome Paid    { owner Head  requires Fair  good when p90(cycle_time) <= 5d }
outcome Refused { owner Head  good when p90(cycle_time) <= 5d }
process Handle(claim: Claim) yields Paid | Refused {
  approval Decide by Boss { judges Fair  sees claim  takes 20min  rejects 5% -> end Refused }
  end Paid
}
"""


class Repository(unittest.TestCase):
    """Three limits: two committed on one branch, another on a side branch from the first, one in the tree."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="wain-diff-sides-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name) / "work"
        (self.folder / "org").mkdir(parents=True)
        self.git("init", "-q", "-b", "trunk")
        self.write("1_000")
        self.commit("one")
        self.git("branch", "side")
        self.write("2_000")
        self.commit("two")
        self.git("checkout", "-q", "side")
        self.write("5_000")
        self.commit("aside")
        self.git("checkout", "-q", "trunk")
        self.write("3_000")

    def git(self, *words: str):
        who = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_AUTHOR_NAME": "A",
               "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@b"}
        subprocess.run(["git", *words], cwd=self.folder, env={**os.environ, **who}, check=True, capture_output=True)

    def write(self, limit: str):
        (self.folder / "org/people.wain").write_text(PEOPLE.replace("1_000", limit))
        (self.folder / "case.wain").write_text('import "org/people.wain"\n' + CASE + f"// limit {limit}\n")

    def commit(self, message: str):
        self.git("add", ".")
        self.git("commit", "-qm", message)

    def diff(self, *words: str, text: str = "") -> subprocess.CompletedProcess:
        return subprocess.run([WAIN, "diff", *words], cwd=self.folder, capture_output=True, text=True, input=text,
                              timeout=60)

    def moved(self, *words: str, text: str = "") -> tuple[str, str]:
        """The limit before and after."""
        run = self.diff("--format", "json", *words, text=text)
        self.assertEqual(run.returncode, 0, run.stderr)
        (change,) = json.loads(run.stdout)["changes"]
        digits = lambda said: said.split("<= ")[1].split(" ")[0]
        return digits(change["before"]), digits(change["after"])

    def test_revisions(self):
        for words, limits in ((["HEAD~1", "--", "case.wain"], ("1_000", "3_000")), (["HEAD", "case.wain"], ("2_000", "3_000")),
                              (["HEAD~1", "HEAD", "--", "case.wain"], ("1_000", "2_000"))):
            self.assertEqual(self.moved(*words), limits, words)

    def test_ranges_as_git_writes_them(self):
        for word, limits in (("HEAD~1..HEAD", ("1_000", "2_000")), ("side..trunk", ("5_000", "2_000")),
                             ("side..", ("5_000", "2_000")), ("..side", ("2_000", "5_000")),
                             ("trunk...side", ("1_000", "5_000")), ("side...", ("1_000", "2_000")),
                             ("...side", ("1_000", "5_000"))):
            self.assertEqual(self.moved(word, "--", "case.wain"), limits, word)
            self.assertEqual(self.moved(word, "case.wain"), limits, word)

    def test_a_name_with_dots_is_no_range(self):
        (self.folder / "a..b").write_text((self.folder / "case.wain").read_text().replace("org/", "./org/"))
        self.assertEqual(self.diff("a..b", "case.wain").returncode, 0)
        run = self.diff("nobody..HEAD", "case.wain")
        self.assertEqual(run.returncode, 2)

    def test_no_common_commit(self):
        self.git("checkout", "-q", "--orphan", "island")
        self.commit("island")
        self.assertEqual(self.diff("trunk...island", "--", "case.wain").returncode, 2)
        self.assertEqual(self.moved("trunk..island", "--", "case.wain"), ("2_000", "3_000"))

    def test_standard_input(self):
        whole = PEOPLE + CASE
        (self.folder / "whole.wain").write_text(whole)
        raised = whole.replace("1_000", "4_000")
        self.assertEqual(self.moved("whole.wain", "-", text=raised), ("1_000", "4_000"))
        self.assertEqual(self.moved("-", "whole.wain", text=raised), ("4_000", "1_000"))
        self.assertTrue(self.diff("whole.wain", "-", text=raised).stdout.startswith("whole.wain -> <stdin>\n"))
        # Under a path of its own, imports are found from there.
        case = (self.folder / "case.wain").read_text()
        self.assertEqual(self.moved("HEAD:case.wain", "-", "--stdin-filename", "case.wain", text=case), ("2_000", "3_000"))
        for words in (["-", "-"], ["HEAD", "-", "-"]):
            run = self.diff(*words, text=whole)
            self.assertEqual((run.returncode, run.stdout), (2, ""), words)
        self.assertEqual(self.diff("whole.wain", "-", text="outcome {").returncode, 1)

    def test_a_file_that_went_by_another_name(self):
        (self.folder / "case.wain").rename(self.folder / "renamed.wain")
        run = self.diff("HEAD~1:case.wain", "renamed.wain")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertTrue(run.stdout.startswith("HEAD~1:case.wain -> renamed.wain\n"), run.stdout)
        self.assertIn("3_000", run.stdout)

    def test_what_cannot_be_shown(self):
        for words in (["HEAD~9", "--", "case.wain"], ["HEAD", "absent.wain"], ["HEAD"], ["a", "b", "c", "d"]):
            run = self.diff(*words)
            self.assertEqual((run.returncode, run.stdout), (2, ""), words)
            self.assertTrue(run.stderr.startswith("wain: "), run.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--wain", required=True)
    known, rest = parser.parse_known_args()
    WAIN = str(pathlib.Path(known.wain).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
