#include "emit/element_ids.h"

#include <array>

#include <fmt/format.h>
#include <llvm/ADT/StringMap.h>

namespace wain::emit {
namespace {

llvm::StringRef ref(std::string_view text) { return {text.data(), text.size()}; }

/// `wanted`, or with the first number behind it that makes it new.
class UniqueNames {
public:
  std::string take(std::string wanted) {
    unsigned& count = taken_[wanted];
    if (++count == 1) return wanted;
    std::string numbered = fmt::format("{}#{}", wanted, count);
    taken_.try_emplace(numbered, 1);
    return numbered;
  }

private:
  llvm::StringMap<unsigned> taken_;
};

/// Elements of a definition. `word` stands in for a name that recovery put in.
template <class Element>
std::vector<std::string> name_all(const std::vector<Element>& elements, std::string_view word,
                                  const SourceManager& sources) {
  llvm::StringMap<unsigned> uses;
  for (const Element& element : elements) ++uses[ref(element.name)];
  std::vector<std::string> ids;
  ids.reserve(elements.size());
  UniqueNames names;
  unsigned unnamed = 0;
  for (const Element& element : elements) {
    std::string id(element.name);
    if (id.empty()) {
      id = fmt::format("{}.{}", word, ++unnamed);
    } else if (uses.lookup(ref(element.name)) > 1 && element.name_span.valid()) {
      id += fmt::format("@{}", sources.path(element.name_span.file));
    }
    ids.push_back(names.take(std::move(id)));
  }
  return ids;
}

std::vector<std::string> name_nodes(const ir::Process& process) {
  std::array<unsigned, 11> unnamed{};  // one counter a kind
  std::vector<std::string> ids;
  ids.reserve(process.nodes.size());
  UniqueNames names;
  for (const ir::Node& node : process.nodes) {
    if (!node.name.empty()) {
      ids.push_back(names.take(std::string(node.name)));
    } else {
      const unsigned number = ++unnamed[static_cast<std::size_t>(node.kind)];
      ids.push_back(names.take(fmt::format("{}.{}", name(node.kind), number)));
    }
  }
  return ids;
}

ProcessIds name_parts(const ir::Process& process, const SourceManager& sources) {
  ProcessIds ids;
  ids.nodes = name_nodes(process);
  ids.branches = name_all(process.branches, "branch", sources);
  ids.variables = name_all(process.variables, "variable", sources);
  ids.edges.reserve(process.edges.size());
  UniqueNames names;
  for (const ir::Edge& edge : process.edges) {
    ids.edges.push_back(names.take(fmt::format("{}.{}", ids.nodes[edge.from.index], name(edge.kind))));
  }
  return ids;
}

}  // namespace

ElementIds::ElementIds(const ir::Definition& definition, const SourceManager& sources)
    : calendars(name_all(definition.calendars, "calendar", sources)),
      actors(name_all(definition.actors, "actor", sources)),
      records(name_all(definition.records, "record", sources)),
      documents(name_all(definition.documents, "document", sources)),
      criteria(name_all(definition.criteria, "criterion", sources)),
      controls(name_all(definition.controls, "control", sources)),
      outcomes(name_all(definition.outcomes, "outcome", sources)),
      processes(name_all(definition.processes, "process", sources)),
      scenarios(name_all(definition.scenarios, "scenario", sources)),
      constants(name_all(definition.constants, "constant", sources)) {
  inside.reserve(definition.processes.size());
  for (const ir::Process& process : definition.processes) inside.push_back(name_parts(process, sources));
}

}  // namespace wain::emit
