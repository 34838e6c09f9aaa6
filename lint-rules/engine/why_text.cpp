#include "rules/engine/why_text.h"

#include <fmt/format.h>

#include "diagnostics/diagnostic.h"
#include "diagnostics/rule_ids.h"
#include "ir/text.h"
#include "rules/engine/figures.h"

namespace wain::lint {
namespace {

using Kind = estimate::WhyNot::Kind;

/// A join's bounds are told by what the join waits for.
Diag join_row(const ir::Definition& definition, const estimate::WhyNot& why) {
  if (why.count == 0) return Diag::WhyJoinStarted;
  const ir::JoinRule rule = definition[why.process][why.node].join_rule;
  if (rule == ir::JoinRule::All || why.count == why.of) return Diag::WhyJoinAll;
  return why.count == 1 ? Diag::WhyJoinFirst : Diag::WhyJoinSome;
}

Diag no_takes_row(const ir::Definition& definition, const estimate::WhyNot& why) {
  return definition[why.process][why.node].kind == ir::NodeKind::Wait ? Diag::WhyNoTakesOfWait
                                                                      : Diag::WhyNoTakes;
}

Diag row(const ir::Definition& definition, const estimate::WhyNot& why) {
  switch (why.kind) {
    case Kind::EndlessLoop: return Diag::WhyEndlessLoop;
    case Kind::NoShare: return Diag::WhyNoShare;
    case Kind::EvenSplit: return Diag::WhyEvenSplit;
    case Kind::ShareObserved: return Diag::WhyShareObserved;
    case Kind::LaterBranches: return Diag::WhyLaterBranches;
    case Kind::LeavesParallel: return Diag::WhyLeavesParallel;
    case Kind::WhoLeavesFirst: return Diag::WhyWhoLeavesFirst;
    case Kind::TruthRewritten: return Diag::WhyTruthRewritten;
    case Kind::CalleeData: return Diag::WhyCalleeData;
    case Kind::UnreadableGuard: return Diag::WhyUnreadableGuard;
    case Kind::TooManyDraws: return Diag::WhyTooManyDraws;
    case Kind::ClockNotInVisits: return Diag::WhyClockNotInVisits;
    case Kind::NoTakes: return no_takes_row(definition, why);
    case Kind::NoScenario: return Diag::WhyNoScenario;
    case Kind::NoArrivals: return Diag::WhyNoArrivals;
    case Kind::NoHours: return Diag::WhyNoHours;
    case Kind::NoZone: return Diag::WhyNoZone;
    case Kind::ClosedDays: return rule::NoteClosedDays;
    case Kind::NeverOpen: return Diag::WhyNeverOpen;
    case Kind::NeverMeets: return Diag::WhyNeverMeets;
    case Kind::AgendaLimit: return Diag::WhyAgendaLimit;
    case Kind::AgendaOverload: return Diag::WhyAgendaOverload;
    case Kind::AgendaMayOverflow: return Diag::WhyAgendaMayOverflow;
    case Kind::JoinBounds: return join_row(definition, why);
    case Kind::JoinBetween: return Diag::WhyJoinSome;
    case Kind::BatchNoArrivals: return Diag::WhyBatchNoArrivals;
    case Kind::BatchSteady: return Diag::WhyBatchSteady;
    case Kind::BatchAtRandom: return Diag::WhyBatchAtRandom;
    case Kind::LoopTruncated: return Diag::WhyLoopTruncated;
    case Kind::TooLarge: return Diag::WhyTooLarge;
    case Kind::BeyondHorizon: return Diag::WhyBeyondHorizon;
    case Kind::HeardAlone: return Diag::WhyHeardAlone;
    case Kind::NoQueueNoArrivals: return Diag::WhyNoQueueNoArrivals;
    case Kind::LoadAbove: return why.b > 0 ? Diag::WhyLoadAbove : Diag::WhyLoadFull;
    case Kind::LoadToClock: return Diag::WhyLoadToClock;
    case Kind::OutsideHours: return Diag::WhyOutsideHours;
    case Kind::FedByMeeting: return Diag::WhyFedByMeeting;
    case Kind::PoolsDiffer: return Diag::WhyPoolsDiffer;
    case Kind::Bursts: return Diag::WhyBursts;
    case Kind::Priorities: return Diag::WhyPriorities;
    case Kind::UpperVisits: return Diag::WhyUpperVisits;
    case Kind::LoadNoTakes: return Diag::WhyLoadNoTakes;
  }
  return Diag::WhyNoTakes;
}

/// One place, and no more than can be read.
std::string few(double number) { return fmt::format("{:.3g}", number); }

}  // namespace

std::string why_text(const ir::Definition& definition, const SourceManager* sources,
                     const estimate::WhyNot& why) {
  std::vector<DiagArg> args;
  ir::ActorId actor = why.actor;
  if (why.process) args.push_back(arg("process", definition[why.process].name));
  if (why.process && why.node) {
    const ir::Node& node = definition[why.process][why.node];
    args.push_back(arg("node", node.name.empty() ? definition[why.process].name : node.name));
    if (sources != nullptr && node.name_span.valid())
      args.push_back(arg("line", sources->line_column(node.name_span.file, node.name_span.begin).line));
    if (!actor) actor = node.actor;
  }
  if (actor) args.push_back(arg("actor", definition[actor].name));
  if (why.calendar) {
    args.push_back(arg("calendar", definition[why.calendar].name));
    args.push_back(arg("zone", definition[why.calendar].timezone));
  }
  switch (why.kind) {
    case Kind::EndlessLoop:
    case Kind::OutsideHours: args.push_back(arg("share", share_text(why.a))); break;
    case Kind::AgendaLimit:
    case Kind::AgendaOverload:
    case Kind::AgendaMayOverflow:
      args.push_back(arg("cases", few(why.a)));
      args.push_back(arg("places", few(why.b)));
      break;
    case Kind::LoadAbove:
    case Kind::LoadToClock:
      args.push_back(arg("load", share_text(why.a)));
      args.push_back(arg("growth", few(why.b)));
      break;
    case Kind::JoinBounds:
    case Kind::JoinBetween:
      args.push_back(arg("count", why.count));
      args.push_back(arg("of", why.of));
      args.push_back(arg("least", time_text(why.a)));
      args.push_back(arg("most", time_text(why.b)));
      break;
    default: break;
  }
  return render(row(definition, why), args);
}

}  // namespace wain::lint
