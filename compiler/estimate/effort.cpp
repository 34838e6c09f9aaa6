#include "estimate/effort.h"

#include "estimate/desks.h"
#include "estimate/distribution.h"

namespace wain::estimate {
namespace {

/// A sum of money in one currency.
class Sum {
public:
  void add(double amount, ir::Currency currency) {
    if (cost_.currency == ir::Currency{}) cost_.currency = currency;
    mixed_ = mixed_ || cost_.currency != currency;
    cost_.amount += amount;
    any_ = true;
  }
  [[nodiscard]] std::optional<Model::Cost> result() const { return any_ && !mixed_ ? std::optional(cost_) : std::nullopt; }

private:
  Model::Cost cost_;
  bool any_ = false, mixed_ = false;
};

/// The mean rate of those who work for an actor; a person's own wins over the role's.
std::optional<Model::Cost> hourly(const Settings& settings, ir::ActorId actor) {
  const std::optional<ir::Money> own = settings.cost_per_hour(actor);
  const Staff staff = staff_of(settings, actor);
  if (staff.persons.empty() || settings.definition()[actor].kind == ir::ActorKind::Person) {
    if (own) return Model::Cost{own->to_double(), own->currency};
    for (const ir::ActorId role : settings.definition()[actor].plays)
      if (const auto rate = settings.cost_per_hour(role)) return Model::Cost{rate->to_double(), rate->currency};
    return std::nullopt;
  }
  Sum sum;
  const double heads = static_cast<double>(staff.persons.size()) + staff.anonymous;
  for (const ir::ActorId person : staff.persons) {
    const std::optional<ir::Money> rate = settings.cost_per_hour(person) ? settings.cost_per_hour(person) : own;
    if (!rate) return std::nullopt;
    sum.add(rate->to_double() / heads, rate->currency);
  }
  if (staff.anonymous > 0) {
    if (!own) return std::nullopt;
    sum.add(own->to_double() * staff.anonymous / heads, own->currency);
  }
  return sum.result();
}

}  // namespace

std::optional<double> effort_hours(const Settings& settings, ir::ProcessId process, ir::NodeId id,
                                   const std::optional<MeetingShare>& share, double batch) {
  const ir::Definition& definition = settings.definition();
  const ir::Node& node = definition[process][id];
  if (!node.actor) return std::nullopt;
  const ir::Actor& actor = definition[node.actor];
  if (actor.is_automated()) return 0;
  if (share) {
    double seats = 0;
    for (const double seat : share->seats) seats += seat;
    return share->cases > 0 ? std::optional(share->hours * seats / share->cases) : std::nullopt;
  }
  const ir::Distribution* takes = settings.takes(process, id);
  if (takes == nullptr) return std::nullopt;
  const double heads = actor.kind == ir::ActorKind::Committee ? settings.quorum(node.actor) : 1;
  return moments(definition, *takes).mean * heads / batch;
}

std::optional<Model::Cost> effort_cost(const Settings& settings, ir::ProcessId process, ir::NodeId id,
                                       const std::optional<MeetingShare>& share, double batch) {
  const ir::Definition& definition = settings.definition();
  const ir::Node& node = definition[process][id];
  if (!node.actor) return std::nullopt;
  const ir::Actor& actor = definition[node.actor];
  Sum sum;
  if (const auto visit = settings.cost_per_visit(process, id)) sum.add(visit->to_double(), visit->currency);
  if (const auto per_case = settings.cost_per_case(node.actor)) sum.add(per_case->to_double(), per_case->currency);
  const ir::Distribution* takes = settings.takes(process, id);
  const double hours = takes != nullptr ? moments(definition, *takes).mean / batch : 0;
  if (actor.is_automated()) {
    if (const auto rate = settings.cost_per_hour(node.actor)) sum.add(rate->to_double() * hours, rate->currency);
    return sum.result();
  }
  if (actor.kind != ir::ActorKind::Committee) {
    const auto rate = hourly(settings, node.actor);
    if (!rate || takes == nullptr) return std::nullopt;
    sum.add(rate->amount * hours, rate->currency);
    return sum.result();
  }
  if (!share || share->cases <= 0) return std::nullopt;
  for (std::size_t i = 0; i < actor.members.size(); ++i) {
    const auto rate = hourly(settings, actor.members[i]);
    if (!rate) return std::nullopt;
    sum.add(rate->amount * share->hours * share->seats[i] / share->cases, rate->currency);
  }
  return sum.result();
}

}  // namespace wain::estimate
