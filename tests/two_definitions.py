"""Two texts of one definition for the tests of `wain diff`, and what the program says of them."""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent
OLD = """person Head  { hours Office }
person Boss { hours Office  authority Claim: amount <= 1_000 EUR on Fair }
person Clerk { hours Office }
model Reader { accountable Head  capacity 4 }
calendar Office { Mon..Fri 09:00-17:00 }
record Claim { amount money EUR }
document Paper
criterion Fair
criterion Right
control TwoEyes { cites "the book"  requires 1 distinct approvers }
outcome Paid    { owner Head  requires Fair, Right  good when p90(cycle_time) <= 5d }
outcome Refused { owner Head  good when p90(cycle_time) <= 5d }

process Handle(claim: Claim, paper: Paper) yields Paid | Refused {
  step Read by Clerk { takes 10min  reads paper }
  approval Check by Clerk { judges Right  sees claim, paper  takes 30min  rejects 5% -> end Refused }
  approval Decide by Boss { judges Fair  sees claim, paper  required by TwoEyes  takes 20min  rejects 5% -> end Refused }
  end Paid
}
"""


def changed(*pairs: tuple[str, str]) -> str:
    text = OLD
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


class DiffCase(unittest.TestCase):
    """`old.wain` stands in a folder of its own."""
    wain = ""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="wain-diff-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        (self.folder / "old.wain").write_text(OLD)

    def diff(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run([self.wain, "diff", "--today", "2026-06-01", *words], cwd=self.folder, capture_output=True,
                              text=True, timeout=60)

    def compared(self, old: str, new: str) -> dict:
        run = self.diff("--format", "json", old, new)
        self.assertEqual(run.returncode, 0, run.stderr)
        report = json.loads(run.stdout)
        schema = json.loads((ROOT / "docs/schema/diff-6.schema.json").read_text())
        self.assertEqual([e.message for e in jsonschema.Draft202012Validator(schema).iter_errors(report)], [])
        return report

    def report(self, *pairs: tuple[str, str]) -> dict:
        (self.folder / "new.wain").write_text(changed(*pairs))
        return self.compared("old.wain", "new.wain")

    def changes(self, *pairs: tuple[str, str]) -> list[tuple]:
        return [(c["kind"], c["subject"], c["before"], c["after"]) for c in self.report(*pairs)["changes"]]

    def between(self, old: str, new: str) -> dict:
        (self.folder / "was.wain").write_text(old)
        (self.folder / "is.wain").write_text(new)
        return self.compared("was.wain", "is.wain")

    def kinds(self, old: str, new: str) -> list[tuple]:
        """What changed, less what is lost altogether."""
        return [(c["kind"], c["subject"], c["before"], c["after"]) for c in self.between(old, new)["changes"]
                if not c["finding"] or c["finding"]["rule"] == "check-weakened"]

    def text(self, old: str, new: str) -> str:
        self.between(old, new)
        return self.diff("was.wain", "is.wain").stdout


def main() -> None:
    """Runs the tests of the program that was started. Options: --wain PROGRAM, and those of unittest."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--wain", required=True)
    known, rest = parser.parse_known_args()
    DiffCase.wain = str(pathlib.Path(known.wain).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
