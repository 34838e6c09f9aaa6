#include "sema/distribution_forms.h"

namespace wain::sema {
namespace {

int sign(std::int64_t n) { return n < 0 ? -1 : n > 0 ? 1 : 0; }

}  // namespace

/// Section 5 of the language: the distributions and what stands in their parentheses.
const std::vector<DistributionForm>& distribution_forms() {
  static const std::vector<DistributionForm> all = {
      {"uniform", ir::DistributionKind::Uniform, {{}, {}}},
      {"triangular", ir::DistributionKind::Triangular, {{}, {"mode"}, {}}},
      {"exponential", ir::DistributionKind::Exponential, {{"mean", false, ParameterRole::Positive}}},
      {"normal", ir::DistributionKind::Normal, {{"mean", true}, {"sd", true, ParameterRole::Positive}}},
      {"lognormal",
       ir::DistributionKind::Lognormal,
       {{"mean", true, ParameterRole::Positive}, {"sd", true, ParameterRole::Positive}}},
      {"gamma",
       ir::DistributionKind::Gamma,
       {{"mean", true, ParameterRole::Positive}, {"sd", true, ParameterRole::Positive}}},
      {"erlang",
       ir::DistributionKind::Erlang,
       {{"", false, ParameterRole::Phases}, {"mean", true, ParameterRole::Positive}}},
      {"weibull",
       ir::DistributionKind::Weibull,
       {{"shape", true, ParameterRole::Shape}, {"scale", true, ParameterRole::Positive}}},
      {"empirical", ir::DistributionKind::Empirical, {}},
  };
  return all;
}

const DistributionForm* distribution_called(std::string_view name) {
  for (const DistributionForm& form : distribution_forms())
    if (form.name == name) return &form;
  return nullptr;
}

int sign_of(const ir::Value& value) {
  if (const auto* d = std::get_if<ir::Decimal>(&value)) return sign(d->mantissa);
  if (const auto* r = std::get_if<ir::Ratio>(&value)) return sign(r->value.mantissa);
  if (const auto* m = std::get_if<ir::Money>(&value)) return sign(m->units);
  if (const auto* t = std::get_if<ir::Duration>(&value)) return sign(t->microseconds);
  return 1;
}

bool below(const ir::Value& a, const ir::Value& b) {
  if (a.index() != b.index()) return false;
  if (const auto* d = std::get_if<ir::Decimal>(&a)) return *d < std::get<ir::Decimal>(b);
  if (const auto* r = std::get_if<ir::Ratio>(&a)) return r->value < std::get<ir::Ratio>(b).value;
  if (const auto* m = std::get_if<ir::Money>(&a)) return m->units < std::get<ir::Money>(b).units;
  if (const auto* t = std::get_if<ir::Duration>(&a)) return *t < std::get<ir::Duration>(b);
  return false;
}

}  // namespace wain::sema
