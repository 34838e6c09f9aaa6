/// Text of users in XML.
#pragma once

#include <string>
#include <string_view>

namespace wain {

/// For attributes in double quotes and for text. Control characters have no place in XML 1.0, not even
/// escaped: they are made visible.
std::string xml_escaped(std::string_view text);

}  // namespace wain
