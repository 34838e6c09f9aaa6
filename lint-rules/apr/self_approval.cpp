// self-approval (APR014): whoever writes something may approve it.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rules/apr/same_hands.h"
#include "rules/apr/written_before.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// Work that writes something a gate sees.
struct Writer {
  ir::NodeId node;   ///< in the gate's process: the work, or the call in which it is done
  ir::Path written;  ///< by its name there
  Place author;      ///< the work itself
};

class SelfApproval {
public:
  SelfApproval(const View& view, ir::ProcessId id)
      : view_(view),
        id_(id),
        process_(view[id]),
        reach_(view.reaches[id.index]),
        writes_(view.writes(id)),
        duties_(view, id),
        crew_of_(process_.nodes.size()),
        writing_(static_cast<unsigned>(process_.nodes.size())) {
    for (const ir::NodeId node : reach_.order) {
      writes_.anywhere(process_[node], [&](const ir::Path&) { writing_.set(node.index); });
      if (view.is_human(process_[node])) crew_of_[node.index] = crew(process_[node]);
    }
    for (const analysis::Candidates& one : crews_) {
      llvm::BitVector& shared = shares_.emplace_back(static_cast<unsigned>(crews_.size()));
      for (unsigned other = 0; other < crews_.size(); ++other) {
        if (!is_nobody(in_both(one, crews_[other]))) shared.set(other);
      }
    }
  }

  void check(ir::NodeId gate_id, Reporter& reporter) const {
    const ir::Node& gate = process_[gate_id];
    std::vector<Writer> writers = suspects(gate_id);
    if (writers.empty()) return;
    Reaching reaching{llvm::BitVector(static_cast<unsigned>(process_.nodes.size())), {}};
    for (const ir::Path& seen : gate.sees) add_writes_that_reach(view_, id_, {gate_id}, seen, reaching);
    const auto comes_to_nothing = [&](const Writer& writer) {
      return !reaching.nodes.test(writer.node.index);
    };
    writers.erase(std::remove_if(writers.begin(), writers.end(), comes_to_nothing), writers.end());
    writers = with_authors(gate_id, writers, reaching);
    if (!writers.empty()) report(gate_id, writers, reporter);
  }

private:
  /// The people behind a node, by index: most nodes are done by the same few.
  std::uint32_t crew(const ir::Node& node) {
    std::vector<ir::ActorId> actors{node.actor};
    for (const ir::Escalation& escalation : node.escalations) actors.push_back(escalation.to);
    const auto [at, is_new] =
        known_.try_emplace(std::move(actors), static_cast<std::uint32_t>(crews_.size()));
    if (is_new) crews_.push_back(hands_of(view_, node));
    return at->second;
  }

  [[nodiscard]] bool share_people(ir::NodeId a, ir::NodeId b) const {
    return shares_[crew_of_[a.index]].test(crew_of_[b.index]);
  }

  /// Calls give way to the work in them by people who may also decide the gate.
  [[nodiscard]] std::vector<Writer> with_authors(ir::NodeId gate, const std::vector<Writer>& writers,
                                                 const Reaching& reaching) const {
    std::vector<Writer> result;
    for (const Writer& writer : writers) {
      if (process_[writer.node].kind != ir::NodeKind::Call) {
        result.push_back(writer);
        continue;
      }
      const std::set<ir::OutcomeId>& outcomes = reaching.calls.at(writer.node);
      for (const ir::Path& seen : process_[gate].sees) {
        for (const Place author : authors_behind(view_, {id_, writer.node}, outcomes, seen)) {
          const bool known = std::any_of(result.begin(), result.end(), [&](const Writer& w) {
            return w.author.process == author.process && w.author.node == author.node;
          });
          if (!known && !is_nobody(who_may_do_both(author, gate)) &&
              !claim_together(view_, view_[author], process_[gate]))
            result.push_back({writer.node, seen, author});
        }
      }
    }
    return result;
  }

  [[nodiscard]] analysis::Candidates who_may_do_both(Place author, ir::NodeId gate) const {
    return in_both(hands_of(view_, view_[author]), crews_[crew_of_[gate.index]]);
  }

  /// Those who write what the gate sees, and share people with it that nothing keeps apart; and calls in
  /// which it is written.
  [[nodiscard]] std::vector<Writer> suspects(ir::NodeId gate) const {
    std::vector<Writer> result;
    for (const unsigned i : writing_.set_bits()) {
      const ir::NodeId id{i};
      const bool is_call = process_[id].kind == ir::NodeKind::Call;
      if (id == gate || !(is_call || (view_.is_human(process_[id]) && share_people(id, gate)))) continue;
      const std::optional<ir::Path> written = seen_write(id, process_[gate]);
      if (written && (is_call || !duties_.keeps_apart(id, gate))) result.push_back({id, *written, {id_, id}});
    }
    return result;
  }

  [[nodiscard]] std::optional<ir::Path> seen_write(ir::NodeId id, const ir::Node& gate) const {
    std::optional<ir::Path> result;
    writes_.anywhere(process_[id], [&](const ir::Path& path) {
      const auto is_seen = [&](const ir::Path& seen) { return ir::overlap(path, seen); };
      if (!result && std::any_of(gate.sees.begin(), gate.sees.end(), is_seen)) result = path;
    });
    return result;
  }

  void report(ir::NodeId gate_id, const std::vector<Writer>& writers, Reporter& reporter) const {
    const ir::Node& gate = process_[gate_id];
    const Writer& first = writers.front();
    const auto data = [&](const Writer& writer) {
      return arg("data", ir::str(view_.definition, &process_, writer.written));
    };
    Diagnostics::Builder finding = reporter.report(
        rule::SelfApproval, gate.name_span,
        {arg("gate", gate.name), arg("step", view_[first.author].name), data(first)}, gate.span);
    finding.symbol(view_.symbol({id_, gate_id}));
    for (std::size_t i = 0; i < std::min(writers.size(), places_shown); ++i) {
      const Writer& writer = writers[i];
      const ir::Node& step = view_[writer.author];
      const DiagArg step_name = arg("step", step.name);
      const analysis::Candidates people = who_may_do_both(writer.author, gate_id);
      if (const std::string names = names_of(people.persons); !names.empty())
        finding.note(rule::NoteNamedDoBoth, step.name_span, {arg("persons", names), step_name, data(writer)});
      for (const analysis::Nameless& pool : people.nameless) {
        finding.note(pool.count == 1 ? rule::NoteOneDoesBoth : rule::NoteAnyDoesBoth, step.name_span,
                     {arg("count", pool.count), arg("role", view_.definition[pool.role].name), step_name,
                      data(writer)});
      }
    }
    if (writers.size() > places_shown)
      finding.help(rule::NoteMorePlaces, {arg("count", writers.size() - places_shown)});
    // `separate` names steps of one process.
    if (first.author.process == id_)
      finding.help(rule::NoteSaySeparate, {arg("step", process_[first.node].name), arg("gate", gate.name)});
  }

  [[nodiscard]] std::string names_of(const std::vector<ir::ActorId>& persons) const {
    std::string text;
    for (std::size_t i = 0; i < std::min(persons.size(), places_shown); ++i) {
      text += text.empty() ? "" : "`, `";
      text += view_.definition[persons[i]].name;
    }
    return persons.size() > places_shown ? text + "`, `…" : text;
  }

  const View& view_;
  ir::ProcessId id_;
  const ir::Process& process_;
  const analysis::Reach& reach_;
  analysis::Writes writes_;
  Duties duties_;
  std::map<std::vector<ir::ActorId>, std::uint32_t> known_;  // crews by their actors
  std::vector<analysis::Candidates> crews_;
  std::vector<llvm::BitVector> shares_;  // by crew and crew: somebody is in both
  std::vector<std::uint32_t> crew_of_;   // by node; of people's work
  llvm::BitVector writing_;              // by node: it writes something
};

bool writes_something(const ir::Node& node) { return !node.updates.empty() || !node.produces.empty(); }

}  // namespace

void check_SelfApproval(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    const std::vector<ir::NodeId> gates = view.gates(id);
    const std::vector<ir::Node>& nodes = view[id].nodes;
    const bool any_writer = std::any_of(nodes.begin(), nodes.end(), [&](const ir::Node& node) {
      return node.kind == ir::NodeKind::Call || (view.is_human(node) && writes_something(node));
    });
    if (!any_writer) continue;
    std::optional<SelfApproval> search;
    for (const ir::NodeId gate : gates) {
      if (view[id][gate].sees.empty() || !view.is_human(view[id][gate])) continue;
      if (!search) search.emplace(view, id);
      search->check(gate, reporter);
    }
  }
}

}  // namespace wain::lint
