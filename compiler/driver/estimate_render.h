/// The report of `wain estimate` as text and as JSON.
#pragma once

#include <string>
#include <vector>

#include "driver/estimate_report.h"

#include <llvm/Support/JSON.h>

namespace wain::driver {

/// `"version"` of `wain-estimate`: docs/schema/estimate-1.schema.json.
inline constexpr int estimate_schema_version = 1;

std::string estimate_text(const EstimateReport& report);
/// One element of `"files"`.
void estimate_json(const EstimateReport& report, llvm::json::OStream& json);

}  // namespace wain::driver
