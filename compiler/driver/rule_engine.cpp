#include "driver/rule_engine.h"

#include <ctime>

#include <fmt/format.h>

#include "driver/complain.h"
#include "rules/engine/lint.h"

namespace wain::driver {

void run_rules(const ir::Definition& definition, ir::Date today, Diagnostics& diagnostics) {
  lint::lint(definition, {today}, diagnostics);
}

std::optional<ir::Date> date_of(const Arguments& arguments) {
  if (arguments.today.empty()) {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    ::localtime_r(&now, &local);
    return ir::Date::parse(
        fmt::format("{:04}-{:02}-{:02}", local.tm_year + 1900, local.tm_mon + 1, local.tm_mday));
  }
  const std::optional<ir::Date> date = ir::Date::parse(arguments.today);
  if (!date) complain(Diag::ToolNotADate, {arg("value", arguments.today)});
  return date;
}

}  // namespace wain::driver
