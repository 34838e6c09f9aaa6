#include "emit/bpmn/ids.h"

#include <fmt/format.h>

namespace wain::emit::bpmn {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string Ids::take(std::string_view wanted) {
  std::string id;
  for (const char c : wanted) {
    if (is_letter(c) || is_digit(c) || c == '.' || c == '-')
      id += c;
    else if (c == '#')
      id += '-';
    else
      id += fmt::format("_{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  if (id.empty() || !is_letter(id[0])) id.insert(0, "_");
  std::string free = id;
  for (unsigned n = 2; !taken_.try_emplace(free, 1).second; ++n) free = fmt::format("{}-{}", id, n);
  return free;
}

}  // namespace wain::emit::bpmn
