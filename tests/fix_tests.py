#!/usr/bin/python3
"""`wain lint --fix`, `--propose` and `--diff`: what they write, where they do not, and their exit status.

usage: fix_tests.py --wain PROGRAM
"""
import argparse
import json
import pathlib
import re
import stat
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
WAIN = ""
TODAY = ("--today", "2026-06-30")

HEAD = """\
person Head
person Boss { reports to Head }
role Clerk { staff 4  reports to Boss }
document File
criterion Fair
criterion Complete
outcome No { owner Head  good when p90(cycle_time) <= 5d }
"""
# Two allows that hide nothing, of which one has run out.
ALLOWS = HEAD + """\
outcome Done {
  owner Head   // answers
  good when p90(cycle_time) <= 5d
  allow diffuse-ownership because "never"   // stays
  allow rubber-stamp because "old" until 2020-01-01
}
process Handle(file: File) yields Done | No {
  approval Fairly by Clerk { judges Fair  sees file  takes 5min  rejects 3% -> end No }
  end Done
}
"""
ALLOWS_FIXED = ALLOWS.replace('  allow diffuse-ownership because "never"   // stays\n', "  // stays\n").replace(
    '  allow rubber-stamp because "old" until 2020-01-01\n', "")
SERIAL = HEAD + """\
outcome Done { owner Head  good when p90(cycle_time) <= 5d }
process Handle(file: File) yields Done | No {
  // first
  approval First by Boss { judges Fair  sees file  takes 10min  rejects 3% -> end No }  // of two
  // and then
  approval Then by Clerk { judges Complete  sees file  takes 10min  rejects 3% -> end No }
  end Done
}
"""


class Fixing(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="wain-fix-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def write(self, name: str, text: str) -> pathlib.Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def read(self, name: str) -> str:
        return (self.folder / name).read_bytes().decode()

    def lint(self, *words: str, given: str | None = None) -> subprocess.CompletedProcess:
        return subprocess.run([WAIN, "lint", *TODAY, "--format", "short", *words], cwd=self.folder, input=given,
                              capture_output=True, text=True, timeout=60)

    def alone(self) -> list[str]:
        """Nothing half-written lies about."""
        return sorted(str(p.relative_to(self.folder)) for p in self.folder.rglob("*") if p.is_file())


class Safe(Fixing):
    def test_applies_them_and_says_what_is_left(self):
        self.write("a.wain", ALLOWS)
        run = self.lint("--fix", "a.wain")
        self.assertEqual((run.returncode, run.stdout), (0, ""), run.stderr)
        self.assertEqual(run.stderr, "wain: fixes applied: 2 (files: 1)\n")
        self.assertEqual(self.read("a.wain"), ALLOWS_FIXED)
        self.assertEqual(self.alone(), ["a.wain"])
        again = self.lint("--fix", "a.wain")
        self.assertEqual((again.returncode, again.stderr), (0, "wain: fixes applied: 0 (files: 0)\n"))

    def test_what_is_left_decides_the_exit_status(self):
        self.write("a.wain", SERIAL.replace("  // first\n", '  allow late-knockout because "x"\n'))
        run = self.lint("--fix", "a.wain")
        self.assertEqual(run.returncode, 1)
        self.assertIn("serial-independent-gates", run.stdout)
        self.assertNotIn("unused-allow", run.stdout)
        self.assertNotIn("parallel", self.read("a.wain"))
        self.assertEqual(self.lint("--fix", "--fail-on", "error", "a.wain").returncode, 0)

    def test_an_allow_by_code_gets_the_name(self):
        text = ALLOWS.replace("allow diffuse-ownership", "allow OWN003")
        self.write("a.wain", text)
        self.assertIn("`allow OWN003` hides nothing", self.lint("a.wain").stdout)
        name = subprocess.run([WAIN, "explain", "OWN003"], capture_output=True, text=True).stdout.split()[1]
        shown = subprocess.run([WAIN, "lint", *TODAY, "a.wain"], cwd=self.folder, capture_output=True, text=True).stdout
        self.assertIn(f"there is a rule with a similar name: `{name}`", shown)

    def test_a_file_without_anything_to_fix_is_not_written(self):
        path = self.write("a.wain", SERIAL)
        before = path.stat()
        self.assertEqual(self.lint("--fix", "a.wain").returncode, 1)
        after = path.stat()
        self.assertEqual((before.st_ino, before.st_mtime_ns), (after.st_ino, after.st_mtime_ns))

    def test_keeps_line_ends_and_tabs(self):
        text = ALLOWS.replace("\n  ", "\n\t").replace("\n", "\r\n")
        self.write("a.wain", text)
        self.lint("--fix", "a.wain")
        self.assertEqual(self.read("a.wain"), ALLOWS_FIXED.replace("\n  ", "\n\t").replace("\n", "\r\n"))

    def test_errors_of_the_language_stand_in_nobodys_way(self):
        # After an error nobody knows whether an `allow` hides something.
        self.write("bad.wain", ALLOWS + "role {\n")
        self.write("a.wain", ALLOWS)
        run = self.lint("--fix", "a.wain", "bad.wain")
        self.assertEqual(run.returncode, 1)
        self.assertEqual(self.read("a.wain"), ALLOWS_FIXED)
        self.assertIn("allow diffuse-ownership", self.read("bad.wain"))

    def test_imported_files_are_fixed_only_where_they_are_named(self):
        self.write("org.wain", ALLOWS)
        self.write("a.wain", 'import "org.wain"\n')
        self.lint("--fix", "a.wain")
        self.assertEqual(self.read("org.wain"), ALLOWS)
        self.lint("--fix", "a.wain", "org.wain")
        self.assertEqual(self.read("org.wain"), ALLOWS_FIXED)


class Proposals(Fixing):
    SIDE_BY_SIDE = SERIAL.replace("""\
  approval First by Boss { judges Fair  sees file  takes 10min  rejects 3% -> end No }  // of two
  // and then
  approval Then by Clerk { judges Complete  sees file  takes 10min  rejects 3% -> end No }
""", """\
  parallel {
    branch FirstBranch {
      approval First by Boss { judges Fair  sees file  takes 10min  rejects 3% -> end No }
    }  // of two
    // and then
    branch ThenBranch {
      approval Then by Clerk { judges Complete  sees file  takes 10min  rejects 3% -> end No }
    }
  }
""")

    def test_only_of_the_rules_that_are_named(self):
        self.write("a.wain", SERIAL)
        run = self.lint("--propose", "serial-independent-gates", "a.wain")
        self.assertEqual(run.returncode, 0, run.stdout)
        self.assertEqual(self.read("a.wain"), self.SIDE_BY_SIDE)
        self.write("a.wain", SERIAL)
        self.lint("--fix", "--propose", "APR006", "a.wain")
        self.assertEqual(self.read("a.wain"), SERIAL)

    def test_a_code_names_a_rule_too_and_what_is_none_is_refused(self):
        self.write("a.wain", SERIAL)
        run = self.lint("--propose", "serial-independent-gate", "a.wain")
        self.assertEqual(run.returncode, 2)
        self.assertIn("serial-independent-gates", run.stderr)
        self.lint("--propose", "GAT003", "a.wain")
        self.assertEqual(self.read("a.wain"), self.SIDE_BY_SIDE)

    def test_without_naming_it_is_not_safe(self):
        self.write("a.wain", ALLOWS)
        self.lint("--propose", "unused-allow", "a.wain")  # of which only a misspelt name is a proposal
        self.assertEqual(self.read("a.wain"), ALLOWS)

    def test_a_rule_that_proposes_nothing_says_so(self):
        self.write("a.wain", ALLOWS)
        for name in ("rubber-stamp", "APR012", "expired-allow"):
            run = self.lint("--propose", "serial-independent-gates", "--propose", name, "a.wain")
            self.assertEqual((run.returncode, run.stdout), (2, ""))
            self.assertIn("proposes nothing; what proposes something is `unowned-outcome`, `redundant-approval`", run.stderr)
        self.assertEqual(self.read("a.wain"), ALLOWS)

    def test_the_page_lists_the_rules_that_propose_something(self):
        self.write("a.wain", ALLOWS)
        said = self.lint("--propose", "rubber-stamp", "a.wain").stderr
        page = (ROOT / "docs/fixes.md").read_text().split("## How")[0]
        table = [line.split("`")[1] for line in page.splitlines() if "propos" in line and line.startswith("| `")]
        self.assertEqual(sorted(re.findall("`([a-z-]+)`", said)[1:]), sorted(table))

    def test_what_would_bring_something_new_is_left_out(self):
        # Behind the second gate the outcome needs what only it judges again after the change.
        text = SERIAL.replace("end Done\n}", "end Done\n}\nscenario S { runs Handle  arrivals 5 per day  for 4w  "
                              "warmup 1w  with First takes 5min }\n").replace(
            "  approval Then by Clerk { judges Complete ", "  approval Again by Boss { judges Fair ")
        self.write("a.wain", text)
        self.write("b.wain", 'import "a.wain"\nscenario T from S { with Again takes 6min }\n')
        run = self.lint("--propose", "redundant-approval", "a.wain", "b.wain")
        self.assertEqual(self.read("a.wain"), text)
        self.assertIn("wain: not applied: the fix of `redundant-approval` at a.wain:", run.stderr)
        self.lint("--propose", "redundant-approval", "a.wain")
        self.assertNotIn("approval Again", self.read("a.wain"))

    def test_more_rounds_than_one_and_their_end(self):
        gates = "".join(f"  approval G{i} by Boss {{ judges Fair  sees file  takes 10min  rejects 3% -> end No }}\n"
                        for i in range(2))
        self.write("a.wain", SERIAL.replace("  // first\n", gates))
        run = self.lint("--propose", "redundant-approval", "a.wain")
        text = self.read("a.wain")
        self.assertEqual(len(re.findall(r"approval \w+ by Boss", text)), 1, run.stderr)


class Diffs(Fixing):
    def test_shows_what_would_change_and_writes_nothing(self):
        self.write("a.wain", ALLOWS)
        run = self.lint("--diff", "a.wain")
        self.assertEqual(run.returncode, 1)
        self.assertTrue(run.stdout.startswith("--- a/a.wain\n+++ b/a.wain\n@@ "), run.stdout)
        self.assertEqual(self.read("a.wain"), ALLOWS)
        applied = subprocess.run(["git", "apply", "-"], cwd=self.folder, input=run.stdout, text=True,
                                 capture_output=True)
        self.assertEqual(applied.returncode, 0, applied.stderr)
        self.assertEqual(self.read("a.wain"), ALLOWS_FIXED)
        run = self.lint("--diff", "a.wain")
        self.assertEqual((run.returncode, run.stdout), (0, ""))

    def test_a_path_with_a_blank_ends_at_a_tab(self):
        self.write("a b.wain", ALLOWS)
        run = self.lint("--diff", "a b.wain")
        self.assertTrue(run.stdout.startswith("--- a/a b.wain\t\n+++ b/a b.wain\t\n@@ "), run.stdout)
        applied = subprocess.run(["git", "apply", "-"], cwd=self.folder, input=run.stdout, text=True,
                                 capture_output=True)
        self.assertEqual((applied.returncode, self.read("a b.wain")), (0, ALLOWS_FIXED), applied.stderr)

    def test_of_standard_input(self):
        run = self.lint("--diff", "--stdin-filename", "shown.wain", "-", given=ALLOWS)
        self.assertEqual(run.returncode, 1)
        self.assertIn("+++ b/shown.wain\n", run.stdout)

    def test_of_proposals(self):
        self.write("a.wain", SERIAL)
        run = self.lint("--diff", "--propose", "serial-independent-gates", "a.wain")
        self.assertIn("+  parallel {\n", run.stdout)
        self.assertEqual(self.read("a.wain"), SERIAL)


class Files(Fixing):
    def test_standard_input_cannot_be_fixed(self):
        run = self.lint("--fix", "-", given=ALLOWS)
        self.assertEqual((run.returncode, run.stdout), (2, ""))
        self.assertIn("standard input cannot be fixed", run.stderr)

    def test_a_read_only_file_is_left_alone(self):
        path = self.write("a.wain", ALLOWS)
        self.write("b.wain", ALLOWS)
        path.chmod(0o444)
        run = self.lint("--fix", "a.wain", "b.wain")
        self.assertEqual(run.returncode, 2)
        self.assertIn("cannot fix `a.wain`: it is read-only", run.stderr)
        self.assertEqual(self.read("a.wain"), ALLOWS)
        self.assertEqual(self.read("b.wain"), ALLOWS_FIXED)

    def test_permissions_and_links_stay(self):
        path = self.write("real/a.wain", ALLOWS)
        path.chmod(0o640)
        (self.folder / "link.wain").symlink_to("real/a.wain")
        self.assertEqual(self.lint("--fix", "link.wain").returncode, 0)
        self.assertTrue((self.folder / "link.wain").is_symlink())
        self.assertEqual(self.read("real/a.wain"), ALLOWS_FIXED)
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o640)


class Machines(Fixing):
    def test_json_carries_them(self):
        self.write("a.wain", ALLOWS)
        self.write("b.wain", SERIAL)
        found = json.loads(subprocess.run([WAIN, "lint", *TODAY, "--format", "json", "a.wain", "b.wain"],
                                          cwd=self.folder, capture_output=True, text=True).stdout)["findings"]
        fixes = {f["rule"]: f["fixes"] for f in found if "fixes" in f}
        self.assertEqual({rule: fix[0]["kind"] for rule, fix in fixes.items()},
                         {"unused-allow": "safe", "expired-allow": "safe", "serial-independent-gates": "proposal"})
        text = ALLOWS.encode()
        for rule in ("expired-allow", "unused-allow"):  # the later one first
            for edit in reversed(fixes[rule][0]["edits"]):
                text = text[:edit["byteBegin"]] + edit["text"].encode() + text[edit["byteEnd"]:]
        self.assertEqual(text.decode(), ALLOWS_FIXED)

    def test_sarif_carries_them(self):
        self.write("a.wain", ALLOWS)
        log = json.loads(subprocess.run([WAIN, "lint", *TODAY, "--format", "sarif", "a.wain"], cwd=self.folder,
                                        capture_output=True, text=True).stdout)
        fixes = [fix for result in log["runs"][0]["results"] for fix in result.get("fixes", [])]
        self.assertEqual(sorted(fix["description"]["text"] for fix in fixes),
                         ["remove `allow diffuse-ownership` (safe)", "remove `allow rubber-stamp` (safe)"])
        change = fixes[0]["artifactChanges"][0]
        self.assertEqual(change["artifactLocation"]["uri"], "a.wain")
        self.assertTrue(change["replacements"][0]["deletedRegion"]["startLine"] > 1)

    def test_text_says_how_to_apply_them(self):
        self.write("a.wain", ALLOWS)
        self.write("b.wain", SERIAL)
        shown = subprocess.run([WAIN, "lint", *TODAY, "a.wain", "b.wain"], cwd=self.folder, capture_output=True,
                               text=True).stdout
        self.assertIn("= fix: remove `allow rubber-stamp` (--fix)\n", shown)
        self.assertIn("side by side in a `parallel` (--propose serial-independent-gates)\n", shown)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--wain", required=True)
    arguments, rest = parser.parse_known_args()
    WAIN = str(pathlib.Path(arguments.wain).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
