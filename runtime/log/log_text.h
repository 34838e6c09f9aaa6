/// Numbers, times and escaped text, appended to a buffer without allocation.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/plan/plan.h"

namespace wain::runtime {

void append_whole(std::string& to, std::int64_t value);
/// value · 10^-digits, without trailing zeros.
void append_scaled(std::string& to, std::int64_t value, unsigned digits);
/// 1/10,000 of the currency, rounded to whole ones, as a decimal number.
void append_money(std::string& to, double value);
/// Days since 1970-01-01 as 2026-12-24.
void append_date(std::string& to, std::int64_t days);
/// The value of a slot as a bare word: a number (durations: seconds), true or false, a member's name, a date.
void append_value(std::string& to, const plan::Slot& slot, std::int64_t value);
/// Text of an XML attribute in double quotes: escaped; what XML 1.0 cannot hold is left out.
void append_xml(std::string& to, std::string_view text);
/// A field of CSV after RFC 4180: in quotes if it needs them.
void append_csv(std::string& to, std::string_view text);

/// Stamps like 2026-12-24T09:00:00.000000+00:00; remembers the day, which is most of the work.
class Stamps {
public:
  void append(std::string& to, std::int64_t instant);

private:
  std::int64_t day_ = INT64_MIN;
  char date_[11] = {};  // 2026-12-24T
};

}  // namespace wain::runtime
