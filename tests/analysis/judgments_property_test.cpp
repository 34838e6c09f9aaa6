// The analyses of judgments against every run of small random processes. What they promise must hold in
// all of them; how often they miss what does is counted and printed.
#include <cstdint>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "analysis/anticipation.h"
#include "analysis/availability.h"
#include "analysis/every_run.h"
#include "analysis/one_process.h"
#include "analysis/random_process.h"

namespace wain::analysis {
namespace {

using test::Bits;
using test::EveryRun;
using test::Moment;
using test::Move;
using test::OneProcess;

/// Processes with more moments than this are not gone through.
constexpr std::size_t most_moments = 20'000;
/// The same of the questions about one process, which start over at each judgment.
constexpr std::size_t most_followed = 200'000;

struct Tally {
  std::size_t processes = 0, too_large = 0;
  std::size_t available = 0, available_missed = 0;
  std::size_t anticipated = 0, anticipated_missed = 0;
};

/// Everything that can be asked about one random process.
class Trial {
public:
  explicit Trial(const std::string& body)
      : one_(body),
        criteria_(static_cast<unsigned>(one_.definition().criteria.size()), true),
        exports_(one_.definition().processes.size()),
        writes_(one_.writes()),
        judgments_(writes_, one_.reach(), Judges::People, criteria_, exports_),
        runs_(one_.definition(), one_.process(), judgments_.all()) {}

  /// False if there are too many moments.
  bool explore() {
    std::set<Moment> seen{EveryRun::start()};
    std::vector<Moment> work(seen.begin(), seen.end());
    while (!work.empty()) {
      const Moment moment = std::move(work.back());
      work.pop_back();
      runs_.moves(moment, false, [&](const Move& move) {
        note(move);
        if (!move.ended && seen.insert(move.after).second) work.push_back(move.after);
      });
      if (seen.size() > most_moments) return false;
    }
    return true;
  }

  /// Of every node that some run comes to: what the analysis calls available holds in all.
  void check_availability(Tally& tally) {
    const auto in = available_judgments(one_.process(), one_.reach(), judgments_);
    for (const auto& [node, holds] : at_arrival_) {
      for (unsigned i = 0; i < judgments_.size(); ++i) {
        const bool truly = (holds >> i & 1U) != 0;
        if (in[node].test(i) && !truly) RC_FAIL("available at " + name(node) + ", and not in every run");
        const bool asked = one_.process().nodes[node].kind == ir::NodeKind::Gate;
        if (asked && in[node].test(i)) ++tally.available;
        if (asked && truly && !in[node].test(i)) ++tally.available_missed;
      }
    }
  }

  /// Once a gate has approved, what is anticipated will be judged on every approving way on.
  void check_anticipation(Tally& tally) {
    const llvm::BitVector none(static_cast<unsigned>(one_.definition().processes.size()));
    const auto ahead = anticipated_judgments(writes_, one_.reach(), judgments_, none,
                                             [](ir::NodeId, unsigned) { return true; });
    std::size_t followed = 0;
    for (const auto& [node, moments] : after_approval_) {
      for (unsigned i = 0; i < judgments_.size(); ++i) {
        const bool said = ahead[node].test(i);
        if (followed > most_followed) return;
        const bool truly = is_judged_ahead(moments, Bits{1} << i, followed);
        if (said && !truly) RC_FAIL("anticipated after " + name(node) + ", and not in every run");
        tally.anticipated += said ? 1 : 0;
        tally.anticipated_missed += truly && !said ? 1 : 0;
      }
    }
  }

private:
  void note(const Move& move) {
    if (move.arrived) {
      const auto [at, fresh] = at_arrival_.try_emplace(move.arrived.index, move.after.holds);
      if (!fresh) at->second &= move.after.holds;
    }
    const bool approved =
        move.done && is_approving(one_.definition(), one_.process(), one_.process()[move.over]);
    if (approved && one_.process()[move.done].kind == ir::NodeKind::Gate)
      after_approval_[move.done.index].insert({move.after, move.written});
  }

  /// From all these moments on: no approving run writes its evidence, does something irreversible or
  /// ends before the judgment is made.
  bool is_judged_ahead(const std::set<std::pair<Moment, Bits>>& moments, Bits judgment,
                       std::size_t& followed) const {
    std::set<Moment> seen;
    std::vector<Moment> work;
    for (const auto& [moment, written] : moments) {
      if (moment.tokens.empty() || (runs_.resting_on(written) & judgment) != 0) return false;
      if (seen.insert(moment).second) work.push_back(moment);
    }
    bool holds = true;
    while (!work.empty() && holds) {
      const Moment moment = std::move(work.back());
      work.pop_back();
      ++followed;
      runs_.moves(moment, true, [&](const Move& move) {
        if ((move.judged & judgment) != 0) return;
        const bool spoils = (runs_.resting_on(move.written) & judgment) != 0 || move.ended ||
                            (move.done && one_.process()[move.done].irreversible);
        holds = holds && !spoils;
        if (holds && seen.insert(move.after).second) work.push_back(move.after);
      });
    }
    return holds;
  }

  [[nodiscard]] std::string name(std::uint32_t node) const {
    const ir::Node& of = one_.process().nodes[node];
    return of.name.empty() ? std::string(ir::name(of.kind)) + " " + std::to_string(node)
                           : std::string(of.name);
  }

  OneProcess one_;
  llvm::BitVector criteria_;
  std::vector<std::vector<Export>> exports_;
  Writes writes_;
  Judgments judgments_;
  EveryRun runs_;
  std::map<std::uint32_t, Bits> at_arrival_;  // by node: what holds whenever a case comes there
  std::map<std::uint32_t, std::set<std::pair<Moment, Bits>>> after_approval_;  // by gate
};

TEST(JudgmentsInEveryRun, WhatIsPromisedHolds) {
  Tally tally;
  const auto property = [&tally] {
    const std::string body = test::random_body();
    RC_LOG() << body;
    Trial trial(body);
    if (!trial.explore()) {
      ++tally.too_large;
      return;
    }
    ++tally.processes;
    trial.check_availability(tally);
    trial.check_anticipation(tally);
  };
  rc::detail::TestParams params;
  params.seed = 20'260'105;  // the same processes each time
  params.maxSuccess = 6'000;
  rc::detail::TestMetadata metadata;
  metadata.id = "JudgmentsInEveryRun";
  const auto result = rc::detail::checkTestable(property, metadata, params);
  if (!result.template is<rc::detail::SuccessResult>()) {
    std::ostringstream text;
    rc::detail::printResultMessage(result, text);
    FAIL() << text.str();
  }
  const auto of = [](std::size_t missed, std::size_t found) {
    return std::to_string(missed) + " of " + std::to_string(missed + found);
  };
  std::cout << tally.processes << " processes, " << tally.too_large
            << " too large; missed: " << of(tally.available_missed, tally.available) << " available, "
            << of(tally.anticipated_missed, tally.anticipated) << " anticipated\n";
  EXPECT_GT(tally.available, 100U);
  EXPECT_GT(tally.anticipated, 100U);
}

}  // namespace
}  // namespace wain::analysis
