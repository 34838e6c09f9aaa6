/// Whether what is expected holds, by the rules of simulation.md, section 5.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/engine/result.h"
#include "simulation/claim.h"

namespace wain::simulation {

/// What is known of a scenario so far.
struct Sample {
  const plan::Plan* plan = nullptr;
  const std::vector<runtime::ReplicationResult>* replications = nullptr;
  std::uint64_t seed = 0;
  bool random = true;  ///< false: nothing in the plan is drawn, and one replication tells all
};

enum class Verdict : std::uint8_t { Passed, Failed, Undecided };

/// What a verdict rests on, or why there is none.
enum class Ground : std::uint8_t {
  Difference,     ///< the interval of left - right
  CaseShare,      ///< the interval of the share of cases up to the bound, or that hold
  AllOneSide,     ///< no case on the other side of the bound, and so many cases
  OneCase,        ///< a greatest value: one case decides
  NothingRandom,  ///< the figures themselves
  NotSimulated,
  NoCases,
  TooFew,         ///< fewer than five replications
  NoneSeen,       ///< a greatest value: none above it was seen, which proves nothing
  TooFewBeyond,   ///< fewer than 30 cases a replication beyond a quantile that is compared with another
  Unfinished,     ///< cases that did not end would decide
  Stopped,        ///< a replication gave up
  NoSteadyState,  ///< more work than can be done: the longer it runs, the longer it takes
  Maxima          ///< a greatest value against a quantile or another greatest value
};

struct Decision {
  Verdict verdict = Verdict::Undecided;
  Ground ground = Ground::Difference;
  Missing missing = Missing::Nothing;
  std::optional<double> left, right;  ///< point values in the unit of the claim, right times its factor
  std::optional<double> value;        ///< left - right, or the share of cases
  double low = 0, high = 0;           ///< its interval at `confidence`; infinite: all numbers
  double wanted = 0;                  ///< of a share of cases: what it is held against
  double confidence = 0;
  std::uint32_t replications = 0;
  std::uint64_t cases = 0;             ///< or visits
  std::optional<double> would_decide;  ///< replications, if more of them would (5.4)
  bool at_boundary = false;            ///< more than 10,000 would be needed
  std::string stopped;                 ///< the sentence of the replication that gave up
  std::string pool;                    ///< or committee: who has more work than it can do
};

/// `samples[i]` is scenario i of the claim's references. All have as many replications.
Decision decide(const Claim& claim, const std::vector<Sample>& samples, double confidence);

/// Nothing in the plan is drawn: every replication is the same.
bool is_random(const plan::Plan& plan);

}  // namespace wain::simulation
