#include "simulation/places.h"

#include <algorithm>

#include <fmt/format.h>

namespace wain::simulation {

std::string place_text(const plan::Plan& plan, const plan::Place& place) {
  if (place.file >= plan.files.size() || place.line == 0) return {};
  return fmt::format("{}:{}:{}", plan.files[place.file], place.line, place.column);
}

std::string duties_text(const plan::Process& process, plan::Index node) {
  std::string out;
  for (const plan::Duty& duty : process.duties) {
    if (std::find(duty.nodes.begin(), duty.nodes.end(), node) == duty.nodes.end()) continue;
    out += out.empty() ? "" : "; ";
    out += duty.together ? "together" : "separate";
    for (std::size_t i = 0; i < duty.nodes.size(); ++i)
      out += (i == 0 ? " " : ", ") + process.nodes[duty.nodes[i]].name;
  }
  return out;
}

}  // namespace wain::simulation
