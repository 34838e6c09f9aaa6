/// From the typed IR to a BPMN model.
#pragma once

#include <string>
#include <vector>

#include "emit/bpmn/model.h"
#include "ir/definition.h"
#include "source/source.h"

namespace wain::emit::bpmn {

/// Where the parts of a process of the definition are in its model, by index of the IR; `none`: nowhere.
struct ProcessParts {
  std::vector<Index> nodes;  ///< of a gate and of a call the activity
  std::vector<Index> flows;  ///< of an edge; of one that fails or times out, what leaves the boundary event
  std::vector<Index> boundary;                ///< of an edge: the boundary event that it starts with
  std::vector<std::vector<Index>> escalated;  ///< of a node: the activities of its escalations, in order
};

struct DefinitionModel {
  Model model;
  std::vector<ProcessParts> parts;  ///< of each process
  std::vector<Index> resources;     ///< by actor
};

/// Every process, in pools and lanes, laid out.
DefinitionModel definition_model(const ir::Definition& definition, const SourceManager& sources);

/// `P1DT2H`: a duration as ISO 8601 writes it; never in months or years, whose length varies.
std::string iso_duration(std::int64_t microseconds);

}  // namespace wain::emit::bpmn
