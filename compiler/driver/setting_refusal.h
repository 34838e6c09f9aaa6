/// What was wrong with a setting of a rule, said to the user.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/rule_options.h"

namespace wain::driver {

/// What can be set of a rule (its name or code): `level` and its options; none if there is no such rule.
std::vector<std::string> settable(std::string_view rule);
/// `where`: the option of the command line or the place in a settings file.
void complain_of(const RuleSettings::Refusal& refusal, std::string_view where);

}  // namespace wain::driver
