#include "rules/flw/unsound.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "conditions/run_condition.h"

namespace wain::lint {
namespace {

ir::NodeId nearest_named(const ir::Process& process, ir::NodeId start, bool behind) {
  llvm::BitVector known(static_cast<unsigned>(process.nodes.size()));
  std::vector<ir::NodeId> queue{start};
  known.set(start.index);
  for (std::size_t next = 0; next < queue.size(); ++next) {
    const ir::Node& node = process[queue[next]];
    if (!node.name.empty()) return queue[next];
    for (const ir::EdgeId edge : behind ? node.out : node.in) {
      const ir::NodeId to = behind ? process[edge].to : process[edge].from;
      if (known.test(to.index)) continue;
      known.set(to.index);
      queue.push_back(to);
    }
  }
  return {};
}

/// The edge that a run takes from the choice or fork that is its i-th node: towards what comes first of what
/// follows there. Invalid if that cannot be told.
ir::EdgeId taken_from(const ir::Process& process, const analysis::UnsoundRun& found, std::size_t i) {
  std::vector<ir::NodeId> after(found.run.begin() + static_cast<std::ptrdiff_t>(i) + 1, found.run.end());
  after.push_back(found.at);
  if (found.other) after.push_back(found.other);
  for (const ir::NodeId node : after) {
    for (const ir::EdgeId edge : process[found.run[i]].out)
      if (process[edge].to == node) return edge;
  }
  return {};
}

/// What the run asks of the case at a choice: that the arms before the one taken do not hold, and that one
/// does. Empty where nothing can be told.
std::vector<conditions::RunStep> answers_at(const ir::Process& process, const analysis::UnsoundRun& found,
                                            std::size_t i) {
  std::vector<conditions::RunStep> result;
  const ir::EdgeId taken = taken_from(process, found, i);
  if (!taken) return result;
  for (const ir::EdgeId edge : process[found.run[i]].out) {
    const ir::ExprId guard = process[edge].guard;
    if (guard) result.push_back({guard, edge == taken, {}});
    if (edge == taken) break;
  }
  return result;
}

/// What the run asks and writes, in its order. (Which branches of an inclusive fork were started it does not
/// say: nothing is asked of them.)
std::vector<conditions::RunStep> steps_of(const ir::Process& process, const analysis::UnsoundRun& found) {
  std::vector<conditions::RunStep> steps;
  for (std::size_t i = 0; i < found.run.size(); ++i) {
    const ir::Node& node = process[found.run[i]];
    const std::vector<conditions::RunStep> more =
        node.kind == ir::NodeKind::Split ? answers_at(process, found, i) : conditions::writes_of(node);
    steps.insert(steps.end(), more.begin(), more.end());
  }
  return steps;
}

/// `amount > 5 EUR`, `not (urgent)`: to stand between backticks.
std::string guards_text(const View& view, ir::ProcessId id, const std::vector<conditions::RunStep>& steps) {
  std::string text;
  std::size_t shown = 0;
  for (const conditions::RunStep& step : steps) {
    if (!step.condition || ++shown > places_shown) continue;
    const std::string condition = ir::str(view.definition, &view[id], step.condition);
    if (!text.empty()) text += "`, `";
    text += step.holds ? condition : "not (" + condition + ")";
  }
  return text;
}

}  // namespace

analysis::UnsoundRun likeliest(const View& view, ir::ProcessId id, const analysis::UnsoundRun& found) {
  std::optional<analysis::UnsoundRun> open;
  const auto can_be = [&](const analysis::UnsoundRun& one) {
    const std::vector<conditions::RunStep> steps = steps_of(view[id], one);
    const conditions::Answer answer = conditions::can_be_taken(view.definition, steps);
    if (answer == conditions::Answer::Undecided && !open) open = one;
    return answer == conditions::Answer::Yes;
  };
  const auto among = [&](const analysis::UnsoundRun& first) -> std::optional<analysis::UnsoundRun> {
    if (can_be(first)) return first;
    const auto at = std::find_if(first.others.begin(), first.others.end(), can_be);
    return at == first.others.end() ? std::nullopt : std::optional(*at);
  };
  if (std::optional<analysis::UnsoundRun> run = among(found)) return *run;
  const bool stops = found.fault == analysis::Fault::Deadlock;
  const analysis::Soundness full =
      analysis::soundness_in_full(view[id], view.reaches[id.index], most_full_states);
  for (const analysis::UnsoundRun& other : full.faults) {
    const bool same =
        stops ? other.fault == found.fault && other.at == found.at : other.fault != analysis::Fault::Deadlock;
    if (!same) continue;
    if (std::optional<analysis::UnsoundRun> run = among(other)) return *run;
  }
  return open ? *open : found;
}

void qualify(const View& view, ir::ProcessId id, const analysis::UnsoundRun& found,
             Diagnostics::Builder& finding) {
  const std::vector<conditions::RunStep> steps = steps_of(view[id], found);
  const std::string guards = guards_text(view, id, steps);
  if (guards.empty()) return;
  const conditions::Answer answer = conditions::can_be_taken(view.definition, steps);
  if (answer == conditions::Answer::Yes) return;
  const bool open = answer == conditions::Answer::Undecided;
  finding.level(open ? Level::Warning : Level::Info);
  finding.help(open ? rule::NoteRunTakesGuards : rule::NoteRunImpossible, {arg("guards", guards)});
}

ir::NodeId named_before(const ir::Process& process, ir::NodeId node) {
  return nearest_named(process, node, false);
}

ir::NodeId named_behind(const ir::Process& process, ir::NodeId node) {
  return nearest_named(process, node, true);
}

std::string name_or_kind(const ir::Process& process, ir::NodeId node) {
  const ir::Node& of = process[node];
  return std::string(of.name.empty() ? ir::name(of.kind) : of.name);
}

}  // namespace wain::lint
