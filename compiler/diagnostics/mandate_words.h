/// What a control asks for, in words.
#pragma once

#include <cstdint>
#include <string>

namespace wain {

/// `2 distinct approvers where` and the condition between backticks; empty: without one.
std::string mandate_words(std::uint32_t approvers, const std::string& condition);

}  // namespace wain
