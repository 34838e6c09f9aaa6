/// Who works on tasks in Prosimos: a resource for people, machines and committees, and one that writes
/// outcomes down.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "exports/flat_graph.h"
#include "exports/losses.h"
#include "exports/prosimos_clock.h"
#include "exports/week.h"
#include "runtime/plan/plan.h"

namespace wain::exports {

struct ProsimosResource {
  std::string id, name;
  std::string pool;  ///< the profile that it is listed in
  std::uint32_t amount = 1;
  double cost_per_hour = 0;     ///< in units of the currency
  std::string calendar;         ///< by its id in ProsimosResources::calendars
  double slower = 1;            ///< what work takes it, of what is stated
  std::vector<plan::Index> of;  ///< pools; of a committee none
  plan::Index committee = plan::none;
  bool records = false;  ///< writes outcomes down, in no time
};

struct ProsimosResources {
  std::vector<ProsimosResource> resources;
  std::vector<std::pair<std::string, Week>> calendars;  ///< by id
};

/// All that the plan has. What a week of office hours cannot say of them is reported.
ProsimosResources prosimos_resources(const plan::Plan& plan, Losses& losses, ProsimosClock& clock);

/// Whether it works on this node.
bool does(const ProsimosResource& resource, const plan::Plan& plan, const FlatNode& task);

}  // namespace wain::exports
