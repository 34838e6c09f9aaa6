#include "sema/override_properties.h"

namespace wain::sema {
namespace {

using ir::ActorKind;
using ir::NodeKind;
using syntax::Rule;
using syntax::Tok;
using Property = ir::Override::Property;

bool fits_node(Property property, const ir::Node& node) {
  const bool work = node.kind == NodeKind::Task || node.kind == NodeKind::Gate;
  switch (property) {
    case Property::Takes:
      return work || node.kind == NodeKind::Audit ||
             (node.kind == NodeKind::Wait && node.wait && node.wait->kind != ir::WaitSpec::Kind::Cadence);
    case Property::Rejects:
    case Property::Returns: return node.kind == NodeKind::Gate;
    case Property::Fails:
    case Property::CostPerCase: return work;
    case Property::Samples: return node.kind == NodeKind::Audit;
    default: return false;
  }
}

}  // namespace

std::string_view override_name(const Cursor& item) {
  switch (item.rule()) {
    case Rule::TakesProp: return "takes";
    case Rule::OverrideShare: return syntax::spelling(item.tree().first_token(item.node).kind);
    case Rule::Share: return "~";
    case Rule::StaffProp: return "staff";
    case Rule::CapacityProp: return "capacity";
    case Rule::AvailableProp: return "available";
    case Rule::CostsProp: return "costs";
    case Rule::HoursProp: return "hours";
    case Rule::MeetsProp: return "meets";
    case Rule::HearsProp: return "hears";
    case Rule::QuorumProp: return "quorum";
    case Rule::SamplesProp: return "samples";
    default: return {};
  }
}

std::optional<Property> override_property(const Cursor& item) {
  switch (item.rule()) {
    case Rule::TakesProp: return Property::Takes;
    case Rule::OverrideShare:
      switch (item.tree().first_token(item.node).kind) {
        case Tok::Rejects: return Property::Rejects;
        case Tok::Returns: return Property::Returns;
        default: return Property::Fails;
      }
    case Rule::Share: return Property::BranchShare;
    case Rule::StaffProp: return Property::Staff;
    case Rule::CapacityProp: return Property::Capacity;
    case Rule::AvailableProp: return Property::Available;
    case Rule::CostsProp: {
      const std::optional<CostUnit> unit = cost_unit(item);
      if (!unit) return std::nullopt;
      return *unit == CostUnit::Hour ? Property::CostPerHour : Property::CostPerCase;
    }
    case Rule::HoursProp: return Property::Hours;
    case Rule::MeetsProp: return Property::Meets;
    case Rule::HearsProp: return Property::Hears;
    case Rule::QuorumProp: return Property::Quorum;
    case Rule::SamplesProp: return Property::Samples;
    default: return std::nullopt;
  }
}

bool has_property(const ir::Definition& definition, const OverrideTarget& target, Property property) {
  if (target.node.valid()) return fits_node(property, definition[target.process][target.node]);
  if (target.branch.valid()) return property == Property::BranchShare;
  const ActorKind kind = definition[target.actor].kind;
  switch (property) {
    case Property::Staff: return kind == ActorKind::Role;
    case Property::Capacity: return kind == ActorKind::System || kind == ActorKind::Model;
    case Property::Available: return kind == ActorKind::Role || kind == ActorKind::Person;
    case Property::CostPerHour:
    case Property::CostPerCase: return true;
    // Machines serve always.
    case Property::Hours: return kind != ActorKind::System && kind != ActorKind::Model;
    case Property::Meets:
    case Property::Hears:
    case Property::Quorum: return kind == ActorKind::Committee;
    default: return false;
  }
}

std::optional<ir::EdgeKind> replaced_exit(Property property) {
  switch (property) {
    case Property::Rejects: return ir::EdgeKind::Reject;
    case Property::Returns: return ir::EdgeKind::Return;
    case Property::Fails: return ir::EdgeKind::Fail;
    default: return std::nullopt;
  }
}

}  // namespace wain::sema
