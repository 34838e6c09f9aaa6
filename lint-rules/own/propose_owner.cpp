#include "rules/own/propose_owner.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "diagnostics/rule_ids.h"

namespace wain::lint {
namespace {

constexpr std::size_t others_named = 4;

class Candidates {
public:
  Candidates(const View& view, ir::OutcomeId outcome)
      : view_(view), file_(view.definition[outcome].span.file) {
    std::vector<ir::ProcessId> processes;
    for (const Place end : view.ends[outcome.index]) {
      if (processes.empty() || processes.back() != end.process) processes.push_back(end.process);
    }
    for (const ir::ProcessId id : processes) add_deciders(id);
    for (const ir::ProcessId id : processes) add_others(id);
  }

  [[nodiscard]] const std::vector<ir::ActorId>& found() const { return found_; }

private:
  void add(ir::ActorId id) {
    if (!id || std::find(found_.begin(), found_.end(), id) != found_.end()) return;
    const ir::Actor& actor = view_.definition[id];
    const bool is_one = actor.kind == ir::ActorKind::Person ||
                        (actor.kind == ir::ActorKind::Role && view_.people.pool(id) == 1);
    // What the first file imports has a name there; elsewhere only what is declared beside it.
    const bool has_name = file_ == FileId{0} || actor.span.file == file_;
    if (is_one && !actor.broken && has_name) found_.push_back(id);
  }
  /// Who decides last is nearest to the outcome.
  void add_deciders(ir::ProcessId id) {
    const llvm::ArrayRef<ir::NodeId> gates = view_.gates(id);
    for (auto gate = gates.rbegin(); gate != gates.rend(); ++gate) {
      for (const ir::Escalation& escalation : view_[id][*gate].escalations) add(escalation.to);
      add(view_[id][*gate].actor);
    }
  }
  void add_others(ir::ProcessId id) {
    std::vector<ir::ActorId> acting;
    for (const ir::NodeId node : view_.reaches[id.index].order) {
      if (!View::is_work(view_[id][node])) continue;
      acting.push_back(view_[id][node].actor);
      add(view_.actor_of(view_[id][node]).accountable);
    }
    add(view_[id].owner);
    const Actors above = view_.people.superiors(acting);
    for (const unsigned i : above.set_bits()) add({i});
  }

  const View& view_;
  FileId file_;
  std::vector<ir::ActorId> found_;
};

}  // namespace

void propose_owner(const View& view, ir::OutcomeId id, Reporter& reporter) {
  const Candidates candidates(view, id);
  const std::vector<ir::ActorId>& found = candidates.found();
  if (found.empty()) return;
  const std::string_view owner = view.definition[found.front()].name;
  std::string others;
  for (std::size_t i = 1; i < std::min(found.size(), 1 + others_named); ++i) {
    if (!others.empty()) others += ", ";
    others += view.definition[found[i]].name;
  }
  std::string text = fmt::format("owner {}", owner);
  if (!others.empty())
    text += fmt::format("  /* {} */", render(rule::FixOtherOwners, {arg("owners", others)}));
  Fix fix;
  fix.kind = FixKind::Proposal;
  fix.title = render(rule::FixAddOwner, {arg("owner", owner)});
  fix.rewrites = {{Rewrite::Kind::PutInside, view.definition[id].span, std::move(text), {}, {}}};
  reporter.offer(std::move(fix));
}

}  // namespace wain::lint
