/// Declarations on their own: text, actors, data, criteria, names, refusals of rules.
#include "sema/conformance.h"

namespace wain::sema::test {
namespace {

TEST(Conformance, Declarations) {
  check(
      "",
      {
          {"role A \"t\""},
          {"system A \"t\""},
          {"document A \"t\""},
          {"criterion A \"t\""},
          {"control A \"t\""},
          {"outcome A \"t\""},
          {"record A \"t\""},
          {"calendar A \"t\""},
          {"constant A \"t\" = 5"},
          {"process A \"t\" yields O { } outcome O"},
          {"scenario A \"t\""},
          {"person A \"t\" plays B role B"},
          {"committee A \"t\" { members B } role B"},
          {"\357\273\277role A"},
          {"role A\r\n\r\nrole B\r\n"},
          {"role \303\211t\303\251"},
          {"role _"},
          {"role _a1"},
          {"// only\nrole A // end"},
          {"/// doc\nrole A"},
          {"/* a */ role /* b */ A"},
          {"role A{staff 1_000}"},
          {"constant A = 1h30min"},
          {"constant A = 1w"},
          {"constant A = 2.5"},
          {"constant A = 10_000 EUR"},
          {"constant A = 98%"},
          {"constant A = true"},
          {"constant A = \"x\""},
          {"constant A = 2026-12-24"},
          {"role CFO { costs 5 CFO per h }"},
          {"role EUR"},
          {"record EUR { EUR money EUR }"},
          {"role role role person"},
          {"role step role process"},
          {"role Mon"},
          {"role A { costs 0 EUR per h }"},
          {"role A role a"},
          {"role A { staff 3 hours H available 50% costs 3 EUR per h costs 1 EUR per case reports to B "
           "authority R: true on C, C2 authority R: n > 1 } role B calendar H { Mon 09:00-10:00 } record R { "
           "n int } criterion C criterion C2"},
          {"person A plays B, C { available 50% } role B role C"},
          {"calendar H { timezone \"Europe/Berlin\" } role A { hours H }"},
          {"calendar H { closed 2026-01-01 }"},
          {"calendar H"},
          {"calendar H { Mon, Wed..Fri 09:00-12:00, 13:00-17:00 Sat 10:00-12:00 }"},
          {"calendar H { Mon 09:00-12:00 Mon 13:00-14:00 }"},
          {"calendar H { Sun 22:00-06:00 Mon 06:00-09:00 }"},
          {"calendar H { timezone \"UTC\" timezone \"UTC\" }", {"property-twice"}},
          {"calendar H { timezone \"Europe/Berlim\" }", {"unknown-timezone"}},
          {"role A { hours B } role B", {"wrong-kind"}},
          {"system S { hours H } calendar H { Mon 09:00-10:00 }", {"misplaced-property"}},
          {"model S { hours H } calendar H { Mon 09:00-10:00 }", {"misplaced-property"}},
          {"system S { accountable A } role A"},
          {"model S { accountable C } committee C { members A } role A"},
          {"model S { accountable Q } system Q"},
          {"model S { accountable D } document D", {"wrong-kind"}},
          {"role R committee A { members R meets every Mon, Thu 17:00 for 1h }"},
          {"process P yields O { wait until every Mon, Thu 17:00 } outcome O"},
          {"process P yields O { wait until every Mon, Thu 17:00 agenda closes 24h before } outcome O"},
          {"role R committee A { members R meets every Mon..Fri 09:00 for 1h }"},
          {"process P yields O { wait until every Mon..Fri 09:00 } outcome O"},
          {"process P yields O { wait until every Mon..Fri 09:00 agenda closes 24h before } outcome O"},
          {"role R committee A { members R meets Thu 14:00 for 1h }"},
          {"process P yields O { wait until Thu 14:00 } outcome O"},
          {"process P yields O { wait until Thu 14:00 agenda closes 24h before } outcome O"},
          {"role R committee A { members R meets every day 09:30 for 1h }"},
          {"process P yields O { wait until every day 09:30 } outcome O"},
          {"process P yields O { wait until every day 09:30 agenda closes 24h before } outcome O"},
          {"role R committee A { members R meets 1st, 3rd Mon of month 10:00 for 1h }"},
          {"process P yields O { wait until 1st, 3rd Mon of month 10:00 } outcome O"},
          {"process P yields O { wait until 1st, 3rd Mon of month 10:00 agenda closes 24h before } outcome "
           "O"},
          {"role R committee A { members R meets 5th Fri of month 8:00 for 1h }"},
          {"process P yields O { wait until 5th Fri of month 8:00 } outcome O"},
          {"process P yields O { wait until 5th Fri of month 8:00 agenda closes 24h before } outcome O"},
          {"role R committee A { members R meets every 2 weeks on Thu 14:00 from 2026-01-08 for 1h }"},
          {"process P yields O { wait until every 2 weeks on Thu 14:00 from 2026-01-08 } outcome O"},
          {"process P yields O { wait until every 2 weeks on Thu 14:00 from 2026-01-08 agenda closes 24h "
           "before } outcome O"},
          {"role R committee A { members R meets every 2 weeks on Mon, Thu 14:00 for 1h }"},
          {"process P yields O { wait until every 2 weeks on Mon, Thu 14:00 } outcome O"},
          {"process P yields O { wait until every 2 weeks on Mon, Thu 14:00 agenda closes 24h before } "
           "outcome O"},
          {"role R committee A { members R meets every 1 weeks on Thu 14:00 for 1h }"},
          {"process P yields O { wait until every 1 weeks on Thu 14:00 } outcome O"},
          {"process P yields O { wait until every 1 weeks on Thu 14:00 agenda closes 24h before } outcome O"},
          {"role R committee A { members R, R }", {"named-twice"}},
          {"role R person P plays R committee A { members R, P quorum 2 }", {"quorum-unfillable"}},
          {"role R { staff 2 } person P plays R committee A { members R, P quorum 2 }"},
          {"committee A { members B } committee B { members A }", {"not-human", "not-human"}},
          {"role A { reports to B } role B { reports to A }", {"reporting-circle"}},
          {"role A { authority R: zz > 1 } record R { n int }", {"unknown-field"}},
          {"role A { authority R: n > 1 on X } record R { n int }", {"unknown-name"}},
          {"role A { authority X: n > 1 }", {"unknown-name"}},
          {"role A { costs 5 EUR per h costs 6 USD per h }", {"property-twice"}},
          {"role A { costs 5 per h }", {"wrong-value"}},
          {"committee A { members R quorum 1 met 90% hears 8 meets every Thu 14:00 for 1h agenda closes 24h "
           "before reports to R costs 5 EUR per h hours H authority Q: true } role R calendar H { Mon "
           "09:00-10:00 } record Q"},
          {"person A { staff 2 }", {"misplaced-property"}},
          {"role A { hears 2 }", {"misplaced-property"}},
          {"role A { quorum 2 quorum 3 }", {"misplaced-property", "misplaced-property"}},
          {"role A { available Half } constant Half = 50%"},
          {"role A { staff N costs M per h } constant N = 3 constant M = 5 EUR"},
          {"role A { staff M } constant M = 5 EUR", {"wrong-value"}},
          {"committee A { members R quorum Q hears Hn meets every Thu 14:00 for L agenda closes Ag before } "
           "role R constant Q = 1 constant Hn = 8 constant L = 1h constant Ag = 1d"},
          {"role A { staff 2 staff 3 }", {"property-twice"}},
          {"record A { x bool y int z number r ratio d duration m money EUR t text dt date e a | b rec B doc "
           "D l list of int ll list of list of money EUR } record B document D"},
          {"record A { e a | b f a | b } control C { applies to A: e == f and e == a and f in (a, b) }"},
          {"record A { e a | b f b | a } control C { applies to A: e == f }", {"type-mismatch"}},
          {"record A { e a | b } control C { applies to A: a == e }"},
          {"record A { e a | b } control C { applies to A: e in (a) or not (e != b) }"},
          {"record A { e a | b } control C { applies to A: e < b }", {"no-order"}},
          {"record A { e a } ", {"unknown-name"}},
          {"record A { e Unknown }", {"unknown-name"}},
          {"record A { e bool | int } control C { applies to A: e == bool }"},
          {"record A { name text owner text step int process bool } control C { applies to A: owner == \"x\" "
           "and step > 1 and process }"},
          {"record A { x money eur }", {"bad-currency"}},
          {"record A { x B } record B { y A }", {"recursive-record"}},
          {"record A \"t\" { x \"title\" int }"},
          {"record A { x list of B } record B { a list of A }"},
          {"criterion C { a miss costs 5 EUR wrong in 3% }"},
          {"criterion C { a miss costs M wrong in W } constant M = 5 EUR constant W = 3%"},
          {"criterion C { wrong in 3% wrong in 4% }", {"property-twice"}},
          {"criterion C { wrong in 130% }", {"share-above-one"}},
          {"control C { cites \"x\" requires 2 distinct approvers review by 2026-01-01 }"},
          {"control C { requires N distinct approvers } constant N = 2"},
          {"control C { requires 0 distinct approvers }", {"too-small"}},
          {"control C { applies to R } record R"},
          {"control C { applies to X }", {"unknown-name"}},
          {"role A1 { staff 3 } role B1 person Pp plays A1, B1 committee Cc { members A1, B1 quorum 2 "
           "}\noutcome O { owner A1 }\nprocess P yields O { step S by A1 }\nscenario Z { runs P arrivals 1 "
           "per day for 1w }\nscenario X from Z { with A1 staff 1 }",
           {"override-quorum"}},
          {"role A1 { staff 3 } role B1 person Pp plays A1, B1 committee Cc { members A1, B1 quorum 2 "
           "}\noutcome O { owner A1 }\nprocess P yields O { step S by A1 }\nscenario Z { runs P arrivals 1 "
           "per day for 1w }\nscenario X from Z { with A1 staff 1 with Cc quorum 1 }"},
          {"role A1 { staff 3 } role B1 person Pp plays A1, B1 committee Cc { members A1, B1 quorum 2 "
           "}\noutcome O { owner A1 }\nprocess P yields O { step S by A1 }\nscenario Z { runs P arrivals 1 "
           "per day for 1w }\nscenario X from Z { with A1 staff 1 with B1 staff 2 }"},
          {"role A1 { staff 3 } role B1 person Pp plays A1, B1 committee Cc { members A1, B1 quorum 2 "
           "}\noutcome O { owner A1 }\nprocess P yields O { step S by A1 }\nscenario Z { runs P arrivals 1 "
           "per day for 1w }\nscenario X from Z { with A1 staff 2 with Cc quorum 2 }"},
          {"role A1 { staff 3 } role B1 person Pp plays A1, B1 committee Cc { members A1, B1 quorum 2 "
           "}\noutcome O { owner A1 }\nprocess P yields O { step S by A1 }\nscenario Z { runs P arrivals 1 "
           "per day for 1w }\nscenario X from Z { with A1 staff 1 }\nscenario Y from X { with S takes 5min }",
           {"override-quorum"}},
          {"role A1 { staff 3 } role B1 person Pp plays A1, B1 committee Cc { members A1, B1 quorum 2 "
           "}\noutcome O { owner A1 }\nprocess P yields O { step S by A1 }\nscenario Z { runs P arrivals 1 "
           "per day for 1w }\nscenario X from Z { with Cc quorum 1 with A1 staff 1 }\nscenario Y from X { "
           "with Cc quorum 2 }",
           {"override-quorum"}},
          {"role A1 person P1 plays A1 person P2 plays A1 outcome O { owner A1 } process P yields O { step S "
           "by A1 } scenario Z { runs P with A1 staff 1 }",
           {"override-staff"}},
          {"scenario A"},
          {"scenario A { }"},
          {"role A role A role A", {"duplicate-name", "duplicate-name"}},
          {"role X document X", {"duplicate-name"}},
          {"role A { reports to B } document A", {"duplicate-name", "unknown-name"}},
          {"role A { allow foo because \"x\" allow bar-baz-qux because \"y\" until 2027-03-31 }"},
          {"role A { allow foo because \"\" }", {"allow-without-reason"}},
          {"role A { allow foo because \"x\" until 2027-02-31 }", {"no-such-date"}},
      });
}

TEST(Conformance, Imports) {
  check("",
        {
            {"import \"org.wain\" import \"org.wain\"", {"import-twice"}},
            {"import \"org.wain\" as a import \"org.wain\" as b role X { reports to a.Boss hours b.Office }"},
            {"import \"org.wain\" as a import \"org.wain\" as a", {"alias-twice"}},
            {"import \"org.wain\" role Boss", {"import-clash"}},
            {"import \"org.wain\" as Boss role Boss { hours Boss.Office reports to X } role X"},
            {"import \"./org.wain\" import \"org.wain\"", {"import-twice"}},
            {"import \"org.wain\" import \"org.wain\" as o role X { reports to o.Boss hours Office }"},
            {"import \"zz.wain\" role X { hours Zed reports to zz.Y }", {"import-not-found"}},
            {"import \"zz.wain\" as z role X { hours z.Zed reports to z.Y }", {"import-not-found"}},
            {"import \"main.wain\" role X", {"import-cycle"}},
            {"import \".\"", {"import-not-found"}},
        });
}

TEST(Conformance, ImportedNames) {
  check("import \"org.wain\" as org\nrole Me\noutcome Fin { owner Me }\n",
        {
            {"role X { hours org.Office reports to org.Boss authority org.Case: amount > org.Cash on "
             "org.Sound }"},
            {"person X plays org.Boss"},
            {"record X { c org.Case d list of org.Doc }"},
            {"control X { applies to org.Case: amount > org.Cash and kind == car and sub.n > org.Three }"},
            {"outcome X { owner org.Boss requires org.Sound good when mean(cycle_time) < org.Short good when "
             "share(missed.Sound) < org.Pct }"},
            {"process X(c: org.Case) yields Fin | org.Bad { owner org.Boss step S by org.Boss { takes "
             "org.Short produces d: org.Doc fails org.Pct -> end org.Bad } approval G by org.Panel { judges "
             "org.Sound sees c required by org.Law takes uniform(1min, 5min) rejects -> end org.Bad "
             "escalates after org.Short to org.Ann } if c.amount > org.Cash { } wait org.Short call "
             "org.Inner(c) on org.Bad -> end org.Bad end Fin }"},
            {"process X(c: org.Case) yields org.Good | org.Bad replaces org.Inner { end org.Good }"},
            {"scenario X from org.Base { with org.Boss hours org.Office }"},
            {"scenario X { runs org.Inner arrivals org.Three per day during org.Office for 1w draws c.amount "
             "~ uniform(1 EUR, 9 EUR) }"},
            {"expect mean(org.Base.cycle_time) < org.Short"},
            {"expect mean(org.Base.In.cycle_time) < 5d expect mean(org.Base.Inner.In.cycle_time) < 5d expect "
             "share(org.Base.Good) > 5% expect mean(org.Base.org.Boss.load) < 90%"},
            {"scenario X from org.Base { draws c.kind ~ empirical(car: 50%, house: 50%) draws c.sub.flag ~ "
             "org.Pct }"},
            {"process org(org: org.Case) yields Fin { step org by org.Boss { reads org } }"},
            {"role org2"},
            {"system X { accountable org.Boss }"},
            {"process X(c: org.Case) yields Fin { wait until Mon 09:00 agenda closes org.Short before  step "
             "S by org.Store { costs org.Cash per case priority c.amount checks org.Sound } audit Au of S by "
             "org.Ann { samples org.Pct finds org.Pct within org.Short judges org.Sound } }"},
            {"expect share(org.Base.missed.Sound) < 5%"},
            {"expect share(org.Base.org.Good) > 5%"},
            {"expect mean(org.Base.org.Good.cycle_time) < 5d"},
            {"process X(c: org.Case) yields Fin { step S by Me { takes empirical(1min: 95%, 2min: 5%) } "
             "measure m when missed(org.Sound) }"},
            {"role X { hours Office }", {"unknown-name"}},
            {"role X { hours og.Office }", {"unknown-alias"}},
            {"role X { hours org.Ofice }", {"unknown-name"}},
            {"role X { hours org.Boss }", {"wrong-kind"}},
            {"role X { reports to org.Zed }", {"unknown-name"}},
            {"record X { c org.Zed }", {"unknown-name"}},
            {"process X(c: org.Case) yields Fin { if c.amount > org.Zed { } }", {"unknown-name"}},
            {"process X(c: org.Case) yields Fin { if c.amount > Cash { } }", {"unknown-data"}},
            {"scenario X from org.Base { with org.Zed staff 3 }", {"unknown-override"}},
            {"expect mean(org.Zed.cycle_time) < 5d", {"unknown-name"}},
            {"process X(c: org.Case) yields Fin { step S by org.Boss { takes org.Zed } }", {"unknown-name"}},
        });
}

TEST(Conformance, ImportedWithoutAlias) {
  check("import \"org.wain\"\nrole Me\noutcome Fin { owner Me }\n",
        {
            {"role X { hours Office reports to Boss }"},
            {"scenario X from Base { with In takes Short with Boss staff 3 }"},
            {"expect mean(Base.cycle_time) < Short expect mean(Base.Boss.load) < 9%"},
            {"process X(c: Case) yields Fin | Bad { call Inner(c) on Bad -> end Bad end Fin }"},
            {"role X { reports to Boss } constant Short2 = 5min"},
        });
}

}  // namespace
}  // namespace wain::sema::test
