/// An XML document as data, and its text.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <llvm/Support/raw_ostream.h>

namespace wain::emit {

/// An element: attributes in order of writing, then either text or elements.
struct Xml {
  std::string tag;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::string text;
  std::vector<Xml> children;

  Xml() = default;
  explicit Xml(std::string_view name) : tag(name) {}

  Xml& set(std::string_view name, std::string_view value);
  /// The same, unless the value is empty.
  Xml& set_if(std::string_view name, std::string_view value);
  /// Adds an element; the reference holds until the next is added beside it.
  Xml& add(std::string_view name);
};

/// Writes the element indented by two spaces a level, behind the XML declaration. Characters that XML cannot
/// hold are left out, and what is not UTF-8 is replaced.
void write_xml(const Xml& root, llvm::raw_ostream& out);

}  // namespace wain::emit
