/// Typed indices: an id names an element of one vector of a definition or process.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace wain::ir {

template <class Tag>
struct Id {
  std::uint32_t index = UINT32_MAX;
  [[nodiscard]] constexpr bool valid() const { return index != UINT32_MAX; }
  constexpr explicit operator bool() const { return valid(); }
  friend constexpr bool operator==(Id, Id) = default;
  friend constexpr auto operator<=>(Id, Id) = default;
};

// Elements of a definition.
using ConstantId = Id<struct ConstantTag>;
using CalendarId = Id<struct CalendarTag>;
using ActorId = Id<struct ActorTag>;
using RecordId = Id<struct RecordTag>;
using DocumentId = Id<struct DocumentTag>;
using EnumId = Id<struct EnumTag>;
using CriterionId = Id<struct CriterionTag>;
using ControlId = Id<struct ControlTag>;
using OutcomeId = Id<struct OutcomeTag>;
using ProcessId = Id<struct ProcessTag>;
using ScenarioId = Id<struct ScenarioTag>;
using ExprId = Id<struct ExprTag>;
using TypeId = Id<struct TypeTag>;

// Elements of a process.
using NodeId = Id<struct NodeTag>;
using EdgeId = Id<struct EdgeTag>;
using VariableId = Id<struct VariableTag>;
using BranchId = Id<struct BranchTag>;

}  // namespace wain::ir
