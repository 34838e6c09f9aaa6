#include "emit/bpmn/xml.h"

#include <llvm/Support/JSON.h>

namespace wain::emit {
namespace {

/// For text and for attributes in `"…"`. A newline in an attribute would be read as a space.
std::string escaped(std::string_view text, bool attribute) {
  const llvm::StringRef bytes(text.data(), text.size());
  const std::string valid = llvm::json::isUTF8(bytes) ? bytes.str() : llvm::json::fixUTF8(bytes);
  std::string out;
  for (const char c : valid) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += attribute ? "&quot;" : "\""; break;
      case '\n': out += attribute ? "&#10;" : "\n"; break;
      case '\t': out += attribute ? "&#9;" : "\t"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) out += c;
    }
  }
  return out;
}

/// An element whose end is still to be written; `next` is the child that comes next.
struct Open {
  const Xml* element;
  std::size_t next = 0;
};

void write_head(const Xml& element, std::size_t depth, llvm::raw_ostream& out) {
  out.indent(static_cast<unsigned>(2 * depth)) << '<' << element.tag;
  for (const auto& [name, value] : element.attributes)
    out << ' ' << name << "=\"" << escaped(value, true) << '"';
}

}  // namespace

Xml& Xml::set(std::string_view name, std::string_view value) {
  attributes.emplace_back(name, value);
  return *this;
}

Xml& Xml::set_if(std::string_view name, std::string_view value) {
  return value.empty() ? *this : set(name, value);
}

Xml& Xml::add(std::string_view name) { return children.emplace_back(name); }

void write_xml(const Xml& root, llvm::raw_ostream& out) {
  out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  std::vector<Open> open;
  const auto enter = [&](const Xml& element) {
    write_head(element, open.size(), out);
    if (!element.children.empty()) {
      out << ">\n";
      open.push_back({&element});
    } else if (!element.text.empty()) {
      out << '>' << escaped(element.text, false) << "</" << element.tag << ">\n";
    } else {
      out << "/>\n";
    }
  };
  enter(root);
  while (!open.empty()) {
    Open& top = open.back();
    if (top.next < top.element->children.size()) {
      enter(top.element->children[top.next++]);
    } else {
      const Xml* done = top.element;
      open.pop_back();
      out.indent(static_cast<unsigned>(2 * open.size())) << "</" << done->tag << ">\n";
    }
  }
}

}  // namespace wain::emit
