/// One line of the printed form. Private to the printer.
#pragma once

#include <iterator>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "ir/text.h"

namespace wain::ir {

/// Appends to `out`: a head, then properties with commas between, then the end of the line.
class Line {
public:
  Line(std::string& out, int depth) : out_(out) { out_.append(static_cast<std::size_t>(depth) * 2, ' '); }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  ~Line() { out_ += '\n'; }

  template <class... Args>
  Line& head(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    return *this;
  }
  /// A property, if `present`.
  template <class... Args>
  Line& property(bool present, fmt::format_string<Args...> format, Args&&... args) {
    if (!present) return *this;
    out_ += properties_++ == 0 ? " " : ", ";
    return head(format, std::forward<Args>(args)...);
  }
  Line& element(std::string_view kind, const Header& header) {
    head("{}", kind);
    if (!header.name.empty()) head(" {}", header.name);
    if (!header.title.empty()) head(" {}", str(Value(std::string(header.title))));
    if (header.broken) head(" (broken)");
    return *this;
  }
  template <class T>
  Line& value(std::string_view word, const std::optional<T>& given) {
    if (!given) return *this;
    return property(true, "{}{}", word, given->str());
  }
  Line& share(std::string_view word, const std::optional<Decimal>& given) {
    if (!given) return *this;
    return property(true, "{}{}", word, given->percent());
  }

private:
  std::string& out_;
  int properties_ = 0;
};

void print_process(std::string& out, const Definition& definition, const Process& process);
void print_scenario(std::string& out, const Definition& definition, const Scenario& scenario);
/// `observed {…}`.
std::string str(const Observation& observation);

}  // namespace wain::ir
