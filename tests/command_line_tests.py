#!/usr/bin/env python3
"""The program from outside: arguments, exit status, files it reads and writes.

usage: command_line_tests.py --wain PROGRAM
"""
import argparse
import fcntl
import json
import os
import pathlib
import pty
import re
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
WAIN = ""
GOOD = "document Paper\n"
BAD = "role {\n"  # a name is missing


def wain(*words: str, cwd=None, stdin: str = "") -> subprocess.CompletedProcess:
    return subprocess.run([WAIN, *words], cwd=cwd, input=stdin, capture_output=True, text=True, timeout=60)


class CommandLine(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="wain-cli-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def write(self, name: str, text: str) -> pathlib.Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def run_here(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess:
        return wain(*words, cwd=self.folder, stdin=stdin)

    def test_help_everywhere(self):
        for words in (["--help"], ["help"], ["lint", "--help"], ["help", "check"], ["compile", "-h"],
                      ["rules", "--help"], ["explain", "--help"], ["simulate", "--help"]):
            run = wain(*words)
            self.assertEqual(run.returncode, 0, words)
            self.assertIn("Examples:", run.stdout, words)
            self.assertEqual(run.stderr, "")

    def test_version(self):
        self.assertRegex(wain("--version").stdout, r"^wain \d+\.\d+\.\d+\n$")

    def test_usage_errors_are_2_and_name_what_is_near(self):
        for words, hint in (([], "--help"), (["lnt"], "`lint`"), (["lint"], "files"), (["lint", "a", "--frmat"], "`--format`"),
                            (["lint", "--format", "jsn", "x"], "`json`"), (["explain", "import-cycl"], "`import-cycle`"),
                            (["compile", "--emit", "dott", "x"], "`dot`"), (["lint", "--today", "soon", "x"], "2026-12-24"),
                            (["compile", "x"], "--emit"), (["--lint"], "--lint")):
            run = wain(*words)
            self.assertEqual(run.returncode, 2, words)
            self.assertIn(hint, run.stderr, words)
            self.assertEqual(run.stdout, "", words)

    def test_options_that_would_be_passed_over_are_refused(self):
        self.write("good.wain", GOOD)
        self.write("-x.wain", GOOD)
        for words, said in ((["--config", "a", "--no-config"], "--config and --no-config do not go together"),
                            (["--write-baseline", "a", "--baseline", "b"], "--write-baseline and --baseline do not"),
                            (["--write-baseline", "a", "--diff"], "--write-baseline and --diff do not"),
                            (["--write-baseline", "a", "--statistics"], "--write-baseline and --statistics do not"),
                            (["--statistics", "--diff"], "--statistics and --diff do not"),
                            (["--statistics", "--format", "sarif"], "text or json, not as sarif"),
                            (["--format", "json", "--format", "short"], "--format is given twice"),
                            (["--baseline", ""], "--baseline needs a value"), (["--today", ""], "--today needs a value"),
                            (["--max-warnings", "-1"], "--max-warnings"), (["--max-warnings", "1" * 30], "--max-warnings"),
                            (["-x.wain"], "name it `./-x.wain`")):
            run = self.run_here("lint", *words, "good.wain")
            self.assertEqual((run.returncode, run.stdout), (2, ""), words)
            self.assertIn(said, run.stderr, words)
        self.assertEqual(self.run_here("lint", "--", "-x.wain", "good.wain").stdout, "nothing found in 2 files\n")
        self.assertEqual([p.name for p in self.folder.iterdir() if p.suffix != ".wain"], [])

    def test_what_was_not_looked_at_does_not_look_clean(self):
        self.write("good.wain", GOOD)
        for words in (["absent.wain"], ["good.wain", "absent.wain"], ["--config", "absent.toml", "good.wain"]):
            run = self.run_here("lint", *words)
            self.assertEqual((run.returncode, run.stdout), (2, ""), words)

    def test_exit_status(self):
        self.write("good.wain", GOOD)
        self.write("bad.wain", BAD)
        self.assertEqual(self.run_here("check", "good.wain").returncode, 0)
        self.assertEqual(self.run_here("check", "bad.wain").returncode, 1)
        self.assertEqual(self.run_here("check", "--fail-on", "never", "bad.wain").returncode, 0)
        self.assertEqual(self.run_here("check", "absent.wain").returncode, 2)
        both = self.run_here("check", "--format", "short", "absent.wain", "bad.wain")
        self.assertEqual(both.returncode, 2)
        self.assertIn("bad.wain:1:", both.stdout)  # what can be read is still checked
        self.assertIn("absent.wain", both.stderr)

    def test_a_file_may_have_the_name_of_a_command(self):
        self.write("check", GOOD)
        self.assertEqual(self.run_here("lint", "check").returncode, 0)

    def test_folders(self):
        for name in ("b.wain", "a/z.wain", "a/b/c.wain", ".hidden/x.wain", "a/note.txt"):
            self.write(name, BAD)
        (self.folder / "a/loop").symlink_to(self.folder)
        run = self.run_here("check", "--format", "short", ".")
        self.assertEqual([line.split(":")[0] for line in run.stdout.splitlines()], ["a/b/c.wain", "a/z.wain", "b.wain"])

    def test_threads_change_nothing_that_is_said(self):
        examples = sorted((ROOT / "examples").glob("*.wain"))
        for i in range(4):
            for example in examples:
                self.write(f"{i}/{example.name}", example.read_text(encoding="utf-8"))
            self.write(f"{i}/bad.wain", BAD)
            (self.folder / f"{i}/unreadable.wain").mkdir()
        named = [f"{i}/{name}" for i in range(4) for name in ("unreadable.wain", "missing.wain", "bad.wain")]
        for words in (["check"], ["lint", "--verbose", "--format", "json", "--today", "2026-11-22"]):
            alone = self.run_here(*words, "--jobs", "1", ".", *named)
            self.assertEqual(alone.returncode, 2, words)
            for jobs in ("2", "7"):
                together = self.run_here(*words, "--jobs", jobs, ".", *named)
                self.assertEqual((alone.returncode, alone.stdout, alone.stderr),
                                 (together.returncode, together.stdout, together.stderr), words)

    def test_a_file_named_twice_comes_once(self):
        self.write("bad.wain", BAD)
        run = self.run_here("check", "--format", "json", "bad.wain", "./bad.wain", ".")
        self.assertEqual(json.loads(run.stdout)["summary"]["files"], 1)

    def test_a_folder_without_files_is_said(self):
        run = self.run_here("check", ".")
        self.assertEqual(run.returncode, 2)
        self.assertIn("no `.wain` file", run.stderr)

    def test_an_import_is_reported_once(self):
        self.write("org.wain", BAD)
        self.write("one.wain", 'import "org.wain"\n')
        self.write("two.wain", 'import "./org.wain"\n')
        run = self.run_here("check", "--format", "short", "one.wain", "two.wain")
        self.assertEqual(sum("org.wain:1:" in line for line in run.stdout.splitlines()), 1, run.stdout)

    def test_rules_are_silent_about_imports_that_were_not_asked_for(self):
        self.write("org.wain", "outcome Done\n")
        self.write("one.wain", 'import "org.wain"\n')
        alone = self.run_here("lint", "--format", "json", "--fail-on", "never", "one.wain")
        asked = self.run_here("lint", "--format", "json", "--fail-on", "never", "one.wain", "org.wain")
        self.assertEqual([f["file"] for f in json.loads(alone.stdout)["findings"] if f["file"] != "one.wain"], [])
        self.assertEqual(json.loads(asked.stdout)["summary"]["files"], 2)

    def test_standard_input(self):
        run = self.run_here("check", "--format", "short", "-", "--stdin-filename", "sub/x.wain", stdin=BAD)
        self.assertTrue(run.stdout.startswith("sub/x.wain:1:"), run.stdout)
        self.assertEqual(run.returncode, 1)
        self.write("sub/org.wain", GOOD)
        run = self.run_here("check", "-", "--stdin-filename", "sub/x.wain", stdin='import "org.wain"\n')
        self.assertEqual(run.returncode, 0, run.stdout)

    def test_colour_only_when_asked_or_on_a_terminal(self):
        self.write("bad.wain", BAD)
        self.assertNotIn("\x1b", self.run_here("check", "bad.wain").stdout)
        self.assertIn("\x1b", self.run_here("check", "--color", "always", "bad.wain").stdout)

    def test_quiet_leaves_findings_only(self):
        self.write("good.wain", GOOD)
        self.assertEqual(self.run_here("check", "-q", "good.wain").stdout, "")
        self.assertEqual(self.run_here("check", "good.wain").stdout, "nothing found in 1 file\n")

    def test_json_follows_its_schema(self):
        import jsonschema
        schema = json.loads((ROOT / "docs/schema/findings-1.schema.json").read_text(encoding="utf-8"))
        self.write("bad.wain", BAD + 'import "absent.wain"\n')
        run = self.run_here("lint", "--format", "json", "bad.wain")
        report = json.loads(run.stdout)
        jsonschema.validate(report, schema)
        self.assertTrue(report["findings"])

    ESTIMATED = """calendar Office { Mon..Fri 09:00-17:00 }
person Ann { hours Office }
outcome Done { owner Ann }
process Small yields Done { step Do by Ann { takes 1h } }
scenario Today { runs Small  arrivals 10 per week during Office  for 8w  warmup 1w }
scenario Slow from Today { with Do takes 2h }
"""

    def test_estimate_text(self):
        self.write("small.wain", self.ESTIMATED)
        run = self.run_here("estimate", "small.wain")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertTrue(run.stdout.startswith("Small takes 4.2 h; "), run.stdout)
        self.assertIn("side by side", run.stdout)
        one = self.run_here("estimate", "--scenario", "Slow", "small.wain")
        self.assertTrue(one.stdout.startswith("Small takes 8.4 h; "), one.stdout)
        self.assertNotIn("Today", one.stdout)

    def test_estimate_says_what_goes_by_without_people(self):
        for wait, words in (("", "Small takes 60 min; 100 % of it is Do;"),
                            ("wait 6min", "Small takes 66 min; 91 % of it is Do;"),
                            ("wait 20min", "Small takes 80 min; 75 % of it is Do, 25 % goes by without people (wait);"),
                            ("wait 9h", "Small takes 10 h; 90 % of it goes by without people (wait), 10 % with them (Do);")):
            self.write("small.wain", "person Ann\noutcome Done { owner Ann }\n"
                                     f"process Small yields Done {{ step Do by Ann {{ takes 1h }} {wait} end Done }}\n"
                                     "scenario Today { runs Small  arrivals 10 per week  for 8w  warmup 1w }\n")
            run = self.run_here("estimate", "small.wain")
            self.assertTrue(run.stdout.startswith(words), run.stdout)

    def test_estimate_knows_who_works_behind_a_call(self):
        self.write("small.wain", "person Ann\nmodel M { accountable Ann }\noutcome Done { owner Ann }\n"
                                 "process Inner yields Done { step Do by Ann { takes 1h } end Done }\n"
                                 "process Middle yields Done { call Inner() as Within end Done }\n"
                                 "process Small yields Done { auto Read by M { takes 20min } call Middle() as Mid end Done }\n"
                                 "scenario Today { runs Small  arrivals 10 per week  for 8w  warmup 1w }\n")
        run = self.run_here("estimate", "small.wain")
        self.assertIn("Small takes 80 min; 75 % of it is Mid, 25 % goes by without people (Read)", run.stdout)
        self.assertNotIn("Inner takes 60 min, all", run.stdout)

    def test_estimate_json_follows_its_schema(self):
        import jsonschema
        schema = json.loads((ROOT / "docs/schema/estimate-1.schema.json").read_text(encoding="utf-8"))
        self.write("small.wain", self.ESTIMATED)
        report = json.loads(self.run_here("estimate", "--format", "json", "small.wain").stdout)
        jsonschema.validate(report, schema)
        process = report["files"][0]["scenarios"][0]["processes"][0]
        self.assertAlmostEqual(process["cycleTime"]["hours"], 4.2, delta=0.01)

    def test_estimate_exit_status(self):
        self.write("small.wain", self.ESTIMATED)
        self.write("bad.wain", BAD)
        self.assertEqual(self.run_here("estimate", "bad.wain").returncode, 1)
        unknown = self.run_here("estimate", "--scenario", "Tody", "small.wain")
        self.assertEqual((unknown.returncode, unknown.stdout), (2, ""))
        self.assertIn("`Today`", unknown.stderr)
        self.assertEqual(self.run_here("estimate", "absent.wain").returncode, 2)

    def test_output_file(self):
        self.write("good.wain", GOOD)
        target = self.folder / "out.json"
        target.write_text("old")
        target.chmod(0o640)
        (self.folder / "link.json").symlink_to("out.json")
        run = self.run_here("compile", "--emit", "ir-json", "-o", "link.json", "good.wain")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        json.loads(target.read_text())
        self.assertEqual(target.stat().st_mode & 0o777, 0o640)
        self.assertTrue((self.folder / "link.json").is_symlink())
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["good.wain", "link.json", "out.json"])

    def test_output_that_cannot_be_written(self):
        self.write("good.wain", GOOD)
        for target in (".", "absent/out.dot", "good.wain/out.dot", "/dev/full"):
            run = self.run_here("compile", "--emit", "dot", "-o", target, "good.wain")
            self.assertEqual(run.returncode, 2, target)
            self.assertIn("cannot write", run.stderr, target)
        self.assertEqual([p.name for p in self.folder.iterdir()], ["good.wain"])

    def test_a_file_with_errors_is_not_compiled(self):
        self.write("bad.wain", BAD)
        run = self.run_here("compile", "--emit", "dot", "-o", "out.dot", "bad.wain")
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        self.assertIn("bad.wain:1:", run.stderr)
        self.assertFalse((self.folder / "out.dot").exists())

    def test_full_disk_on_standard_output(self):
        self.write("bad.wain", BAD)
        with open("/dev/full", "w") as full:
            run = subprocess.run([WAIN, "check", "bad.wain"], cwd=self.folder, stdout=full, stderr=subprocess.PIPE, text=True)
        self.assertEqual(run.returncode, 2)
        self.assertIn("cannot write the output", run.stderr)

    def test_a_reader_that_goes_away_is_no_error(self):
        read, write = os.pipe()
        os.close(read)
        run = subprocess.run([WAIN, "rules"], stdout=write, stderr=subprocess.PIPE, text=True)
        os.close(write)
        self.assertEqual((run.returncode, run.stderr), (0, ""))

    def test_a_plan_runs_as_its_file_does(self):
        example = str(ROOT / "examples/room-as-found.wain")
        plan = self.folder / "plan.json"
        self.assertEqual(wain("compile", "--emit", "plan", "--scenario", "AsFound", "-o", str(plan), example).returncode, 0)
        by_plan = wain("simulate", "--replications", "2", "--jobs", "2", str(plan))
        by_file = wain("simulate", "--replications", "2", "--jobs", "1", "--scenario", "AsFound", example)
        self.assertEqual((by_plan.returncode, by_plan.stderr), (0, ""))
        self.assertEqual(by_plan.stdout, by_file.stdout)
        other = wain("simulate", "--replications", "2", "--seed", "2", str(plan))
        self.assertNotEqual(other.stdout, by_plan.stdout)
        piped = wain("simulate", "--replications", "2", "-", stdin=plan.read_text())
        self.assertEqual((piped.returncode, piped.stderr, piped.stdout), (0, "", by_plan.stdout))

    def test_an_ir_and_a_text_on_standard_input_are_simulated_too(self):
        example = ROOT / "examples/room-as-found.wain"
        words = ("simulate", "--replications", "2", "--scenario", "AsFound")
        by_file = wain(*words, str(example))
        definition = self.folder / "room.json"
        self.assertEqual(wain("compile", "--emit", "ir-json", "-o", str(definition), str(example)).returncode, 0)
        for run in (wain(*words, str(definition)), wain(*words, "-", stdin=definition.read_text()),
                    wain(*words, "--stdin-filename", str(example), "-", stdin=example.read_text())):
            self.assertEqual((run.returncode, run.stderr, run.stdout), (0, "", by_file.stdout))

    def test_a_plan_that_is_wrong_is_refused_with_its_place(self):
        example = str(ROOT / "examples/room-as-found.wain")
        text = wain("compile", "--emit", "plan", "--scenario", "AsFound", example).stdout
        self.write("over.json", text.replace('"share": 0.03', '"share": 1.03'))
        self.write("none.json", "{}")
        for name, words in (("over.json", "/share: 1.03 is not from 0 to 1"), ("none.json", "not a plan"),
                            ("missing.json", "No such file")):
            run = self.run_here("simulate", name)
            self.assertEqual((run.returncode, run.stdout), (2, ""), name)
            self.assertIn(words, run.stderr, name)

    def test_simulate_stops_at_the_precision(self):
        example = str(ROOT / "examples/room-as-found.wain")
        run = wain("simulate", "--until-precision", "2%", "--scenario", "AsFound", "--format", "json", example)
        self.assertEqual(run.returncode, 0, run.stderr)
        scenario = json.loads(run.stdout)["scenarios"][0]
        cycle = scenario["runs"][0]["cycleTime"]
        self.assertIn(scenario["replications"], (20, 40, 80, 160))
        self.assertLessEqual(cycle["half"], 0.02 * cycle["value"])

    def test_ctrl_c_gives_what_there_is(self):
        example = str(ROOT / "examples/room-as-found.wain")
        run = subprocess.Popen([WAIN, "simulate", "--replications", "200000", "--scenario", "AsFound", example],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(3)
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 2)
        self.assertIn("interrupted", err)
        self.assertRegex(out, r"partial: \d+ of 200000 replications")

    def test_ctrl_c_leaves_a_page_that_says_it_is_partial(self):
        example = str(ROOT / "examples/room-as-found.wain")
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder, "room.html")
            page.write_text("the old one", encoding="utf-8")
            run = subprocess.Popen([WAIN, "simulate", "--replications", "200000", "--scenario", "AsFound", "--report", page,
                                    example], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            time.sleep(3)
            run.send_signal(signal.SIGINT)
            out, err = run.communicate(timeout=60)
            self.assertEqual(run.returncode, 2)
            self.assertIn("interrupted", err)
            done = re.search(r"partial: (\d+) of 200000 replications", out)[1]
            self.assertEqual(os.listdir(folder), ["room.html"])
            text = page.read_text(encoding="utf-8")
        self.assertTrue(text.endswith("</html>\n"))
        heed = text[text.index("Before you believe a figure"):text.index("<nav ")]
        self.assertIn(f"partial: {done} of 200000 replications", heed)
        self.assertIn(f"<td>{done} of 200000</td>", text)

    def test_ctrl_c_of_a_test_gives_what_there_is(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "p.wain")
            # The last is on the bound: nothing decides it.
            path.write_text(
                "role Clerk { staff 9 }\noutcome Done\noutcome Not\ncriterion Right\n"
                "process P(x: text) yields Done | Not {\n"
                "  approval A by Clerk { judges Right  sees x  takes exponential(1h)  rejects 30% -> end Not }\n"
                "  end Done\n}\n"
                "scenario S { runs P  arrivals exponential(1h)  for 4w }\n"
                "expect mean(S.loss) <= 1 EUR\nexpect mean(S.cycle_time) <= 2h\nexpect share(S.Not) <= 30%\n",
                encoding="utf-8")
            run = subprocess.Popen([WAIN, "test", "--replications", "1000000", "--format", "json", str(path)],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            time.sleep(3)
            run.send_signal(signal.SIGINT)
            out, err = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 2, err)
        self.assertIn("interrupted", err)
        verdicts = json.loads(out)
        self.assertFalse(verdicts["complete"])
        self.assertEqual([one["verdict"] for one in verdicts["expectations"]], ["undecided", "passed", "undecided"])
        self.assertEqual(verdicts["expectations"][0]["ground"], "notSimulated")
        self.assertGreater(verdicts["expectations"][2]["replications"], 20)

    def on_a_terminal(self, columns: int, *words: str) -> list[str]:
        """What the program writes on a terminal of this width, without colours."""
        leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        run = subprocess.Popen([WAIN, *words], stdout=follower)
        os.close(follower)
        text = b""
        try:
            while part := os.read(leader, 65536):
                text += part
        except OSError:  # so does the end show itself
            pass
        run.wait(timeout=60)
        os.close(leader)
        return re.sub(r"\x1b\[[0-9;]*m", "", text.decode()).replace("\r", "").splitlines()

    def test_prose_fits_the_terminal(self):
        for columns in (60, 80, 200):
            wide = min(columns, 100)
            helps = [[command, "--help"] for command in
                     ("check", "lint", "explain", "rules", "compile", "estimate", "simulate", "test", "diff")]
            for words in (["rules"], ["explain", "late-knockout"], ["--help"], *helps):
                lines = self.on_a_terminal(columns, *words)
                self.assertGreater(len(lines), 10, words)
                code = False
                for line in lines:
                    code = code != line.startswith("```")
                    # A command that is longer stays on its line, to be copied.
                    self.assertTrue(code or len(line) <= wide or line.startswith("  wain "), (columns, words, line))
        page = wain("explain", "late-knockout").stdout
        shown = "\n".join(self.on_a_terminal(72, "explain", "late-knockout"))
        self.assertEqual(shown.split(), page.split())  # the same words
        self.assertEqual(re.findall("^```wain.*?^```$", shown, re.M | re.S), re.findall("^```wain.*?^```$", page, re.M | re.S))

    def test_rules_and_explain_know_the_same(self):
        rules = json.loads(wain("rules", "--format", "json").stdout)["rules"]
        self.assertTrue(rules)
        self.assertEqual([r["code"] for r in rules], sorted(r["code"] for r in rules))
        for rule in rules:
            self.assertTrue(rule["summary"], rule)
            run = wain("explain", rule["code"])
            self.assertEqual(run.returncode, 0, rule)
            self.assertIn(rule["name"], run.stdout)
        self.assertIn("FIL002", wain("explain", "import-cycle").stdout)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--wain", required=True)
    asked, rest = arguments.parse_known_args()
    WAIN = str(pathlib.Path(asked.wain).resolve())
    unittest.main(argv=[sys.argv[0], *rest], verbosity=0)
