#include "rules/apr/written_before.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

namespace wain::lint {
namespace {

bool is_made_anew(const ir::Node& by, const ir::Path& path) {
  return !path.fields.empty() ||
         std::any_of(by.produces.begin(), by.produces.end(),
                     [&](const ir::Product& p) { return p.variable == path.variable; });
}

/// What of `seen` the argument hands over, by the name it has in the callee.
std::optional<ir::Path> in_callee(ir::VariableId parameter, const ir::Path& argument, const ir::Path& seen) {
  if (!ir::overlap(argument, seen)) return std::nullopt;
  ir::Path path{parameter, {}, seen.span};
  if (seen.fields.size() > argument.fields.size())
    path.fields.assign(seen.fields.begin() + static_cast<std::ptrdiff_t>(argument.fields.size()),
                       seen.fields.end());
  return path;
}

/// Goes through calls of calls; the same of a process is asked once.
class Authors {
public:
  explicit Authors(const View& view) : view_(view) {}

  void behind(Place call, const std::set<ir::OutcomeId>& outcomes, const ir::Path& seen) {
    const ir::ProcessId callee = view_[call].callee;
    const std::vector<ir::Path>& arguments = view_[call].arguments;
    const std::vector<ir::VariableId>& parameters = view_[callee].parameters;
    for (std::size_t i = 0; i < std::min(arguments.size(), parameters.size()); ++i) {
      const auto path = in_callee(parameters[i], arguments[i], seen);
      if (!path) continue;
      Question question{callee, outcomes, *path};
      if (asked_.insert({callee, outcomes, path->variable, path->fields}).second)
        open_.push_back(std::move(question));
    }
  }

  std::vector<Place> found() && {
    while (!open_.empty()) {
      const Question question = std::move(open_.back());
      open_.pop_back();
      look_within(question);
    }
    std::sort(found_.begin(), found_.end(), [](Place a, Place b) {
      return a.process != b.process ? a.process < b.process : a.node < b.node;
    });
    const auto same = [](Place a, Place b) { return a.process == b.process && a.node == b.node; };
    found_.erase(std::unique(found_.begin(), found_.end(), same), found_.end());
    return std::move(found_);
  }

private:
  struct Question {
    ir::ProcessId process;
    std::set<ir::OutcomeId> outcomes;
    ir::Path seen;
  };

  void look_within(const Question& question) {
    const ir::Process& process = view_[question.process];
    std::vector<ir::NodeId> ends;
    for (const ir::NodeId node : view_.reaches[question.process.index].order) {
      if (process[node].kind == ir::NodeKind::End && question.outcomes.contains(process[node].outcome))
        ends.push_back(node);
    }
    Reaching reaching{llvm::BitVector(static_cast<unsigned>(process.nodes.size())), {}};
    add_writes_that_reach(view_, question.process, ends, question.seen, reaching);
    for (const unsigned i : reaching.nodes.set_bits()) {
      if (view_.is_human(process.nodes[i])) found_.push_back({question.process, {i}});
    }
    for (const auto& [call, on] : reaching.calls) behind({question.process, call}, on, question.seen);
  }

  const View& view_;
  std::vector<Place> found_;
  std::vector<Question> open_;
  std::set<std::tuple<ir::ProcessId, std::set<ir::OutcomeId>, ir::VariableId, std::vector<std::uint32_t>>>
      asked_;
};

}  // namespace

void add_writes_that_reach(const View& view, ir::ProcessId id, llvm::ArrayRef<ir::NodeId> targets,
                           const ir::Path& seen, Reaching& to) {
  const ir::Process& process = view[id];
  const analysis::Writes writes = view.writes(id);
  analysis::leading_to(process, view.reaches[id.index], targets, [&](const ir::Edge& edge) {
    const ir::Node& from = process[edge.from];
    bool touches = false, makes_anew = false;
    writes.on_exit(edge, [&](const ir::Path& path) {
      touches = touches || ir::overlap(path, seen);
      makes_anew = makes_anew || (ir::is_prefix(path, seen) && is_made_anew(from, path));
    });
    if (touches) to.nodes.set(edge.from.index);
    if (touches && from.kind == ir::NodeKind::Call)
      to.calls[edge.from].insert(analysis::outcome_of(view.definition, from, edge));
    return !makes_anew;
  });
}

std::vector<Place> authors_behind(const View& view, Place call, const std::set<ir::OutcomeId>& outcomes,
                                  const ir::Path& seen) {
  Authors authors(view);
  authors.behind(call, outcomes, seen);
  return std::move(authors).found();
}

}  // namespace wain::lint
