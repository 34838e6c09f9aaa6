/// Small programs and what the compiler says about them: the language page, case by case. An empty list
/// means that the program is right.
#pragma once

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "sema/compile.h"

namespace wain::sema::test {

struct Case {
  std::string text;
  std::vector<std::string> expected = {};  ///< names of diagnostics, sorted
};

/// Declarations that the cases build on.
inline const std::string world = R"(
role Clerk { staff 3 }
role Lead
person Mara plays Lead
person Bob
system Sys { capacity 2 }
model Mod { accountable Lead }
committee Com { members Lead, Bob, Clerk quorum 2 meets every Thu 14:00 for 1h }
record R { amount money EUR  n int  f number  r ratio  d duration  t text  k a1 | b1  k2 a1 | b1  day date  l list of D  ok bool  u money USD  s S  when duration  kk x1 | y1 }
record S { z int  e p1 | q1 }
document D
criterion C
criterion T { wrong in 3% }
control K
outcome O "the good end" { owner Clerk }
outcome P2 { owner Lead }
outcome P3 { owner Lead }
calendar H { Mon 09:00-10:00 }
constant Dur = 5min
constant Pct = 5%
constant Cash = 5 EUR
constant Num = 3
constant Flag = true
constant Txt = "hello"
constant Date1 = 2026-03-01
)";
/// A process and a scenario over them.
inline const std::string run = R"(
process P(x: R) yields O | P2 {
 step S by Clerk { takes 1min fails 5% -> end P2 produces y: int }
 approval G by Lead { judges T sees x takes 5min rejects -> end P2 }
 approval G2 by Com { judges C sees x takes 5min rejects 3% -> end P2 returns 4% -> S }
 auto M by Sys { takes 1s }
 wait for "papers" takes 5d
 parallel { branch B1 when ~ 5% { step Q by Clerk { takes 1min } } branch B2 { } }
 audit Au of S by Lead { samples 5% judges C takes 3min }
 measure again when visits(S) > 1
 end O
}
scenario A { runs P  arrivals 4 per day during H  for 3w warmup 1w }
)";
/// The file `org.wain`, for cases that import.
inline const std::string org = R"(
calendar Office { timezone "Europe/Berlin" Mon..Fri 09:00-17:00 }
role Boss { staff 2 hours Office }
person Ann plays Boss
committee Panel { members Boss, Ann quorum 1 meets every Thu 14:00 for 1h }
system Store { capacity 4 }
model Robot { accountable Boss }
record Case { amount money EUR  kind car | house  sub Sub  days list of Doc }
record Sub { n int  flag bool }
document Doc
criterion Sound { wrong in 3%  a miss costs 10 EUR }
control Law { applies to Case: amount > 5 EUR }
outcome Good { owner Boss }
outcome Bad { owner Boss }
constant Short = 5min
constant Pct = 5%
constant Cash = 5 EUR
constant Three = 3
constant Yes = true
constant Day1 = 2026-03-01
process Inner(c: Case) yields Good | Bad { step In by Boss { takes 1min } end Good }
scenario Base { runs Inner arrivals 3 per day for 1w }
)";

inline std::vector<std::string> said(const std::string& text) {
  const Compiled c = compile(text, {{"org.wain", org}, {"main.wain", text}});
  std::vector<std::string> names;
  for (const Diagnostic& d : c.diagnostics.all()) names.emplace_back(info(d.id).name);
  std::sort(names.begin(), names.end());
  return names;
}

/// Each case behind `before`.
inline void check(const std::string& before, const std::vector<Case>& cases) {
  for (const Case& each : cases)
    EXPECT_THAT(said(before + each.text), testing::ElementsAreArray(each.expected)) << each.text;
}

/// Each case between `before` and `after`.
inline void check(const std::string& before, const std::string& after, const std::vector<Case>& cases) {
  for (const Case& each : cases)
    EXPECT_THAT(said(before + each.text + after), testing::ElementsAreArray(each.expected)) << each.text;
}

}  // namespace wain::sema::test
