#include "rules/apr/written_before.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "analysis/may_flow.h"

namespace wain::lint {
namespace {

bool is_made_anew(const ir::Node& by, const ir::Path& path) {
  return !path.fields.empty() ||
         std::any_of(by.produces.begin(), by.produces.end(),
                     [&](const ir::Product& p) { return p.variable == path.variable; });
}

/// What an edge does to the writing of one piece of evidence before it.
struct Touch {
  bool touches = false;
  bool makes_anew = false;
};
Touch touch(const analysis::Writes& writes, const ir::Edge& edge, const ir::Path& seen) {
  Touch result;
  const ir::Node& from = writes.process[edge.from];
  writes.on_exit(edge, [&](const ir::Path& path) {
    result.touches = result.touches || ir::overlap(path, seen);
    result.makes_anew = result.makes_anew || (ir::is_prefix(path, seen) && is_made_anew(from, path));
  });
  return result;
}

/// Going back from each of so few gates costs less than data flow over the whole process: it mostly ends at
/// the step that made the evidence.
constexpr std::size_t few_gates = 8;

/// The writing of one piece of evidence, and the gates that it comes to.
class EvidenceFlow {
public:
  EvidenceFlow(const View& view, ir::ProcessId id)
      : view_(view),
        id_(id),
        process_(view[id]),
        writes_(view.writes(id)),
        writing_(process_.variables.size()) {
    for (std::uint32_t i = 0; i < process_.edges.size(); ++i) {
      if (!view.reaches[id.index].has(process_.edges[i].from)) continue;
      writes_.on_exit(process_.edges[i], [&](const ir::Path& path) {
        std::vector<ir::EdgeId>& edges = writing_[path.variable.index];
        if (edges.empty() || edges.back() != ir::EdgeId{i}) edges.push_back({i});
      });
    }
  }

  /// `seeing`: places in `gates` and `results` of those that see it.
  void add(const ir::Path& seen, const std::vector<std::size_t>& seeing, llvm::ArrayRef<ir::NodeId> gates,
           std::vector<Reaching>& results) const {
    std::vector<Mark> marks;  // sorted by edge
    bool by_people = false;
    for (const ir::EdgeId edge : writing_[seen.variable.index]) {
      const Touch found = touch(writes_, process_[edge], seen);
      if (!found.touches) continue;
      marks.push_back({edge, found.makes_anew});
      const ir::Node& from = process_[process_[edge].from];
      by_people = by_people || from.kind == ir::NodeKind::Call || view_.is_human(from);
    }
    if (!by_people) return;
    if (seeing.size() <= few_gates) {
      for (const std::size_t gate : seeing)
        add_writes_that_reach(view_, id_, {gates[gate]}, seen, results[gate]);
      return;
    }
    const auto across = [&](ir::EdgeId edge, llvm::BitVector& reaching) {
      const auto at =
          std::lower_bound(marks.begin(), marks.end(), edge,
                           [](const Mark& mark, ir::EdgeId wanted) { return mark.edge < wanted; });
      if (at == marks.end() || at->edge != edge) return;
      if (at->makes_anew) reaching.reset();
      reaching.set(static_cast<unsigned>(at - marks.begin()));
    };
    const std::vector<llvm::BitVector> reaching =
        analysis::solve_may(process_, view_.reaches[id_.index], static_cast<unsigned>(marks.size()), across);
    for (const std::size_t gate : seeing) {
      for (const unsigned i : reaching[gates[gate].index].set_bits()) add(marks[i].edge, results[gate]);
    }
  }

private:
  struct Mark {
    ir::EdgeId edge;
    bool makes_anew = false;
  };

  void add(ir::EdgeId id, Reaching& to) const {
    const ir::Edge& edge = process_[id];
    const ir::Node& from = process_[edge.from];
    to.nodes.set(edge.from.index);
    if (from.kind == ir::NodeKind::Call)
      to.calls[edge.from].insert(analysis::outcome_of(view_.definition, from, edge));
  }

  const View& view_;
  ir::ProcessId id_;
  const ir::Process& process_;
  analysis::Writes writes_;
  std::vector<std::vector<ir::EdgeId>> writing_;  // by variable: edges on whose way some of it is written
};

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
      if (View::is_work(process.nodes[i])) found_.push_back({question.process, {i}});
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
    const Touch found = touch(writes, edge, seen);
    if (found.touches) to.nodes.set(edge.from.index);
    if (found.touches && from.kind == ir::NodeKind::Call)
      to.calls[edge.from].insert(analysis::outcome_of(view.definition, from, edge));
    return !found.makes_anew;
  });
}

std::vector<Reaching> writes_before(const View& view, ir::ProcessId id, llvm::ArrayRef<ir::NodeId> gates) {
  const ir::Process& process = view[id];
  std::map<std::pair<ir::VariableId, std::vector<std::uint32_t>>, std::vector<std::size_t>> by_evidence;
  for (std::size_t i = 0; i < gates.size(); ++i) {
    for (const ir::Path& seen : process[gates[i]].sees)
      by_evidence[{seen.variable, seen.fields}].push_back(i);
  }
  std::vector<Reaching> result(gates.size(),
                               Reaching{llvm::BitVector(static_cast<unsigned>(process.nodes.size())), {}});
  const EvidenceFlow flow(view, id);
  for (const auto& [key, seeing] : by_evidence)
    flow.add(ir::Path{key.first, key.second, {}}, seeing, gates, result);
  return result;
}

std::vector<Place> authors_behind(const View& view, Place call, const std::set<ir::OutcomeId>& outcomes,
                                  const ir::Path& seen) {
  Authors authors(view);
  authors.behind(call, outcomes, seen);
  return std::move(authors).found();
}

}  // namespace wain::lint
