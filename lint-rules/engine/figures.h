/// Figures as messages show them: rounded to what can be read aloud, with the user's units.
#pragma once

#include <string>
#include <string_view>

#include "ir/value.h"

namespace wain::lint {

/// `0.16 %`, `5.3 %`, `25 %`: a share in 0..1 with two digits that count.
std::string share_text(double share);
/// The unit in which elapsed hours are shown: `s`, `min`, `h`, `d`; `hours`: its own length.
struct TimeUnit {
  std::string_view name;
  double hours;
};
TimeUnit time_unit(double hours);
/// Elapsed hours: `40 s`, `8 min`, `4.2 h`, `3.5 d` (of 24 hours).
std::string time_text(double hours);
/// Hours of somebody's work: as elapsed time, but never in days, which would be read as working days.
std::string work_text(double hours);
/// `0.30 USD`, `14 EUR`, `12_708 EUR`: an amount in units of its currency.
std::string money_text(double amount, ir::Currency currency);
/// `380`, `10_500`.
std::string count_text(std::int64_t count);

}  // namespace wain::lint
