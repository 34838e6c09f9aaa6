#include <algorithm>

#include "sema/scenario_lines.h"

namespace wain::sema {
namespace {

using syntax::Rule;
using syntax::Tok;

struct Lines {
  std::vector<ScenarioLine> draws, overrides;
};

class Scenarios {
public:
  explicit Scenarios(Context& context)
      : context_(context),
        scenarios_(context.definition.scenarios),
        nodes_(scenarios_.size()),
        lines_(scenarios_.size()),
        done_(scenarios_.size(), false) {
    for (const Symbol& symbol : context.symbols)
      if (symbol.kind == SymbolKind::Scenario)
        nodes_[symbol.index] = {&context, symbol.tree, symbol.declaration};
  }

  void run() {
    for (std::uint32_t i = 0; i < scenarios_.size(); ++i) {
      const Cursor from = nodes_[i].child(Rule::Qualified);
      if (!from.valid()) continue;
      scenarios_[i].from = resolve_scenario(from);
      // What it inherits cannot be known.
      if (!scenarios_[i].from.valid()) scenarios_[i].broken = true;
    }
    cut_circles();
    for (std::uint32_t i = 0; i < scenarios_.size(); ++i) lower_with_parents(i);
  }

private:
  /// Each scenario has one parent at most, so a walk either ends or goes round.
  void cut_circles() {
    std::vector<std::uint32_t> seen_in(scenarios_.size(), UINT32_MAX);
    for (std::uint32_t start = 0; start < scenarios_.size(); ++start) {
      std::uint32_t at = start;
      while (at != UINT32_MAX && seen_in[at] == UINT32_MAX) {
        seen_in[at] = start;
        at = scenarios_[at].from.index;
      }
      if (at == UINT32_MAX || seen_in[at] != start) continue;
      report_circle(at);
    }
  }

  void report_circle(std::uint32_t at) {
    auto report = context_.diagnostics.report(Diag::ScenarioCircle, nodes_[at].child(Rule::Qualified).span(),
                                              {arg("name", scenarios_[at].name)});
    std::size_t notes = 0;
    for (std::uint32_t next = scenarios_[at].from.index; next != at; next = scenarios_[next].from.index) {
      if (notes++ < 8)
        report.note(Diag::NoteInheritsFrom, nodes_[next].child(Rule::Qualified).span(),
                    {arg("name", scenarios_[next].name)});
      scenarios_[next].broken = true;
    }
    scenarios_[at].broken = true;
    scenarios_[at].from = {};
  }

  /// Parents first, without recursion: chains may be long.
  void lower_with_parents(std::uint32_t index) {
    std::vector<std::uint32_t> chain;
    for (std::uint32_t at = index; at != UINT32_MAX && !done_[at]; at = scenarios_[at].from.index)
      chain.push_back(at);
    for (auto at = chain.rbegin(); at != chain.rend(); ++at) {
      lower(*at);
      done_[*at] = true;
    }
  }

  void lower(std::uint32_t index) {
    const ErrorWatch watch(context_);
    ir::Scenario& scenario = scenarios_[index];
    const Cursor node = nodes_[index];
    const ir::Scenario* parent = scenario.from.valid() ? &context_.definition[scenario.from] : nullptr;
    ScenarioWork work{context_, scenario, {}, {}, {}, {}};
    if (const Cursor from = node.child(Rule::Qualified); from.valid()) work.from = from.span();
    if (parent) {
      inherit(scenario, *parent);
      for (const ScenarioLine& line : lines_[scenario.from.index].draws)
        work.draws.push_back({line.at, false});
      for (const ScenarioLine& line : lines_[scenario.from.index].overrides)
        work.overrides.push_back({line.at, false});
      scenario.broken = scenario.broken || parent->broken;
    }
    own_lines(node, scenario, parent, work);
    check_warmup(node, scenario);
    work.processes = processes_of(context_, scenario);
    // Without processes nothing can be said about names; they are looked up where it is inherited.
    if (!scenario.broken || !scenario.runs.empty()) {
      lower_draws(work);
      lower_overrides(work);
    }
    lines_[index] = {std::move(work.draws), std::move(work.overrides)};
    std::erase_if(scenario.runs, [](const ir::Run& run) { return !run.process.valid(); });
    if (watch.any()) scenario.broken = true;
  }

  static void inherit(ir::Scenario& scenario, const ir::Scenario& parent) {
    scenario.starts = parent.starts;
    scenario.runs = parent.runs;
    scenario.length = parent.length;
    scenario.warmup = parent.warmup;
    scenario.replications = parent.replications;
    scenario.seed = parent.seed;
  }

  void own_lines(const Cursor& node, ir::Scenario& scenario, const ir::Scenario* parent, ScenarioWork& work) {
    OnceEach once(context_);
    OnceEach arrivals_of_run(context_);
    bool own_runs = false;
    for (const Cursor& item : node.children()) {
      switch (item.rule()) {
        case Rule::DrawsProp:
          if (!item.has_error()) work.draws.push_back({item, true});
          continue;
        case Rule::Override:
          if (!item.has_error()) work.overrides.push_back({item, true});
          continue;
        case Rule::RunsProp:
          if (!own_runs) scenario.runs.clear();
          own_runs = true;
          arrivals_of_run = OnceEach(context_);
          run_line(item, scenario);
          continue;
        case Rule::ArrivalsProp:
          if (arrivals_of_run.first("arrivals", item.span())) arrivals(item, scenario, own_runs);
          continue;
        default:
          if (!item.has_error()) setting(item, scenario, once);
      }
    }
    if (own_runs && parent) inherit_arrivals(scenario, *parent);
  }

  void setting(const Cursor& item, ir::Scenario& scenario, OnceEach& once) {
    const Cursor value = item.child(Rule::Value);
    switch (item.rule()) {
      case Rule::StartsProp:
        if (once.first("starts", item.span()))
          scenario.starts = date_value(item, item.tree().own_token(item.node, Tok::Date));
        break;
      case Rule::ForProp:
        if (once.first("for", item.span())) scenario.length = positive(value, "for");
        break;
      case Rule::WarmupProp:
        if (once.first("warmup", item.span())) scenario.warmup = duration_value(value, "warmup");
        break;
      case Rule::ReplicationsProp:
        if (once.first("replications", item.span()))
          scenario.replications = count_in(value, "replications", 1, 1'000'000);
        break;
      case Rule::SeedProp:
        if (!once.first("seed", item.span())) break;
        if (const auto seed = count_value(value, "seed")) scenario.seed = static_cast<std::uint64_t>(*seed);
        break;
      default: break;
    }
  }

  std::optional<ir::Duration> positive(const Cursor& value, std::string_view what) {
    const std::optional<ir::Duration> duration = duration_value(value, what);
    if (!duration || duration->microseconds > 0) return duration;
    context_.diagnostics.report(Diag::ParameterNotPositive, value.span(),
                                {arg("parameter", what), arg("value", duration->str())});
    return std::nullopt;
  }

  void check_warmup(const Cursor& node, const ir::Scenario& scenario) {
    if (!scenario.warmup || !scenario.length || *scenario.warmup < *scenario.length) return;
    // At the own line that makes it so; a pair that is inherited whole was reported there.
    for (const Rule rule : {Rule::WarmupProp, Rule::ForProp}) {
      const Cursor line = node.child(rule);
      if (!line.valid()) continue;
      context_.diagnostics.report(
          Diag::WarmupTooLong, line.span(),
          {arg("warmup", scenario.warmup->str()), arg("length", scenario.length->str())});
      return;
    }
  }

  // runs and arrivals --------------------------------------------------------------------------------

  void run_line(const Cursor& item, ir::Scenario& scenario) {
    ir::Run run;
    run.span = item.span();
    if (!item.has_error()) run.process = resolve_process(item.child(Rule::Qualified));
    if (!run.process.valid()) scenario.broken = true;
    for (const ir::Run& before : scenario.runs) {
      if (!run.process.valid() || before.process != run.process) continue;
      context_.diagnostics
          .report(Diag::RunTwice, item.span(), {arg("name", context_.definition[run.process].name)})
          .note(Diag::NoteFirstGivenHere, before.span);
      return;
    }
    scenario.runs.push_back(std::move(run));  // also an unknown one: the `arrivals` after it are its own
  }

  void arrivals(const Cursor& item, ir::Scenario& scenario, bool own_runs) {
    if (scenario.runs.empty()) {
      if (!scenario.broken) context_.diagnostics.report(Diag::ArrivalsWithoutRuns, item.span());
      return;
    }
    if (!own_runs && scenario.runs.size() > 1) {
      context_.diagnostics.report(Diag::ArrivalsAmbiguous, item.span(), {arg("count", scenario.runs.size())});
      return;
    }
    if (item.has_error()) return;
    if (auto lowered = lower_arrivals(item)) scenario.runs.back().arrivals = std::move(*lowered);
  }

  std::optional<ir::Arrivals> lower_arrivals(const Cursor& item) {
    ir::Arrivals result;
    result.span = item.span();
    if (const Cursor during = item.child(Rule::Qualified); during.valid())
      result.during = resolve_calendar(during);
    const Cursor amount = item.distribution();
    if (!item.has(Tok::Per)) {
      result.gaps =
          lower_distribution(amount, context_.definition.intern(ir::Type{.kind = ir::TypeKind::Duration}));
      if (!result.gaps) return std::nullopt;
      if (can_be_positive(*result.gaps)) return result;
      context_.diagnostics.report(Diag::GapsAreZero, amount.span());
      return std::nullopt;
    }
    const ir::Value value = literal_value(amount.child_at(0));
    const auto* rate = std::get_if<ir::Decimal>(&value);
    const bool known_wrong = !rate && !std::holds_alternative<std::monostate>(value);
    if (known_wrong || (rate && rate->mantissa <= 0))
      context_.diagnostics.report(Diag::RateNotNumber, amount.span(), {arg("found", amount.text())});
    const std::optional<ir::Arrivals::Per> per = rate_unit(item.child(Rule::Name));
    if (!rate || rate->mantissa <= 0 || !per) return std::nullopt;
    result.rate = *rate;
    result.per = *per;
    return result;
  }

  std::optional<ir::Arrivals::Per> rate_unit(const Cursor& name) {
    const WrittenName unit = written(name);
    if (unit.text.empty()) return std::nullopt;
    if (unit.text == "hour" || unit.text == "h") return ir::Arrivals::Per::Hour;
    if (unit.text == "day" || unit.text == "d") return ir::Arrivals::Per::Day;
    if (unit.text == "week" || unit.text == "w") return ir::Arrivals::Per::Week;
    context_.diagnostics.report(Diag::RateUnit, unit.span, {arg("name", unit.text)});
    return std::nullopt;
  }

  /// A run whose arrivals all come at one instant would never end.
  static bool can_be_positive(const ir::Distribution& gaps) {
    const auto positive = [](const ir::Value& value) {
      const auto* duration = std::get_if<ir::Duration>(&value);
      return duration && duration->microseconds > 0;
    };
    return std::any_of(gaps.parameters.begin(), gaps.parameters.end(), positive) ||
           std::any_of(gaps.points.begin(), gaps.points.end(),
                       [&](const auto& point) { return positive(point.first) && point.second.mantissa > 0; });
  }

  /// Own `runs` without arrivals take those of the same process, of the process it replaces, or of the
  /// only one that was run.
  void inherit_arrivals(ir::Scenario& scenario, const ir::Scenario& parent) {
    for (ir::Run& run : scenario.runs) {
      if (run.arrivals || !run.process.valid()) continue;
      const ir::ProcessId replaced = context_.definition[run.process].replaces;
      const ir::Run* from = nullptr;
      for (const ir::Run& before : parent.runs)
        if (before.process == run.process) from = &before;
      for (const ir::Run& before : parent.runs)
        if (!from && replaced.valid() && before.process == replaced) from = &before;
      if (!from && parent.runs.size() == 1 && scenario.runs.size() == 1) from = &parent.runs.front();
      if (from) run.arrivals = from->arrivals;
    }
  }

  Context& context_;
  std::vector<ir::Scenario>& scenarios_;
  std::vector<Cursor> nodes_;
  std::vector<Lines> lines_;
  std::vector<bool> done_;
};

}  // namespace

std::vector<ir::ProcessId> processes_of(const Context& context, const ir::Scenario& scenario) {
  std::vector<ir::ProcessId> result;
  llvm::DenseSet<std::uint32_t> seen;
  const auto add = [&](ir::ProcessId process) {
    if (process.valid() && seen.insert(process.index).second) result.push_back(process);
  };
  for (const ir::Run& run : scenario.runs) add(run.process);
  for (std::size_t i = 0; i < result.size(); ++i)
    for (const ir::Node& node : context.definition[result[i]].nodes)
      if (node.kind == ir::NodeKind::Call) add(node.callee);
  return result;
}

bool any_broken(const Context& context, const std::vector<ir::ProcessId>& processes) {
  return std::any_of(processes.begin(), processes.end(),
                     [&](ir::ProcessId process) { return context.definition[process].broken; });
}

void drop_line(ScenarioWork& work, const Cursor& line) {
  const Cursor path = line.child(Rule::Path);
  const std::string text =
      fmt::format("{} {}", line.rule() == Rule::Override ? "with" : "draws", path.text());
  std::string_view process;
  for (const ir::Run& run : work.scenario.runs)
    if (run.process.valid()) process = work.context.definition[run.process].name;
  work.context.diagnostics
      .report(Diag::InheritedLineDropped, work.from, {arg("line", text), arg("process", process)})
      .note(Diag::NoteInheritedLine, line.span());
}

void lower_scenarios(Context& context) { Scenarios(context).run(); }

}  // namespace wain::sema
