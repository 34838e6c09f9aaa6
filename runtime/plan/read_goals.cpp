// What good looks like: statistics over the cases that end in an outcome.
#include "runtime/plan/json_cursor.h"

namespace wain::plan {
namespace {

using llvm::json::Value;

constexpr double most_value = 1e18;

/// Exactly one of `figure`, `criterion` and `measures`.
void read_subject(ObjectReader& in, const TopIds& ids, Statistic& out) {
  Problems& problems = in.problems();
  if (in.has("criterion")) {
    out.of = Statistic::Of::Missed;
    return in.reference("criterion", ids.criteria, out.criterion, true);
  }
  if (in.has("measures")) {
    out.of = Statistic::Of::Measure;
    return in.list("measures", [&](const Value& value, const Spot* spot, std::size_t) {
      ObjectReader measure(problems, value, spot);
      MeasureOf& of = out.measures.emplace_back();
      measure.reference("process", ids.processes, of.process, true);
      if (of.process != none) measure.reference("measure", ids.measures[of.process], of.measure, true);
    });
  }
  in.word("figure", out.figure);
}

Statistic read_statistic(Problems& problems, const Value& value, const Spot* spot, const TopIds& ids) {
  Statistic out;
  ObjectReader in(problems, value, spot);
  in.word("kind", out.kind);
  if (out.kind == Statistic::Kind::Quantile) in.number("quantile", out.quantile, 0.001, 0.999, true);
  read_subject(in, ids, out);
  const bool of_figure = out.of == Statistic::Of::Figure;
  if (of_figure == (out.kind == Statistic::Kind::Share))
    in.fail("kind", ProblemKind::NotHere, of_figure ? "share" : "this",
            of_figure ? "figure" : "share of cases");
  return out;
}

}  // namespace

Goal read_goal(Problems& problems, const Value& value, const Spot* spot, const TopIds& ids) {
  Goal goal;
  ObjectReader in(problems, value, spot);
  in.text("when", goal.text, true);
  read_place(in, goal.place);
  if (in.has("notSimulated")) {
    in.word("notSimulated", goal.not_simulated.emplace());
    return goal;
  }
  in.word("op", goal.op);
  const Spot left{spot, "left"}, right{spot, "right"};
  if (const Value* side = in.need("left")) goal.left = read_statistic(problems, *side, &left, ids);
  if (const Value* side = in.take("right")) {
    goal.right = read_statistic(problems, *side, &right, ids);
    in.number("factor", goal.factor, 0, most_value, true);
  } else {
    in.number("number", goal.number, -most_value, most_value, true);
  }
  return goal;
}

}  // namespace wain::plan
