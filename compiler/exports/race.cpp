#include "exports/race.h"

#include <algorithm>
#include <limits>

namespace wain::exports {

bool is_race(const plan::Process& process, const plan::Node& fork) {
  if (fork.kind != plan::NodeKind::Fork || fork.join != plan::JoinRule::First) return false;
  return std::all_of(fork.exits.begin(), fork.exits.end(), [&](const plan::Exit& exit) {
    if (exit.share || exit.guard != plan::none) return false;
    const plan::Node& wait = process.nodes[exit.to];
    if (wait.kind != plan::NodeKind::Wait || wait.wait == plan::WaitKind::Cadence) return false;
    const plan::Node& next = process.nodes[wait.exits[0].to];
    return next.branch != wait.branch || next.kind == plan::NodeKind::End;
  });
}

const plan::Node* race_of(const plan::Process& process, const plan::Node& wait) {
  if (wait.branch == plan::none) return nullptr;
  const plan::Node& fork = process.nodes[process.branches[wait.branch].fork];
  return is_race(process, fork) ? &fork : nullptr;
}

std::optional<double> deadline(const plan::Process& process, const plan::Node& race) {
  double least = std::numeric_limits<double>::infinity();
  std::size_t random = 0;
  for (const plan::Exit& exit : race.exits) {
    const auto& takes = process.nodes[exit.to].takes;
    if (takes && takes->kind != plan::Distribution::Kind::Constant)
      ++random;
    else
      least = std::min(least, takes ? takes->a : 0);
  }
  return random < 2 && random < race.exits.size() ? std::optional(least) : std::nullopt;
}

}  // namespace wain::exports
