/// What an export cannot carry over is said, construct by construct.
#pragma once

#include <string>
#include <vector>

#include "diagnostics/diagnostic.h"
#include "exports/sites.h"

namespace wain::exports {

/// Reports what one target loses; each message names the target.
class Losses {
public:
  Losses(std::string target, const Sites& sites, Diagnostics& diagnostics)
      : target_(std::move(target)), sites_(sites), diagnostics_(diagnostics) {}

  void add(Diag id, Span span, std::vector<DiagArg> args = {}) {
    args.push_back(arg("target", target_));
    diagnostics_.report(id, span, args);
  }
  void add(Diag id, const plan::Process& process, const plan::Node& node, std::vector<DiagArg> args = {}) {
    args.push_back(arg("step", node.name));
    add(id, sites_.of_node(process, node), std::move(args));
  }
  /// That nobody sees to it that these steps are done by different people, or by the same.
  void add_duty(const plan::Process& process, const plan::Duty& duty);
  [[nodiscard]] const Sites& sites() const { return sites_; }

private:
  std::string target_;
  const Sites& sites_;
  Diagnostics& diagnostics_;
};

}  // namespace wain::exports
