/// What `with` may replace, and on what.
#pragma once

#include <optional>
#include <string_view>

#include "sema/context.h"

namespace wain::sema {

/// What `with` names: a step, a branch or an actor.
struct OverrideTarget {
  ir::ProcessId process;
  ir::NodeId node;
  ir::BranchId branch;
  ir::ActorId actor;
  std::string_view name;
  std::string_view kind;
};

/// The word for a property in messages.
std::string_view override_name(const Cursor& item);
/// The property that an `overrideItem` replaces; a wrong unit of cost is reported.
std::optional<ir::Override::Property> override_property(const Cursor& item);
/// Whether the target has this property (section 7 of the language).
bool has_property(const ir::Definition& definition, const OverrideTarget& target,
                  ir::Override::Property property);
/// The exits whose share a property replaces.
std::optional<ir::EdgeKind> replaced_exit(ir::Override::Property property);

}  // namespace wain::sema
