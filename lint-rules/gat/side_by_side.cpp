#include "rules/gat/side_by_side.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "diagnostics/rule_ids.h"

namespace wain::lint {
namespace {

/// A name for the branch of a gate that no step and no branch of the process has.
std::string branch_name(const ir::Process& process, std::string_view gate) {
  const auto is_taken = [&](const std::string& name) {
    const auto has_name = [&](const auto& element) { return element.name == name; };
    return std::any_of(process.nodes.begin(), process.nodes.end(), has_name) ||
           std::any_of(process.branches.begin(), process.branches.end(), has_name);
  };
  std::string name = fmt::format("{}Branch", gate);
  for (std::size_t number = 2; is_taken(name); ++number) name = fmt::format("{}Branch{}", gate, number);
  return name;
}

}  // namespace

void propose_side_by_side(const View& view, ir::ProcessId id, ir::NodeId first, ir::NodeId second,
                          Reporter& reporter) {
  const ir::Process& process = view[id];
  const ir::Node& earlier = process[first];
  const ir::Node& later = process[second];
  Fix fix;
  fix.kind = FixKind::Proposal;
  fix.title = render(rule::FixSideBySide, {arg("earlier", earlier.name), arg("later", later.name)});
  fix.rewrites = {{Rewrite::Kind::SideBySide, earlier.span, branch_name(process, earlier.name),
                   branch_name(process, later.name), later.span}};
  fix.closed = {std::string(earlier.name), std::string(later.name)};
  reporter.offer(std::move(fix));
}

}  // namespace wain::lint
