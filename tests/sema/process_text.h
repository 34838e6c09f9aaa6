/// Texts of processes for tests, and their graphs in short.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "ir/definition.h"
#include "sema/compile.h"

namespace wain::sema::test {

/// All in line 1, so that what follows starts in line 2.
inline constexpr std::string_view declarations =
    "role Clerk { staff 3 } role Lead { staff 2 } committee Board { members Clerk, Lead } "
    "system Ledger model Robot "
    "record Claim { amount money EUR  small bool  note text  parts Part } record Part { size int } "
    "document Paper document Letter "
    "criterion Right criterion Fair criterion True { wrong in 3% } control FourEyes "
    "outcome Done outcome No outcome Else\n";

inline std::string with_declarations(std::string_view text) {
  return std::string(declarations) + std::string(text);
}
inline std::vector<std::string> process_messages(std::string_view text) {
  return messages(with_declarations(text));
}

/// One process `P(claim: Claim) yields Done | No`; its body starts in line 3.
inline std::string process(std::string_view body) {
  return fmt::format("{}process P(claim: Claim) yields Done | No {{\n{}\n}}\n", declarations, body);
}
inline std::vector<std::string> body_messages(std::string_view body) { return messages(process(body)); }
inline std::vector<std::string> body_names(std::string_view body) { return names(process(body)); }

/// `start>A A>B A:fail>end(No)`: every edge; nodes by name, others by kind and number.
inline std::string graph(const ir::Definition& definition, const ir::Process& process) {
  const auto called = [&](ir::NodeId id) {
    const ir::Node& node = process[id];
    if (!node.name.empty()) return std::string(node.name);
    if (node.kind == ir::NodeKind::Start) return std::string("start");
    if (node.kind == ir::NodeKind::End)
      return fmt::format("end{}({})", id.index, node.outcome ? definition[node.outcome].name : "?");
    return fmt::format("{}{}", ir::name(node.kind), id.index);
  };
  std::string out;
  for (std::uint32_t n = 0; n < process.nodes.size(); ++n) {
    for (const ir::EdgeId id : process.nodes[n].out) {
      const ir::Edge& edge = process[id];
      out += fmt::format("{}{}{}{}>{}", out.empty() ? "" : " ", called(edge.from),
                         edge.kind == ir::EdgeKind::Next ? "" : fmt::format(":{}", ir::name(edge.kind)),
                         edge.share ? fmt::format("~{}", edge.share->percent()) : "", called(edge.to));
    }
  }
  return out;
}
inline std::string body_graph(std::string_view body) {
  const Compiled compiled = compile(process(body));
  std::string errors;
  for (const std::string& message : compiled.messages()) errors += message + "; ";
  return errors + graph(compiled.definition(), compiled.definition().processes.front());
}

}  // namespace wain::sema::test
