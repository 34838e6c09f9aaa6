/// Where in the source the elements of a plan are declared, for messages about them.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "ir/definition.h"
#include "runtime/plan/plan.h"
#include "source/source.h"

namespace wain::exports {

/// By the ids of the plan, which are those of the definition. Invalid spans: nowhere.
class Sites {
public:
  Sites(const ir::Definition& definition, const SourceManager& sources);

  [[nodiscard]] Span of_node(const plan::Process& process, const plan::Node& node) const;
  [[nodiscard]] Span of_actor(const std::string& id) const;
  [[nodiscard]] Span of_calendar(const std::string& id) const;
  [[nodiscard]] Span of_process(const std::string& id) const;

private:
  std::map<std::string, Span> actors_, calendars_, processes_;
  std::map<std::pair<std::string, std::string>, Span> nodes_;
};

}  // namespace wain::exports
