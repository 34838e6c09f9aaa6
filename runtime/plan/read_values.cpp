// Distributions and expressions.
#include <cmath>

#include <fmt/format.h>

#include "runtime/plan/json_cursor.h"

namespace wain::plan {
namespace {

using llvm::json::Value;

constexpr double most_value = 1e18;
constexpr std::int64_t most_phases = 10'000;

/// Digits with at most one point among them.
bool read_decimal(std::string_view text, Expression& out) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::size_t digits = 0;
  bool point = false;
  for (const char c : text) {
    if (c == '.' && !point && digits > 0) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9' || ++digits > 18) return false;
    out.mantissa = out.mantissa * 10 + (c - '0');
    if (point) ++out.scale;
  }
  if (negative) out.mantissa = -out.mantissa;
  return digits > 0 && !text.ends_with('.');
}

void read_operands(ObjectReader& in, std::size_t self, Expression& out) {
  in.list(
      "operands",
      [&](const Value& value, const Spot* spot, std::size_t) {
        const auto index = value.getAsInteger();
        if (!index || *index < 0 || *index >= static_cast<std::int64_t>(self))
          return in.problems().add(spot, ProblemKind::OperandOrder, index ? std::to_string(*index) : "");
        out.operands.push_back(static_cast<Index>(*index));
      },
      true);
}

Expression read_expression(ObjectReader& in, std::size_t self, const Ids& slots, const Ids& nodes,
                           const Ids& measures, const Ids& criteria) {
  Expression out;
  in.word("operation", out.operation);
  switch (out.operation) {
    case Operation::Literal: {
      std::string text;
      in.text("value", text, true);
      if (!text.empty() && !read_decimal(text, out)) in.fail("value", ProblemKind::NoDecimal, text);
      break;
    }
    case Operation::Slot: in.reference("slot", slots, out.index, true); break;
    case Operation::Visits: in.reference("node", nodes, out.index, true); break;
    case Operation::Measure: in.reference("measure", measures, out.index, true); break;
    case Operation::Missed: in.reference("criterion", criteria, out.index, true); break;
    case Operation::Figure: in.word("figure", out.figure); break;
    default: read_operands(in, self, out);
  }
  return out;
}

void read_points(ObjectReader& in, Distribution& out) {
  double sum = 0;
  in.list(
      "points",
      [&](const Value& value, const Spot* spot, std::size_t) {
        ObjectReader point(in.problems(), value, spot);
        auto& [at, share] = out.points.emplace_back();
        point.number("value", at, -most_value, most_value, true);
        point.number("share", share, 0, 1, true);
        sum += share;
      },
      true);
  constexpr double slack = 1e-9;  // decimal shares as doubles
  const std::string percent = fmt::format("{:.6g} %", sum * 100);
  if (sum > 1 + slack) in.fail("points", ProblemKind::SharesOver, percent);
  if (sum < 1 - slack) in.fail("points", ProblemKind::SharesUnder, percent);
}

}  // namespace

Distribution read_distribution(Problems& problems, const Value& value, const Spot* spot) {
  using Kind = Distribution::Kind;
  Distribution out;
  ObjectReader in(problems, value, spot);
  in.word("kind", out.kind);
  const double tiny = std::numeric_limits<double>::min();
  switch (out.kind) {
    case Kind::Constant: in.number("value", out.a, -most_value, most_value, true); break;
    case Kind::Uniform:
    case Kind::Triangular:
      in.number("from", out.a, -most_value, most_value, true);
      in.number("to", out.b, out.a, most_value, true);
      if (out.kind == Kind::Triangular) in.number("mode", out.c, out.a, out.b, true);
      break;
    case Kind::Exponential: in.number("mean", out.a, 0, most_value, true); break;
    case Kind::Normal:
      in.number("mean", out.a, -most_value, most_value, true);
      in.number("sd", out.b, 0, most_value, true);
      break;
    case Kind::Lognormal:
    case Kind::Gamma:
      in.number("mean", out.a, tiny, most_value, true);
      in.number("sd", out.b, 0, most_value, true);
      break;
    case Kind::Erlang:
      in.integer("phases", out.count, 1, most_phases, true);
      in.number("mean", out.a, 0, most_value, true);
      break;
    case Kind::Weibull:
      in.number("shape", out.b, 1e-3, 1e6, true);
      in.number("scale", out.a, 0, most_value, true);
      break;
    case Kind::Empirical: read_points(in, out); break;
  }
  return out;
}

void read_expressions(ObjectReader& in, const Ids& slots, const Ids& nodes, const Ids& measures,
                      const Ids& criteria, Process& out) {
  in.list("expressions", [&](const Value& value, const Spot* spot, std::size_t) {
    ObjectReader expression(in.problems(), value, spot);
    out.expressions.push_back(
        read_expression(expression, out.expressions.size(), slots, nodes, measures, criteria));
  });
}

}  // namespace wain::plan
