#include <algorithm>
#include <map>
#include <tuple>

#include "sema/override_properties.h"
#include "sema/scenario_lines.h"
#include "sema/truth.h"

namespace wain::sema {
namespace {

using ir::NodeKind;
using syntax::Rule;
using syntax::Tok;
using Property = ir::Override::Property;

/// What a node is called where it is declared.
std::string_view step_noun(NodeKind kind) {
  if (kind == NodeKind::Task) return "step";
  return kind == NodeKind::Gate ? "approval" : ir::name(kind);
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
    check_overrides(work_, origins_);
  }

private:
  /// False: the line was reported or dropped.
  bool lower(const ScenarioLine& line) {
    const std::vector<WrittenName> names = names_in(line.at.child(Rule::Path));
    for (const WrittenName& name : names)
      if (name.text.empty()) return false;
    bool waits = false;  // nothing is run here: a step may still be found by whoever inherits
    const std::optional<OverrideTarget> target = find_target(line, names, waits);
    if (!target) return waits;
    const ErrorWatch watch(context_);
    for (const Cursor& item : line.at.children())
      if (item.rule() != Rule::Path && !item.has_error()) replace(line, item, *target);
    return !watch.any();
  }

  // Names ------------------------------------------------------------------------------------------

  std::optional<OverrideTarget> find_target(const ScenarioLine& line, const std::vector<WrittenName>& names,
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
  std::optional<OverrideTarget> find_step(const ScenarioLine& line, const std::vector<WrittenName>& names,
                                          bool& ambiguous) {
    std::vector<OverrideTarget> found;
    for (const ir::ProcessId id : work_.processes) {
      const ir::Process& process = definition_[id];
      if (names.size() == 2 && process.name != names[0].text) continue;
      const ProcessNames& table = names_of(context_, id);
      const char* const name = names.back().text.data();
      if (const auto node = table.nodes.find(name); node != table.nodes.end())
        found.push_back(
            {id, {node->second}, {}, {}, names.back().text, step_noun(process.nodes[node->second].kind)});
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

  std::optional<OverrideTarget> find_actor(const ScenarioLine& line, const std::vector<WrittenName>& names) {
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
    return OverrideTarget{{}, {}, {}, {symbol->index}, symbol->name, noun(context_, *symbol)};
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

  void replace(const ScenarioLine& line, const Cursor& item, const OverrideTarget& target) {
    ir::Override result;
    result.process = target.process;
    result.node = target.node;
    result.branch = target.branch;
    result.actor = target.actor;
    result.span = line.at.span();
    const std::optional<Property> property = override_property(item);
    if (!property) return;
    result.property = *property;
    if (!has_property(definition_, target, *property)) {
      context_.diagnostics.report(
          Diag::OverrideMisfit, item.span(),
          {arg("name", target.name), arg("kind", target.kind), arg("property", override_name(item))});
      return;
    }
    if (target.node.valid() && !exit_is_clear(*property, item, target)) return;
    if (!set_value(item, result)) return;
    add(line, item, target, std::move(result));
  }

  /// A share replaces that of one exit, so there must be exactly one.
  bool exit_is_clear(Property property, const Cursor& item, const OverrideTarget& target) {
    const std::optional<ir::EdgeKind> kind = replaced_exit(property);
    if (!kind) return true;
    const ir::Process& process = definition_[target.process];
    const auto& out = process[target.node].out;
    const auto count =
        std::count_if(out.begin(), out.end(), [&](ir::EdgeId edge) { return process[edge].kind == *kind; });
    if (count == 1) return not_of_truth(*kind, item, process, target);
    if (count == 0)
      context_.diagnostics.report(Diag::OverrideNoExit, item.span(),
                                  {arg("name", target.name), arg("property", override_name(item))});
    else
      context_.diagnostics.report(
          Diag::OverrideSeveralExits, item.span(),
          {arg("name", target.name), arg("count", count), arg("property", override_name(item))});
    return false;
  }

  /// The only no of a gate that judges truth follows from it.
  bool not_of_truth(ir::EdgeKind kind, const Cursor& item, const ir::Process& process,
                    const OverrideTarget& target) {
    const ir::Node& node = process[target.node];
    const ir::Criterion* truth = truth_of(definition_, node);
    if (!truth || !is_no(kind)) return true;
    const auto noes = std::count_if(node.out.begin(), node.out.end(),
                                    [&](ir::EdgeId edge) { return is_no(process[edge].kind); });
    if (noes != 1) return true;
    context_.diagnostics
        .report(Diag::FlowShareOfTruth, item.span(),
                {arg("exit", override_name(item)), arg("name", target.name), arg("criterion", truth->name)})
        .note(Diag::NoteFlowWrongIn, truth->wrong_in->span);
    return false;
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
      case Property::Samples: return set_ratio(result.value, value, override_name(item));
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
    return true;
  }

  using Key = std::tuple<Property, std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>;

  /// Own lines win over inherited ones; two own lines for one thing are a mistake.
  void add(const ScenarioLine& line, const Cursor& item, const OverrideTarget& target, ir::Override result) {
    const Key key{result.property, result.actor.index, result.process.index, result.node.index,
                  result.branch.index};
    std::vector<ir::Override>& overrides = work_.scenario.overrides;
    const auto [known, fresh] = replaced_.try_emplace(key, overrides.size());
    if (fresh) {
      overrides.push_back(std::move(result));
      origins_.push_back({item.span(), line.own});
      return;
    }
    ir::Override& before = overrides[known->second];
    OverrideOrigin& origin = origins_[known->second];
    if (line.own && origin.own) {
      context_.diagnostics
          .report(Diag::OverrideTwice, item.span(),
                  {arg("property", override_name(item)), arg("name", target.name)})
          .note(Diag::NoteFirstGivenHere, before.span);
      return;
    }
    before = std::move(result);
    origin = {item.span(), line.own};
  }

  ScenarioWork& work_;
  Context& context_;
  ir::Definition& definition_;
  std::map<Key, std::size_t> replaced_;  // where in the overrides
  std::vector<OverrideOrigin> origins_;  // of each override
};

}  // namespace

void lower_overrides(ScenarioWork& work) { Overrides(work).run(); }

}  // namespace wain::sema
