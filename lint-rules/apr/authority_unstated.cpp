// authority-unstated (APR009): some actors say how much of a record they may decide, and one who decides
// does not. Without a line there is no limit.
#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "conditions/authority.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

/// For each criterion, the records that somebody has a line about.
class StatedRecords {
public:
  explicit StatedRecords(const ir::Definition& definition) {
    for (const ir::Actor& actor : definition.actors) {
      for (const ir::AuthorityLine& line : actor.authority) {
        if (line.record) lines_.push_back(&line);
      }
    }
  }
  [[nodiscard]] bool empty() const { return lines_.empty(); }

  /// A line about the record that one who judges this criterion could have; null if there is none.
  const ir::AuthorityLine* line_about(ir::RecordId record, ir::CriterionId criterion) {
    const auto [at, is_new] = known_.try_emplace({record, criterion}, nullptr);
    if (!is_new) return at->second;
    for (const ir::AuthorityLine* line : lines_) {
      const bool speaks = line->criteria.empty() || std::find(line->criteria.begin(), line->criteria.end(),
                                                              criterion) != line->criteria.end();
      if (line->record != record || !speaks) continue;
      at->second = line;
      break;
    }
    return at->second;
  }

private:
  std::vector<const ir::AuthorityLine*> lines_;
  std::map<std::pair<ir::RecordId, ir::CriterionId>, const ir::AuthorityLine*> known_;
};

/// Gates of one process that one actor decides without a line.
struct Unstated {
  ir::ActorId actor;
  ir::RecordId record;
  const ir::AuthorityLine* stated = nullptr;  ///< by another
  std::vector<ir::NodeId> gates;
};

class ProcessCheck {
public:
  ProcessCheck(const View& view, ir::ProcessId id, StatedRecords& stated)
      : view_(view), id_(id), process_(view[id]), stated_(stated) {}

  std::vector<Unstated> run() && {
    std::vector<ir::NodeId> gates = view_.gates(id_).vec();
    std::sort(gates.begin(), gates.end());
    for (const ir::NodeId gate : gates) {
      for (const ir::CriterionId criterion : process_[gate].judges) look_at(gate, criterion);
    }
    return std::move(found_);
  }

private:
  [[nodiscard]] std::vector<ir::RecordId> records() const {
    std::vector<ir::RecordId> result;
    for (const ir::Variable& variable : process_.variables) {
      const ir::RecordId record = variable.type ? view_.definition[variable.type].record : ir::RecordId{};
      if (record && std::find(result.begin(), result.end(), record) == result.end()) result.push_back(record);
    }
    return result;
  }

  void look_at(ir::NodeId gate, ir::CriterionId criterion) {
    if (!records_) records_ = records();
    for (const ir::RecordId record : *records_) {
      const ir::AuthorityLine* stated = stated_.line_about(record, criterion);
      if (stated == nullptr) continue;
      if (view_.decisions->authority(id_).variables(gate, record).empty()) continue;
      for (const ir::ActorId actor : conditions::Authority::deciders(process_[gate])) {
        if (!has_line(actor, record, criterion)) add(actor, record, stated, gate);
      }
    }
  }

  [[nodiscard]] bool has_line(ir::ActorId actor, ir::RecordId record, ir::CriterionId criterion) const {
    const auto lines = conditions::binding_lines(view_.definition, actor, criterion);
    return std::any_of(lines.begin(), lines.end(),
                       [&](const conditions::RecordLines& of) { return of.record == record; });
  }

  void add(ir::ActorId actor, ir::RecordId record, const ir::AuthorityLine* stated, ir::NodeId gate) {
    const auto same = [&](const Unstated& of) { return of.actor == actor && of.record == record; };
    auto at = std::find_if(found_.begin(), found_.end(), same);
    if (at == found_.end()) at = found_.insert(found_.end(), {actor, record, stated, {}});
    if (at->gates.empty() || at->gates.back() != gate) at->gates.push_back(gate);
  }

  const View& view_;
  ir::ProcessId id_;
  const ir::Process& process_;
  StatedRecords& stated_;
  std::optional<std::vector<ir::RecordId>> records_;
  std::vector<Unstated> found_;
};

void report(const View& view, ir::ProcessId id, const Unstated& of, Reporter& reporter) {
  const ir::Node& gate = view[id][of.gates.front()];
  const ir::Actor& actor = view.definition[of.actor];
  const std::string_view record = view.definition[of.record].name;
  Diagnostics::Builder finding =
      reporter.report(rule::AuthorityUnstated, gate.name_span,
                      {arg("actor", actor.name), arg("gate", gate.name), arg("record", record)}, gate.span);
  finding.symbol(view.symbol({id, of.gates.front()}));
  finding.note(rule::NoteAuthorityStated, of.stated->span, {arg("record", record)});
  for (std::size_t i = 1; i < std::min(of.gates.size(), places_shown); ++i) {
    const ir::Node& other = view[id][of.gates[i]];
    finding.note(rule::NoteDecidesToo, other.name_span, {arg("actor", actor.name), arg("gate", other.name)});
  }
  finding.help(rule::NoteStateAuthority, {arg("actor", actor.name), arg("record", record)});
}

}  // namespace

void check_AuthorityUnstated(const View& view, Reporter& reporter) {
  StatedRecords stated(view.definition);
  if (stated.empty()) return;
  for (const ir::ProcessId id : view.processes) {
    for (Unstated& of : ProcessCheck(view, id, stated).run()) {
      std::erase_if(of.gates, [&](ir::NodeId gate) { return view.decisions->is_dead(id, gate); });
      if (!of.gates.empty()) report(view, id, of, reporter);
    }
  }
}

}  // namespace wain::lint
