/// Where a value comes from: which draw of it holds at a node.
#pragma once

#include <vector>

#include "analysis/flow_graph.h"
#include "analysis/writes.h"
#include "ir/definition.h"

namespace wain::estimate {

/// The last write of a path before a node.
struct Origin {
  enum class Kind : std::uint8_t {
    Never,  ///< nothing writes it on the way
    One,    ///< always the same write, done once a case
    Again,  ///< always the same write, done anew at each visit of it
    Many,   ///< one of several
  };
  Kind kind = Kind::Never;
  ir::NodeId node;  ///< of One and Again: where it is written; the start for a parameter
  /// One case may have several values of it.
  [[nodiscard]] bool changes() const { return kind == Kind::Again || kind == Kind::Many; }
  friend bool operator==(const Origin&, const Origin&) = default;
};

/// Looks up writes in one process. Made once a process; each path is one pass over the graph.
class Origins {
public:
  Origins(const ir::Definition& definition, ir::ProcessId process, const analysis::Reach& reach,
          const analysis::ParameterUpdates& updates);
  /// By node: the origin of `path` when a case comes to it. `whole`: any overlapping write counts; else only
  /// what draws the path anew: producing its variable, or updating exactly it.
  [[nodiscard]] std::vector<Origin> of(const ir::Path& path, bool whole) const;

private:
  [[nodiscard]] bool writes(ir::NodeId node, const ir::Path& path, bool whole) const;

  const ir::Process& process_;
  const analysis::Reach& reach_;
  analysis::Writes writes_;
  std::vector<bool> repeats_;  // by node: it stands on a cycle
};

}  // namespace wain::estimate
