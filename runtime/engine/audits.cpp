// Audits: beside the flow. They take people's time and delay no case of their own.
#include <limits>

#include "runtime/engine/world.h"

namespace wain::runtime {

std::int64_t time_of_audit(const World& world, const FlatNode& audit, Index case_, std::uint32_t visit) {
  if (audit.takes.is_constant()) return audit.takes.draw_time(0.5);
  return audit.takes.draw_time(world.draws.uniform(world.cases[case_].ordinal, audit.key,
                                                   world.path_of(case_, audit), visit, Purpose::AuditTakes));
}

[[gnu::noinline]] void draw_audits(World& world, Index index, const FlatNode& node) {
  const Index case_ = world.tokens[index].case_;
  const std::uint32_t visit = world.tokens[index].visit;
  for (Index i = 0; i < node.audits; ++i) {
    const Index at = world.program.audits[node.first_audit + i];
    const FlatNode& audit = world.node(at);
    const double u = world.draws.uniform(world.cases[case_].ordinal, audit.key, world.path_of(case_, audit),
                                         visit, Purpose::Audit);
    if (u >= audit.samples) continue;
    const Index job = new_carrier(world, case_, at);
    make_job(world, JobKind::Audit, world.tokens[job], audit, visit);
    world.tokens[job].job.rank = std::numeric_limits<double>::infinity();  // below all work on cases
    ++world.cases[case_].audits;
    ++world.open_audits;
    NodeSums& sums = world.result.nodes[audit.figure];
    std::uint16_t& visits = world.at_node(case_, audit).all_visits;
    if (visits < UINT16_MAX) ++visits;
    if (world.cases[case_].measured) {
      ++sums.visits;
      if (visits > 1) ++sums.rework;
    }
    if (world.audit_marks.size() < world.tokens.size()) world.audit_marks.resize(world.tokens.size());
    world.audit_marks[job] = {};
    queue_job(world, world.tokens[job], audit.pool);
  }
}

void account_audit(World& world, Index job, Cause cause, std::int64_t ticks) {
  world.audit_marks[job].time[static_cast<std::size_t>(cause)] += ticks;
}

void audit_over(World& world, Index index) {
  const Token& at = world.tokens[index];
  if (!world.cases[at.case_].measured) return;
  const Index row = world.node(at.node).figure;
  const VisitMark& mark = world.audit_marks[index];
  for (std::size_t i = 0; i < causes; ++i) world.result.nodes[row].time[i] += mark.time[i];
  watch_visit(world, row, mark, mark.time);
}

}  // namespace wain::runtime
