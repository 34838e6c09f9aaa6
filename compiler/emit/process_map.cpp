#include "emit/process_map.h"

#include <fmt/format.h>

#include "ir/text.h"

namespace wain::emit {
namespace {

constexpr std::size_t gate_width = 16;
constexpr std::size_t step_width = 28;
constexpr std::size_t label_width = 30;

/// Code points, which is near enough to width here.
std::size_t width(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  return count;
}

/// Breaks at spaces so that lines stay within `limit` where words allow it.
std::string wrap(std::string_view text, std::size_t limit) {
  std::string out;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(std::min(space + 1, text.size()));
    if (word.empty()) continue;
    if (column > 0 && column + 1 + width(word) > limit) {
      out += '\n';
      column = 0;
    } else if (column > 0) {
      out += ' ';
      ++column;
    }
    out += word;
    column += width(word);
  }
  return out;
}

Look look_of(const ir::Definition& definition, const ir::Node& node) {
  const bool known = node.actor.valid();
  const ir::ActorKind actor = known ? definition[node.actor].kind : ir::ActorKind::Role;
  switch (node.kind) {
    case ir::NodeKind::Start: return Look::Start;
    case ir::NodeKind::Task:
      if (actor == ir::ActorKind::System) return Look::SystemStep;
      if (actor == ir::ActorKind::Model) return Look::ModelStep;
      return actor == ir::ActorKind::Committee ? Look::CommitteeStep : Look::HumanStep;
    case ir::NodeKind::Gate:
      if (actor == ir::ActorKind::Committee) return Look::CommitteeGate;
      return !known || definition[node.actor].is_human() ? Look::HumanGate : Look::MachineGate;
    case ir::NodeKind::Split: return Look::Split;
    case ir::NodeKind::Merge: return Look::Merge;
    case ir::NodeKind::Fork: return Look::Fork;
    case ir::NodeKind::Join: return Look::Join;
    case ir::NodeKind::Wait: return Look::Wait;
    case ir::NodeKind::Call: return Look::Call;
    case ir::NodeKind::End: return Look::Outcome;
    case ir::NodeKind::Audit: return Look::Audit;
  }
  return Look::HumanStep;
}

std::string wait_title(const ir::Node& node) {
  if (!node.wait) return "wait";
  switch (node.wait->kind) {
    case ir::WaitSpec::Kind::Timer: return node.takes ? "wait " + str(*node.takes) : "wait";
    case ir::WaitSpec::Kind::Cadence: return "wait until " + str(node.wait->cadence);
    case ir::WaitSpec::Kind::Outside: return "wait for " + std::string(node.wait->description);
  }
  return "wait";
}

std::string join_text(const ir::Process& process, const ir::Node& join) {
  if (!join.partner) return {};
  const ir::Node& fork = process[join.partner];
  switch (fork.join_rule) {
    case ir::JoinRule::All: return {};
    case ir::JoinRule::First: return "first to finish";
    case ir::JoinRule::KOfN: return fmt::format("{} of {}", fork.join_count, fork.branches.size());
  }
  return {};
}

void actor_lines(MapNode& out, const ir::Definition& definition, const ir::Node& node) {
  if (!node.actor) return;
  const ir::Actor& actor = definition[node.actor];
  // Machines are named as what they are: the reader shall see where no person works.
  const std::string_view kind = actor.is_automated() ? name(actor.kind) : "";
  out.lines.push_back(kind.empty() ? std::string(display(actor))
                                   : fmt::format("{} ({})", display(actor), kind));
  if (actor.meets) out.lines.push_back("meets " + str(actor.meets->cadence));
  for (const ir::Escalation& escalation : node.escalations) {
    if (!escalation.to) continue;
    out.lines.push_back(
        fmt::format("after {} to {}", escalation.after.str(), display(definition[escalation.to])));
  }
}

std::string details(const ir::Definition& definition, const ir::Process& process, const ir::Node& node) {
  std::string out;
  const auto add = [&out](std::string_view word, const std::string& text) {
    if (text.empty()) return;
    if (!out.empty()) out += '\n';
    out.append(word).append(" ").append(text);
  };
  const auto paths = [&](const std::vector<ir::Path>& list) {
    std::string text;
    for (const ir::Path& path : list) {
      if (!text.empty()) text += ", ";
      text += str(definition, &process, path);
    }
    return text;
  };
  if (!node.documentation.empty()) out = node.documentation;
  if (node.takes && node.kind != ir::NodeKind::Wait) add("takes", str(*node.takes));
  add("judges", names_of(definition, node.judges));
  add("checks", names_of(definition, node.checks));
  add("sees", paths(node.sees));
  add("reads", paths(node.reads));
  add("required by", names_of(definition, node.controls));
  return out;
}

void audit_lines(MapNode& out, const ir::Node& node) {
  if (node.samples) out.lines.push_back("samples " + node.samples->value.percent());
  if (!node.finds) return;
  std::string line = "finds " + node.finds->value.percent();
  if (node.finds_within) line += " within " + node.finds_within->str();
  out.lines.push_back(line);
}

/// The words before the share.
std::string exit_words(const ir::Definition& definition, const ir::Process& process, const ir::Edge& edge) {
  switch (edge.kind) {
    case ir::EdgeKind::Next: return {};
    case ir::EdgeKind::Approve: return "approves";
    case ir::EdgeKind::Reject: return "rejects";
    case ir::EdgeKind::Return: return "returns";
    case ir::EdgeKind::Fail: return "fails";
    case ir::EdgeKind::Otherwise: return edge.label.empty() ? "otherwise" : "";
    case ir::EdgeKind::Again: return "again";
    case ir::EdgeKind::When:
    case ir::EdgeKind::Until: return edge.guard ? str(definition, &process, edge.guard) : "";
    case ir::EdgeKind::Branch: break;
    case ir::EdgeKind::Timeout:
      return fmt::format("after {} unjudged", edge.after ? edge.after->str() : "some time");
    case ir::EdgeKind::Outcome: return edge.outcome ? std::string(display(definition[edge.outcome])) : "";
  }
  const ir::BranchId branch = process[edge.to].branch;
  return branch && process[branch].fork == edge.from ? std::string(display(process[branch])) : "";
}

Tone tone_of(ir::EdgeKind kind) {
  switch (kind) {
    case ir::EdgeKind::Approve: return Tone::Yes;
    case ir::EdgeKind::Reject: return Tone::No;
    case ir::EdgeKind::Return:
    case ir::EdgeKind::Again: return Tone::Back;
    case ir::EdgeKind::Fail: return Tone::Failure;
    case ir::EdgeKind::Timeout: return Tone::Silence;
    default: return Tone::Plain;
  }
}

}  // namespace

std::string_view display(const ir::Header& header) {
  return header.title.empty() ? header.name : header.title;
}

MapNode describe(const ir::Definition& definition, const ir::Process& process, const ir::Node& node) {
  MapNode out;
  out.look = look_of(definition, node);
  const bool gate = node.kind == ir::NodeKind::Gate;
  out.title = wrap(display(node), gate ? gate_width : step_width);
  actor_lines(out, definition, node);
  if (node.irreversible) out.lines.emplace_back("irreversible");
  if (node.kind == ir::NodeKind::Audit) audit_lines(out, node);
  if (node.kind == ir::NodeKind::Wait) out.title = wrap(wait_title(node), step_width);
  if (node.kind == ir::NodeKind::Join) out.title = join_text(process, node);
  if (node.kind == ir::NodeKind::End && node.outcome) {
    const ir::Outcome& outcome = definition[node.outcome];
    out.title = wrap(display(outcome), step_width);
    if (outcome.owner) out.lines.push_back(fmt::format("owner: {}", display(definition[outcome.owner])));
  }
  if (node.kind == ir::NodeKind::Call && node.callee) {
    const ir::Process& callee = definition[node.callee];
    if (out.title.empty()) out.title = wrap(display(callee), step_width);
    out.lines.push_back(fmt::format("process {}", callee.name));
  }
  out.details = details(definition, process, node);
  return out;
}

MapEdge describe(const ir::Definition& definition, const ir::Process& process, const ir::Edge& edge) {
  MapEdge out{tone_of(edge.kind), exit_words(definition, process, edge)};
  const auto add = [&out](std::string_view text) {
    if (!out.label.empty()) out.label += ' ';
    out.label += text;
  };
  if (!edge.label.empty()) add(edge.label);
  // A number right behind a guard would read as a part of it.
  if (edge.share) add(edge.guard ? "(" + edge.share->percent() + ")" : edge.share->percent());
  out.label = wrap(out.label, label_width);
  return out;
}

}  // namespace wain::emit
