#include "exports/sites.h"

#include "emit/element_ids.h"

namespace wain::exports {
namespace {

template <class Map, class Key>
Span find(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? Span{} : found->second;
}

Span place_of(const ir::Header& header) { return header.name_span.valid() ? header.name_span : header.span; }

}  // namespace

Sites::Sites(const ir::Definition& definition, const SourceManager& sources) {
  const emit::ElementIds ids(definition, sources);
  for (std::size_t i = 0; i < definition.actors.size(); ++i)
    actors_[ids.actors[i]] = place_of(definition.actors[i]);
  for (std::size_t i = 0; i < definition.calendars.size(); ++i)
    calendars_[ids.calendars[i]] = place_of(definition.calendars[i]);
  for (std::size_t i = 0; i < definition.processes.size(); ++i) {
    const ir::Process& process = definition.processes[i];
    processes_[ids.processes[i]] = place_of(process);
    for (std::size_t n = 0; n < process.nodes.size(); ++n)
      nodes_[{ids.processes[i], ids.inside[i].nodes[n]}] = place_of(process.nodes[n]);
  }
}

Span Sites::of_node(const plan::Process& process, const plan::Node& node) const {
  return find(nodes_, std::pair(process.id, node.id));
}
Span Sites::of_actor(const std::string& id) const { return find(actors_, id); }
Span Sites::of_calendar(const std::string& id) const { return find(calendars_, id); }
Span Sites::of_process(const std::string& id) const { return find(processes_, id); }

}  // namespace wain::exports
