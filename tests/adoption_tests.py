#!/usr/bin/python3
"""The linter where people work: settings files, baselines, other tools' formats, the real pre-commit.

usage: adoption_tests.py --wain PROGRAM
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

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent
PRE_COMMIT = ROOT / "tests/interop/python/.venv/bin/pre-commit"
CASE = (ROOT / "tests/report_case.wain").read_text()
WAIN = ""


class Folder(unittest.TestCase):
    """A scratch folder with `case.wain` and `legacy/case.wain` in it."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="wain-adopt-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        for name in ("case.wain", "legacy/case.wain"):
            self.write(name, CASE)

    def write(self, name: str, text: str) -> pathlib.Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def lint(self, *words: str, cwd=None) -> subprocess.CompletedProcess:
        return subprocess.run([WAIN, "lint", "--today", "2026-06-01", *words], cwd=cwd or self.folder,
                              capture_output=True, text=True, timeout=60)

    def rules(self, *words: str, cwd=None) -> list[str]:
        """`path rule level` of each finding."""
        found = json.loads(self.lint("--format", "json", *words, cwd=cwd).stdout)["findings"]
        return [f"{f['file']} {f['rule']} {f['level']}" for f in found]


class Settings(Folder):
    def test_levels_sets_and_overrides(self):
        plain = self.rules("case.wain")
        self.assertIn("case.wain unmeasured-outcome warning", plain)
        self.write("wain.toml", 'select = "correctness"\n'
                                '[[overrides]]\nfiles = ["legacy/**"]\nrules = { unowned-outcome = "off", OWN005 = "info" }\n')
        for cwd, prefix in ((self.folder, ""), (self.folder / "legacy", "../")):
            found = self.rules(prefix + "case.wain", prefix + "legacy/case.wain", cwd=cwd)
            self.assertIn(f"{prefix}case.wain unowned-outcome error", found)
            self.assertNotIn(f"{prefix}case.wain unmeasured-outcome warning", found)
            legacy = [line.split(" ", 1)[1] for line in found if line.startswith(f"{prefix}legacy/")]
            self.assertNotIn("unowned-outcome error", legacy)
            self.assertIn("unmeasured-outcome info", legacy)

    def test_patterns(self):
        for pattern, is_meant in (("legacy/**", True), ("legacy/", True), ("./legacy/case.wain", True), ("/legacy/case.wain", True),
                                  ("case.wain", True), ("./case.wain", False), ("**/case.wain", True), ("**/ase.wain", False),
                                  ("legacy/**/case.wain", True), ("legacy/**/ase.wain", False), ("*/case.wain", True),
                                  ("legac?/*", True), ("egacy/", False), ("legacy", False)):
            self.write("wain.toml", f'[[overrides]]\nfiles = ["{pattern}"]\nrules = {{ unowned-outcome = "off" }}\n')
            found = self.rules("legacy/case.wain")
            self.assertEqual("legacy/case.wain unowned-outcome error" not in found, is_meant, pattern)

    def test_a_link_to_a_file_does_not_take_its_settings_away(self):
        self.write("legacy/wain.toml", '[rules]\nunowned-outcome = "off"\n')
        (self.folder / "a.wain").symlink_to("legacy/case.wain")
        found = self.rules(".")
        self.assertNotIn("a.wain unowned-outcome error", found)
        self.assertIn("case.wain unowned-outcome error", found)

    def test_the_nearest_file_wins_and_the_command_line_beats_it(self):
        self.write("wain.toml", '[rules]\nunowned-outcome = "off"\n')
        self.write("legacy/wain.toml", '[rules]\nunowned-outcome = "warning"\n')
        self.assertNotIn("case.wain unowned-outcome error", self.rules("case.wain"))
        self.assertIn("legacy/case.wain unowned-outcome warning", self.rules("legacy/case.wain"))
        self.assertIn("legacy/case.wain unowned-outcome info",
                      self.rules("--set", "unowned-outcome.level=info", "legacy/case.wain"))
        self.assertIn("case.wain unowned-outcome error", self.rules("--no-config", "case.wain"))
        self.assertIn("case.wain unowned-outcome warning", self.rules("--config", "legacy/wain.toml", "case.wain"))

    def test_options_are_the_tables(self):
        self.write("wain.toml", '[rules]\nrubber-stamp = { share = "0.5%" }\n')
        self.assertIn('rubber-stamp = { level = "warning", share = "0.5%"', self.lint("--print-config", "case.wain").stdout)

    def test_print_config_can_be_read_back(self):
        printed = self.lint("--print-config", "case.wain").stdout
        self.write("wain.toml", printed)
        self.assertEqual(self.lint("--print-config", "case.wain").stdout, printed)

    def test_mistakes_are_errors_with_a_place(self):
        for text, place, hint in (
                ('selct = "all"\n', "1:1", "`select`"),
                ('select = "al"\n', "1:10", "`all`"),
                ('[rules]\nunowned-outcom = "off"\n', "2:1", "`unowned-outcome`"),
                ('[rules]\nunowned-outcome = "loud"\n', "2:19", "off, info, warning, error"),
                ('[rules]\nrubber-stamp = { shre = "1%" }\n', "2:25", "`share`"),
                ('[rules]\nrubber-stamp = { share = "200%" }\n', "2:26", "200%"),
                ('[rules]\nunowned-outcome = "off"\nOWN001 = "info"\n', "2:19", "`OWN001` is the same rule"),
                ('[rules]\nrubber-stamp = true\n', "2:16", "a level, a number, or a table"),
                ('[[overrides]]\nselect = "all"\n', "1:1", "files"),
                ('[[overrides]]\nfiles = "x"\n', "2:9", "list of patterns"),
                ('exlude = ["a"]\n', "1:1", "`exclude`"),
                ('exclude = "a"\n', "1:11", "list of patterns"),
                ('unowned-outcome = "off"\n', "1:1", "rules stand under `[rules]`"),
                ('[rules]\nselect = "all"\n', "2:1", "before the first line in brackets"),
                ('[rules]\nrubber-stamp = "2%"\n', "2:16", '`rubber-stamp = { share = "2%" }`'),
                ('rules = [\n', "", "parsing")):
            self.write("wain.toml", text)
            run = self.lint("case.wain")
            self.assertEqual(run.returncode, 2, text)
            self.assertIn(f"wain.toml:{place}", run.stderr, text)
            self.assertIn(hint, run.stderr, text)
            self.assertEqual(run.stdout, "", text)  # what was not looked at does not look clean

    def test_settings_that_cannot_be_read_are_not_passed_over(self):
        path = self.folder / "wain.toml"
        for make, reason in ((lambda: path.symlink_to("nowhere"), "No such file"), (lambda: path.symlink_to("wain.toml"), "symbolic links"),
                             (path.mkdir, "it is a directory")):
            make()
            run = self.lint("case.wain")
            self.assertEqual((run.returncode, run.stdout), (2, ""), reason)
            self.assertRegex(run.stderr, f"cannot read `[^`]*wain.toml`: .*{reason}")
            path.rmdir() if path.is_dir() else path.unlink()

    def test_a_setting_of_the_command_line_in_the_wrong_form(self):
        for setting, hint in (("unowned-outcome=off", "`--set unowned-outcome.level=off`"), ("OWN001=error", "`--set OWN001.level=error`"),
                              ("rubber-stamp=2%", "`--set rubber-stamp.share=2%`")):
            run = self.lint("--set", setting, "case.wain")
            self.assertEqual((run.returncode, run.stdout), (2, ""), setting)
            self.assertIn(f"wain: write it so: {hint}\n", run.stderr)
            self.assertEqual(self.lint(*hint.strip("`").split(), "case.wain").stderr, "")
        for setting in ("unowned-outcome=loud", "no-such=off", "x"):
            self.assertNotIn("write it so", self.lint("--set", setting, "case.wain").stderr)

    def test_the_schema_knows_what_the_reader_knows(self):
        schema = json.loads(subprocess.run([WAIN, "rules", "--config-schema"], capture_output=True, text=True).stdout)
        self.assertEqual(schema, json.loads((ROOT / "docs/schema/wain-toml.schema.json").read_text()),
                         "docs/schema/wain-toml.schema.json is what `wain rules --config-schema` prints")
        validator = jsonschema.Draft202012Validator(schema)
        self.assertEqual(list(validator.iter_errors(
            {"exclude": ["a/", "!build"], "select": "all", "rules": {"unowned-outcome": "off", "rubber-stamp": {"share": "1%"}},
             "overrides": [{"files": ["a/**"], "rules": {"OWN001": "info"}}]})), [])
        for bad in ({"selct": "all"}, {"rules": {"no-such-rule": "off"}}, {"rules": {"unowned-outcome": "loud"}},
                    {"rules": {"rubber-stamp": {"share": 2}}}, {"overrides": [{"select": "all"}]},
                    {"exclude": "a"}, {"exclude": ["!"]}, {"exclude": []}):
            self.assertTrue(list(validator.iter_errors(bad)), bad)


class Baselines(Folder):
    def test_only_new_findings_count(self):
        self.assertEqual(self.lint(".").returncode, 1)
        run = self.lint("--write-baseline", "known.json", ".")
        self.assertEqual((run.returncode, run.stdout), (0, ""))
        clean = self.lint("--baseline", "known.json", ".")
        self.assertEqual(clean.returncode, 0, clean.stdout)
        self.assertIn("not shown", clean.stderr)
        # From another folder, and after lines have moved.
        self.write("case.wain", "// a line more\n" + CASE)
        self.assertEqual(self.lint("--baseline", "../known.json", "../case.wain", "case.wain",
                                   cwd=self.folder / "legacy").returncode, 0)
        self.write("case.wain", CASE + "\noutcome Late\nprocess P(paper: Paper) yields Late { end Late }\n")
        found = self.rules("--baseline", "known.json", ".")
        self.assertIn("case.wain unowned-outcome error", found)
        self.assertEqual([line for line in found if line.startswith("legacy")], [])

    def test_errors_of_the_language_are_never_known(self):
        self.write("case.wain", "outcome {\n")
        self.lint("--write-baseline", "known.json", ".")
        self.assertEqual(self.lint("--baseline", "known.json", "case.wain").returncode, 1)

    def test_a_baseline_over_errors_says_so(self):
        self.write("bad.wain", "process {")
        run = self.lint("--write-baseline", "known.json", ".")
        self.assertEqual(run.returncode, 1)
        self.assertIn("bad.wain:1:", run.stderr)
        self.assertEqual(self.lint("--write-baseline", "known.json", "case.wain").returncode, 0)

    def test_a_byte_order_mark_before_a_baseline_is_passed_over(self):
        self.lint("--write-baseline", "known.json", ".")
        path = self.folder / "known.json"
        path.write_text("\ufeff" + path.read_text())
        self.assertEqual(self.lint("--baseline", "known.json", ".").returncode, 0)

    def test_what_is_known_is_not_fixed(self):
        self.lint("--write-baseline", "known.json", "case.wain")
        again = CASE.replace("  end Done", "  approval Third by Head { judges Right  sees paper  takes 5min"
                                           "  rejects 1% -> end Refused }\n  end Done")
        path = self.write("case.wain", again)
        run = self.lint("--baseline", "known.json", "--propose", "redundant-approval", "case.wain")
        self.assertEqual(path.read_text(), CASE, run.stderr)  # the new one is gone, the known one stays
        self.lint("--propose", "redundant-approval", "case.wain")
        self.assertNotIn("Again", path.read_text())

    def test_what_is_no_baseline_is_refused(self):
        for text, hint in (("{", "no baseline"), ("[]", "no baseline"), ('{"schema": "wain-baseline", "version": 7, "findings": []}', "version 7"),
                           ('{"schema": "wain-baseline", "version": 1, "findings": [3]}', "no object")):
            self.write("known.json", text)
            run = self.lint("--baseline", "known.json", "case.wain")
            self.assertEqual((run.returncode, run.stdout), (2, ""), text)
            self.assertIn(hint, run.stderr)
        self.assertEqual(self.lint("--baseline", "absent.json", "case.wain").returncode, 2)

    def test_a_baseline_that_cannot_be_written_is_an_error(self):
        run = self.lint("--write-baseline", "no/such/folder/known.json", "case.wain")
        self.assertEqual(run.returncode, 2)
        self.assertIn("cannot write", run.stderr)


class Formats(Folder):
    def test_github_annotations(self):
        text = self.lint("--format", "github", "case.wain").stdout
        pattern = re.compile(r"^::(error|warning|notice) file=case\.wain,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,"
                             r"title=[a-z-]+ \([A-Z]{3}\d{3}\)::[^\r\n]+$")
        self.assertGreater(len(text.splitlines()), 2)
        for line in text.splitlines():
            self.assertRegex(line, pattern)
        self.assertNotRegex(text, r"%(?!0A|0D|25|3A|2C)")

    def test_junit(self):
        suites = xml.fromstring(self.lint("--format", "junit", ".").stdout)
        self.assertEqual([s.get("name") for s in suites], ["case.wain", "legacy/case.wain"])
        self.assertEqual(int(suites.get("failures")), len(suites.findall(".//failure")))
        self.write("clean.wain", "document Paper\n")
        clean = xml.fromstring(self.lint("--format", "junit", "clean.wain").stdout)
        self.assertEqual((clean.get("tests"), clean.get("failures"), len(clean.findall(".//testcase"))), ("1", "0", 1))
        self.write('<&".wain', "outcome {\n\x0c")
        xml.fromstring(self.lint("--format", "junit", '<&".wain').stdout)

    def test_gitlab(self):
        found = json.loads(self.lint("--format", "gitlab", ".").stdout)
        self.assertEqual({f["severity"] for f in found} - {"info", "minor", "major", "critical", "blocker"}, set())
        self.assertEqual(len({f["fingerprint"] for f in found}), len(found))
        self.assertEqual({f["location"]["path"] for f in found}, {"case.wain", "legacy/case.wain"})

    def test_the_problem_matcher_reads_the_short_format(self):
        matchers = json.loads((ROOT / "docs/problem-matcher.json").read_text())["problemMatcher"]
        levels = set()
        for line in self.lint("--format", "short", "--color", "always", "case.wain").stdout.splitlines():
            read = [(one, one["pattern"][0], match) for one in matchers if (match := re.match(one["pattern"][0]["regexp"], line))]
            self.assertEqual(len(read), 1, line)
            matcher, pattern, match = read[0]
            # GitHub's runner passes over every other word.
            severity = match[pattern["severity"]] if "severity" in pattern else matcher["severity"]
            self.assertIn(severity, ("error", "warning", "notice"))
            levels.add(severity)
            self.assertEqual(match[pattern["file"]], "case.wain")
            self.assertTrue(match[pattern["line"]].isdigit() and match[pattern["column"]].isdigit())
            self.assertNotIn("[", match[pattern["message"]])
        self.assertEqual(levels, {"error", "warning", "notice"})

    def test_max_warnings_and_statistics(self):
        self.assertEqual(self.lint("--fail-on", "never", "case.wain").returncode, 0)
        run = self.lint("--fail-on", "never", "--max-warnings", "0", "case.wain")
        self.assertEqual(run.returncode, 1)
        self.assertIn("--max-warnings allows 0", run.stderr)
        self.assertEqual(self.lint("--fail-on", "never", "--max-warnings", "99", "case.wain").returncode, 0)

    def test_statistics_say_how_often_how_grave_and_what_has_a_fix(self):
        again = '  allow blind-gate because "once" until 2020-01-01\n  end Done'
        self.write("case.wain", CASE.replace("  end Done", again))
        found = self.rules(".")
        table, _, summary = self.lint("--statistics", ".").stdout.partition("\n\n")
        rows = [line.split(maxsplit=4) for line in table.splitlines()]
        self.assertEqual(sum(int(row[0]) for row in rows), len(found))
        self.assertIn(["2", "OWN001", "unowned-outcome", "error", "--propose unowned-outcome: 2"], rows)
        self.assertIn(["1", "META002", "expired-allow", "warning", "--fix: 1"], rows)
        self.assertRegex(summary, r"^\d+ errors, .* in 2 files\ncan be mended: 1 by --fix, \d by --propose RULE\n$")
        self.assertEqual(self.lint("-q", "--statistics", ".").stdout, table + "\n")
        objects = json.loads(self.lint("--statistics", "--format", "json", ".").stdout)
        self.assertEqual([[str(o["findings"]), o["code"], o["rule"], o["level"]] for o in objects], [row[:4] for row in rows])
        self.assertEqual(sum(o["safeFixes"] for o in objects), 1)


class PreCommit(Folder):
    def git(self, *words: str, cwd: pathlib.Path) -> subprocess.CompletedProcess:
        environment = {**os.environ, "PATH": f"{pathlib.Path(WAIN).parent}:{os.environ['PATH']}",
                       "PRE_COMMIT_HOME": str(self.folder / "cache"), "GIT_CONFIG_GLOBAL": os.devnull,
                       **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER")
                          for what, value in (("NAME", "A"), ("EMAIL", "a@example.org"))}}
        return subprocess.run(words, cwd=cwd, capture_output=True, text=True, env=environment, timeout=120)

    def with_hook(self, name: str, more: str = "") -> pathlib.Path:
        """A work tree in which pre-commit runs one of our hooks, with more said about it."""
        hooks = self.folder / "hooks"
        work = self.folder / "work"
        for repository in (hooks, work):
            repository.mkdir()
            self.git("git", "init", "-q", cwd=repository)
        self.write("hooks/.pre-commit-hooks.yaml", (ROOT / ".pre-commit-hooks.yaml").read_text())
        self.git("git", "add", ".", cwd=hooks)
        self.assertEqual(self.git("git", "commit", "-qm", "hooks", cwd=hooks).returncode, 0)
        revision = self.git("git", "rev-parse", "HEAD", cwd=hooks).stdout.strip()
        self.write("work/.pre-commit-config.yaml",
                   f"repos:\n- repo: {hooks}\n  rev: {revision}\n  hooks:\n  - id: {name}\n{more}")
        installed = self.git(str(PRE_COMMIT), "install", cwd=work)
        self.assertEqual(installed.returncode, 0, installed.stderr + installed.stdout)
        return work

    def test_the_fixing_hook_refuses_until_the_fix_is_added(self):
        work = self.with_hook("wain-fix")
        clean = (ROOT / "examples/room-rebuilt.wain").read_text().replace('"org/', f'"{ROOT}/examples/org/')
        place = clean.rindex("\n  end ")
        self.write("work/case.wain", clean[:place] + '\n  allow blind-gate because "once" until 2020-01-01' + clean[place:])
        self.git("git", "add", ".", cwd=work)
        fixed = self.git("git", "commit", "-m", "fixed", cwd=work)
        self.assertNotEqual(fixed.returncode, 0, fixed.stderr + fixed.stdout)
        self.assertIn("files were modified by this hook", fixed.stderr + fixed.stdout)
        self.assertEqual((work / "case.wain").read_text(), clean)
        self.git("git", "add", ".", cwd=work)
        added = self.git("git", "commit", "-m", "added", cwd=work)
        self.assertEqual(added.returncode, 0, added.stderr + added.stdout)

    def test_a_bad_commit_is_refused_and_a_good_one_accepted(self):
        work = self.with_hook("wain-lint")
        self.write("work/case.wain", CASE)
        self.git("git", "add", ".", cwd=work)
        bad = self.git("git", "commit", "-m", "bad", cwd=work)
        self.assertNotEqual(bad.returncode, 0)
        self.assertIn("unowned-outcome", bad.stderr + bad.stdout)
        self.write("work/case.wain", (ROOT / "examples/room-rebuilt.wain").read_text().replace('"org/', f'"{ROOT}/examples/org/'))
        self.git("git", "add", ".", cwd=work)
        good = self.git("git", "commit", "-m", "good", cwd=work)
        self.assertEqual(good.returncode, 0, good.stderr + good.stdout)

    def test_a_hook_may_look_at_all_files_and_know_some_findings(self):
        recipe = re.search(r"^  - id: wain-lint\n((?:    .*\n)+)", (ROOT / "docs/ci.md").read_text(), re.M)[1]
        work = self.with_hook("wain-lint", recipe)
        self.write("work/case.wain", CASE)
        self.write("work/org.wain", "role Clerk\n")
        self.write("work/other.wain", 'import "org.wain"\noutcome Late { owner Clerk  good when p90(cycle_time) <= 5d }\n'
                                      "process P() yields Late { step Do by Clerk { takes 5min }  end Late }\n")
        self.lint("--write-baseline", "wain-baseline.json", ".", cwd=work)
        self.git("git", "add", ".", cwd=work)
        known = self.git("git", "commit", "-m", "known", cwd=work)
        self.assertEqual(known.returncode, 0, known.stderr + known.stdout)
        self.write("work/org.wain", "role Agent\n")
        broken = self.git("git", "commit", "-am", "what imports it is broken", cwd=work)
        self.assertNotEqual(broken.returncode, 0)
        self.assertIn("other.wain:2:", broken.stderr + broken.stdout)

    def test_a_hook_leaves_alone_what_is_excluded(self):
        work = self.with_hook("wain-lint")
        self.write("work/wain.toml", 'exclude = ["legacy/"]\n')
        self.write("work/legacy/case.wain", CASE)
        self.git("git", "add", ".", cwd=work)
        run = self.git("git", "commit", "-m", "excluded", cwd=work)
        self.assertEqual(run.returncode, 0, run.stderr + run.stdout)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--wain", required=True)
    known, rest = parser.parse_known_args()
    WAIN = str(pathlib.Path(known.wain).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
