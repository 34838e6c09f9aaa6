/// From "rule opens", "rule closes" to nodes in preorder, leaving out what says nothing.
#pragma once

#include <cstdint>
#include <vector>

#include "syntax/tree.h"

namespace wain::syntax {

class TreeBuilder {
public:
  void open(Rule rule, std::uint32_t token) {
    open_.push_back(static_cast<std::uint32_t>(raw_.size()));
    raw_.push_back({rule, false, token, token, 1});
  }
  void close(std::uint32_t token) {
    Node& node = raw_[open_.back()];
    node.end_token = token;
    node.size = static_cast<std::uint32_t>(raw_.size()) - open_.back();
    open_.pop_back();
  }
  /// The rules that are open, innermost first.
  [[nodiscard]] std::vector<Rule> open_rules() const {
    std::vector<Rule> rules;
    for (auto at = open_.rbegin(); at != open_.rend(); ++at) rules.push_back(raw_[*at].rule);
    return rules;
  }
  void clear() {
    raw_.clear();
    open_.clear();
  }
  /// Appends what was built to `nodes`, token indices moved by `token_offset`, and forgets it.
  void flush(std::vector<Node>& nodes, std::uint32_t token_offset);

private:
  std::vector<Node> raw_;
  std::vector<std::uint32_t> open_;
  std::vector<std::uint32_t> kept_before_;
};

}  // namespace wain::syntax
