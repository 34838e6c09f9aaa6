#!/usr/bin/env python3
"""The cache of findings: a run that finds something in it says the same, byte by byte, as one without it.

usage: cache_tests.py --wain PROGRAM
"""
import argparse
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
WAIN = ""
ORG = """role Clerk { staff 2 reports to Lead }
person Lead { reports to Head }
person Head
record Claim { amount money EUR }
document File
"""
PROCESS = """import "org.wain"
outcome Paid
outcome Refused
criterion Right
process Claims (claim: Claim, file: File) yields Paid | Refused {
  step Enter by Clerk { takes 5min reads file }
  approval First by Lead { judges Right sees file takes 5min rejects 2% -> end Refused }
  end Paid
}
"""


class Cache(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="wain-cache-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name) / "work"
        self.cache = pathlib.Path(scratch.name) / "cache"
        self.write("org.wain", ORG)
        self.write("claims.wain", PROCESS)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run_wain(self, *words: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess:
        env = {**os.environ, "WAIN_CACHE_DIR": str(self.cache), **environment}
        return subprocess.run([WAIN, *words], cwd=self.folder, env=env, input=stdin, capture_output=True, text=True,
                              timeout=60)

    def packs(self) -> list[pathlib.Path]:
        return sorted(self.cache.glob("*")) if self.cache.exists() else []

    def state(self) -> list[tuple]:
        """A file that was written again is another one."""
        return [(pack, pack.stat().st_ino, pack.stat().st_mtime_ns) for pack in self.packs()]

    def assert_same(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess:
        """With the cache, and once it is there, as without."""
        plain = self.run_wain("lint", "--no-cache", *words, stdin=stdin)
        for _ in range(2):
            cached = self.run_wain("lint", *words, stdin=stdin)
            self.assertEqual((cached.returncode, cached.stdout, cached.stderr),
                             (plain.returncode, plain.stdout, plain.stderr), words)
        return plain

    def assert_known(self, *words: str) -> None:
        """Nothing had to be worked out."""
        before = self.state()
        self.assertTrue(before)
        self.run_wain("lint", *words)
        self.assertEqual(self.state(), before, words)

    def test_every_format_says_the_same(self):
        shutil.copytree(ROOT / "examples", self.folder, dirs_exist_ok=True)
        for form in ("text", "short", "json", "sarif", "github", "junit", "gitlab"):
            run = self.assert_same("--format", form, "--today", "2026-06-01", ".")
            self.assertTrue(run.stdout, form)
        self.assert_known("--format", "text", "--today", "2026-06-01", ".")

    def test_whatever_changes_is_seen(self):
        """Any order of changes: of a text, of an import, of settings by file and by word, of the day, of what is named."""
        changes = random.Random(7)
        texts = {
            "claims.wain": [PROCESS, PROCESS.replace("Enter", "Type"), PROCESS.replace("outcome Paid", "outcome Paid { owner Lead }"),
                            PROCESS.replace('import "org.wain"', 'import "people/org.wain"'), PROCESS + "}\n"],
            "org.wain": [ORG, ORG.replace("staff 2", "staff 3"), ORG.replace("Clerk", "Agent"), ORG + "outcome Lost\n"],
            "people/org.wain": [ORG, ORG.replace("staff 2", "staff 9"), None],
            "wain.toml": [None, '[rules]\nunowned-outcome = "warning"\n', 'select = "all"\n',
                          '[[overrides]]\nfiles = ["org.wain"]\nselect = "correctness"\n', "[rules]\nwrong = 1\n"],
            "people/wain.toml": [None, '[rules]\nunowned-outcome = "off"\n', "nonsense"],
        }
        words = [["claims.wain"], ["."], ["claims.wain", "org.wain"], ["./claims.wain"],
                 ["--set", "unowned-outcome.level=info", "claims.wain"], ["--today", "2031-01-01", "."],
                 ["--no-config", "claims.wain"], ["--jobs", "2", "."]]
        outputs = set()
        for _ in range(60):
            name = changes.choice(sorted(texts))
            text = changes.choice(texts[name])
            if text is None:
                (self.folder / name).unlink(missing_ok=True)
            else:
                self.write(name, text)
            outputs.add(self.assert_same(*changes.choice(words)).stdout)
        self.assertGreater(len(outputs), 10)

    def test_a_change_back_is_known(self):
        self.run_wain("lint", "claims.wain")
        self.write("claims.wain", PROCESS.replace("Enter", "Type"))
        self.run_wain("lint", "claims.wain")
        self.write("claims.wain", PROCESS)
        self.assert_known("claims.wain")

    def test_a_path_that_leads_elsewhere_is_seen(self):
        """Two paths to one file are read once; when they part, both are."""
        (self.folder / "link.wain").symlink_to("org.wain")
        self.write("other.wain", 'import "link.wain"\n')
        self.write("claims.wain", PROCESS.replace('"org.wain"', '"org.wain"\nimport "other.wain"'))
        self.assert_same("claims.wain")
        self.assert_known("claims.wain")
        (self.folder / "link.wain").unlink()
        self.write("link.wain", "role {\n")
        self.assertIn("link.wain", self.assert_same("claims.wain").stdout)

    def test_an_import_below_broken_settings_is_looked_at(self):
        self.write("people/org.wain", ORG)
        self.write("people/wain.toml", "nonsense")
        self.write("claims.wain", PROCESS.replace("org.wain", "people/org.wain"))
        self.assert_same("claims.wain")
        self.write("people/org.wain", ORG + "outcome Lost\nperson Idle\n")
        self.assert_same("claims.wain")

    def test_what_an_error_stopped_is_not_kept(self):
        self.write("claims.wain", PROCESS.replace("org.wain", "later.wain"))
        self.assertEqual(self.run_wain("lint", "claims.wain").returncode, 1)
        self.assertEqual(self.packs(), [])
        self.write("later.wain", ORG)
        self.assertNotIn("later.wain", self.assert_same("claims.wain").stdout.replace("later.wain:", ""))

    def test_who_wants_none_has_none(self):
        for words, environment in ((["lint", "--no-cache", "."], {}), (["lint", "."], {"WAIN_CACHE_DIR": ""}),
                                   (["lint", "--verbose", "."], {}), (["lint", "--diff", "."], {}), (["check", "."], {})):
            self.run_wain(*words, **environment)
            self.assertEqual(self.packs(), [], words)
        self.run_wain("lint", "-", stdin=PROCESS)
        self.assertEqual(self.packs(), [])

    def test_where_it_is(self):
        base = self.cache.parent
        for environment, place in (({"XDG_CACHE_HOME": str(base / "x")}, base / "x" / "wain"),
                                   ({"XDG_CACHE_HOME": "", "HOME": str(base / "home")}, base / "home/.cache/wain")):
            env = {key: value for key, value in os.environ.items() if key != "WAIN_CACHE_DIR"}
            subprocess.run([WAIN, "lint", "."], cwd=self.folder, env={**env, **environment}, capture_output=True, timeout=60)
            self.assertEqual(len(list(place.iterdir())), 1)
        self.run_wain("lint", "--cache-dir", str(base / "named"), ".")
        self.assertEqual(len(list((base / "named").iterdir())), 1)
        self.assertEqual(self.packs(), [])

    def test_no_place_for_it_is_no_fault(self):
        (self.cache.parent / "file").write_text("")
        plain = self.run_wain("lint", "--no-cache", ".")
        for place in ("/proc/none", str(self.cache.parent / "file"), "/dev/null"):
            run = self.run_wain("lint", ".", WAIN_CACHE_DIR=place)
            self.assertEqual((run.returncode, run.stdout, run.stderr), (plain.returncode, plain.stdout, plain.stderr))

    def test_a_broken_one_is_replaced(self):
        self.run_wain("lint", ".")
        [pack] = self.packs()
        whole = pack.read_bytes()
        for broken in (b"", b"nonsense", whole[:len(whole) // 2], whole[:-1], whole[:200] + b"\0" * 40 + whole[240:],
                       b"\xff" * len(whole)):
            pack.write_bytes(broken)
            self.assert_same(".")
            self.assert_known(".")

    def test_what_nobody_wrote_to_for_long_goes(self):
        self.run_wain("lint", ".")
        old = [self.cache / "0123456789abcdef.findings", self.cache / "0123456789abcdef.findings.Ab12Cd"]
        others = [self.cache / name for name in ("notes.txt", "audit-2024.findings", "0123456789abcdef.findings.d")]
        for path in old + others:
            path.write_text("")
            os.utime(path, (1_000_000_000, 1_000_000_000))
        self.write("new.wain", "outcome Lost\n")
        self.run_wain("lint", ".")
        self.assertEqual([path for path in old if path.exists()], [])
        self.assertEqual([path for path in others if not path.exists()], [])
        self.assertEqual(len(self.packs()), 1 + len(others))

    def test_many_at_once(self):
        """Each writes all of it or nothing."""
        plain = self.run_wain("lint", "--no-cache", ".")
        env = {**os.environ, "WAIN_CACHE_DIR": str(self.cache)}
        for _ in range(5):
            shutil.rmtree(self.cache, ignore_errors=True)
            runs = [subprocess.Popen([WAIN, "lint", "."], cwd=self.folder, env=env, stdout=subprocess.PIPE,
                                     stderr=subprocess.PIPE, text=True) for _ in range(8)]
            for run in runs:
                self.assertEqual((*run.communicate(timeout=60), run.returncode), (plain.stdout, plain.stderr, plain.returncode))
            self.assertEqual(len(self.packs()), 1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--wain", required=True)
    options, rest = parser.parse_known_args()
    WAIN = os.path.abspath(options.wain)
    unittest.main(argv=[sys.argv[0], *rest], verbosity=1)
