/// A process while its statements become a graph: what the files that lower statements share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <llvm/ADT/SmallVector.h>

#include "sema/context.h"

namespace wain::sema {

/// Edges that wait for the node at which control arrives next.
using Frontier = llvm::SmallVector<ir::EdgeId, 4>;

/// Where a block stands: it decides which items it may hold.
enum class BlockPlace : std::uint8_t { Process, Branch, Nested };

/// A step named by `-> N`, looked up when all steps are known.
struct JumpTarget {
  Cursor name;
  std::string_view text;
  ir::BranchId from;  ///< the branch that the jump stands in
};
struct Jump {
  ir::EdgeId edge;
  std::uint32_t target = 0;  ///< index into `targets`
};
/// An audit and the step that it names.
struct PendingAudit {
  ir::NodeId node;
  Cursor step;
};

struct ProcessBuilder {
  Context& context;
  ir::Process& process;
  Cursor declaration;
  /// A syntax error somewhere in the process: what its missing part could decide is not reported.
  bool has_syntax_error = false;
  /// Something was wrong with parameters or `yields`.
  bool has_broken_header = false;
  ir::TypeId duration_type;

  ir::BranchId branch;  ///< the innermost branch at the place that is being lowered
  Frontier open;        ///< edges to the next statement; empty: nothing arrives there

  NameTable variables, steps, branches;
  std::vector<JumpTarget> targets;
  std::vector<Jump> jumps;
  std::vector<PendingAudit> audits;
  std::vector<Cursor> separations;
  Span owner_span;                           ///< of the first `owner`
  std::vector<std::string_view> step_names;  ///< for suggestions; filled at the first need
  /// The End at which control falls off the body, if it does.
  ir::NodeId implicit_end;

  ProcessBuilder(Context& shared, ir::Process& lowered, Cursor tree);

  [[nodiscard]] DataScope scope() const {
    DataScope result;
    result.process = &process;
    result.variables = &variables;
    result.incomplete = has_syntax_error;
    return result;
  }
  ir::Node& operator[](ir::NodeId id) { return process[id]; }
  ir::Edge& operator[](ir::EdgeId id) { return process[id]; }

  /// A node for `statement`, with its spans; the open edges lead to it, and none is open after it.
  ir::NodeId add_node(ir::NodeKind kind, const Cursor& statement);
  /// A node for a statement with a name, which jumps may find.
  ir::NodeId add_step(ir::NodeKind kind, const Cursor& statement);
  /// An edge whose end is not known yet.
  ir::EdgeId add_edge(ir::EdgeKind kind, ir::NodeId from, Span span);
  /// `add_edge`, and control goes on along it.
  ir::EdgeId open_edge(ir::EdgeKind kind, ir::NodeId from, Span span);
  /// Brings the ends of a statement's arms together; without ends nothing is open.
  void merge(const Frontier& ends, const Cursor& statement);

  Diagnostics::Builder report(Diag id, Span span, const std::vector<DiagArg>& args = {});
  /// The same, about a node.
  Diagnostics::Builder report(ir::NodeId node, Diag id, Span span, const std::vector<DiagArg>& args = {});
  /// `Process.Step`, or `Process` for a node without a name.
  [[nodiscard]] std::string symbol(ir::NodeId node) const;
};

/// The span of a node's first token: where messages about a statement without a name point.
Span keyword_span(const Cursor& statement);

// process_variables.cpp: what the process produces, before any of its statements.
void collect_variables(ProcessBuilder& b);

// process_body.cpp
void lower_block(ProcessBuilder& b, const Cursor& block, BlockPlace place);

// activity.cpp
void lower_activity(ProcessBuilder& b, const Cursor& activity);
void lower_audit(ProcessBuilder& b, const Cursor& audit);
/// The data that an activity or wait reads and writes.
void lower_data_property(ProcessBuilder& b, ir::NodeId node, const Cursor& property);

// property_fit.cpp: which property fits which construct, and how often.
enum class Construct : std::uint8_t { Step, Approval, Audit, Wait };
/// Notes which properties have been seen on one activity.
class SeenProperties {
public:
  /// Reports a property that does not fit or that stands a second time; true if it is to be lowered.
  bool admit(ProcessBuilder& b, ir::NodeId node, Construct construct, const Cursor& property);

private:
  llvm::SmallVector<Cursor, 8> seen_;
};

// exits.cpp: the ways out of an activity.
void lower_exit(ProcessBuilder& b, ir::NodeId node, const Cursor& property);
/// Sums of the declared shares; `exits` are the edges of the activity.
void check_exits(ProcessBuilder& b, ir::NodeId node, std::uint32_t first_edge);

// figures.cpp: numbers, escalations and flags of an activity.
void lower_figure(ProcessBuilder& b, ir::NodeId node, const Cursor& property);

// shares.cpp
/// `E ~ P% "label"` of an arm, branch or loop.
struct Arm {
  ir::ExprId guard;
  std::optional<ir::Decimal> share;
  std::string_view label;
  Span span;
};
Arm lower_arm(ProcessBuilder& b, const Cursor& condition);
void set_arm(ir::Edge& edge, const Arm& arm);
/// The exact sum; nothing if none of them is there or it does not fit.
std::optional<ir::Decimal> sum_of(const std::vector<ir::Decimal>& shares);

// choice.cpp, loop.cpp, parallel.cpp, calls.cpp, waits.cpp
void lower_if(ProcessBuilder& b, const Cursor& statement);
void lower_choose(ProcessBuilder& b, const Cursor& statement);
void lower_repeat(ProcessBuilder& b, const Cursor& statement);
void lower_parallel(ProcessBuilder& b, const Cursor& statement);
/// A branch that holds no node yet, and is about to end or to jump away, gets one of its own: the edge
/// from the fork always leads into its branch.
void stand_in_branch(ProcessBuilder& b, const Cursor& statement);
void lower_call(ProcessBuilder& b, const Cursor& statement);
void lower_wait(ProcessBuilder& b, const Cursor& statement);

// jumps.cpp
/// Leads an edge to a `target`: an End of its own, or a step that is looked up later.
void lead_to(ProcessBuilder& b, ir::EdgeId edge, const Cursor& target);
void lower_goto(ProcessBuilder& b, const Cursor& statement);
void lower_end(ProcessBuilder& b, const Cursor& statement);
/// Control that falls off the body's end.
void end_body(ProcessBuilder& b, const Cursor& block);
/// Once all steps are known: sets the ends of the jumps' edges.
void resolve_jumps(ProcessBuilder& b);
/// Whether the implicit end is reached, and by an outcome that the text decides.
void check_implicit_end(ProcessBuilder& b);
/// The step of this name; if there is none, reports it with the nearest name.
ir::NodeId find_step(ProcessBuilder& b, const Cursor& name);

// duties.cpp: what refers to steps by name, once all are known.
void lower_audits(ProcessBuilder& b);
void lower_separations(ProcessBuilder& b);

}  // namespace wain::sema
