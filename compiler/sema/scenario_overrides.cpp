#include <algorithm>
#include <map>
#include <tuple>

#include "sema/scenario_lines.h"

namespace wain::sema {
namespace {

using ir::ActorKind;
using ir::NodeKind;
using syntax::Rule;
using syntax::Tok;
using Property = ir::Override::Property;

/// What `with` names: a step, a branch or an actor.
struct Target {
  ir::ProcessId process;
  ir::NodeId node;
  ir::BranchId branch;
  ir::ActorId actor;
  std::string_view name;
  std::string_view kind;
};

std::string_view property_name(const Cursor& item) {
  switch (item.rule()) {
    case Rule::TakesProp: return "takes";
    case Rule::OverrideShare: return syntax::spelling(item.tree().first_token(item.node).kind);
    case Rule::Share: return "~";
    case Rule::StaffProp: return "staff";
    case Rule::CapacityProp: return "capacity";
    case Rule::AvailableProp: return "available";
    case Rule::CostsProp: return "costs";
    case Rule::HoursProp: return "hours";
    case Rule::MeetsProp: return "meets";
    case Rule::HearsProp: return "hears";
    case Rule::QuorumProp: return "quorum";
    case Rule::SamplesProp: return "samples";
    default: return {};
  }
}

class Overrides {
public:
  explicit Overrides(ScenarioWork& work)
      : work_(work), context_(work.context), definition_(work.context.definition) {}

  void run() {
    std::vector<ScenarioLine> usable;
    for (const ScenarioLine& line : work_.overrides)
      if (lower(line)) usable.push_back(line);
    work_.overrides = std::move(usable);
    check_shares();
  }

private:
  /// False: the line was reported or dropped.
  bool lower(const ScenarioLine& line) {
    const std::vector<WrittenName> names = names_in(line.at.child(Rule::Path));
    for (const WrittenName& name : names)
      if (name.text.empty()) return false;
    bool waits = false;  // nothing is run here: a step may still be found by whoever inherits
    const std::optional<Target> target = find_target(line, names, waits);
    if (!target) return waits;
    const ErrorWatch watch(context_);
    for (const Cursor& item : line.at.children())
      if (item.rule() != Rule::Path && !item.has_error()) replace(line, item, *target);
    return !watch.any();
  }

  // Names ------------------------------------------------------------------------------------------

  std::optional<Target> find_target(const ScenarioLine& line, const std::vector<WrittenName>& names,
                                    bool& waits) {
    const Span span = line.at.child(Rule::Path).span();
    bool ambiguous = false;
    if (names.size() <= 2) {
      if (auto step = find_step(line, names, ambiguous)) return step;
      if (ambiguous) return std::nullopt;
      if (auto actor = find_actor(line, names)) return actor;
    }
    if (work_.processes.empty()) {
      waits = true;
    } else if (!line.own) {
      drop_line(work_, line.at);
    } else {
      report_unknown(line, names, span);
    }
    return std::nullopt;
  }

  /// A step or branch `N`, or `Process.N`.
  std::optional<Target> find_step(const ScenarioLine& line, const std::vector<WrittenName>& names,
                                  bool& ambiguous) {
    std::vector<Target> found;
    for (const ir::ProcessId id : work_.processes) {
      const ir::Process& process = definition_[id];
      if (names.size() == 2 && process.name != names[0].text) continue;
      const ProcessNames& table = names_of(context_, id);
      const char* const name = names.back().text.data();
      if (const auto node = table.nodes.find(name); node != table.nodes.end())
        found.push_back(
            {id, {node->second}, {}, {}, names.back().text, ir::name(process.nodes[node->second].kind)});
      else if (const auto branch = table.branches.find(name); branch != table.branches.end())
        found.push_back({id, {}, {branch->second}, {}, names.back().text, "branch"});
    }
    if (found.size() > 1) {
      ambiguous = true;
      if (line.own)
        context_.diagnostics.report(Diag::AmbiguousStep, names.back().span, {arg("name", names.back().text)})
            .note(Diag::NoteStepIn, definition_[found[0].process].name_span,
                  {arg("name", definition_[found[0].process].name)})
            .note(Diag::NoteStepIn, definition_[found[1].process].name_span,
                  {arg("name", definition_[found[1].process].name)});
      else
        drop_line(work_, line.at);
      return std::nullopt;
    }
    return found.empty() ? std::nullopt : std::optional(found.front());
  }

  std::optional<Target> find_actor(const ScenarioLine& line, const std::vector<WrittenName>& names) {
    const Symbol* symbol = nullptr;
    if (names.size() == 1) {
      symbol = find(context_, line.at.unit, names[0].text);
    } else {
      const Unit& unit = context_.units[line.at.unit];
      const auto alias = unit.aliases.find(names[0].text.data());
      if (alias == unit.aliases.end() || alias->second == unreadable_unit) return std::nullopt;
      const auto there = context_.declared.find({alias->second, names[1].text.data()});
      if (there != context_.declared.end()) symbol = &context_.symbols[there->second];
    }
    if (!symbol || symbol->kind != SymbolKind::Actor) return std::nullopt;
    return Target{{}, {}, {}, {symbol->index}, symbol->name, noun(context_, *symbol)};
  }

  void report_unknown(const ScenarioLine& line, const std::vector<WrittenName>& names, Span span) {
    if (context_.units[line.at.unit].incomplete || any_broken(context_, work_.processes)) return;
    auto report = context_.diagnostics.report(Diag::UnknownOverride, span,
                                              {arg("name", line.at.child(Rule::Path).text())});
    std::vector<std::string_view> known;
    for (const ir::ProcessId process : work_.processes)
      for (const ir::Node& node : definition_[process].nodes) known.push_back(node.name);
    for (const ir::Actor& actor : definition_.actors)
      if (known.size() < 4096) known.push_back(actor.name);
    if (const auto near = similar(names.back().text, known))
      report.help(Diag::NoteDidYouMean, {arg("name", *near)});
  }

  // Properties -------------------------------------------------------------------------------------

  void replace(const ScenarioLine& line, const Cursor& item, const Target& target) {
    ir::Override result;
    result.process = target.process;
    result.node = target.node;
    result.branch = target.branch;
    result.actor = target.actor;
    result.span = line.at.span();
    const std::optional<Property> property = property_of(item);
    if (!property) return;
    result.property = *property;
    if (!fits(*property, target)) {
      context_.diagnostics.report(
          Diag::OverrideMisfit, item.span(),
          {arg("name", target.name), arg("kind", target.kind), arg("property", property_name(item))});
      return;
    }
    if (target.node.valid() && !exit_is_clear(*property, item, target)) return;
    if (!set_value(item, result)) return;
    add(line, item, target, std::move(result));
  }

  std::optional<Property> property_of(const Cursor& item) {
    switch (item.rule()) {
      case Rule::TakesProp: return Property::Takes;
      case Rule::OverrideShare:
        switch (item.tree().first_token(item.node).kind) {
          case Tok::Rejects: return Property::Rejects;
          case Tok::Returns: return Property::Returns;
          default: return Property::Fails;
        }
      case Rule::Share: return Property::BranchShare;
      case Rule::StaffProp: return Property::Staff;
      case Rule::CapacityProp: return Property::Capacity;
      case Rule::AvailableProp: return Property::Available;
      case Rule::CostsProp: {
        const std::optional<CostUnit> unit = cost_unit(item);
        if (!unit) return std::nullopt;
        return *unit == CostUnit::Hour ? Property::CostPerHour : Property::CostPerCase;
      }
      case Rule::HoursProp: return Property::Hours;
      case Rule::MeetsProp: return Property::Meets;
      case Rule::HearsProp: return Property::Hears;
      case Rule::QuorumProp: return Property::Quorum;
      case Rule::SamplesProp: return Property::Samples;
      default: return std::nullopt;
    }
  }

  [[nodiscard]] bool fits(Property property, const Target& target) const {
    if (target.node.valid()) return fits_node(property, definition_[target.process][target.node]);
    if (target.branch.valid()) return property == Property::BranchShare;
    const ActorKind kind = definition_[target.actor].kind;
    switch (property) {
      case Property::Staff: return kind == ActorKind::Role;
      case Property::Capacity: return kind == ActorKind::System || kind == ActorKind::Model;
      case Property::Available: return kind == ActorKind::Role || kind == ActorKind::Person;
      case Property::CostPerHour:
      case Property::CostPerCase:
      case Property::Hours: return true;
      case Property::Meets:
      case Property::Hears:
      case Property::Quorum: return kind == ActorKind::Committee;
      default: return false;
    }
  }

  static bool fits_node(Property property, const ir::Node& node) {
    const bool work = node.kind == NodeKind::Task || node.kind == NodeKind::Gate;
    switch (property) {
      case Property::Takes:
        return work || node.kind == NodeKind::Audit ||
               (node.kind == NodeKind::Wait && node.wait && node.wait->kind != ir::WaitSpec::Kind::Cadence);
      case Property::Rejects:
      case Property::Returns: return node.kind == NodeKind::Gate;
      case Property::Fails:
      case Property::CostPerCase: return work;
      case Property::Samples: return node.kind == NodeKind::Audit;
      default: return false;
    }
  }

  /// A share replaces that of one exit, so there must be exactly one.
  bool exit_is_clear(Property property, const Cursor& item, const Target& target) {
    const std::optional<ir::EdgeKind> kind = edge_kind(property);
    if (!kind) return true;
    const ir::Process& process = definition_[target.process];
    const auto& out = process[target.node].out;
    const auto count =
        std::count_if(out.begin(), out.end(), [&](ir::EdgeId edge) { return process[edge].kind == *kind; });
    if (count == 1) return true;
    if (count == 0)
      context_.diagnostics.report(Diag::OverrideNoExit, item.span(),
                                  {arg("name", target.name), arg("property", property_name(item))});
    else
      context_.diagnostics.report(
          Diag::OverrideSeveralExits, item.span(),
          {arg("name", target.name), arg("count", count), arg("property", property_name(item))});
    return false;
  }

  static std::optional<ir::EdgeKind> edge_kind(Property property) {
    switch (property) {
      case Property::Rejects: return ir::EdgeKind::Reject;
      case Property::Returns: return ir::EdgeKind::Return;
      case Property::Fails: return ir::EdgeKind::Fail;
      default: return std::nullopt;
    }
  }

  bool set_count(ir::Value& value, const Cursor& at, std::string_view what) {
    const auto count = count_in(at, what, 1, 10'000'000);
    if (count) value = ir::Decimal::make(*count);
    return count.has_value();
  }

  bool set_ratio(ir::Value& value, const Cursor& at, std::string_view what) {
    const auto share = ratio_value(at, what);
    if (share) value = ir::Ratio{*share};
    return share.has_value();
  }

  bool set_value(const Cursor& item, ir::Override& result) {
    const Cursor value = item.child(Rule::Value);
    switch (result.property) {
      case Property::Takes:
        result.takes = lower_distribution(item.distribution(),
                                          definition_.intern(ir::Type{.kind = ir::TypeKind::Duration}));
        return result.takes.has_value();
      case Property::Rejects:
      case Property::Returns:
      case Property::Fails:
      case Property::BranchShare:
      case Property::Samples: return set_ratio(result.value, value, property_name(item));
      case Property::Available:
        if (!set_ratio(result.value, value, "available")) return false;
        if (std::get<ir::Ratio>(result.value).value.mantissa > 0) return true;
        context_.diagnostics.report(Diag::ParameterNotPositive, value.span(),
                                    {arg("parameter", "available"), arg("value", "0%")});
        return false;
      case Property::Staff: return set_count(result.value, value, "staff") && enough_staff(value, result);
      case Property::Capacity: return set_count(result.value, value, "capacity");
      case Property::Hears: return set_count(result.value, value, "hears");
      case Property::Quorum: return set_quorum(item, result);
      case Property::CostPerHour:
      case Property::CostPerCase: {
        const auto money = money_value(value, "costs");
        if (money) result.value = *money;
        return money.has_value();
      }
      case Property::Hours:
        result.hours = resolve_calendar(item.child(Rule::Qualified));
        return result.hours.valid();
      case Property::Meets: result.meets = lower_meeting(item); return result.meets.has_value();
    }
    return false;
  }

  bool enough_staff(const Cursor& value, const ir::Override& result) {
    const ir::Actor& role = definition_[result.actor];
    const std::int64_t staff = std::get<ir::Decimal>(result.value).mantissa;
    if (staff >= static_cast<std::int64_t>(role.persons.size())) return true;
    context_.diagnostics
        .report(Diag::OverrideStaff, value.span(),
                {arg("name", role.name), arg("staff", staff), arg("persons", role.persons.size())})
        .note(Diag::NoteDeclaredHere, role.name_span, {arg("name", role.name)});
    return false;
  }

  bool set_quorum(const Cursor& item, ir::Override& result) {
    const Cursor count = item.child_at(0);
    if (!set_count(result.value, count, "quorum")) return false;
    if (const Cursor met = item.child_at(1); met.valid()) {
      result.quorum_met = ratio_value(met, "met");
      if (!result.quorum_met) return false;
    }
    const ir::Actor& committee = definition_[result.actor];
    const std::int64_t quorum = std::get<ir::Decimal>(result.value).mantissa;
    if (committee.broken || quorum <= static_cast<std::int64_t>(committee.members.size())) return true;
    context_.diagnostics
        .report(Diag::OverrideQuorum, count.span(),
                {arg("quorum", quorum), arg("name", committee.name), arg("seats", committee.members.size())})
        .note(Diag::NoteDeclaredHere, committee.name_span, {arg("name", committee.name)});
    return false;
  }

  using Key = std::tuple<Property, std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>;

  /// Own lines win over inherited ones; two own lines for one thing are a mistake.
  void add(const ScenarioLine& line, const Cursor& item, const Target& target, ir::Override result) {
    const Key key{result.property, result.actor.index, result.process.index, result.node.index,
                  result.branch.index};
    std::vector<ir::Override>& overrides = work_.scenario.overrides;
    const auto [known, fresh] = replaced_.try_emplace(key, std::pair(overrides.size(), line.own));
    if (fresh) {
      overrides.push_back(std::move(result));
      return;
    }
    ir::Override& before = overrides[known->second.first];
    if (line.own && known->second.second) {
      context_.diagnostics
          .report(Diag::OverrideTwice, item.span(),
                  {arg("property", property_name(item)), arg("name", target.name)})
          .note(Diag::NoteFirstGivenHere, before.span);
      return;
    }
    before = std::move(result);
    known->second.second = line.own;
  }

  // Shares -----------------------------------------------------------------------------------------

  /// A step or gate leaves by one draw: its exits, replaced or not, are at most 100 %.
  void check_shares() {
    std::map<std::pair<std::uint32_t, std::uint32_t>, Span> touched;  // process, node → the last line
    for (const ir::Override& override_ : work_.scenario.overrides)
      if (override_.node.valid() && edge_kind(override_.property))
        touched[{override_.process.index, override_.node.index}] = override_.span;
    for (const auto& [where, span] : touched) check_exits({where.first}, {where.second}, span);
  }

  void check_exits(ir::ProcessId process_id, ir::NodeId node_id, Span span) {
    const ir::Process& process = definition_[process_id];
    ir::Decimal sum;
    for (const ir::EdgeId id : process[node_id].out) {
      const ir::Edge& edge = process[id];
      const std::optional<ir::Decimal> share = share_of(process_id, node_id, edge);
      if (!share) continue;
      const auto total = ir::add(sum, *share);
      if (!total) return;
      sum = *total;
    }
    if (sum <= ir::Decimal::make(1)) return;
    context_.diagnostics
        .report(Diag::OverrideShares, span, {arg("name", process[node_id].name), arg("sum", sum.percent())})
        .note(Diag::NoteDeclaredHere, process[node_id].name_span, {arg("name", process[node_id].name)});
  }

  [[nodiscard]] std::optional<ir::Decimal> share_of(ir::ProcessId process, ir::NodeId node,
                                                    const ir::Edge& edge) const {
    if (edge.kind != ir::EdgeKind::Reject && edge.kind != ir::EdgeKind::Return &&
        edge.kind != ir::EdgeKind::Fail)
      return std::nullopt;
    for (const ir::Override& override_ : work_.scenario.overrides)
      if (override_.process == process && override_.node == node &&
          edge_kind(override_.property) == edge.kind)
        return std::get<ir::Ratio>(override_.value).value;
    return edge.share;
  }

  ScenarioWork& work_;
  Context& context_;
  ir::Definition& definition_;
  std::map<Key, std::pair<std::size_t, bool>> replaced_;  // where in the overrides; an own line
};

}  // namespace

void lower_overrides(ScenarioWork& work) { Overrides(work).run(); }

}  // namespace wain::sema
