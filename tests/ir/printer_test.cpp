#include "ir/printer.h"

#include <gtest/gtest.h>

#include "ir/build.h"

namespace wain::ir::test {
namespace {

TEST(Printer, AWholeDefinition) {
  ClaimsExample e;
  EXPECT_EQ(print(e.definition), R"ir(role ClaimsHandler "Claims handler" staff 6
  authority Claim: amount <= 2_000 EUR on Coverage
person HeadOfClaims
committee RiskBoard members ClaimsHandler + HeadOfClaims, quorum 2, meets every Thu 14:00 for 1h
system Ledger
model Summariser costs per case 0.04 EUR, accountable HeadOfClaims
role QualityAnalyst staff 1
record Claim
  field amount: money EUR
  field kind: motor | home
criterion Coverage
outcome Settled "The claim is settled" owner HeadOfClaims, requires Coverage
outcome Declined owner HeadOfClaims
process HandleClaim "Handle a \"claim\""(claim: Claim) yields Settled | Declined
  variable summary: text
  separate #1 Register, #3 Check
  branch Money of #7
  branch Letter of #7
  #0 start
    next -> #1 Register
  #1 task Register by ClaimsHandler takes lognormal(mean 12min, sd 5min)
    next -> #2 Summarise
  #2 task Summarise by Summariser takes 40s, reads claim, produces summary
    next -> #3 Check
    fail ~ 3% -> #1 Register
  #3 gate Check "Is it covered?" by ClaimsHandler takes 20min, sees claim, summary, judges Coverage
    approve -> #4
    reject ~ 2% -> #13
    return ~ 5% -> #1 Register
  #4 split
    when claim.amount > 10_000 EUR ~ 8% -> #5 LargeClaim
    otherwise -> #6
  #5 gate LargeClaim by RiskBoard judges Coverage, escalates after 2d to HeadOfClaims
    approve -> #6
    reject ~ 4% -> #13
    timeout after 5d approves -> #6
  #6 merge
    next -> #7
  #7 fork join all with #8
    branch -> #9 Pay
    branch -> #10 Inform
  #8 join with #7
    next -> #11
  #9 task Pay by Ledger in Money irreversible
    next -> #8
  #10 task Inform by ClaimsHandler in Letter
    next -> #8
  #11 wait timer takes 2w
    next -> #12
  #12 end Settled
  #13 end Declined
  #14 audit SummaryAudit by QualityAnalyst of #2 Summarise samples 5%, finds 2% within 90d
)ir");
}

TEST(Printer, MarksWhatIsBroken) {
  ClaimsExample e;
  e.at(e.process_id, e.check).broken = true;
  EXPECT_NE(print(e.definition).find("#3 gate Check \"Is it covered?\" (broken) by"), std::string::npos);
}

TEST(Printer, IsStable) { EXPECT_EQ(print(ClaimsExample().definition), print(ClaimsExample().definition)); }

}  // namespace
}  // namespace wain::ir::test
