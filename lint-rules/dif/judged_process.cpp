#include "rules/dif/judged_process.h"

#include "rules/dif/past_noes.h"
#include "rules/own/unjudged_share.h"

namespace wain::lint {
namespace {

llvm::BitVector every_criterion(const View& view) {
  return llvm::BitVector(static_cast<unsigned>(view.definition.criteria.size()), true);
}

}  // namespace

Exports exports_of(const View& view) {
  return analysis::exported_judgments(view.definition, view.calls, view.parameter_updates, view.reaches,
                                      analysis::Judges::PeopleAndMachines, every_criterion(view));
}

JudgedProcess::JudgedProcess(const View& view, ir::ProcessId id, const Exports& exports)
    : view_(view),
      id_(id),
      all_(every_criterion(view)),
      past_noes_(past_noes(view, id)),
      writes_(view.writes(id)),
      judgments_(writes_, view.reaches[id.index], analysis::Judges::PeopleAndMachines, all_, exports),
      query_(writes_, view.reaches[id.index], judgments_) {}

std::vector<ir::NodeId> JudgedProcess::ends(ir::OutcomeId outcome) const {
  std::vector<ir::NodeId> result;
  for (const Place end : view_.ends[outcome.index]) {
    if (end.process == id_ && past_noes_.test(end.node.index)) result.push_back(end.node);
  }
  return result;
}

llvm::BitVector JudgedProcess::wanted(ir::CriterionId criterion) const {
  return criterion ? judgments_.of(criterion) : llvm::BitVector(judgments_.size());
}

std::vector<UnjudgedEnd> JudgedProcess::unjudged(ir::CriterionId criterion,
                                                 const std::vector<ir::NodeId>& ends) {
  const llvm::BitVector judgments = wanted(criterion);
  std::vector<UnjudgedEnd> found;
  std::vector<ir::NodeId> places;
  for (const ir::NodeId end : ends) {
    std::optional<analysis::UnjudgedPath> way = query_.way_without(end, judgments);
    if (!way) continue;
    found.push_back({end, std::move(*way)});
    places.push_back(end);
  }
  if (found.empty() || judgments.none()) return found;
  // Guards may see to it that what one gate lets pass comes to another.
  const std::vector<conditions::Answer> answers =
      view_.decisions->come_unjudged(id_, judgments_, judgments, places);
  std::vector<UnjudgedEnd> possible;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (answers[i] != conditions::Answer::No) possible.push_back(std::move(found[i]));
  }
  return possible;
}

std::optional<double> JudgedProcess::share(ir::CriterionId criterion,
                                           const std::vector<UnjudgedEnd>& ends) const {
  std::vector<ir::NodeId> places;
  for (const UnjudgedEnd& end : ends) places.push_back(end.end);
  const llvm::BitVector judging =
      criterion ? JudgingProcesses(view_).of(criterion)
                : llvm::BitVector(static_cast<unsigned>(view_.definition.processes.size()));
  const auto arrivals = unjudged_arrivals(view_, id_, judgments_, wanted(criterion), judging);
  return arrivals ? unjudged_share(*arrivals, places) : std::nullopt;
}

}  // namespace wain::lint
