#include "emit/dot.h"

#include <fmt/format.h>
#include <llvm/Support/JSON.h>

#include "emit/process_map.h"

namespace wain::emit {
namespace {

/// Attributes of each look. Human judgment is warm and heavy, machines are cool and square: where
/// people stand in the way shall be seen from across the room.
std::string_view style(Look look) {
  switch (look) {
    case Look::Start: return R"(shape=circle, width=0.2, fillcolor="#2B3440", color="#2B3440")";
    case Look::HumanStep: return R"(shape=box, style="rounded,filled", fillcolor="#E8F1FB", color="#2B6CB0")";
    case Look::CommitteeStep:
      return R"(shape=box, style="rounded,filled", peripheries=2, fillcolor="#E8F1FB", color="#2B6CB0")";
    case Look::SystemStep: return R"(shape=box, fillcolor="#ECEEF1", color="#5A6472")";
    case Look::ModelStep: return R"(shape=box, fillcolor="#F0E9FA", color="#7044A8")";
    case Look::HumanGate: return R"(shape=diamond, penwidth=2.4, fillcolor="#FFE3B3", color="#C05600")";
    case Look::CommitteeGate:
      return R"(shape=diamond, penwidth=2.4, peripheries=2, fillcolor="#FFCDB8", color="#A12B0B")";
    case Look::MachineGate: return R"(shape=diamond, fillcolor="#ECEEF1", color="#5A6472")";
    case Look::Split:
      return R"(shape=diamond, width=0.35, height=0.35, fillcolor="#FFFFFF", color="#5A6472")";
    case Look::Merge: return R"(shape=circle, width=0.09, fillcolor="#5A6472", color="#5A6472")";
    case Look::Fork:
    case Look::Join: return R"(shape=box, width=1.6, height=0.07, fillcolor="#2B3440", color="#2B3440")";
    case Look::Wait: return R"(shape=ellipse, fillcolor="#FFFBE6", color="#8A7A1F")";
    case Look::Call: return R"(shape=box, peripheries=2, fillcolor="#FFFFFF", color="#2B3440")";
    case Look::Outcome:
      return R"(shape=box, style="rounded,filled", penwidth=2, fillcolor="#DFF3E3", color="#2F7D4F")";
    case Look::Audit: return R"(shape=note, style="dashed,filled", fillcolor="#FFFFFF", color="#7A5A00")";
  }
  return {};
}

std::string_view style(Tone tone) {
  switch (tone) {
    case Tone::Plain: return R"(color="#2B3440")";
    case Tone::Yes: return R"(color="#2F7D4F", fontcolor="#2F7D4F", weight=4)";
    case Tone::No: return R"(color="#B3261E", fontcolor="#B3261E")";
    case Tone::Back: return R"(color="#C05600", fontcolor="#C05600")";
    case Tone::Failure: return R"(color="#B3261E", fontcolor="#B3261E", style=dashed)";
    case Tone::Silence: return R"(color="#7A5A00", fontcolor="#7A5A00", style=dotted)";
  }
  return {};
}

std::string valid_utf8(std::string_view text) {
  const llvm::StringRef bytes(text.data(), text.size());
  return llvm::json::isUTF8(bytes) ? bytes.str() : llvm::json::fixUTF8(bytes);
}

/// For a label in `<…>`. Control characters are no XML and are left out.
std::string html(std::string_view text) {
  std::string out;
  for (const char c : valid_utf8(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\n': out += "<br/>"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) out += c;
    }
  }
  return out;
}

/// For an attribute in `"…"`, where a backslash would start one of dot's own escapes and `&` an entity.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : valid_utf8(text)) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '&': out += "&amp;"; break;
      case '\n': out += "\\n"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) out += c;
    }
  }
  return out += '"';
}

/// A title in bold, lines below it smaller. dot takes no empty element.
std::string label(const MapNode& node) {
  std::string out;
  const std::string title = html(node.title);
  if (!title.empty()) out = "<b>" + title + "</b>";
  for (const std::string& line : node.lines) {
    const std::string text = html(line);
    if (text.empty()) continue;
    if (!out.empty()) out += "<br/>";
    out += fmt::format(R"(<font point-size="9">{}</font>)", text);
  }
  return out.empty() ? "\"\"" : "<" + out + ">";
}

class DotWriter {
public:
  DotWriter(const ir::Definition& definition, llvm::raw_ostream& out) : definition_(definition), out_(out) {}

  void write() {
    out_ << R"(digraph wain {
  graph [charset="UTF-8", rankdir=TB, ranksep=0.4, nodesep=0.45, fontname="Helvetica", fontsize=14, labelloc=t]
  node [fontname="Helvetica", fontsize=11, style=filled, fontcolor="#1B222B", margin="0.12,0.06"]
  edge [fontname="Helvetica", fontsize=9, fontcolor="#3A444F", arrowsize=0.7]
)";
    for (std::size_t i = 0; i < definition_.processes.size(); ++i) process(definition_.processes[i], i);
    out_ << "}\n";
  }

private:
  static std::string id(std::size_t process, std::size_t node) {
    return fmt::format("p{}n{}", process, node);
  }

  void process(const ir::Process& process, std::size_t index) {
    out_ << "  subgraph cluster_p" << index << " {\n    label=" << quoted(display(process))
         << "\n    style=\"rounded\"\n    color=\"#B8C0CA\"\n    margin=16\n";
    for (std::size_t i = 0; i < process.nodes.size(); ++i) node(process, process.nodes[i], id(index, i));
    for (const ir::Edge& one : process.edges) edge(process, one, index);
    for (std::size_t i = 0; i < process.nodes.size(); ++i) {
      const ir::Node& audit = process.nodes[i];
      if (audit.kind != ir::NodeKind::Audit || !audit.audited) continue;
      out_ << "    " << id(index, audit.audited.index) << " -> " << id(index, i)
           << " [style=dashed, color=\"#7A5A00\", arrowhead=none]\n";
    }
    out_ << "  }\n";
  }

  void node(const ir::Process& process, const ir::Node& node, const std::string& id) {
    const MapNode map = describe(definition_, process, node);
    const bool bar = map.look == Look::Fork || map.look == Look::Join;
    out_ << "    " << id << " [" << style(map.look) << ", label=" << (bar ? "\"\"" : label(map));
    // The text of a bar stands beside it.
    if (bar && !map.title.empty()) out_ << ", xlabel=" << quoted(map.title);
    if (!map.details.empty()) out_ << ", tooltip=" << quoted(map.details);
    out_ << "]\n";
  }

  void edge(const ir::Process& process, const ir::Edge& edge, std::size_t index) {
    const MapEdge map = describe(definition_, process, edge);
    out_ << "    " << id(index, edge.from.index) << " -> " << id(index, edge.to.index) << " ["
         << style(map.tone);
    // The spaces keep the text off the line.
    if (!map.label.empty()) out_ << ", label=" << quoted(" " + map.label + " ");
    // Nodes stand in order of writing: an arrow to an earlier one must not turn the ranks round.
    if (edge.to.index <= edge.from.index && map.tone != Tone::Plain) out_ << ", constraint=false";
    if (process[edge.to].kind == ir::NodeKind::Merge) out_ << ", arrowhead=none";
    out_ << "]\n";
  }

  const ir::Definition& definition_;
  llvm::raw_ostream& out_;
};

}  // namespace

void emit_dot(const ir::Definition& definition, llvm::raw_ostream& out) {
  DotWriter(definition, out).write();
}

}  // namespace wain::emit
