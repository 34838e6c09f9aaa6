#!/usr/bin/python3
"""What a search of folders leaves out: `exclude` of wain.toml, --exclude, --force-exclude, hidden folders.

usage: exclude_tests.py --wain PROGRAM
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

WAIN = ""
BAD = "role {\n"  # a name is missing


class Exclude(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="wain-exclude-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def write(self, name: str, text: str = BAD) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run_in(self, folder: str, *words: str, stdin: str = "") -> subprocess.CompletedProcess:
        return subprocess.run([WAIN, *words], cwd=self.folder / folder, input=stdin, capture_output=True, text=True, timeout=60)

    def found(self, *words: str, folder: str = ".", command: str = "check") -> list[str]:
        """The files that were looked at: each has one mistake."""
        run = self.run_in(folder, command, "--format", "short", "--fail-on", "never", *words)
        self.assertEqual((run.returncode, run.stderr), (0, ""), words)
        return [line.split(":")[0] for line in run.stdout.splitlines()]

    def test_what_tools_make_is_left_out_wherever_it_stands(self):
        for name in ("a.wain", "node_modules/p/x.wain", "sub/node_modules/x.wain", "build/x.wain", "sub/venv/x.wain",
                     ".venv/x.wain", "dist/x.wain", "sub/builder/x.wain"):
            self.write(name)
        for command in ("check", "lint"):
            self.assertEqual(self.found(".", command=command), ["a.wain", "sub/builder/x.wain"])
        for command in ("estimate", "simulate", "test"):
            self.assertNotIn("x.wain:", self.run_in(".", command, ".").stderr.replace("builder/x.wain:", ""), command)

    def test_what_is_named_is_looked_at(self):
        for name in ("a.wain", "build/x.wain", "build/deep/y.wain", "legacy/x.wain", "legacy/deep/y.wain"):
            self.write(name)
        self.write("wain.toml", 'exclude = ["legacy/**"]\n')
        self.assertEqual(self.found("build/x.wain", "a.wain"), ["a.wain", "build/x.wain"])
        self.assertEqual(self.found("build"), ["build/deep/y.wain", "build/x.wain"])
        self.assertEqual(self.found("legacy"), ["legacy/deep/y.wain", "legacy/x.wain"])
        self.assertEqual(self.found(".", folder="legacy/deep"), ["y.wain"])

    def test_patterns_of_the_settings(self):
        files = ["a.wain", "build/x.wain", "legacy/deep/y.wain", "legacy/keep.wain", "sub/legacy/z.wain", "sub/n.draft.wain"]
        for name in files:
            self.write(name)
        for patterns, gone in ((["legacy/"], ["build/x.wain", "legacy/deep/y.wain", "legacy/keep.wain"]),
                               (["legacy/**"], ["build/x.wain", "legacy/deep/y.wain", "legacy/keep.wain"]),
                               (["legacy"], ["build/x.wain", "legacy/deep/y.wain", "legacy/keep.wain", "sub/legacy/z.wain"]),
                               (["**/legacy/**"], ["build/x.wain", "legacy/deep/y.wain", "legacy/keep.wain", "sub/legacy/z.wain"]),
                               (["./legacy"], ["build/x.wain", "legacy/deep/y.wain", "legacy/keep.wain"]),
                               (["legacy/*", "!legacy/keep.wain"], ["build/x.wain", "legacy/deep/y.wain"]),
                               (["!legacy/keep.wain", "legacy/*"], ["build/x.wain", "legacy/deep/y.wain", "legacy/keep.wain"]),
                               (["!build"], []),
                               (["*.draft.wain", "!build"], ["sub/n.draft.wain"])):
            self.write("wain.toml", f"exclude = {patterns!r}\n")
            left = [name for name in files if name not in gone]
            self.assertEqual(self.found("."), left, patterns)
            # The patterns are relative to the settings file, not to where one stands.
            self.assertEqual(self.found("..", folder="sub"), sorted("../" + name for name in left), patterns)
            self.assertEqual(self.found("--force-exclude", *files), left, patterns)

    def test_each_folder_has_the_nearest_settings(self):
        self.write("wain.toml", 'exclude = ["old"]\n')
        self.write("sub/wain.toml", 'exclude = ["x.wain"]\n')
        for name in ("old/a.wain", "x.wain", "sub/old/a.wain", "sub/x.wain"):
            self.write(name)
        self.assertEqual(self.found("."), ["sub/old/a.wain", "x.wain"])
        self.assertEqual(self.found("--no-config", "."), ["old/a.wain", "sub/old/a.wain", "sub/x.wain", "x.wain"])
        self.assertEqual(self.found("--config", "sub/wain.toml", "."), ["old/a.wain", "sub/old/a.wain"])

    def test_the_command_line_has_the_last_word(self):
        for name in ("a.wain", "build/x.wain", "sub/b.wain"):
            self.write(name)
        self.write("wain.toml", 'exclude = ["sub/"]\n')
        self.assertEqual(self.found("--exclude", "a.wain", "--exclude", "!build", "."), ["build/x.wain"])
        self.assertEqual(self.found("--exclude", "!sub", "."), ["a.wain", "sub/b.wain"])
        self.assertEqual(self.found("--exclude", "b.wain", "..", folder="sub"), ["../a.wain"])

    def test_forced_exclusion_is_as_if_everything_were_searched(self):
        for name in ("a.wain", "build/x.wain", ".hid/x.wain"):
            self.write(name)
        self.assertEqual(self.found("--force-exclude", "a.wain", "build/x.wain", ".hid/x.wain", "build"), ["a.wain"])
        self.assertEqual(self.found("--force-exclude", "build/x.wain"), [])
        run = self.run_in(".", "lint", "--force-exclude", "build/x.wain")
        self.assertEqual((run.returncode, run.stdout), (0, "nothing found in 0 files\n"))
        named = self.run_in(".", "check", "--force-exclude", "--stdin-filename", "build/x.wain", "-", stdin=BAD)
        self.assertEqual((named.returncode, named.stderr), (0, ""))
        # Where one stands is not hidden, whatever the folders above are called.
        self.assertEqual(self.found("--force-exclude", "x.wain", folder=".hid"), ["x.wain"])
        for folder in (".hid", "build", "node_modules"):
            self.write(f"{folder}/x.wain", BAD)
            self.assertEqual(self.found("--force-exclude", ".", folder=folder), ["x.wain"])
        self.write(".hid/wain.toml", "")
        self.assertEqual(self.found("--force-exclude", ".", folder=".hid"), ["x.wain"])
        self.write(".hid/wain.toml", 'exclude = ["x.wain"]\n')
        self.assertEqual(self.found("--force-exclude", "x.wain", folder=".hid"), [])

    def as_nobody(self, *words: str) -> subprocess.CompletedProcess:
        """As somebody whom permissions concern, other than root."""
        self.folder.chmod(0o755)
        somebody = {"user": 65534} if os.geteuid() == 0 else {}
        try:
            return subprocess.run([WAIN, *words], cwd=self.folder, capture_output=True, text=True, timeout=60, **somebody)
        except PermissionError:
            self.skipTest("nobody but root may run the program here")

    def locked(self, name: str) -> None:
        self.write(f"{name}/x.wain")
        (self.folder / name).chmod(0)
        self.addCleanup((self.folder / name).chmod, 0o700)

    def test_an_excluded_folder_is_not_entered(self):
        self.write("a.wain")
        for name in ("node_modules", "old", ".hid"):
            self.locked(name)
        run = self.as_nobody("check", "--format", "short", "--exclude", "old/", ".")
        self.assertEqual((run.returncode, run.stderr), (1, ""))

    def test_a_folder_that_cannot_be_read_does_not_look_clean(self):
        self.write("good.wain", "document Paper\n")
        self.locked("locked")
        run = self.as_nobody("check", ".")
        self.assertEqual((run.returncode, run.stdout), (2, ""))
        self.assertEqual(run.stderr, "wain: cannot read `locked`: Permission denied\n")

    def test_when_nothing_is_left_it_says_what_was_excluded(self):
        for name in ("build/x.wain", "old/x.wain", "a.wain", "b.wain", ".git/x.wain"):
            self.write(name)
        run = self.run_in(".", "check", "--exclude", "old", "--exclude", "*.wain", ".")
        self.assertEqual((run.returncode, run.stdout), (2, ""))
        self.assertEqual(run.stderr, "wain: no `.wain` file in `.` beside what is excluded: `a.wain`, `b.wain`, `build` and 1 more\n")

    def test_broken_settings_stop_every_search(self):
        self.write("good.wain", "document Paper\n")
        for text in ("exclude = 3\n", 'exclude = ["a", 3]\n', 'exclude = [""]\n', 'exclude = ["!"]\n', "exclude = []\n"):
            self.write("wain.toml", text)
            for command in ("check", "lint", "estimate", "simulate", "test"):
                run = self.run_in(".", command, ".", ".")
                self.assertEqual(run.returncode, 2, (text, command))
                self.assertEqual(run.stderr.count("`exclude` must be a list of patterns"), 1, (text, command))
            # What is named needs no search.
            self.assertEqual(self.run_in(".", "check", "good.wain").returncode, 0)

    def test_print_config_shows_it_and_can_be_read_back(self):
        self.write("a.wain")
        self.write("wain.toml", 'exclude = ["old \\"x\\"/", "!build", "dist"]\n')
        printed = self.run_in(".", "lint", "--print-config", "a.wain").stdout
        self.assertIn('"node_modules", "site-packages", "venv", "old \\"x\\"/", "!build", "dist"]\n', printed)
        self.write("wain.toml", printed)
        self.assertEqual(self.run_in(".", "lint", "--print-config", "a.wain").stdout, printed)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--wain", required=True)
    known, rest = parser.parse_known_args()
    WAIN = str(pathlib.Path(known.wain).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
