/// The distributions of the language and what stands in their parentheses.
#pragma once

#include <string_view>
#include <vector>

#include "ir/definition.h"

namespace wain::sema {

/// What a parameter of a distribution is.
enum class ParameterRole : std::uint8_t { Value, Positive, Shape, Phases };

struct DistributionParameter {
  std::string_view name;  ///< empty: it has none
  bool must_be_named = false;
  ParameterRole role = ParameterRole::Value;
};

struct DistributionForm {
  std::string_view name;
  ir::DistributionKind kind;
  std::vector<DistributionParameter> parameters;
};

/// All of them, in the order of the reference.
const std::vector<DistributionForm>& distribution_forms();
/// Null: no distribution is called so.
const DistributionForm* distribution_called(std::string_view name);

/// -1, 0 or 1 of a value with a sign; 1 for others.
int sign_of(const ir::Value& value);
/// Whether `a` is below `b`; both of one type.
bool below(const ir::Value& a, const ir::Value& b);

}  // namespace wain::sema
