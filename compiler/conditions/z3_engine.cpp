#include "conditions/z3_engine.h"

#include <unordered_map>
#include <vector>

#include <z3.h>

namespace wain::conditions {

struct Z3Engine::Context {
  Z3_context of = nullptr;
  Context() {
    Z3_config config = Z3_mk_config();
    of = Z3_mk_context(config);
    Z3_del_config(config);
    // Without a handler the library would end the program. What fails is seen in the answer.
    Z3_set_error_handler(of, [](Z3_context, Z3_error_code) {});
  }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { Z3_del_context(of); }
};

namespace {

/// Z3's newer arithmetic decides more, but what it does with many sums of whole numbers is hardly counted
/// in `resource_limit`: seconds a question. Of more terms, the older one is asked.
constexpr std::size_t most_terms = 300;
constexpr unsigned older_arithmetic = 2;

/// Formulas as Z3 has them; each part once.
class Translation {
public:
  Translation(Z3_context context, const Formulas& formulas) : context_(context), formulas_(formulas) {}

  Z3_ast of(FormulaId root) {
    std::vector<FormulaId> work{root};
    while (!work.empty()) {
      const FormulaId at = work.back();
      if (done_.contains(at.index)) {
        work.pop_back();
        continue;
      }
      const std::size_t size = work.size();
      if (!formulas_.is_literal(at)) {
        for (const FormulaId operand : formulas_.operands(at)) {
          if (!done_.contains(operand.index)) work.push_back(operand);
        }
      }
      if (work.size() != size) continue;
      done_.emplace(at.index, make(at));
      work.pop_back();
    }
    return done_.at(root.index);
  }

  [[nodiscard]] std::size_t size() const { return done_.size(); }
  /// Of all sums together.
  [[nodiscard]] std::size_t terms() const { return terms_; }

  /// That every variable used lies within its bounds.
  std::vector<Z3_ast> bounds() {
    std::vector<Z3_ast> result;
    for (const VarId id : used_) {
      const Variable& variable = formulas_[id];
      if (variable.least) result.push_back(Z3_mk_ge(context_, variable_of(id), number(*variable.least)));
      if (variable.most) result.push_back(Z3_mk_le(context_, variable_of(id), number(*variable.most)));
    }
    return result;
  }

private:
  Z3_ast make(FormulaId at) {
    switch (formulas_.kind(at)) {
      case FormulaKind::No: return Z3_mk_false(context_);
      case FormulaKind::Yes: return Z3_mk_true(context_);
      case FormulaKind::Holds: return variable_of(formulas_.boolean(at));
      case FormulaKind::HoldsNot: return Z3_mk_not(context_, variable_of(formulas_.boolean(at)));
      case FormulaKind::Linear: return linear(at);
      default: break;
    }
    std::vector<Z3_ast> parts;
    for (const FormulaId operand : formulas_.operands(at)) parts.push_back(done_.at(operand.index));
    const auto count = static_cast<unsigned>(parts.size());
    return formulas_.kind(at) == FormulaKind::And ? Z3_mk_and(context_, count, parts.data())
                                                  : Z3_mk_or(context_, count, parts.data());
  }

  Z3_ast linear(FormulaId at) {
    bool real = false;
    for (const Addend& addend : formulas_.addends(at))
      real = real || formulas_[addend.variable].sort == Sort::Real;
    const auto fit = [&](Z3_ast term, bool is_real) {
      return real && !is_real ? Z3_mk_int2real(context_, term) : term;
    };
    std::vector<Z3_ast> terms;
    terms_ += formulas_.addends(at).size();
    for (const Addend& addend : formulas_.addends(at)) {
      const Z3_ast factors[] = {
          fit(number(addend.factor), false),
          fit(variable_of(addend.variable), formulas_[addend.variable].sort == Sort::Real)};
      terms.push_back(Z3_mk_mul(context_, 2, factors));
    }
    const Z3_ast left = Z3_mk_add(context_, static_cast<unsigned>(terms.size()), terms.data());
    const Z3_ast right = fit(number(formulas_.bound(at)), false);
    switch (formulas_.relation(at)) {
      case Relation::AtMost: return Z3_mk_le(context_, left, right);
      case Relation::Below: return Z3_mk_lt(context_, left, right);
      case Relation::Equal: return Z3_mk_eq(context_, left, right);
      case Relation::Unequal: break;
    }
    return Z3_mk_not(context_, Z3_mk_eq(context_, left, right));
  }

  Z3_ast number(std::int64_t value) { return Z3_mk_int64(context_, value, Z3_mk_int_sort(context_)); }

  Z3_ast variable_of(VarId id) {
    const auto known = variables_.find(id.index);
    if (known != variables_.end()) return known->second;
    const Sort sort = formulas_[id].sort;
    const Z3_sort of_z3 = sort == Sort::Bool    ? Z3_mk_bool_sort(context_)
                          : sort == Sort::Whole ? Z3_mk_int_sort(context_)
                                                : Z3_mk_real_sort(context_);
    const Z3_ast made = Z3_mk_const(context_, Z3_mk_int_symbol(context_, static_cast<int>(id.index)), of_z3);
    variables_.emplace(id.index, made);
    used_.push_back(id);
    return made;
  }

  Z3_context context_;
  const Formulas& formulas_;
  std::unordered_map<std::uint32_t, Z3_ast> done_, variables_;
  std::vector<VarId> used_;
  std::size_t terms_ = 0;
};

}  // namespace

Z3Engine::Z3Engine() : context_(std::make_unique<Context>()) {}
Z3Engine::~Z3Engine() = default;

Answer Z3Engine::satisfiable(const Formulas& formulas, FormulaId formula, std::size_t& parts) {
  Z3_context context = context_->of;
  Z3_solver solver = Z3_mk_simple_solver(context);
  Z3_solver_inc_ref(context, solver);
  Z3_params parameters = Z3_mk_params(context);
  Z3_params_inc_ref(context, parameters);
  Z3_params_set_uint(context, parameters, Z3_mk_string_symbol(context, "rlimit"), resource_limit);
  Z3_params_set_uint(context, parameters, Z3_mk_string_symbol(context, "random_seed"), 7);
  Translation translation(context, formulas);
  const Z3_ast whole = translation.of(formula);
  parts = translation.size();
  if (translation.terms() > most_terms)
    Z3_params_set_uint(context, parameters, Z3_mk_string_symbol(context, "arith.solver"), older_arithmetic);
  Z3_solver_set_params(context, solver, parameters);
  Z3_solver_assert(context, solver, whole);
  for (const Z3_ast bound : translation.bounds()) Z3_solver_assert(context, solver, bound);
  const bool translated = Z3_get_error_code(context) == Z3_OK;
  const Z3_lbool answer = translated ? Z3_solver_check(context, solver) : Z3_L_UNDEF;
  Z3_params_dec_ref(context, parameters);
  Z3_solver_dec_ref(context, solver);
  return answer == Z3_L_TRUE ? Answer::Yes : answer == Z3_L_FALSE ? Answer::No : Answer::Undecided;
}

}  // namespace wain::conditions
