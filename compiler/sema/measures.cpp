#include <algorithm>

#include "sema/context.h"

namespace wain::sema {
namespace {

using syntax::Rule;

/// Reports measures that are defined by themselves, over any number of others. Iterative: a chain of
/// definitions may be long.
class Circles {
public:
  Circles(Context& context, std::vector<ir::Measure>& measures, const NameTable& names)
      : context_(context), measures_(measures), names_(names), state_(measures.size(), State::New) {}

  void run() {
    for (std::uint32_t i = 0; i < measures_.size(); ++i) {
      if (state_[i] == State::New) walk(i);
    }
  }

private:
  enum class State : std::uint8_t { New, Open, Done };
  struct Frame {
    std::uint32_t measure;
    std::vector<std::uint32_t> uses;
    std::size_t next = 0;
  };

  void walk(std::uint32_t start) {
    std::vector<Frame> stack;
    const auto push = [&](std::uint32_t measure) {
      state_[measure] = State::Open;
      stack.push_back({measure, uses_of(measure), 0});
    };
    push(start);
    while (!stack.empty()) {
      Frame& top = stack.back();
      if (top.next == top.uses.size()) {
        state_[top.measure] = State::Done;
        stack.pop_back();
        continue;
      }
      const std::uint32_t used = top.uses[top.next++];
      if (state_[used] == State::New)
        push(used);
      else if (state_[used] == State::Open)
        report(used, top.measure);
    }
  }

  [[nodiscard]] std::vector<std::uint32_t> uses_of(std::uint32_t measure) const {
    std::vector<std::uint32_t> uses;
    if (!measures_[measure].definition.valid()) return uses;
    std::vector<ir::ExprId> open{measures_[measure].definition};
    while (!open.empty()) {
      const ir::Expr& expr = context_.definition[open.back()];
      open.pop_back();
      open.insert(open.end(), expr.operands.begin(), expr.operands.end());
      if (expr.kind != ir::ExprKind::Measure) continue;
      const auto declared = names_.find(expr.name.data());
      if (declared != names_.end()) uses.push_back(declared->second);
    }
    return uses;
  }

  void report(std::uint32_t used, std::uint32_t by) {
    context_.diagnostics.report(Diag::MeasureCircle, measures_[used].name_span,
                                {arg("name", measures_[used].name)});
    measures_[used].broken = true;
    measures_[by].definition = {};
  }

  Context& context_;
  std::vector<ir::Measure>& measures_;
  const NameTable& names_;
  std::vector<State> state_;
};

}  // namespace

std::vector<ir::Measure> lower_measures(const Cursor& parent, const DataScope& scope) {
  Context& context = *parent.context;
  std::vector<ir::Measure> measures;
  std::vector<Cursor> nodes;
  NameTable names;
  for (const syntax::NodeId child : parent.tree().children(parent.node)) {
    if (parent.tree().rule(child) != Rule::Measure) continue;
    ir::Measure measure;
    fill_header(measure, parent.at(child));
    if (!measure.name.empty()) {
      const auto [first, fresh] =
          names.try_emplace(measure.name.data(), static_cast<std::uint32_t>(measures.size()));
      if (!fresh) {
        context.diagnostics.report(Diag::DuplicateName, measure.name_span, {arg("name", measure.name)})
            .note(Diag::NoteFirstDeclaredHere, measures[first->second].name_span,
                  {arg("name", measure.name)});
        continue;
      }
      if (builtin_measure(measure.name)) {
        context.diagnostics.report(Diag::MeasureIsBuiltIn, measure.name_span, {arg("name", measure.name)});
        measure.broken = true;
      }
    }
    measures.push_back(std::move(measure));
    nodes.push_back(parent.at(child));
  }
  DataScope inner = scope;
  inner.measures = true;
  inner.declared_measures = &names;
  for (std::size_t i = 0; i < measures.size(); ++i) {
    const ErrorWatch watch(context);
    const Cursor expression = nodes[i].expression();
    if (expression.valid()) measures[i].definition = lower_condition(expression, inner);
    if (watch.any()) measures[i].broken = true;
  }
  Circles(context, measures, names).run();
  return measures;
}

}  // namespace wain::sema
