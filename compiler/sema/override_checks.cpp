/// What holds for the original holds for the replacement: shares of exits, quorums.
#include <algorithm>
#include <map>

#include "sema/override_properties.h"
#include "sema/scenario_lines.h"
#include "sema/seating.h"
#include "sema/truth.h"

namespace wain::sema {
namespace {

using Property = ir::Override::Property;

/// The replacement that a message about several of them points at.
struct Place {
  Span line, item;
  bool own = false;  ///< one of them is a line of this scenario

  void add(const ir::Override& override_, const OverrideOrigin& origin) {
    if (own && !origin.own) return;
    line = override_.span;
    item = origin.item;
    own = origin.own;
  }
};

class Checks {
public:
  Checks(ScenarioWork& work, const std::vector<OverrideOrigin>& origins)
      : overrides_(work.scenario.overrides),
        origins_(origins),
        parent_broken_(work.scenario.broken),
        context_(work.context),
        definition_(work.context.definition) {}

  /// A step or gate leaves by one draw: its exits, replaced or not, are at most 100 %.
  void shares() {
    std::map<std::pair<std::uint32_t, std::uint32_t>, Place> touched;  // process, node
    for (std::size_t i = 0; i < overrides_.size(); ++i)
      if (overrides_[i].node.valid() && replaced_exit(overrides_[i].property))
        touched[{overrides_[i].process.index, overrides_[i].node.index}].add(overrides_[i], origins_[i]);
    for (const auto& [where, place] : touched)
      if (is_news(place)) exits({where.first}, {where.second}, place.line);
  }

  /// A quorum must find enough people under the staff of this scenario.
  void quorums() {
    llvm::DenseMap<std::uint32_t, std::uint32_t> staff;
    std::map<std::uint32_t, Place> staffed, convened;  // role; committee
    std::map<std::uint32_t, std::uint32_t> quorum;     // committee
    for (std::size_t i = 0; i < overrides_.size(); ++i) {
      const ir::Override& override_ = overrides_[i];
      if (override_.property == Property::Staff) {
        staff[override_.actor.index] = number(override_);
        staffed[override_.actor.index].add(override_, origins_[i]);
      } else if (override_.property == Property::Quorum) {
        quorum[override_.actor.index] = number(override_);
        convened[override_.actor.index].add(override_, origins_[i]);
      }
    }
    if (staff.empty() && quorum.empty()) return;
    for (std::uint32_t i = 0; i < definition_.actors.size(); ++i) {
      const ir::Actor& committee = definition_.actors[i];
      if (committee.kind != ir::ActorKind::Committee || committee.broken) continue;
      std::optional<Place> place;
      for (const ir::ActorId member : committee.members)
        if (const auto at = staffed.find(member.index); at != staffed.end()) prefer(place, at->second);
      if (const auto at = convened.find(i); at != convened.end()) prefer(place, at->second);
      if (!place || !is_news(*place)) continue;
      const auto given = quorum.find(i);
      seats(committee, given == quorum.end() ? committee.quorum : given->second, staff, place->item);
    }
  }

private:
  /// What inherited lines alone make wrong was reported where they stand.
  [[nodiscard]] bool is_news(const Place& place) const { return place.own || !parent_broken_; }

  static void prefer(std::optional<Place>& place, const Place& other) {
    if (!place || other.own || !place->own) place = other;
  }

  static std::uint32_t number(const ir::Override& override_) {
    return static_cast<std::uint32_t>(std::get<ir::Decimal>(override_.value).mantissa);
  }

  void seats(const ir::Actor& committee, std::uint32_t quorum,
             const llvm::DenseMap<std::uint32_t, std::uint32_t>& staff, Span span) {
    const std::uint32_t persons = most_seated(definition_, committee, staff);
    if (quorum <= persons) return;
    context_.diagnostics
        .report(Diag::OverrideQuorum, span,
                {arg("quorum", quorum), arg("name", committee.name), arg("persons", persons),
                 arg("seats", committee.members.size())})
        .note(Diag::NoteDeclaredHere, committee.name_span, {arg("name", committee.name)});
  }

  void exits(ir::ProcessId process_id, ir::NodeId node_id, Span span) {
    const ir::Process& process = definition_[process_id];
    const bool truth = truth_of(definition_, process[node_id]) != nullptr;
    ir::Decimal sum, split;  // noes that follow from the truth are a sum of their own
    for (const ir::EdgeId id : process[node_id].out) {
      const ir::Edge& edge = process[id];
      const std::optional<ir::Decimal> share = share_of(process_id, node_id, edge);
      if (!share) continue;
      ir::Decimal& into = truth && is_no(edge.kind) ? split : sum;
      const auto total = ir::add(into, *share);
      if (!total) return;
      into = *total;
    }
    const ir::Decimal most = std::max(sum, split);
    if (most <= ir::Decimal::make(1)) return;
    context_.diagnostics
        .report(Diag::OverrideShares, span, {arg("name", process[node_id].name), arg("sum", most.percent())})
        .note(Diag::NoteDeclaredHere, process[node_id].name_span, {arg("name", process[node_id].name)});
  }

  [[nodiscard]] std::optional<ir::Decimal> share_of(ir::ProcessId process, ir::NodeId node,
                                                    const ir::Edge& edge) const {
    if (edge.kind != ir::EdgeKind::Reject && edge.kind != ir::EdgeKind::Return &&
        edge.kind != ir::EdgeKind::Fail)
      return std::nullopt;
    for (const ir::Override& override_ : overrides_)
      if (override_.process == process && override_.node == node &&
          replaced_exit(override_.property) == edge.kind)
        return std::get<ir::Ratio>(override_.value).value;
    return edge.share;
  }

  const std::vector<ir::Override>& overrides_;
  const std::vector<OverrideOrigin>& origins_;
  bool parent_broken_;
  Context& context_;
  ir::Definition& definition_;
};

}  // namespace

void check_overrides(ScenarioWork& work, const std::vector<OverrideOrigin>& origins) {
  Checks checks(work, origins);
  checks.shares();
  checks.quorums();
}

}  // namespace wain::sema
