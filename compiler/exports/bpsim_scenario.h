/// The parameters of one BPSim scenario. Private to bpsim.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "emit/bpmn/from_definition.h"
#include "emit/bpmn/ids.h"
#include "emit/bpmn/xml.h"
#include "exports/bpsim.h"
#include "exports/losses.h"

namespace wain::exports {

/// Where the plans' elements are in the BPMN, by their ids.
struct Drawing {
  const emit::bpmn::DefinitionModel& model;
  const ir::Definition& definition;
  std::map<std::string, std::size_t> processes;
  std::vector<std::map<std::string, std::uint32_t>> nodes;  ///< by process
  std::map<std::string, std::size_t> actors;
};

Drawing drawing_of(const emit::bpmn::DefinitionModel& model, const ir::Definition& definition,
                   const SourceManager& sources);

/// A scenario as it is written: parameters by element, calendars by id, in order.
struct Written {
  std::vector<std::pair<std::string, emit::Xml>> elements;
  std::vector<std::pair<std::string, std::string>> calendars;  ///< id and text
};

/// `base` is what it inherits from, or null: calendars of the same name and text keep their ids.
Written write_scenario(const plan::Plan& plan, const Drawing& drawing, const Written* base,
                       emit::bpmn::Ids& ids, BpsimVersion version, Losses& losses);

}  // namespace wain::exports
