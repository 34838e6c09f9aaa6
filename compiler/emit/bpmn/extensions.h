/// What BPMN has no words for, as elements of the namespace `wain`: owners, criteria, evidence, controls.
#pragma once

#include <vector>

#include "emit/bpmn/xml.h"
#include "ir/definition.h"

namespace wain::emit::bpmn {

/// Criteria, controls and outcomes of the definition.
std::vector<Xml> definition_extensions(const ir::Definition& definition);
/// Who an actor is: hours, staff, authority, who answers for it.
std::vector<Xml> actor_extensions(const ir::Definition& definition, const ir::Actor& actor);
/// Owner, outcomes, data and duties of a process.
std::vector<Xml> process_extensions(const ir::Definition& definition, const ir::Process& process);
/// What a step does, judges, sees, and what it is required by; of an end its outcome.
std::vector<Xml> node_extensions(const ir::Definition& definition, const ir::Process& process,
                                 const ir::Node& node);
std::vector<Xml> edge_extensions(const ir::Definition& definition, const ir::Process& process,
                                 const ir::Edge& edge);

}  // namespace wain::emit::bpmn
