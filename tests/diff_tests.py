#!/usr/bin/python3
"""`wain diff`: what it says of two files.

usage: diff_tests.py --wain PROGRAM
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent
WAIN = ""
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


class Diff(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="wain-diff-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        (self.folder / "old.wain").write_text(OLD)

    def diff(self, *words: str) -> subprocess.CompletedProcess:
        return subprocess.run([WAIN, "diff", "--today", "2026-06-01", *words], cwd=self.folder, capture_output=True,
                              text=True, timeout=60)

    def report(self, *pairs: tuple[str, str]) -> dict:
        (self.folder / "new.wain").write_text(changed(*pairs))
        run = self.diff("--format", "json", "old.wain", "new.wain")
        self.assertEqual(run.returncode, 0, run.stderr)
        report = json.loads(run.stdout)
        schema = json.loads((ROOT / "docs/schema/diff-5.schema.json").read_text())
        self.assertEqual([e.message for e in jsonschema.Draft202012Validator(schema).iter_errors(report)], [])
        return report

    def changes(self, *pairs: tuple[str, str]) -> list[tuple]:
        return [(c["kind"], c["subject"], c["before"], c["after"]) for c in self.report(*pairs)["changes"]]

    def test_nothing(self):
        run = self.diff("old.wain", "old.wain")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertIn("nothing changes in the work", run.stdout)

    def test_a_comment_and_layout_are_no_change(self):
        self.assertEqual(self.changes(("record Claim", "// what is asked for\nrecord   Claim")), [])

    def test_a_gate_taken_away_takes_its_judgment(self):
        gate = OLD[OLD.index("  approval Check"):OLD.index("  approval Decide")]
        found = self.changes((gate, ""))
        self.assertIn(("gate-removed", "Handle.Check", "Clerk", None), found)
        self.assertIn(("judgment-lost", "Paid", "Right", None), found)
        self.assertNotIn("Fair", [before for _, _, before, _ in found])

    def test_owners(self):
        self.assertEqual(self.changes(("outcome Paid    { owner Head", "outcome Paid    { owner Boss")),
                         [("owner-changed", "Paid", "Head", "Boss")])
        self.assertEqual(self.changes(("outcome Paid    { owner Head  ", "outcome Paid    { ")),
                         [("owner-lost", "Paid", "Head", None)])

    def test_evidence_criteria_controls(self):
        self.assertEqual(self.changes(("judges Fair  sees claim, paper", "judges Fair  sees claim")),
                         [("evidence-lost", "Handle.Decide", "paper", None)])
        self.assertEqual(self.changes(("  required by TwoEyes", "")), [("control-lost", "Handle.Decide", "TwoEyes", None)])
        self.assertIn(("criterion-lost", "Handle.Check", "Right", None), self.changes(("judges Right", "judges Fair")))

    def test_evidence_by_a_wider_name_is_none_lost(self):
        self.assertEqual(self.kinds(OLD.replace("judges Fair  sees claim,", "judges Fair  sees claim.amount,"), OLD),
                         [("evidence-added", "Handle.Decide", None, "claim")])

    def test_who_is_kept_apart(self):
        apart = OLD.replace("  step Read", "  separate Check, Decide\n  step Read")
        self.assertEqual(self.kinds(apart, OLD), [("separation-lost", "Handle", "Check, Decide", None)])
        self.assertEqual(self.kinds(OLD, apart), [("separation-added", "Handle", None, "Check, Decide")])
        # A control that asks for two approvers keeps them apart by itself.
        mandate = lambda text: text.replace("requires 1", "requires 2").replace("judges Right  sees", "judges Right  required by TwoEyes  sees")
        self.assertEqual(self.kinds(mandate(apart), mandate(OLD)), [])

    def test_noes_clocks_and_what_cannot_be_undone(self):
        self.assertEqual(self.changes(("takes 30min  rejects 5% -> end Refused", "takes 30min  returns 5% -> Read")),
                         [("no-lost", "Handle.Check", "rejects 5% -> end Refused", None),
                          ("no-added", "Handle.Check", None, "returns 5% -> Read")])
        self.assertEqual(self.changes(("takes 30min  rejects 5% -> end", "takes 30min  rejects 1% -> end")),
                         [("no-changed", "Handle.Check", "rejects 5% -> end Refused", "rejects 1% -> end Refused")])
        clock = lambda actor: ("takes 30min  rejects", f"takes 30min  escalates after 2d to {actor}  rejects")
        with_boss, with_head = changed(clock("Boss")), changed(clock("Head"))
        self.assertEqual(self.kinds(with_boss, with_head),
                         [("escalation-changed", "Handle.Check", "after 2d to Boss", "after 2d to Head")])
        self.assertEqual(self.kinds(with_head, OLD), [("escalation-lost", "Handle.Check", "after 2d to Head", None)])
        undone = OLD.replace("reads paper }", "reads paper  irreversible }")
        self.assertEqual(self.kinds(undone, OLD), [("irreversible-lost", "Handle.Read", None, None)])

    def test_what_people_and_outcomes_are_held_to(self):
        self.assertEqual(self.changes(("requires Fair, Right  good when p90(cycle_time) <= 5d",
                                       "requires Fair, Right  good when p90(cycle_time) <= 9d")),
                         [("good-when-changed", "Paid", "p90(cycle_time) <= 5d", "p90(cycle_time) <= 9d")])
        self.assertEqual(self.changes(("accountable Head", "accountable Boss")),
                         [("accountable-changed", "Reader", "Head", "Boss")])
        self.assertEqual(self.changes(("person Clerk { hours Office }", "role Clerk { hours Office  staff 3 }")),
                         [("actor-kind-changed", "Clerk", "person", "role")])
        pool = OLD.replace("person Clerk { hours Office }", "role Clerk { hours Office  staff 3 }")
        self.assertEqual(self.kinds(pool, pool.replace("staff 3", "staff 2")), [("staff-fell", "Clerk", "3", "2")])
        board = OLD + "committee Board { members Head, Boss, Clerk  quorum 2 }\n"
        self.assertEqual(self.kinds(board, board.replace("Head, Boss, Clerk", "Boss, Clerk")),
                         [("member-lost", "Board", "Head", None)])
        priced = OLD.replace("criterion Fair\n", "criterion Fair { a miss costs 300 EUR }\n")
        self.assertEqual(self.kinds(priced, priced.replace("300", "500")),
                         [("miss-cost-changed", "Fair", "300 EUR", "500 EUR")])
        owned = lambda who: OLD.replace("  step Read", f"  owner {who}\n  step Read")
        self.assertEqual(self.kinds(owned("Head"), owned("Boss")),
                         [("process-owner-changed", "Handle", "Head", "Boss")])

    def test_audits_and_order(self):
        audit = OLD.replace("  end Paid", "  audit Look of Read by Head { samples 5%  finds 5% within 90d }\n  end Paid")
        self.assertEqual(self.kinds(audit, audit.replace("of Read", "of Check").replace("finds 5%", "finds 20%")),
                         [("audit-moved", "Handle.Look", "Read", "Check"),
                          ("audit-promise-changed", "Handle.Look", "5% within 90d", "20% within 90d")])
        aside = (OLD.replace("  approval Check", "  parallel { branch A { approval Check")
                 .replace("  approval Decide", "  } branch B { approval Decide").replace("  end Paid", "  } }\n  end Paid"))
        self.assertEqual(self.kinds(OLD, aside), [("side-by-side", "Handle", None, "Check, Decide")])
        self.assertEqual(self.kinds(aside, OLD), [("in-series", "Handle", "Check, Decide", None)])

    def test_a_renamed_step_is_the_same(self):
        report = self.report(("approval Decide", "approval Conclude"))
        self.assertEqual([(c["kind"], c["subject"], c["before"]) for c in report["changes"]],
                         [("step-renamed", "Handle.Conclude", "Handle.Decide")])
        self.assertEqual((report["findingsGained"], report["findingsLost"]), ([], []))
        report = self.report(("process Handle", "process Settle"))
        self.assertEqual((report["changes"], report["findingsGained"], report["findingsLost"]), ([], [], []))

    def test_work_that_moves_into_a_call_is_still_done(self):
        inner = OLD.replace("  step Read by Clerk { takes 10min  reads paper }\n", "  call Take(paper)\n")
        inner += ("outcome Taken { owner Head  good when p90(cycle_time) <= 5d }\n"
                  "process Take(paper: Paper) yields Taken { step Read by Clerk { takes 10min  reads paper }  end Taken }\n")
        (self.folder / "new.wain").write_text(inner)
        report = json.loads(self.diff("--format", "json", "old.wain", "new.wain").stdout)
        self.assertEqual(report["figures"], [])

    def test_a_weakened_check_is_a_finding(self):
        for pairs, symbol in (((("judges Fair  sees claim, paper", "judges Fair  sees claim"),), "Handle.Decide"),
                              ((("by Boss { judges Fair  sees claim, paper", "by Boss { judges Fair  sees claim.amount"),),
                               "Handle.Decide")):
            report = self.report(*pairs)
            found = [c["finding"] for c in report["changes"] if c["finding"]]
            self.assertEqual({(f["rule"], f["code"], f["level"], f["symbol"]) for f in found},
                             {("check-weakened", "DIF005", "info", symbol)})
        (self.folder / "new.wain").write_text(changed(("judges Fair  sees claim, paper", "judges Fair  sees claim")))
        for setting, status in ((), 0), (("--set", "check-weakened.level=warning"), 1):
            self.assertEqual(self.diff("--fail-on", "warning", *setting, "old.wain", "new.wain").returncode, status)
        allowed = changed(("judges Fair  sees claim, paper", 'judges Fair  sees claim  allow check-weakened because "the paper said nothing"'))
        (self.folder / "new.wain").write_text(allowed)
        (change,) = json.loads(self.diff("--format", "json", "old.wain", "new.wain").stdout)["changes"]
        self.assertEqual((change["kind"], change["finding"]), ("evidence-lost", None))

    def test_who_does_it(self):
        self.assertIn(("automated", "Handle.Read", "Clerk", "Reader"),
                      self.changes(("step Read by Clerk", "auto Read by Reader")))
        self.assertIn(("done-by", "Handle.Check", "Clerk", "Head"), self.changes(("Check by Clerk", "Check by Head")))

    def test_authority(self):
        line = "amount <= 1_000 EUR"
        for new, kind in (("amount <= 2_000 EUR", "widened"), ("amount <= 500 EUR", "narrowed"),
                          ("amount >= 2_000 EUR", "changed")):
            found = self.changes((line, new))
            self.assertEqual([k for k, *_ in found], [f"authority-{kind}"], new)
        self.assertEqual([k for k, *_ in self.changes(("  authority Claim: amount <= 1_000 EUR on Fair", ""))],
                         ["authority-removed"])

    def test_what_takes_away_comes_first(self):
        report = self.report(("  required by TwoEyes", ""), ("step Read by Clerk", "step Look by Clerk"))
        flags = [change["takesAway"] for change in report["changes"]]
        self.assertEqual(flags, sorted(flags, reverse=True))

    def test_figures_before_and_after(self):
        (pair,) = self.report(("takes 30min", "takes 60min"))["figures"]
        self.assertAlmostEqual(pair["before"]["effortHours"], 10 / 60 + 30 / 60 + 0.95 * 20 / 60)
        self.assertAlmostEqual(pair["after"]["effortHours"], 10 / 60 + 60 / 60 + 0.95 * 20 / 60)
        self.assertGreater(pair["after"]["cycleHours"], pair["before"]["cycleHours"])

    def test_findings_gained_and_lost(self):
        report = self.report(("outcome Paid    { owner Head  ", "outcome Paid    { "))
        self.assertIn("unowned-outcome", [f["rule"] for f in report["findingsGained"]])
        (self.folder / "new.wain").write_text(changed(("outcome Paid    { owner Head  ", "outcome Paid    { ")))
        back = json.loads(self.diff("--format", "json", "new.wain", "old.wain").stdout)
        self.assertIn("unowned-outcome", [f["rule"] for f in back["findingsLost"]])

    def findings(self, *pairs: tuple[str, str]) -> list[tuple]:
        """What the change loses, as findings."""
        return [(c["finding"]["rule"], c["finding"]["code"], c["finding"]["level"], c["finding"]["symbol"], c["message"])
                for c in self.report(*pairs)["changes"] if c["finding"]]

    CHECK = OLD[OLD.index("  approval Check"):OLD.index("  approval Decide")]
    DECIDE = OLD[OLD.index("  approval Decide"):OLD.index("  end Paid")]

    def test_a_renamed_outcome_is_one_note(self):
        rename = ("Refused", "TurnedDown")
        self.assertEqual(self.changes(rename), [("outcome-renamed", "TurnedDown", "Refused", "TurnedDown")])
        # With another owner it is another outcome.
        other = ("outcome Refused { owner Head", "outcome TurnedDown { owner Boss")
        rest = ("| Refused {", "| TurnedDown {"), ("-> end Refused", "-> end TurnedDown")
        self.assertEqual(sorted(kind for kind, *_ in self.changes(other, *rest)), ["no-changed", "no-changed", "outcome-added", "outcome-removed"])

    def test_what_a_renamed_outcome_loses_is_seen(self):
        found = self.changes(("Paid", "Settled"), (self.CHECK, ""))
        self.assertIn(("outcome-renamed", "Settled", "Paid", "Settled"), found)
        self.assertIn(("judgment-lost", "Settled", "Right", None), found)

    LIMIT = ("control TwoEyes { cites", "control TwoEyes { applies to Claim: amount > 1_000 EUR  cites")

    def test_a_mandate_that_asks_for_less_is_a_finding(self):
        ((rule, code, level, symbol, message),) = self.findings(self.LIMIT)
        self.assertEqual((rule, code, level, symbol), ("control-lost", "DIF003", "warning", "TwoEyes"))
        self.assertEqual(message, "the control `TwoEyes` asks for less: 1 approver where `amount > 1_000 EUR`, before 1 approver")
        self.assertEqual([kind for kind, *_ in self.changes(self.LIMIT)], ["control-narrowed"])
        back = self.between(changed(self.LIMIT), OLD)
        self.assertEqual([c["kind"] for c in back["changes"]], ["control-widened"])

    def test_a_mandate_is_compared_by_its_meaning(self):
        def limit(text):
            return changed(("control TwoEyes { cites", f"control TwoEyes {{ applies to Claim: {text}  cites"))
        for old, new, kinds in (("amount > 1_000 EUR", "amount >= 2_000 EUR", ["control-narrowed"]),
                                ("amount > 1_000 EUR", "1_000 EUR < amount", ["control-changed"]),
                                ("amount > 1_000 EUR", "amount > 500 EUR", ["control-widened"])):
            report = self.between(limit(old), limit(new))
            self.assertEqual([c["kind"] for c in report["changes"]], kinds, new)
            self.assertEqual([bool(c["finding"]) for c in report["changes"]], [kinds == ["control-narrowed"]], new)

    def test_fewer_approvers(self):
        two = changed(("requires 1 distinct", "requires 2 distinct"))
        self.assertEqual([c["kind"] for c in self.between(two, OLD)["changes"]], ["control-narrowed"])
        self.assertEqual([c["kind"] for c in self.between(OLD, two)["changes"]], ["control-widened"])

    def test_fewer_cases_come_to_a_gate(self):
        def guarded(condition):
            return changed((self.DECIDE, f"  if {condition} {{\n{self.DECIDE}  }}\n"))
        self.assertIn(("gate-narrowed", "Handle.Decide", None, "claim.amount > 500 EUR"),
                      self.kinds(OLD, guarded("claim.amount > 500 EUR")))
        self.assertEqual([("gate-narrowed", "Handle.Decide", "claim.amount > 500 EUR", "claim.amount > 900 EUR")],
                         self.kinds(guarded("claim.amount > 500 EUR"), guarded("claim.amount > 900 EUR")))
        self.assertEqual([("gate-widened", "Handle.Decide", "claim.amount > 500 EUR", "claim.amount > 100 EUR")],
                         self.kinds(guarded("claim.amount > 500 EUR"), guarded("claim.amount > 100 EUR")))
        self.assertEqual(["gate-cases-changed"],
                         [k for k, *_ in self.kinds(guarded("claim.amount > 500 EUR"), guarded("claim.amount < 100 EUR"))])
        # Another choice within the arm, or a way back to the gate, changes nothing.
        inner = guarded("claim.amount > 500 EUR").replace(
            self.DECIDE, "  if ~ 30% { step More by Clerk { takes 5min  updates claim } }\n" + self.DECIDE)
        self.assertEqual([k for k, *_ in self.kinds(guarded("claim.amount > 500 EUR"), inner)], ["step-added"])
        text = self.text(OLD, guarded("claim.amount > 500 EUR"))
        self.assertIn("cases come to the approval `Handle.Decide` if `claim.amount > 500 EUR`, before always", text)

    def test_a_check_that_finds_less(self):
        def truth(more):
            return changed(("criterion Right", "criterion Right { wrong in 10% }"), ("rejects 5% -> end Refused }\n  approval Decide",
                           f"{more}  rejects -> end Refused }}\n  approval Decide"))
        self.assertIn(("catches-fell", "Handle.Check", "100%", "80%"), self.kinds(truth(""), truth("catches 80%")))
        self.assertIn(("catches-rose", "Handle.Check", "60%", "80%"), self.kinds(truth("catches 60%"), truth("catches 80%")))
        self.assertIn(("false-alarms-rose", "Handle.Check", "0%", "3%"), self.kinds(truth(""), truth("false alarms 3%")))

    def test_audits_committees_and_silence(self):
        def audited(share):
            return changed(("  end Paid\n}", f"  audit Look of Read by Head {{ samples {share}  judges Right  takes 5min }}\n  end Paid\n}}"))
        self.assertIn(("samples-fell", "Handle.Look", "10%", "5%"), self.kinds(audited("10%"), audited("5%")))
        self.assertIn(("silence-approves", "Handle.Check", None, "5d"),
                      self.kinds(OLD, changed(("takes 30min", "takes 30min  after 5d approves"))))
        def board(quorum):
            return OLD + f"committee Board {{ members Head, Boss, Clerk  quorum {quorum} }}\n"
        self.assertEqual(self.kinds(board(3), board(2)), [("quorum-fell", "Board", "3", "2")])

    def between(self, old: str, new: str) -> dict:
        (self.folder / "was.wain").write_text(old)
        (self.folder / "is.wain").write_text(new)
        run = self.diff("--format", "json", "was.wain", "is.wain")
        self.assertEqual(run.returncode, 0, run.stderr)
        report = json.loads(run.stdout)
        schema = json.loads((ROOT / "docs/schema/diff-5.schema.json").read_text())
        self.assertEqual([e.message for e in jsonschema.Draft202012Validator(schema).iter_errors(report)], [])
        return report

    def kinds(self, old: str, new: str) -> list[tuple]:
        """What changed, less what is lost altogether."""
        return [(c["kind"], c["subject"], c["before"], c["after"]) for c in self.between(old, new)["changes"]
                if not c["finding"] or c["finding"]["rule"] == "check-weakened"]

    def text(self, old: str, new: str) -> str:
        self.between(old, new)
        return self.diff("was.wain", "is.wain").stdout

    def test_a_judgment_lost_is_a_finding(self):
        self.assertEqual(self.findings((self.CHECK, "")), [
            ("judgment-lost", "DIF001", "warning", "Handle",
             "95 % of the cases of `Handle` now end in `Paid` without `Right` being judged; before, none did")])
        (place,) = [c["finding"]["place"] for c in self.report((self.CHECK, ""))["changes"] if c["finding"]]
        self.assertEqual(place, "new.wain:14:9")

    def test_some_cases_go_past_a_judgment(self):
        past = 'choose { when ~ 20% "known" { } otherwise {\n' + self.CHECK + "} }\n"
        self.assertEqual([message for *_, message in self.findings((self.CHECK, past))], [
            "19 % of the cases of `Handle` now end in `Paid` without `Right` being judged; before, none did"])

    def test_what_only_moves_is_not_lost(self):
        renamed = self.CHECK.replace("approval Check by Clerk", "approval Look by Head")
        inner = ("process Inner(claim: Claim, paper: Paper) yields Paid | Refused {\n" + self.CHECK + "  end Paid\n}\n")
        call = "  call Inner(claim, paper) as Checking on Refused -> end Refused\n"
        served = ("judges Right  sees claim, paper", "judges Right  sees claim, paper  required by TwoEyes")
        for pairs in ([(self.CHECK, renamed)], [(self.CHECK, ""), (self.DECIDE, self.DECIDE + renamed)],
                      [(self.CHECK, ""), ("judges Fair", "judges Fair, Right")],
                      [(self.CHECK, call), ("process Handle", inner + "process Handle")],
                      [served, ("  required by TwoEyes  takes 20min", "  takes 20min")],
                      [("step Read by Clerk", "step Reading by Clerk")], [("process Handle", "process Treat")]):
            self.assertEqual(self.findings(*pairs), [], pairs)

    def test_what_moves_to_a_caller_is_not_lost(self):
        main = ("process Main(claim: Claim, paper: Paper) yields Paid | Refused {\n"
                "  call Handle(claim, paper) as Handling on Refused -> end Refused\n  end Paid\n}\n")
        (self.folder / "old.wain").write_text(OLD + main)
        moved = OLD.replace(self.CHECK, "") + main.replace("  end Paid", self.CHECK + "  end Paid")
        (self.folder / "new.wain").write_text(moved)
        report = json.loads(self.diff("--format", "json", "old.wain", "new.wain").stdout)
        self.assertEqual([c["finding"] for c in report["changes"] if c["finding"]], [])
        (self.folder / "new.wain").write_text(OLD.replace(self.CHECK, "") + main)
        report = json.loads(self.diff("--format", "json", "old.wain", "new.wain").stdout)
        self.assertEqual([c["finding"]["symbol"] for c in report["changes"] if c["finding"]], ["Main"])

    def test_owners_lost_are_findings(self):
        self.assertEqual(self.findings(("outcome Paid    { owner Head  ", "outcome Paid    { ")), [
            ("owner-lost", "DIF002", "warning", "Paid", "nobody owns the outcome `Paid` any more; `Head` did")])
        (self.folder / "old.wain").write_text(OLD.replace("Refused {\n  step", "Refused {\n  owner Boss\n  step"))
        self.assertEqual(self.findings(), [
            ("owner-lost", "DIF002", "warning", "Handle", "nobody owns the process `Handle` any more; `Boss` did")])
        self.assertEqual(self.findings(("outcome Paid    { owner Head", "outcome Paid    { owner Boss"),
                                       ("Refused {\n  step", "Refused {\n  owner Head\n  step")), [])

    def test_a_control_lost_is_one_finding(self):
        (self.folder / "old.wain").write_text(changed(("takes 30min", "required by TwoEyes  takes 30min")))
        self.assertEqual(self.findings(("  required by TwoEyes", "")), [
            ("control-lost", "DIF003", "warning", "Handle",
             "no gate of `Handle` serves the control `TwoEyes` any more; `Check`, `Decide` did")])

    def test_authority_widened(self):
        limit = "amount <= 1_000 EUR"
        said = [m for *_, m in self.findings((limit, "amount <= 2_000 EUR"))]
        self.assertEqual(said, ["`Boss` may decide more of `Claim`: for example `amount = 1_000.01 EUR`; now `amount <= 2_000 EUR`, "
                                "before `amount <= 1_000 EUR`"])
        gone = [m for *_, m in self.findings(("  authority Claim: amount <= 1_000 EUR on Fair", ""))]
        self.assertEqual(gone, ["`Boss` may decide any `Claim` now: nothing limits it any more; before `amount <= 1_000 EUR`"])
        more = self.findings((limit + " on Fair", limit + " on Fair  authority Claim: amount > 9_000 EUR on Fair"))
        self.assertEqual([f[:2] for f in more], [("authority-widened", "DIF004")])
        other = self.findings(("Decide by Boss", "Decide by Head"))
        self.assertEqual([f[:4] for f in other], [("authority-widened", "DIF004", "info", "Handle.Decide")])
        for same in ("amount <= 1_000 EUR and amount >= 10 EUR", "amount <= 500 EUR", "1_000 EUR >= amount", "amount <= 1_000 EUR and amount <= 5_000 EUR"):
            self.assertEqual(self.findings((limit, same)), [], same)
        both = [m for *_, m in self.findings((limit, "amount <= 500 EUR or amount >= 9_000 EUR"))]
        self.assertIn("`amount = 9_000 EUR`", both[0])
        # Of another currency nothing can be said.
        self.assertEqual(self.findings(("amount money EUR", "amount money USD"), (limit, "amount <= 2_000 USD")), [])

    def test_allow_and_settings_hold(self):
        loss = (self.CHECK, "")
        for allowed in (("  step Read", '  allow judgment-lost because "decided"\n  step Read'),
                        ("outcome Paid    {", 'outcome Paid    { allow judgment-lost because "decided" ')):
            self.assertEqual(self.findings(loss, allowed), [])
            (line,) = [c["message"] for c in self.report(loss, allowed)["changes"] if c["kind"] == "judgment-lost"]
            self.assertIn("without `Right` being judged", line)
            gained = [f["rule"] for f in self.report(loss, allowed)["findingsGained"]]
            self.assertNotIn("unused-allow", gained)
        (self.folder / "wain.toml").write_text('[rules]\njudgment-lost = "error"\nunjudged-criterion = "off"\n')
        self.assertEqual([f[2] for f in self.findings(loss)], ["error"])
        self.assertEqual([f["rule"] for f in self.report(loss)["findingsGained"]], [])
        (self.folder / "wain.toml").write_text('[rules]\njudgment-lost = "off"\n')
        self.assertEqual(self.findings(loss), [])
        (self.folder / "wain.toml").write_text('[rules]\njudgment-list = "off"\n')
        run = self.diff("old.wain", "new.wain")
        self.assertEqual((run.returncode, run.stdout), (2, ""), run.stderr)

    def test_exit_status(self):
        (self.folder / "new.wain").write_text(changed(("  required by TwoEyes", "")))
        for words, status in (([], 0), (["--fail-on", "error"], 0), (["--fail-on", "warning"], 1), (["--fail-on", "never"], 0),
                              (["--fail-on", "info", "--set", "control-lost.level=off"], 0),
                              (["--fail-on", "error", "--set", "control-lost.level=error"], 1)):
            self.assertEqual(self.diff(*words, "old.wain", "new.wain").returncode, status, words)
        (self.folder / "new.wain").write_text(changed(("outcome Paid    { owner Head  ", "outcome Paid    { ")))
        self.assertEqual(self.diff("--fail-on", "error", "old.wain", "new.wain").returncode, 1)
        self.assertEqual(self.diff("--fail-on", "warning", "new.wain", "old.wain").returncode, 0)

    def test_text_says_it_once(self):
        (self.folder / "new.wain").write_text(changed(("  required by TwoEyes", "")))
        text = self.diff("old.wain", "new.wain").stdout
        self.assertIn("  ! new.wain:14:9: warning: no gate of `Handle` serves the control `TwoEyes` any more", text)
        self.assertEqual(text.count("TwoEyes"), 1, text)

    def test_markdown(self):
        (self.folder / "new.wain").write_text(changed(("takes 30min", "takes 60min"), ("  required by TwoEyes", "")))
        text = self.diff("--format", "markdown", "old.wain", "new.wain").stdout
        self.assertTrue(text.startswith("## `old.wain`"))
        self.assertIn("- new.wain:14:9: warning: no gate of `Handle` serves the control `TwoEyes` any more; `Decide` did "
                      "[control-lost]", text)
        self.assertEqual(text.count("TwoEyes"), 1, text)
        self.assertRegex(text, r"\| cycle time \| .* \| .* \| \+\d")

    def test_a_broken_side_is_shown(self):
        (self.folder / "new.wain").write_text("outcome {\n")
        run = self.diff("old.wain", "new.wain")
        self.assertEqual((run.returncode, run.stdout), (1, ""))
        self.assertIn("new.wain:1:9", run.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--wain", required=True)
    known, rest = parser.parse_known_args()
    WAIN = str(pathlib.Path(known.wain).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
