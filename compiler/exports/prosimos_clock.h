/// Prosimos's one clock: calendars, arrivals and the start in the local time of the scenario.
#pragma once

#include <string>

#include "exports/losses.h"
#include "exports/week.h"
#include "runtime/plan/plan.h"

namespace wain::exports {

class ProsimosClock {
public:
  /// The clock is that of the arrivals, else of the first calendar, else UTC.
  ProsimosClock(const plan::Plan& plan, Losses& losses);

  /// A calendar in this clock; always open for none. What is lost of it is reported once.
  Week week(plan::Index calendar);
  Week week(const plan::Committee& committee);
  /// `2026-01-05T00:00:00+01:00`.
  [[nodiscard]] std::string start() const;
  [[nodiscard]] std::string zone_name() const;

private:
  [[nodiscard]] int shift(plan::Index zone) const;

  const plan::Plan& plan_;
  Losses& losses_;
  plan::Index base_ = plan::none;
  std::vector<bool> reported_;
};

}  // namespace wain::exports
