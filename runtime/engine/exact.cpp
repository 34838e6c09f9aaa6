#include "runtime/engine/exact.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace wain::runtime {
namespace {

using plan::Operation;

constexpr int most_bits = 125;
constexpr int bits_of_a_value = 63;

/// What is known of a value before it is computed.
struct Known {
  Wide denominator = 1;
  int bits = 1;
};

int bits_of(Wide value) {
  int bits = 0;
  for (Wide rest = value < 0 ? -value : value; rest != 0; rest >>= 1) ++bits;
  return bits;
}

Wide gcd(Wide a, Wide b) {
  while (b != 0) a = std::exchange(b, a % b);
  return a < 0 ? -a : a;
}

Wide ten_to(int n) {
  Wide value = 1;
  for (; n > 0; --n) value *= 10;
  return value;
}

Wide denominator_of(plan::Type type) {
  switch (type) {
    case plan::Type::Money: return 10'000;
    case plan::Type::Number:
    case plan::Type::Ratio: return 1'000'000'000;
    default: return 1;
  }
}

bool is_money(plan::Figure figure) { return figure == plan::Figure::Cost || figure == plan::Figure::Loss; }

class Compiler {
public:
  Compiler(const plan::Process& process, const std::vector<plan::Index>& slot_of)
      : process_(process), slot_of_(slot_of) {}

  std::optional<ExactProgram> compile(plan::Index root) {
    // Postfix order with an explicit stack; a shared operand is written out again.
    std::vector<std::pair<plan::Index, std::size_t>> open{{root, 0}};
    while (!open.empty()) {
      auto& [at, next] = open.back();
      const plan::Expression& expression = process_.expressions[at];
      if (next < expression.operands.size()) {
        open.emplace_back(expression.operands[next++], 0);
        continue;
      }
      emit(expression);
      if (failed_ || program_.steps.size() > 100'000) return std::nullopt;
      open.pop_back();
    }
    program_.denominator = known_.back().denominator;
    return std::move(program_);
  }

private:
  void emit(const plan::Expression& expression) {
    ExactStep step;
    step.operation = expression.operation;
    step.index = expression.index;
    step.count = static_cast<std::uint32_t>(expression.operands.size());
    Known result;
    switch (expression.operation) {
      case Operation::Literal:
        step.value = expression.mantissa;
        result = {ten_to(expression.scale), bits_of(expression.mantissa)};
        break;
      case Operation::Slot:
        step.index = slot_of_[expression.index];
        result = {denominator_of(process_.slots[expression.index].type), bits_of_a_value};
        break;
      case Operation::Figure:
        step.index = static_cast<plan::Index>(expression.figure);
        result = {is_money(expression.figure) ? 10'000 : 1, bits_of_a_value};
        break;
      case Operation::Visits: result = {1, 32}; break;
      case Operation::Neg: result = known_.back(); break;
      case Operation::Add:
      case Operation::Sub: result = align(step); break;
      case Operation::Mul: result = product(known_[known_.size() - 2], known_.back()); break;
      case Operation::Div: result = quotient(step); break;
      case Operation::In: align_all(step); break;
      default:
        if (expression.operation >= Operation::Eq && expression.operation <= Operation::Ge) align(step);
    }
    known_.resize(known_.size() - step.count);
    known_.push_back(result);
    program_.steps.push_back(step);
  }

  /// Factors for the two operands on top; the sum.
  Known align(ExactStep& step) {
    const Known a = known_[known_.size() - 2], b = known_.back();
    const Wide common = gcd(a.denominator, b.denominator);
    step.left = b.denominator / common;
    step.right = a.denominator / common;
    const int bits = std::max(a.bits + bits_of(step.left), b.bits + bits_of(step.right)) + 1;
    const int scale = bits_of(a.denominator) + bits_of(step.left);
    failed_ = failed_ || bits > most_bits || scale > most_bits;
    return {failed_ ? 1 : a.denominator * step.left, bits};
  }

  /// All operands of `in` are compared with the first: literals, of its denominator or coarser.
  void align_all(ExactStep& step) {
    Wide common = 1;
    const std::size_t first = known_.size() - step.count;
    for (std::size_t i = first; i < known_.size(); ++i) {
      failed_ = failed_ || bits_of(common) + bits_of(known_[i].denominator) > most_bits - bits_of_a_value;
      if (failed_) return;
      common = common / gcd(common, known_[i].denominator) * known_[i].denominator;
    }
    // Each operand is brought to the common denominator by a step of its own, right behind it.
    step.left = common;
    for (std::size_t i = first; i < known_.size(); ++i) factors_.push_back(common / known_[i].denominator);
    in_factors(step);
  }

  void in_factors(ExactStep& step) {
    step.index = static_cast<plan::Index>(program_.factors.size());
    program_.factors.insert(program_.factors.end(), factors_.begin(), factors_.end());
    factors_.clear();
  }

  Known product(const Known& a, const Known& b) {
    const int bits = a.bits + b.bits, scale = bits_of(a.denominator) + bits_of(b.denominator);
    failed_ = failed_ || bits > most_bits || scale > most_bits;
    return {failed_ ? 1 : a.denominator * b.denominator, bits};
  }

  /// a/da ÷ l/dl = a·dl / (da·l): the divisor's value is known, so the denominator is.
  Known quotient(ExactStep& step) {
    const Wide value = program_.steps.back().value;
    Known inverse{value < 0 ? -value : value, bits_of(known_.back().denominator)};
    step.right = value < 0 ? -known_.back().denominator : known_.back().denominator;
    return product(known_[known_.size() - 2], inverse);
  }

  const plan::Process& process_;
  const std::vector<plan::Index>& slot_of_;
  ExactProgram program_;
  std::vector<Known> known_;
  std::vector<Wide> factors_;
  bool failed_ = false;
};

bool holds(Operation operation, Wide a, Wide b) {
  switch (operation) {
    case Operation::Eq: return a == b;
    case Operation::Ne: return a != b;
    case Operation::Lt: return a < b;
    case Operation::Le: return a <= b;
    case Operation::Gt: return a > b;
    default: return a >= b;
  }
}

/// The value of an operation on `in[0..count)`.
Wide apply(const ExactProgram& program, const ExactStep& step, const ExactSource& source, const Wide* in) {
  switch (step.operation) {
    case Operation::Literal: return step.value;
    case Operation::Slot: return source.slots[step.index];
    case Operation::Visits: return source.visits[step.index];
    case Operation::Figure: return source.figures[step.index];
    case Operation::Measure: return source.measures[step.index];
    case Operation::Missed: return (source.missed >> step.index) & 1U;
    case Operation::Not: return in[0] == 0 ? 1 : 0;
    case Operation::And: return std::all_of(in, in + step.count, [](Wide v) { return v != 0; }) ? 1 : 0;
    case Operation::Or: return std::any_of(in, in + step.count, [](Wide v) { return v != 0; }) ? 1 : 0;
    case Operation::Neg: return -in[0];
    case Operation::Add: return in[0] * step.left + in[1] * step.right;
    case Operation::Sub: return in[0] * step.left - in[1] * step.right;
    case Operation::Mul: return in[0] * in[1];
    case Operation::Div: return in[0] * step.right;
    case Operation::In: {
      const Wide* factors = program.factors.data() + step.index;
      for (std::uint32_t i = 1; i < step.count; ++i)
        if (in[0] * factors[0] == in[i] * factors[i]) return 1;
      return 0;
    }
    default: return holds(step.operation, in[0] * step.left, in[1] * step.right) ? 1 : 0;
  }
}

}  // namespace

std::optional<ExactProgram> compile_exact(const plan::Process& process, plan::Index root,
                                          const std::vector<plan::Index>& slot_of) {
  return Compiler(process, slot_of).compile(root);
}

Wide evaluate(const ExactProgram& program, const ExactSource& source, std::vector<Wide>& stack) {
  if (stack.size() < program.steps.size()) stack.resize(program.steps.size());
  Wide* top = stack.data();
  for (const ExactStep& step : program.steps) {
    top -= step.count;
    *top = apply(program, step, source, top);
    ++top;
  }
  return top[-1];
}

}  // namespace wain::runtime
