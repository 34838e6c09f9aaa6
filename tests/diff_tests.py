#!/usr/bin/python3
"""`wain diff`: what it says has changed between two files.

usage: diff_tests.py --wain PROGRAM
"""
import json

from two_definitions import OLD, DiffCase, changed, main


class Changes(DiffCase):
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

    SECOND = """process Recheck(claim: Claim, paper: Paper) yields Paid | Refused {
  step Reread by Clerk { takes 10min  reads paper }
  approval Weigh by Head { judges Fair, Right  sees claim  takes 20min  rejects 5% -> end Refused }
  end Paid
}
"""
    UNRELATED = """outcome Filed { owner Head  good when p90(cycle_time) <= 5d }
process File(note: Paper) yields Filed {
  step Store by Head { takes 1min  reads note }
  end Filed
}
"""

    def test_a_renamed_process_is_one_line(self):
        report = self.report(("process Handle", "process Settle"))
        self.assertEqual([(c["kind"], c["subject"], c["before"], c["message"]) for c in report["changes"]],
                         [("process-renamed", "Settle", "Handle", "the process `Handle` is called `Settle` now")])
        self.assertEqual((report["findingsGained"], report["findingsLost"], report["figures"]), ([], [], []))

    def test_a_process_is_renamed_with_its_parameters(self):
        report = self.between(OLD, OLD.replace("process Handle", "process Settle").replace("paper", "sheet"))
        self.assertEqual(sorted((c["kind"], c["message"]) for c in report["changes"]),
                         [("element-renamed", "`Settle.paper` is called `Settle.sheet` now"),
                          ("process-renamed", "the process `Handle` is called `Settle` now")])
        self.assertEqual((report["findingsGained"], report["findingsLost"]), ([], []))

    def test_a_process_of_other_steps_is_not_the_old_one_renamed(self):
        start = OLD.index("process Handle")
        other = OLD[:start] + ("process Settle(claim: Claim, paper: Paper) yields Paid | Refused {\n"
                               "  step Pay by Head { takes 1h  reads claim }\n  end Paid\n}\n")
        kinds = [c["kind"] for c in self.between(OLD, other)["changes"]]
        self.assertNotIn("process-renamed", kinds)
        self.assertIn("gate-removed", kinds)

    def test_several_renamed_processes_are_told_by_their_steps(self):
        both = OLD + self.SECOND
        renamed = both.replace("process Handle", "process Second").replace("process Recheck", "process First")
        report = self.between(both, renamed + self.UNRELATED)
        self.assertEqual(sorted((c["kind"], c["before"], c["after"]) for c in report["changes"]),
                         [("outcome-added", None, "Filed"), ("process-added", None, "File"),
                          ("process-renamed", "Handle", "Second"), ("process-renamed", "Recheck", "First")])
        self.assertEqual(report["findingsLost"], [])
        self.assertFalse([f for f in report["findingsGained"] if "Handle" in f["message"] or "Recheck" in f["message"]])
        # Its steps may have other names too, or one of them may be new.
        steps = renamed.replace("Reread", "Peruse").replace("approval Weigh", "approval Ponder")
        self.assertIn(("process-renamed", "Recheck", "First"), self.kinds_of(both, steps))
        more = renamed.replace("  step Reread", "  step Open by Clerk { takes 1min  reads paper }\n  step Reread")
        self.assertIn(("process-renamed", "Recheck", "First"), self.kinds_of(both, more))
        self.assertIn(("step-added", None, "Clerk"), self.kinds_of(both, more))

    def kinds_of(self, old: str, new: str) -> list[tuple]:
        return [(c["kind"], c["before"], c["after"]) for c in self.between(old, new)["changes"]]

    def test_renamed_words_are_a_line_each(self):
        titled = (OLD.replace("criterion Right", 'criterion Right "the sum is right"')
                  .replace("person Clerk", 'person Clerk "Who keys it in"'))
        for old, new, said in (("Right", "Correct", "`Right` is called `Correct` now"),
                               ("Clerk", "Agent", "`Clerk` is called `Agent` now"),
                               ("amount", "total", "`Claim.amount` is called `Claim.total` now"),
                               ("paper", "sheet", "`Handle.paper` is called `Handle.sheet` now")):
            report = self.between(titled, titled.replace(old, new))
            self.assertEqual([(c["kind"], c["message"]) for c in report["changes"]], [("element-renamed", said)])
            self.assertEqual((report["findingsGained"], report["findingsLost"], report["figures"]), ([], [], []))
        # Another question in the same place is another question, unless its title says that it is not.
        other = self.between(titled, titled.replace('Right "the sum is right"', 'Cheap "it is cheap"').replace("Right", "Cheap"))
        self.assertIn("judgment-lost", [c["kind"] for c in other["changes"]])
        # A field of another type is another field.
        typed = self.between(OLD, OLD.replace("amount money EUR", "days int").replace("amount <= 1_000 EUR", "days <= 5"))
        self.assertNotIn("element-renamed", [c["kind"] for c in typed["changes"]])

    def test_what_has_nothing_in_common_is_not_renamed(self):
        found = self.kinds_of(OLD + self.SECOND, OLD + self.UNRELATED)
        self.assertEqual(sorted(found), [("outcome-added", None, "Filed"), ("process-added", None, "File"),
                                         ("process-removed", "Recheck", None)])
        # Two copies: which is which cannot be told.
        twins = OLD + self.SECOND + self.SECOND.replace("Recheck", "Again")
        other = twins.replace("process Recheck", "process One").replace("process Again", "process Two")
        self.assertEqual({kind for kind, _, _ in self.kinds_of(twins, other)}, {"process-added", "process-removed"})

    def test_a_gate_that_is_gone_says_what_it_judged(self):
        gate = OLD[OLD.index("  approval Check"):OLD.index("  approval Decide")]
        lost = [c for c in self.report((gate, ""))["changes"] if c["kind"] == "gate-removed"]
        self.assertEqual([(c["judged"], c["unjudged"], c["message"]) for c in lost],
                         [(["Right"], ["Right"], "the approval `Handle.Check` by `Clerk` is gone: it judged `Right`, and "
                                                 "nothing in `Handle` does any more")])
        wide = OLD.replace("judges Right", "judges Right, Fair")
        (partly,) = [c for c in self.between(wide, OLD.replace(gate, ""))["changes"] if c["kind"] == "gate-removed"]
        self.assertEqual((partly["judged"], partly["unjudged"]), (["Right", "Fair"], ["Right"]))
        self.assertTrue(partly["message"].endswith("judged `Right, Fair`, and nothing in `Handle` judges `Right` any more"))
        # A process that is called may judge it instead, or a machine.
        inner = ("process Inner(paper: Paper) yields Paid | Refused {\n"
                 "  approval Look by Clerk { judges Right  sees paper  takes 5min  rejects 5% -> end Refused }\n  end Paid\n}\n")
        called = OLD.replace(gate, "  call Inner(paper) as Within on Refused -> end Refused\n") + inner
        (behind,) = [c for c in self.between(OLD + inner, called)["changes"] if c["kind"] == "gate-removed"]
        self.assertEqual((behind["unjudged"], behind["judges"]), ([], ["Inner.Look"]))
        read = OLD.replace(gate, "").replace("step Read by Clerk { ", "auto Read by Reader { checks Right  ")
        (still,) = [c for c in self.between(OLD, read)["changes"] if c["kind"] == "gate-removed"]
        self.assertEqual((still["unjudged"], still["judges"], still["takesAway"]), ([], ["Read"], True))
        self.assertTrue(still["message"].endswith("it judged `Right`, still judged in `Read`"))

    def test_exception_paths_and_reporting_lines(self):
        fails = OLD.replace("reads paper }\n  approval", "reads paper  fails 3% -> Check }\n  approval", 1)
        way = "fails 3% -> Check"
        self.assertEqual(self.kinds(fails, OLD), [("exception-lost", "Handle.Read", way, None)])
        self.assertEqual(self.kinds(OLD, fails), [("exception-added", "Handle.Read", None, way)])
        self.assertEqual(self.kinds(fails, fails.replace("fails 3%", "fails 9%")),
                         [("exception-changed", "Handle.Read", way, "fails 9% -> Check")])
        reports = OLD.replace("person Clerk { ", "person Clerk { reports to Boss  ")
        self.assertEqual(self.kinds(OLD, reports), [("reports-added", "Clerk", None, "Boss")])
        self.assertEqual(self.kinds(reports, reports.replace("to Boss", "to Head")),
                         [("reports-changed", "Clerk", "Boss", "Head")])
        self.assertEqual(self.text(reports, OLD).splitlines()[3], "  * `Clerk` reports to nobody any more; before to `Boss`")

    def test_work_that_moves_into_a_call_is_still_done(self):
        inner = OLD.replace("  step Read by Clerk { takes 10min  reads paper }\n", "  call Take(paper)\n")
        inner += ("outcome Taken { owner Head  good when p90(cycle_time) <= 5d }\n"
                  "process Take(paper: Paper) yields Taken { step Read by Clerk { takes 10min  reads paper }  end Taken }\n")
        (self.folder / "new.wain").write_text(inner)
        report = json.loads(self.diff("--format", "json", "old.wain", "new.wain").stdout)
        self.assertEqual(report["figures"], [])

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
    main()
