/// Names for everything that other elements refer to, for forms that leave this program. An id is the
/// element's own name wherever that names one thing only, so that ids survive unrelated edits.
#pragma once

#include <string>
#include <vector>

#include "ir/definition.h"
#include "source/source.h"

namespace wain::emit {

/// Ids of the parts of one process, by index. `Check`, or `split.2` for what has no name; an edge is
/// `Check.reject`. A second one of the same spelling has `#2` behind it.
struct ProcessIds {
  std::vector<std::string> nodes, edges, branches, variables;
};

/// Ids of the elements of a definition, by index, unique within their kind. A name that two files
/// declare (behind import aliases) has `@FILE` behind it.
struct ElementIds {
  std::vector<std::string> calendars, actors, records, documents, criteria, controls, outcomes, processes,
      scenarios, constants;
  std::vector<ProcessIds> inside;  ///< of each process

  ElementIds(const ir::Definition& definition, const SourceManager& sources);

  [[nodiscard]] const std::string& operator[](ir::CalendarId id) const { return calendars[id.index]; }
  [[nodiscard]] const std::string& operator[](ir::ActorId id) const { return actors[id.index]; }
  [[nodiscard]] const std::string& operator[](ir::RecordId id) const { return records[id.index]; }
  [[nodiscard]] const std::string& operator[](ir::DocumentId id) const { return documents[id.index]; }
  [[nodiscard]] const std::string& operator[](ir::CriterionId id) const { return criteria[id.index]; }
  [[nodiscard]] const std::string& operator[](ir::ControlId id) const { return controls[id.index]; }
  [[nodiscard]] const std::string& operator[](ir::OutcomeId id) const { return outcomes[id.index]; }
  [[nodiscard]] const std::string& operator[](ir::ProcessId id) const { return processes[id.index]; }
  [[nodiscard]] const std::string& operator[](ir::ScenarioId id) const { return scenarios[id.index]; }
};

}  // namespace wain::emit
