#!/usr/bin/python3
"""`wain diff`: what a change loses, as findings.

usage: diff_findings_tests.py --wain PROGRAM
"""
import json

from two_definitions import OLD, ROOT, DiffCase, changed, main


class Findings(DiffCase):
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


if __name__ == "__main__":
    main()
