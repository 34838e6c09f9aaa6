/// A figure and half of its interval, rounded to what the interval allows.
#pragma once

#include <string>

namespace wain::report {

/// `half` is empty if there is none to be shown.
struct Rounded {
  std::string value, half;
};

/// Both end at the same place: where half of the interval has a digit that counts, or two if it begins with
/// 1 or 2; of the figure itself at most four count, and all that stand before the point. `least`: a half
/// below that is the rounding of sums, and none; so are infinite ones.
Rounded rounded(double value, double half, double least);

/// How many digits behind the point that is; and a number with so many, `0` where none of them counts.
int rounded_places(double value, double half);
std::string decimals(double value, int places);

}  // namespace wain::report
