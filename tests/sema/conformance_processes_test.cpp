/// Bodies of processes, right ones first; then calls.
#include "sema/conformance.h"

namespace wain::sema::test {
namespace {

TEST(Conformance, RightBodies) {
  check(
      world + "process P(x: R) yields O | P2 {\n", "\nend O\n}\n",
      {
          {"step S by Clerk"},
          {"step S \"t\" by Clerk { }"},
          {"auto S \"t\" by Sys { takes Dur }"},
          {"approval G \"t\" by Com { judges C sees x rejects Pct -> end P2 returns 3% -> G }"},
          {"step step by Clerk step owner by Clerk step if by Clerk step by by Clerk -> step"},
          {"step S by Clerk { takes uniform(1min, Dur) } step Q by Clerk { takes triangular(1min, Dur, 1h) } "
           "step W by Clerk { takes triangular(1min, mode 5min, 1h) }"},
          {"step S by Clerk { takes exponential(Dur) } step Q by Clerk { takes normal(mean 5min, sd 1min) } "
           "step W by Clerk { takes erlang(3, mean 5min) } step V by Clerk { takes empirical(1min: 20%, Dur: "
           "70%, 1h: 10%) } step U by Clerk { takes gamma(mean 5min, sd 1min) } step Y by Clerk { takes "
           "weibull(shape 1.5, scale 5min) } step Z by Clerk { takes lognormal(sd 5min, mean 12min) }"},
          {"step S by Clerk { takes empirical(1min: 95%, 1h: Pct) }"},
          {"step S by Clerk { takes erlang(Num, mean 5min) }"},
          {"step S by Clerk { takes uniform(5min, 5min) }"},
          {"step S by Clerk { takes 0s }"},
          {"step S by Clerk { reads x.s.z, x.amount updates x.n, x.s produces y: int, z: D priority x.amount "
           "costs Cash per case checks C, T catches 80% false alarms 1% batches Num or Dur irreversible "
           "observed { cases 5 takes p90 5min waits mean 3h fails 1 source \"f\" } fails 3% -> S fails 2% -> "
           "end P2 allow foo because \"x\" until 2026-01-01 }"},
          {"step S by Clerk { priority x.n } step S2 by Clerk { priority x.d } step S3 by Clerk { priority "
           "x.f * 2 } step S4 by Clerk { priority -x.n } step S5 by Clerk { priority x.day } step S6 by "
           "Clerk { priority x.r }"},
          {"approval G by Clerk { judges C, T sees x, x.n takes 5min required by K escalates after 2d to "
           "Lead escalates after Dur to Bob after 5d rejects -> end P2 catches Pct false alarms Pct rejects "
           "40% -> end P2 returns 60% -> G }"},
          {"approval G by Clerk { judges C sees x after Dur approves }"},
          {"if x.ok { } else if x.n > 1 ~ 5% \"t\" { } else { }"},
          {"if ~ Pct { }"},
          {"if ~ 5% \"label\" { } else { step S by Clerk }"},
          {"if x.k == a1 and x.n in (1, 2) { -> end P2 }"},
          {"if true { }"},
          {"if x.k in (a1, b1) { }"},
          {"if (x.ok) { }"},
          {"if not x.ok { }"},
          {"choose { when x.n > 1 ~ 5% \"t\" { } when ~ 30% \"label\" { } otherwise \"rest\" { } }"},
          {"choose { when x.n > 1 { } when x.n < 1 { } otherwise { } }"},
          {"choose { when ~ 40% { } when ~ 60% { } }"},
          {"choose { when x.ok { } }"},
          {"choose { when ~ 100% { } otherwise { } }"},
          {"parallel { branch A \"t\" { step S by Clerk } branch B when x.ok { } branch E when x.ok ~ 5% "
           "\"lab\" { } branch F when ~ 5% { } }"},
          {"parallel join all { branch A { } }"},
          {"parallel join first { branch A { step S by Clerk } branch B { wait 5d end P2 } }"},
          {"parallel join 2 of 3 { branch A { } branch B { } branch E { } }"},
          {"parallel { branch A { parallel { branch B { if x.ok { parallel { branch E { } branch F { } } } } "
           "branch G { } } } branch H2 { } }"},
          {"parallel { branch A { observed { cases 5 rejects 3 } step S by Clerk } branch B { } }"},
          {"repeat { step S by Clerk } until ~ 80% \"ok\""},
          {"repeat { } until x.ok"},
          {"repeat { step S by Clerk } until x.ok ~ Pct \"t\""},
          {"repeat { repeat { } until ~ 5% } until ~ 5%"},
          {"wait 14d"},
          {"wait Dur"},
          {"wait exponential(Dur)"},
          {"wait for \"the customer\" takes Dur reads x updates x.n produces y: D"},
          {"wait for \"the customer\""},
          {"wait until Mon, Thu 17:00 agenda closes Dur before"},
          {"if x.ok { step S by Clerk } repeat { step R1 by Clerk } until ~ 50% choose { when x.ok { step W "
           "by Clerk } otherwise { } } step E by Clerk { fails 5% -> S fails 6% -> R1 fails 7% -> W }"},
          {"-> W if x.ok { step S by Clerk } repeat { step W by Clerk } until ~ 50%"},
          {"parallel { branch A { step S by Clerk { fails 5% -> L8 fails 3% -> end P2 } -> L8 } branch B { "
           "step S2 by Clerk } } step L8 by Clerk"},
          {"parallel { branch A { if x.ok { step A1 by Clerk -> A1 } } branch B { } }"},
          {"parallel { branch A { end P2 } branch B { -> L9 } } step L9 by Clerk"},
          {"step S by Clerk step S2 by Lead separate S, S2 together S, S2"},
          {"step S by Clerk approval G by Com { judges C sees x returns 5% -> S } separate S, G"},
          {"step S by Clerk audit Au \"t\" of S by Lead { samples Pct finds 2% within 90d judges C sees x "
           "takes 15min reads x costs Cash per case observed { cases 5 } allow foo because \"x\" }"},
          {"audit Au of S by Lead step S by Clerk"},
          {"measure m when visits(S) > 1 and x.n > 1 measure m2 when m or missed(T) or cost > 5 EUR measure "
           "m3 \"t\" step S by Clerk"},
          {"owner Lead"},
          {"owner Com"},
          {"owner Sys"},
          {"allow foo-bar because \"x\""},
          {"if x.ok { allow foo because \"x\" until 2026-01-01 }"},
          {"step S by Clerk { produces x2: R } step Q by Clerk { reads x2.amount } if x2.ok { }"},
          {"step S by Clerk { produces y: a | b } if y == a { } step Q by Clerk { produces y: a | b }"},
          {"step S by Clerk { produces y: list of D } if count(y) > 2 { }"},
          {"step S by Clerk { produces e: money EUR } if e > Cash { }"},
          {"step S by Clerk { produces Clerk: D } step Q by Lead { reads Clerk }"},
          {"step x by Clerk { reads x }"},
          {"step S by Clerk { produces a1: a1 | b1 } if x.k == a1 { }"},
          {"step S by Clerk { produces y: bool } if y and x.ok { }"},
          {"end P2 step S by Clerk"},
          {"step S by Clerk -> S2 step S3 by Clerk { takes 1min } step S2 by Clerk { fails 5% -> S3 }"},
          {"step S by Clerk { updates x, x }"},
          {"if x.ok ~ 50% { } else if x.ok ~ 50% { } else { }"},
          {"if a1 == x.k ~ 5% { }"},
          {"if x.ok { step S by Clerk { produces y: D } } else { step S3 by Clerk { produces y: D } } step "
           "S2 by Clerk { reads y }"},
          {"repeat { step S by Clerk { produces y: D } } until ~ 5% step S2 by Clerk { reads y }"},
          {"choose { when ~ 5% { step S by Clerk { produces y: D } } otherwise { end P2 } } step S2 by Clerk "
           "{ reads y }"},
          {"parallel { branch A { step A1 by Clerk { updates x.n reads x } } branch B { step B1 by Clerk { "
           "reads x.n } } }"},
      });
}

TEST(Conformance, WrongBodies) {
  check(world + "process P(x: R) yields O | P2 {\n", "\nend O\n}\n",
        {
            {"step S by Zed", {"unknown-name"}},
            {"step S by O", {"wrong-kind"}},
            {"auto S by Clerk", {"auto-by-human"}},
            {"auto S by Com", {"auto-by-human"}},
            {"step S by Clerk { reads zz }", {"unknown-data"}},
            {"step S by Clerk { reads x.zz }", {"unknown-field"}},
            {"step S by Clerk { reads x.n.z }", {"no-fields"}},
            {"step S by Clerk { judges C }", {"property-misfit"}},
            {"approval G by Clerk { judges Zed sees x returns 5% -> G }", {"unknown-name"}},
            {"approval G by Clerk { judges C, C sees x returns 5% -> G }", {"named-twice"}},
            {"step S by Clerk { takes 5min takes 6min }", {"property-twice"}},
            {"step S by Clerk { takes 5 EUR }", {"parameter-type"}},
            {"step S by Clerk { takes Cash }", {"parameter-type"}},
            {"step S by Clerk { takes uniform(1min, Cash) }", {"parameter-type"}},
            {"step S by Clerk { takes Zed }", {"unknown-name"}},
            {"step S by Clerk { takes Lead }", {"wrong-kind"}},
            {"step S by Clerk { takes lognormal(mean 5min) }", {"distribution-arity"}},
            {"step S by Clerk { takes lognormal(mean 5min, mean 6min) }", {"property-twice"}},
            {"step S by Clerk { takes lognormal(5min, 6min) }", {"parameter-unnamed"}},
            {"step S by Clerk { takes empirical(1min: 120%) }", {"share-above-one"}},
            {"step S by Clerk { takes uniform }", {"distribution-arity"}},
            {"step S by Clerk { fails 5 -> end P2 }", {"wrong-value"}},
            {"step S by Clerk { fails 60% -> end P2 fails 50% -> S }", {"exits-over-100"}},
            {"step S by Clerk { fails Pct -> end P3 }", {"outcome-not-yielded"}},
            {"step S by Clerk { fails Pct -> end Zed }", {"unknown-name"}},
            {"step S by Clerk { fails 5% -> Lead }", {"unknown-step"}},
            {"step S by Clerk { produces y: Zed }", {"unknown-name"}},
            {"step S by Clerk { produces y: D, y: D }", {"named-twice"}},
            {"approval G by Clerk { judges C sees x rejects 5% -> end P2 escalates after 5 to Lead }",
             {"wrong-value"}},
            {"approval G by Clerk { judges C sees x rejects 5% -> end P2 escalates after 5d to Zed }",
             {"unknown-name"}},
            {"approval G by Clerk { judges C sees x rejects 5% -> end P2 after 5d approves after 6d rejects "
             "-> end P2 }",
             {"property-twice"}},
            {"approval G by Clerk { judges C sees x rejects 5% -> end P2 required by C }", {"wrong-kind"}},
            {"step S by Clerk { samples 5% }", {"property-misfit"}},
            {"step S by Clerk { costs 5 EUR per h }", {"activity-costs-per"}},
            {"step S by Clerk { priority x.ok }", {"priority-type"}},
            {"step S by Clerk { priority x.k }", {"priority-type"}},
            {"step S by Clerk { checks Zed }", {"unknown-name"}},
            {"step S by Clerk { observed { cases 5 cases 6 } }", {"property-twice"}},
            {"step S by Clerk { observed { cases 5 } observed { cases 6 } }", {"property-twice"}},
            {"step S by Clerk { observed { waits share 5min } }", {"unknown-statistic"}},
            {"step S by Clerk { observed { waits mean 5 } }", {"wrong-value"}},
            {"step S by Clerk { observed { cases 5% } }", {"wrong-value"}},
            {"if x.n { }", {"not-a-condition"}},
            {"if zz { }", {"unknown-data"}},
            {"if x.n > 1 ~ 120% { }", {"share-above-one"}},
            {"if x.n > 1 ~ 5 { }", {"wrong-value"}},
            {"if ~ 50% { } else if ~ 60% { }", {"arms-over-100"}},
            {"choose { when ~ 30% { } when ~ 60% { } }", {"choose-not-100"}},
            {"choose { when ~ 30% { } when ~ 80% { } otherwise { } }", {"arms-over-100"}},
            {"repeat { } until x.n", {"not-a-condition"}},
            {"parallel join 2 of 2 { branch A { } branch B when ~ 5% { } }", {"join-with-when"}},
            {"parallel join 0 of 2 { branch A { } branch B { } }", {"join-impossible"}},
            {"parallel join first { }", {"empty-parallel"}},
            {"-> Zed", {"unknown-step"}},
            {"-> end Zed", {"unknown-name"}},
            {"end Lead", {"wrong-kind"}},
            {"end P3", {"outcome-not-yielded"}},
            {"step S by Clerk parallel { branch A { step A1 by Clerk } branch B { step B1 by Clerk -> A1 } }",
             {"jump-between-branches"}},
            {"step S by Clerk { fails 5% -> A1 } parallel { branch A { step A1 by Clerk } branch B { } }",
             {"jump-into-branch"}},
            {"separate S, T2 step S by Clerk", {"unknown-step"}},
            {"separate S, M step S by Clerk step M by Sys", {"duty-not-human"}},
            {"audit Au of S by Lead", {"unknown-step"}},
            {"step S by Clerk audit Au of S by Lead { rejects 5% -> S }", {"property-misfit"}},
            {"step S by Clerk audit Au of S by Lead { samples 5% samples 6% }", {"property-twice"}},
            {"step S by Clerk audit S of S by Lead", {"duplicate-step"}},
            {"owner Zed", {"unknown-name"}},
            {"measure m when visits(Zed) > 1", {"unknown-step"}},
            {"measure m when cycle_time > 5", {"type-mismatch"}},
            {"measure m when zz > 5", {"unknown-data"}},
            {"measure m measure m", {"duplicate-name"}},
            {"measure m when cost > 5", {"type-mismatch"}},
            {"measure m when rework > 1.5", {"type-mismatch"}},
            {"measure m when missed(Zed)", {"unknown-name"}},
            {"measure m when missed(Lead)", {"wrong-kind"}},
            {"wait 5 EUR", {"parameter-type"}},
            {"wait until Mon 25:00", {"no-such-time"}},
            {"wait until Mon, Mon 09:00", {"day-twice"}},
            {"wait for \"x\" takes 5d takes 6d", {"property-twice"}},
            {"wait for \"x\" produces y: D step S by Clerk { reads y } step S3 by Clerk { reads y2 }",
             {"unknown-data"}},
            {"if x.ok { step S by Clerk { produces y: D } } step S2 by Clerk { reads y }",
             {"read-before-produced"}},
            {"step S2 by Clerk { reads y } step S by Clerk { produces y: D }", {"read-before-produced"}},
            {"parallel join first { branch A { step S by Clerk { produces y: D } } branch B { step S3 by "
             "Clerk } } step S2 by Clerk { reads y }",
             {"read-before-produced"}},
            {"-> S2 step S by Clerk { produces y: D } step S2 by Clerk { reads y fails 5% -> S }",
             {"read-before-produced"}},
            {"parallel { branch A { step A1 by Clerk { updates x } } branch B { step B1 by Clerk { updates "
             "x.s.z } } }",
             {"concurrent-update"}},
            {"parallel { branch A { step A1 by Clerk { produces y: D } } branch B { step B1 by Clerk { "
             "produces y: D } } }",
             {"concurrent-update"}},
        });
}

TEST(Conformance, Calls) {
  check(world +
            "process Q(c: R) yields O | P2 | P3 { end O }\nprocess Q1(c: R) yields O { }\nprocess Q0 yields "
            "O { }\nprocess QN(n: number, e: a1 | b1) yields O { }\nprocess P(x: R) yields O | P2 {\n",
        "\nend O\n}\n",
        {
            {"call Q(x) on P2 -> end P2 on P3 -> end P2"},
            {"call Q(x) as N \"t\" on P2 -> N on P3 -> S step S by Clerk"},
            {"call Q1(x)"},
            {"call Q1(x) as Clerk -> Clerk"},
            {"call Q0()"},
            {"call QN(x.f, x.k)"},
            {"call QN(x.n, x.k)"},
            {"parallel { branch A { call Q1(x) as N1 } branch Bb { } }"},
            {"call Q1(x) as N1 call Q1(x) as N2"},
            {"call Q(x) on P2 -> end P2", {"call-outcome-missing"}},
            {"call Q(x) on P2 -> end P2 on P2 -> end P2 on P3 -> end O", {"named-twice"}},
            {"call Q(x)", {"call-outcome-missing", "call-outcome-missing"}},
            {"call Q1(x.n)", {"argument-type"}},
            {"call Q1()", {"argument-count"}},
            {"call Q1(zz)", {"unknown-data"}},
            {"call QN(x.k, x.k)", {"argument-type"}},
            {"call Lead(x)", {"wrong-kind"}},
            {"call Zz(x) on P2 -> end P2", {"unknown-name"}},
            {"call Q1(x) as S step S by Clerk", {"duplicate-step"}},
            {"call Q1(x) as N1 audit Au of N1 by Lead", {"audit-not-of-step"}},
            {"call Q1(x) as N1 step S by Lead separate N1, S", {"duty-not-human"}},
            {"call Q(x) on P2 -> Zz on P3 -> end O", {"unknown-step"}},
            {"call Q(x) on P2 -> end P3 on P3 -> end O", {"outcome-not-yielded"}},
        });
}

}  // namespace
}  // namespace wain::sema::test
