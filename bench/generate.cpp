#include "generate.h"

#include <algorithm>

#include <fmt/format.h>

namespace wain::bench {
namespace {

constexpr std::string_view preamble = R"(calendar OfficeHours {
  timezone "Europe/Berlin"
  Mon..Thu 09:00-12:30, 13:00-17:30
  Fri      09:00-14:00
  closed   2026-12-24..2026-12-26
}

role Handler { staff 6  hours OfficeHours  costs 48 EUR per h  reports to Lead }
person Lead { hours OfficeHours  reports to Head  authority Claim: amount <= 20_000 EUR }
person Head { hours OfficeHours }
role Analyst { staff 2  hours OfficeHours  reports to Head }
system Ledger { capacity 4  costs 0.01 EUR per case }
model Summariser { capacity 16  costs 0.04 EUR per case  accountable Head }

record Claim { amount money EUR  kind motor | home | liability  injured bool  fraud_score ratio }
document ClaimFile
document Summary
criterion Coverage "the policy covers this loss"
criterion Reserve
criterion Legible
outcome Settled { owner Head  requires Coverage  good when p90(cycle_time) <= 5d }
outcome Declined { owner Head  good when p90(cycle_time) <= 9d }
)";

constexpr std::string_view process = R"(
/// Claims of line {0}, as they are handled today.
process HandleClaim{0}(claim: Claim) yields Settled | Declined {{
  separate Register, Check

  step Register by Handler {{
    takes lognormal(mean 12min, sd 5min)
    reads claim
    produces file{0}: ClaimFile
  }}
  auto Summarise by Summariser {{
    takes 40s
    reads file{0}
    produces summary: Summary
    checks Legible
    fails 3% -> Register
  }}
  approval Check "Is it covered?" by Handler {{
    judges Coverage
    sees claim, file{0}, summary
    takes 20min
    rejects 2% -> end Declined
    returns 5% -> Register
  }}
  if claim.amount > {1} EUR and not (claim.kind == motor or claim.injured) ~ 58% {{
    approval Large by Head {{
      judges Coverage, Reserve
      sees claim, file{0}, summary
      takes 10min
      rejects 4% -> end Declined
    }}
  }} else if claim.fraud_score >= 80% ~ 4% {{
    step Investigate by Analyst {{ takes 3h  reads claim, file{0}  updates claim.amount }}
  }}
  auto Pay by Ledger {{ takes 2s  reads claim  irreversible }}
  audit SummaryAudit of Summarise by Analyst {{
    samples 5%  finds 2% within 90d  judges Legible  takes 15min
  }}
  end Settled
}}
)";

/// A stretch of the one large process: a machine, a gate, and work that is used later.
constexpr std::string_view stretch = R"(
  auto Summarise{0} by Summariser {{ takes 40s  reads claim  produces summary{0}: Summary  checks Legible  fails 1% -> Work{0} }}
  approval Check{0} by Handler {{ judges Coverage  sees claim, summary{0}  takes 20min  rejects 2% -> end Declined }}
  if claim.amount > {1} EUR ~ 30% {{ step Call{0} by Handler {{ takes 5min  reads claim }} }}
  step Work{0} by Handler {{ takes 12min  reads claim  produces file{0}: ClaimFile }}
)";
constexpr std::size_t steps_a_stretch = 4;

}  // namespace

std::string generate_process(std::size_t steps, std::size_t gates) {
  std::string text(preamble);
  text += "\nprocess HandleLarge(claim: Claim) yields Settled | Declined {\n";
  for (std::size_t i = 0; i < gates; ++i) text += fmt::format(fmt::runtime(stretch), i, 1000 + i * 10);
  for (std::size_t i = gates * steps_a_stretch; i < steps; ++i)
    text += fmt::format("  step Extra{0} by Analyst {{ takes 5min  reads file{1} }}\n", i, i % gates);
  return text + "  end Settled\n}\n";
}

std::string generate(std::size_t lines) {
  std::string text(preamble);
  auto count = static_cast<std::size_t>(std::count(preamble.begin(), preamble.end(), '\n'));
  const auto lines_each = static_cast<std::size_t>(std::count(process.begin(), process.end(), '\n'));
  for (std::size_t i = 0; count < lines; ++i, count += lines_each)
    text += fmt::format(fmt::runtime(process), i, 1000 + i % 9000);
  return text;
}

}  // namespace wain::bench
