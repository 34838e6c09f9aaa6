/// A definition whose every text would break a careless emitter.
#pragma once

#include "ir/build.h"

namespace wain::ir::test {

inline constexpr std::string_view hostile_text =
    "1. \"quoted\" 'it' <b>bold</b> </font> & &amp; \\n \\\\ `code` {x} [y] |z| ;#35;\nsecond \t\x01 line — "
    "Ünïcode 漢字 🙂 \xFF end";

struct HostileExample : ClaimsExample {
  HostileExample() {
    const std::string_view text = definition.keep(hostile_text);
    for (Actor& actor : definition.actors) actor.title = text;
    for (Outcome& outcome : definition.outcomes) outcome.title = text;
    for (Process& process : definition.processes) {
      process.title = text;
      for (Node& node : process.nodes) {
        node.documentation = text;
        if (!node.name.empty()) node.title = text;
        if (node.wait) node.wait = WaitSpec{WaitSpec::Kind::Outside, {}, {}, text};
      }
      for (Edge& edge : process.edges) edge.label = text;
      for (Branch& branch : process.branches) branch.title = text;
    }
  }
};

}  // namespace wain::ir::test
