/// What was wrong with a setting of a rule, said to the user.
#pragma once

#include <string_view>

#include "diagnostics/rule_options.h"

namespace wain::driver {

/// `where`: the option of the command line or the place in a settings file.
void complain_of(const RuleSettings::Refusal& refusal, std::string_view where);

}  // namespace wain::driver
