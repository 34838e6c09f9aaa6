/// What cannot be undone any more once a called process has come back.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "rules/engine/view.h"

namespace wain::lint {

/// Irreversible work that every case has behind it which comes back from a call with an outcome.
struct Deed {
  Place step;
  std::vector<ir::Path> data;  ///< what it has to do with, among the parameters of the process that is called
};

/// By process and outcome; what was found out is kept.
class Deeds {
public:
  explicit Deeds(const View& view) : view_(view) {}

  /// Of the process, where it ends in the outcome; those of the processes that it calls as well.
  const std::vector<Deed>& of(ir::ProcessId process, ir::OutcomeId outcome);
  /// Over this exit of a call: the first deed that has to do with `path`, which is the caller's; null if
  /// none.
  const Deed* on(const ir::Process& caller, const ir::Edge& exit, const ir::Path& path);

  /// Where the work stands that is done at a node and has to do with `path`: in a process that it calls, or
  /// there.
  Place at(Place node, const ir::Path& path);

private:
  const View& view_;
  std::map<std::pair<ir::ProcessId, ir::OutcomeId>, std::vector<Deed>> known_;
};

}  // namespace wain::lint
