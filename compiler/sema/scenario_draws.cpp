#include <algorithm>

#include "sema/scenario_lines.h"

namespace wain::sema {
namespace {

using syntax::Rule;
using syntax::Tok;

enum class Use : std::uint8_t { Taken, Unusable };

/// A process's data that a draw names.
struct Target {
  ir::ProcessId process;
  PathResult data;
};

class Draws {
public:
  explicit Draws(ScenarioWork& work) : work_(work), context_(work.context) {}

  void run() {
    std::vector<ScenarioLine> usable;
    for (const ScenarioLine& line : work_.draws)
      if (lower(line) == Use::Taken) usable.push_back(line);
    work_.draws = std::move(usable);
  }

private:
  Use lower(const ScenarioLine& line) {
    const Cursor path = line.at.child(Rule::Path);
    std::vector<WrittenName> names = names_in(path);
    for (const WrittenName& name : names)
      if (name.text.empty()) return Use::Unusable;
    if (names.empty() || work_.processes.empty()) return Use::Taken;
    const std::vector<Target> targets = find_targets(names, path.span());
    if (targets.empty()) {
      if (!line.own)
        drop_line(work_, line.at);
      else
        report_unknown(names.front());
      return Use::Unusable;
    }
    // One process where the rest is wrong is one message; an inherited line then finds no name.
    bool any = false;
    for (const Target& target : targets) {
      if (!target.data.ok && !line.own) continue;
      any = one(line, path, names, target) || any;
      if (!any && line.own) return Use::Unusable;
    }
    if (!any && !line.own) drop_line(work_, line.at);
    return any ? Use::Taken : Use::Unusable;
  }

  /// Every process that runs here and has the data. Its parameters are the caller's data, so those of
  /// called processes do not count. `Process.claim.amount` names one.
  std::vector<Target> find_targets(std::vector<WrittenName>& names, Span span) {
    std::vector<Target> targets;
    const auto look = [&](ir::ProcessId id, const std::vector<WrittenName>& path) {
      const ir::Process& process = context_.definition[id];
      const NameTable& variables = names_of(context_, id).variables;
      const auto variable = variables.find(path.front().text.data());
      if (variable == variables.end()) return;
      if (process.variables[variable->second].parameter && !runs(id)) return;
      DataScope scope;
      scope.process = &process;
      scope.variables = &variables;
      const std::size_t before = context_.diagnostics.size();
      Target target{id, resolve_path(context_, path, span, scope)};
      // The same wrong field in several processes is one mistake.
      if (!target.data.ok && !targets.empty()) context_.diagnostics.all().resize(before);
      targets.push_back(std::move(target));
    };
    for (const ir::ProcessId process : work_.processes) look(process, names);
    if (!targets.empty() || names.size() < 2) return targets;
    const auto called = std::find_if(work_.processes.begin(), work_.processes.end(), [&](ir::ProcessId id) {
      return context_.definition[id].name == names.front().text;
    });
    if (called == work_.processes.end()) return targets;
    names.erase(names.begin());
    look(*called, names);
    return targets;
  }

  [[nodiscard]] bool runs(ir::ProcessId process) const {
    return std::any_of(work_.scenario.runs.begin(), work_.scenario.runs.end(),
                       [&](const ir::Run& run) { return run.process == process; });
  }

  void report_unknown(const WrittenName& name) {
    if (any_broken(context_, work_.processes)) return;
    auto report = context_.diagnostics.report(Diag::UnknownDraw, name.span, {arg("name", name.text)});
    std::vector<std::string_view> known;
    for (const ir::ProcessId process : work_.processes)
      for (const ir::Variable& variable : context_.definition[process].variables)
        known.push_back(variable.name);
    if (const auto near = similar(name.text, known)) report.help(Diag::NoteDidYouMean, {arg("name", *near)});
  }

  /// Adds the draw for one process; false if something was reported.
  bool one(const ScenarioLine& line, const Cursor& path, const std::vector<WrittenName>& names,
           const Target& target) {
    if (!target.data.ok || !drawable(target.data.type, path, names)) return false;
    ir::Draw draw;
    draw.process = target.process;
    draw.path = target.data.path;
    draw.span = line.at.span();
    if (line.at.has(Tok::At) && !place(line, draw, names)) return false;
    std::optional<ir::Distribution> distribution =
        lower_distribution(line.at.distribution(), target.data.type);
    if (!distribution) return false;
    draw.distribution = std::move(*distribution);
    return add(line, path, std::move(draw));
  }

  bool drawable(ir::TypeId type, const Cursor& path, const std::vector<WrittenName>& names) {
    const ir::TypeKind kind = context_.definition[type].kind;
    if (kind == ir::TypeKind::Error) return false;
    const bool record = kind == ir::TypeKind::Record;
    if (!record && kind != ir::TypeKind::Document && kind != ir::TypeKind::List) return true;
    context_.diagnostics.report(
        record ? Diag::DrawOfNoScalar : Diag::DrawOfOpaque, path.span(),
        {arg("name", names.back().text), arg("type", describe(context_.definition, type))});
    return false;
  }

  /// `at Step`: one that produces or updates the data.
  bool place(const ScenarioLine& line, ir::Draw& draw, const std::vector<WrittenName>& names) {
    const Cursor at = line.at.child(Rule::Name);
    const WrittenName step = written(at);
    if (step.text.empty()) return false;
    const NameTable& nodes = names_of(context_, draw.process).nodes;
    const auto found = nodes.find(step.text.data());
    const ir::Process& process = context_.definition[draw.process];
    if (found == nodes.end()) {
      if (line.own)
        context_.diagnostics.report(Diag::DrawAtUnknown, step.span,
                                    {arg("process", process.name), arg("name", step.text)});
      return false;
    }
    const ir::Node& node = process.nodes[found->second];
    const bool produces =
        std::any_of(node.produces.begin(), node.produces.end(),
                    [&](const ir::Product& product) { return product.variable == draw.path.variable; });
    const bool updates = std::any_of(node.updates.begin(), node.updates.end(),
                                     [&](const ir::Path& update) { return ir::overlap(update, draw.path); });
    draw.at = {found->second};
    if (produces || updates) return true;
    if (line.own)
      context_.diagnostics
          .report(Diag::DrawAtElsewhere, step.span, {arg("step", step.text), arg("name", names.front().text)})
          .note(Diag::NoteDeclaredHere, node.name_span, {arg("name", node.name)});
    return false;
  }

  /// Own lines win over inherited ones; two own lines for one thing are a mistake.
  bool add(const ScenarioLine& line, const Cursor& path, ir::Draw draw) {
    const std::string key = key_of(draw);
    const auto [known, fresh] = drawn_.try_emplace(key, std::pair(work_.scenario.draws.size(), line.own));
    if (fresh) {
      work_.scenario.draws.push_back(std::move(draw));
      return true;
    }
    ir::Draw& before = work_.scenario.draws[known->second.first];
    if (line.own && known->second.second) {
      context_.diagnostics.report(Diag::DrawTwice, path.span(), {arg("name", path.text())})
          .note(Diag::NoteFirstGivenHere, before.span);
      return false;
    }
    before = std::move(draw);
    known->second.second = line.own;
    return true;
  }

  static std::string key_of(const ir::Draw& draw) {
    return fmt::format("{}.{}.{}@{}", draw.process.index, draw.path.variable.index,
                       fmt::join(draw.path.fields, "."), draw.at.index);
  }

  ScenarioWork& work_;
  Context& context_;
  std::unordered_map<std::string, std::pair<std::size_t, bool>> drawn_;  // where in the draws; an own line
};

}  // namespace

void lower_draws(ScenarioWork& work) { Draws(work).run(); }

}  // namespace wain::sema
