#include "driver/complain.h"

#include <cstdio>

#include "diagnostics/display_line.h"
#include "diagnostics/nearest_name.h"

namespace wain::driver {

void complain(Diag id, const std::vector<DiagArg>& args) {
  const std::string line = "wain: " + visible(render(id, args)) + "\n";
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void complain(Diag id, const std::vector<DiagArg>& args, std::string_view written,
              const std::vector<std::string_view>& known) {
  complain(id, args);
  if (const std::string_view name = similar_name(written, known); !name.empty())
    complain(Diag::ToolSimilar, {arg("name", name)});
}

std::string_view similar_name(std::string_view written, const std::vector<std::string_view>& known) {
  const std::string_view nearest = nearest_name(written, known);
  if (!nearest.empty()) return nearest;
  for (const std::string_view name : known)  // `redundant` for `redundant-approval`
    if (written.size() >= 3 && name.find(written) != std::string_view::npos) return name;
  return {};
}

}  // namespace wain::driver
