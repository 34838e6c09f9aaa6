#include "runtime/log/log_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

#include "runtime/time/civil.h"

namespace wain::runtime {
namespace {

void put_digits(char* at, std::uint64_t value, int digits) {
  for (int i = digits - 1; i >= 0; --i) {
    at[i] = static_cast<char>('0' + value % 10);
    value /= 10;
  }
}

constexpr auto two_digits = [] {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

void put_two(char* at, std::uint64_t below_100) { std::memcpy(at, &two_digits[2 * below_100], 2); }

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

/// The length of a valid UTF-8 sequence at the front that XML 1.0 may hold; 0: none.
std::size_t xml_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return first >= 0x20 || first == '\t' || first == '\n' || first == '\r' ? 1 : 0;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  std::uint32_t code = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
    code = code << 6U | (byte(i) & 0x3FU);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool banned =
      (code >= 0xD800 && code < 0xE000) || code == 0xFFFE || code == 0xFFFF || code > 0x10FFFF;
  return overlong || banned ? 0 : length;
}

}  // namespace

void append_whole(std::string& to, std::int64_t value) {
  if (value >= 0 && value < 10) {  // most visits and instances
    to += static_cast<char>('0' + value);
    return;
  }
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value);
  to.append(digits, end.ptr);
}

void append_scaled(std::string& to, std::int64_t value, unsigned digits) {
  std::uint64_t size = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  if (value < 0) to += '-';
  std::uint64_t unit = 1;
  for (unsigned i = 0; i < digits; ++i) unit *= 10;
  append_whole(to, static_cast<std::int64_t>(size / unit));
  size %= unit;
  if (size == 0) return;
  char fraction[20];
  put_digits(fraction, size, static_cast<int>(digits));
  while (fraction[digits - 1] == '0') --digits;
  to += '.';
  to.append(fraction, digits);
}

void append_money(std::string& to, double value) { append_scaled(to, std::llround(value), 4); }

void append_date(std::string& to, std::int64_t days) {
  const Civil civil = civil_of(static_cast<std::int32_t>(days));
  char text[10];
  put_digits(text, static_cast<std::uint64_t>(civil.year), 4);
  put_digits(text + 5, civil.month, 2);
  put_digits(text + 8, civil.day, 2);
  text[4] = text[7] = '-';
  to.append(text, sizeof text);
}

void append_value(std::string& to, const plan::Slot& slot, std::int64_t value) {
  switch (slot.type) {
    case plan::Type::Money: return append_scaled(to, value, 4);
    case plan::Type::Duration: return append_scaled(to, value, 6);
    case plan::Type::Int: return append_whole(to, value);
    case plan::Type::Number:
    case plan::Type::Ratio: return append_scaled(to, value, 9);
    case plan::Type::Bool: to += value != 0 ? "true" : "false"; return;
    case plan::Type::Enum:
      if (value >= 0 && static_cast<std::size_t>(value) < slot.members.size())
        to += slot.members[static_cast<std::size_t>(value)];
      return;
    case plan::Type::Date: return append_date(to, value);
  }
}

void append_xml(std::string& to, std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = xml_character(text);
    const char first = text.front();
    if (length > 1) {
      to.append(text.substr(0, length));
    } else if (length == 1) {
      switch (first) {
        case '&': to += "&amp;"; break;
        case '<': to += "&lt;"; break;
        case '>': to += "&gt;"; break;
        case '"': to += "&quot;"; break;
        case '\t': to += "&#9;"; break;
        case '\n': to += "&#10;"; break;
        case '\r': to += "&#13;"; break;
        default: to += first;
      }
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
}

void append_csv(std::string& to, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    to += text;
    return;
  }
  to += '"';
  for (const char c : text) {
    if (c == '"') to += '"';
    to += c;
  }
  to += '"';
}

void Stamps::append(std::string& to, std::int64_t instant) {
  const std::int64_t day = floor_divide(instant, plan::day);
  if (day != day_) {
    std::string date;
    append_date(date, day);
    date.copy(date_, sizeof date_);
    date_[10] = 'T';
    day_ = day;
  }
  const auto of_day = static_cast<std::uint64_t>(instant - day * plan::day);
  const std::uint64_t seconds = of_day / 1'000'000, micros = of_day % 1'000'000;
  char text[] = "0000-00-00T00:00:00.000000+00:00";
  std::memcpy(text, date_, sizeof date_);
  put_two(text + 11, seconds / 3600);
  put_two(text + 14, seconds / 60 % 60);
  put_two(text + 17, seconds % 60);
  put_two(text + 20, micros / 10'000);
  put_two(text + 22, micros / 100 % 100);
  put_two(text + 24, micros % 100);
  to.append(text, sizeof text - 1);
}

}  // namespace wain::runtime
