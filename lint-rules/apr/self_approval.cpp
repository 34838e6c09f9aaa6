// self-approval (APR014): whoever writes something may approve it.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "rules/apr/same_hands.h"
#include "rules/apr/written_before.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// Work that writes something a gate sees.
struct Writer {
  ir::NodeId node;                  ///< in the gate's process: the work, or the call in which it is done
  Place author;                     ///< the work itself
  std::optional<ir::Path> written;  ///< by its name there, where that is known already
};

class SelfApproval {
public:
  SelfApproval(const View& view, ir::ProcessId id)
      : view_(view),
        id_(id),
        process_(view[id]),
        writes_(view.writes(id)),
        duties_(view, id),
        crew_of_(process_.nodes.size()),
        calls_(static_cast<unsigned>(process_.nodes.size())) {
    for (const ir::NodeId node : view.reaches[id.index].order) {
      if (process_[node].kind == ir::NodeKind::Call) calls_.set(node.index);
      if (!view.is_human(process_[node])) continue;
      const std::uint32_t crew = crew_of_[node.index] = crew_number(process_[node]);
      work_of_[crew].set(node.index);
    }
    for (std::uint32_t crew = 0; crew < crews_.size(); ++crew) {
      for (const ir::ActorId person : crews_[crew].persons) crews_with_[{person, false}].push_back(crew);
      for (const analysis::Nameless& pool : crews_[crew].nameless)
        crews_with_[{pool.role, true}].push_back(crew);
    }
    shared_.resize(crews_.size());
  }

  /// Other work by people who may decide the gate, and calls, wherever they stand.
  llvm::BitVector suspects_of(ir::NodeId gate) {
    llvm::BitVector suspects = work_shared_with(crew_of_[gate.index]);
    suspects.reset(duties_.apart_from(gate));
    suspects |= calls_;
    suspects.reset(gate.index);
    return suspects;
  }

  /// `before`: what is written before the gate.
  void check(ir::NodeId gate, const Reaching& before, Reporter& reporter) {
    llvm::BitVector suspects = suspects_of(gate);
    suspects &= before.nodes;
    std::vector<Writer> writers;
    for (const unsigned i : suspects.set_bits()) {
      if (calls_.test(i))
        add_authors(gate, {i}, before.calls.at({i}), writers);
      else
        writers.push_back({{i}, {id_, {i}}, {}});
    }
    if (!writers.empty()) report(gate, writers, reporter);
  }

private:
  /// The people behind a node, by number: most nodes are done by the same few.
  std::uint32_t crew_number(const ir::Node& node) {
    std::vector<ir::ActorId> actors{node.actor};
    for (const ir::Escalation& escalation : node.escalations) actors.push_back(escalation.to);
    const auto [at, is_new] =
        known_.try_emplace(std::move(actors), static_cast<std::uint32_t>(crews_.size()));
    if (is_new) {
      crews_.push_back(hands_of(view_, node));
      work_of_.emplace_back(static_cast<unsigned>(process_.nodes.size()));
    }
    return at->second;
  }

  /// Work that somebody of the crew may do, by node.
  const llvm::BitVector& work_shared_with(std::uint32_t crew) {
    llvm::BitVector& work = shared_[crew];
    if (!work.empty()) return work;
    llvm::BitVector others(static_cast<unsigned>(crews_.size()));
    const auto add = [&](ir::ActorId actor, bool nameless) {
      for (const std::uint32_t other : crews_with_.at({actor, nameless})) others.set(other);
    };
    for (const ir::ActorId person : crews_[crew].persons) add(person, false);
    for (const analysis::Nameless& pool : crews_[crew].nameless) add(pool.role, true);
    work.resize(static_cast<unsigned>(process_.nodes.size()));
    for (const unsigned other : others.set_bits()) work |= work_of_[other];
    return work;
  }

  /// A call gives way to the work in it by people who may also decide the gate.
  void add_authors(ir::NodeId gate, ir::NodeId call, const std::set<ir::OutcomeId>& outcomes,
                   std::vector<Writer>& writers) {
    for (const ir::Path& seen : process_[gate].sees) {
      for (const Place author : authors_in(call, outcomes, seen)) {
        const bool known = std::any_of(writers.begin(), writers.end(), [&](const Writer& w) {
          return w.author.process == author.process && w.author.node == author.node;
        });
        if (!known && !is_nobody(who_may_do_both(author, gate)) &&
            !claim_together(view_, view_[author], process_[gate]))
          writers.push_back({call, author, seen});
      }
    }
  }

  const std::vector<Place>& authors_in(ir::NodeId call, const std::set<ir::OutcomeId>& outcomes,
                                       const ir::Path& seen) {
    const auto [at, fresh] = authors_.try_emplace({call, outcomes, seen.variable, seen.fields});
    if (!fresh) return at->second;
    at->second = authors_behind(view_, {id_, call}, outcomes, seen);
    std::erase_if(at->second, [&](Place author) { return !view_.is_human(view_[author]); });
    return at->second;
  }

  [[nodiscard]] analysis::Candidates who_may_do_both(Place author, ir::NodeId gate) const {
    return in_both(hands_of(view_, view_[author]), crews_[crew_of_[gate.index]]);
  }

  /// What of the gate's evidence the work writes, by its name in the process.
  [[nodiscard]] ir::Path written_by(const Writer& writer, const ir::Node& gate) const {
    if (writer.written) return *writer.written;
    std::optional<ir::Path> result;
    writes_.anywhere(process_[writer.node], [&](const ir::Path& path) {
      const auto is_seen = [&](const ir::Path& seen) { return ir::overlap(path, seen); };
      if (!result && std::any_of(gate.sees.begin(), gate.sees.end(), is_seen)) result = path;
    });
    return *result;
  }

  void report(ir::NodeId gate_id, const std::vector<Writer>& writers, Reporter& reporter) const {
    const ir::Node& gate = process_[gate_id];
    const Writer& first = writers.front();
    const auto data = [&](const Writer& writer) {
      return arg("data", ir::str(view_.definition, &process_, written_by(writer, gate)));
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
  analysis::Writes writes_;
  Duties duties_;
  std::map<std::vector<ir::ActorId>, std::uint32_t> known_;  // crews by their actors
  std::vector<analysis::Candidates> crews_;
  std::vector<llvm::BitVector> work_of_;                                           // by crew: nodes
  std::map<std::pair<ir::ActorId, bool>, std::vector<std::uint32_t>> crews_with_;  // whom; a nameless pool
  std::vector<llvm::BitVector> shared_;  // by crew: as `work_shared_with`; empty until it is asked for
  std::vector<std::uint32_t> crew_of_;   // by node; of people's work
  llvm::BitVector calls_;                // by node
  std::map<std::tuple<ir::NodeId, std::set<ir::OutcomeId>, ir::VariableId, std::vector<std::uint32_t>>,
           std::vector<Place>>
      authors_;
};

bool writes_something(const ir::Node& node) { return !node.updates.empty() || !node.produces.empty(); }

}  // namespace

void check_SelfApproval(const View& view, Reporter& reporter) {
  for (const ir::ProcessId id : view.processes) {
    std::vector<ir::NodeId> gates = view.gates(id).vec();
    const std::vector<ir::Node>& nodes = view[id].nodes;
    const bool any_writer = std::any_of(nodes.begin(), nodes.end(), [&](const ir::Node& node) {
      return node.kind == ir::NodeKind::Call || (view.is_human(node) && writes_something(node));
    });
    std::erase_if(gates, [&](ir::NodeId gate) {
      return view[id][gate].sees.empty() || !view.is_human(view[id][gate]);
    });
    if (!any_writer || gates.empty()) continue;
    SelfApproval search(view, id);
    std::erase_if(gates, [&](ir::NodeId gate) { return search.suspects_of(gate).none(); });
    if (gates.empty()) continue;
    const std::vector<Reaching> before = writes_before(view, id, gates);
    for (std::size_t i = 0; i < gates.size(); ++i) search.check(gates[i], before[i], reporter);
  }
}

}  // namespace wain::lint
