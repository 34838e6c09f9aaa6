// Audits: beside the flow. They take people's time and delay no case of their own.
#include <limits>

#include "runtime/engine/world.h"

namespace wain::runtime {

void draw_audits(World& world, Index index, const FlatNode& node) {
  const Token& token = world.tokens[index];
  const Index case_ = token.case_;
  for (Index i = 0; i < node.audits; ++i) {
    const Index at = world.program.audits[node.first_audit + i];
    const FlatNode& audit = world.node(at);
    const double u = world.draws.uniform(world.cases[case_].ordinal, audit.key, world.path_of(case_, audit),
                                         token.visit, Purpose::Audit);
    if (u >= audit.samples) continue;
    const Index job = new_job(world, JobKind::Audit, at, case_, case_, token.visit);
    world.jobs[job].rank = std::numeric_limits<double>::infinity();  // below all work on cases
    ++world.cases[case_].audits;
    ++world.open_audits;
    if (world.cases[case_].measured) ++world.result.nodes[audit.figure].visits;
    queue_job(world, job, audit.pool);
  }
}

}  // namespace wain::runtime
