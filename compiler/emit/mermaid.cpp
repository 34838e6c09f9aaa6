#include "emit/mermaid.h"

#include <fmt/format.h>
#include <llvm/Support/JSON.h>

#include "emit/process_map.h"

namespace wain::emit {
namespace {

/// Brackets around a label, and the class that colours it.
struct Shape {
  std::string_view open, close, style_class;
};

Shape shape(Look look) {
  switch (look) {
    case Look::Start: return {"((", "))", "wStart"};
    case Look::HumanStep: return {"(", ")", "wHuman"};
    case Look::CommitteeStep: return {"(", ")", "wCommittee"};
    case Look::SystemStep: return {"[", "]", "wSystem"};
    case Look::ModelStep: return {"[", "]", "wModel"};
    case Look::HumanGate: return {"{", "}", "wHumanGate"};
    case Look::CommitteeGate: return {"{", "}", "wCommitteeGate"};
    case Look::MachineGate: return {"{", "}", "wMachineGate"};
    case Look::Split: return {"{", "}", "wSplit"};
    case Look::Merge: return {"((", "))", "wMerge"};
    case Look::Fork:
    case Look::Join: return {"[", "]", "wBar"};
    case Look::Wait: return {"[/", "/]", "wWait"};
    case Look::Call: return {"[[", "]]", "wCall"};
    case Look::Outcome: return {"([", "])", "wOutcome"};
    case Look::Audit: return {"[", "]", "wAudit"};
  }
  return {};
}

// The letter before each name: some bare words (`call`, `end`) are keywords of Mermaid.
constexpr std::string_view classes = R"(  classDef wStart fill:#2B3440,stroke:#2B3440,color:#2B3440
  classDef wHuman fill:#E8F1FB,stroke:#2B6CB0,color:#1B222B
  classDef wCommittee fill:#E8F1FB,stroke:#2B6CB0,stroke-width:4px,color:#1B222B
  classDef wSystem fill:#ECEEF1,stroke:#5A6472,color:#1B222B
  classDef wModel fill:#F0E9FA,stroke:#7044A8,color:#1B222B
  classDef wHumanGate fill:#FFE3B3,stroke:#C05600,stroke-width:3px,color:#1B222B
  classDef wCommitteeGate fill:#FFCDB8,stroke:#A12B0B,stroke-width:5px,color:#1B222B
  classDef wMachineGate fill:#ECEEF1,stroke:#5A6472,color:#1B222B
  classDef wSplit fill:#FFFFFF,stroke:#5A6472,color:#1B222B
  classDef wMerge fill:#5A6472,stroke:#5A6472,color:#5A6472
  classDef wBar fill:#2B3440,stroke:#2B3440,color:#FFFFFF
  classDef wWait fill:#FFFBE6,stroke:#8A7A1F,color:#1B222B
  classDef wCall fill:#FFFFFF,stroke:#2B3440,color:#1B222B
  classDef wOutcome fill:#DFF3E3,stroke:#2F7D4F,stroke-width:2px,color:#1B222B
  classDef wAudit fill:#FFFFFF,stroke:#7A5A00,stroke-dasharray:5 4,color:#1B222B
)";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The place of a mark that Mermaid would read as the start of a Markdown list: `1. …`, `- …`. It
/// then draws "Unsupported markdown" in place of the label.
std::size_t list_mark(std::string_view text) {
  if (text.starts_with("- ") || text.starts_with("+ ")) return 0;
  std::size_t i = 0;
  while (i < text.size() && is_digit(text[i])) ++i;
  return i > 0 && i < text.size() && (text[i] == '.' || text[i] == ')') ? i : std::string_view::npos;
}

/// For text in `"…"`: Mermaid has entities, with `#` for `&`, and no backslashes.
std::string escaped(std::string_view text) {
  const llvm::StringRef bytes(text.data(), text.size());
  const std::string valid = llvm::json::isUTF8(bytes) ? bytes.str() : llvm::json::fixUTF8(bytes);
  const std::size_t mark = list_mark(valid);
  std::string out;
  for (std::size_t i = 0; i < valid.size(); ++i) {
    const char c = valid[i];
    const bool special = std::string_view("\"#&<>`*\\;").find(c) != std::string_view::npos;
    if (c == '\n') {
      out += "<br/>";
    } else if (special || i == mark) {
      out += fmt::format("#{};", static_cast<int>(c));
    } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) {
      out += c;
    }
  }
  return out;
}

std::string label(const MapNode& node) {
  std::string out = escaped(node.title);
  for (const std::string& line : node.lines) {
    if (!out.empty()) out += "<br/>";
    out += escaped(line);
  }
  // Mermaid takes no empty label.
  return out.empty() ? " " : out;
}

class MermaidWriter {
public:
  MermaidWriter(const ir::Definition& definition, llvm::raw_ostream& out)
      : definition_(definition), out_(out) {}

  void write() {
    out_ << "flowchart TD\n" << classes;
    for (std::size_t i = 0; i < definition_.processes.size(); ++i) process(definition_.processes[i], i);
  }

private:
  static std::string id(std::size_t process, std::size_t node) {
    return fmt::format("p{}n{}", process, node);
  }

  void process(const ir::Process& process, std::size_t index) {
    const std::string title = escaped(display(process));
    out_ << "  subgraph p" << index << "[\"" << (title.empty() ? " " : title) << "\"]\n";
    for (std::size_t i = 0; i < process.nodes.size(); ++i) {
      const MapNode map = describe(definition_, process, process.nodes[i]);
      const auto [open, close, style_class] = shape(map.look);
      out_ << "    " << id(index, i) << open << '"' << label(map) << '"' << close << ":::" << style_class
           << '\n';
    }
    for (const ir::Edge& edge : process.edges) arrow(process, edge, index);
    for (std::size_t i = 0; i < process.nodes.size(); ++i) {
      const ir::Node& audit = process.nodes[i];
      if (audit.kind != ir::NodeKind::Audit || !audit.audited) continue;
      out_ << "    " << id(index, audit.audited.index) << " -.- " << id(index, i) << '\n';
    }
    out_ << "  end\n";
  }

  void arrow(const ir::Process& process, const ir::Edge& edge, std::size_t index) {
    const MapEdge map = describe(definition_, process, edge);
    const bool dotted = map.tone == Tone::Failure || map.tone == Tone::Silence;
    out_ << "    " << id(index, edge.from.index) << (dotted ? " -.->" : " -->");
    if (!map.label.empty()) out_ << "|\"" << escaped(map.label) << "\"|";
    out_ << ' ' << id(index, edge.to.index) << '\n';
  }

  const ir::Definition& definition_;
  llvm::raw_ostream& out_;
};

}  // namespace

void emit_mermaid(const ir::Definition& definition, llvm::raw_ostream& out) {
  MermaidWriter(definition, out).write();
}

}  // namespace wain::emit
