/// Typed expressions: guards, authority lines, measures. Linear by construction (section 3 of the
/// language), so that a solver can decide them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ir/ids.h"
#include "ir/value.h"
#include "source/source.h"

namespace wain::ir {

/// A path into data: a variable of the process, or the record that a predicate speaks about
/// (`authority Claim: amount <= …`), then field indices.
struct Path {
  VariableId variable;                ///< invalid: the record of the predicate itself
  std::vector<std::uint32_t> fields;  ///< index of the field in each record on the way
  Span span;
  /// Same data, wherever written.
  friend bool operator==(const Path& a, const Path& b) {
    return a.variable == b.variable && a.fields == b.fields;
  }
};
/// One path is a prefix of the other (or both are equal): writing one touches the other.
bool overlap(const Path& a, const Path& b);
/// `prefix` holds all of `path`.
bool is_prefix(const Path& prefix, const Path& path);

enum class ExprKind : std::uint8_t {
  Error,
  Literal,     ///< `value`
  EnumMember,  ///< `member` of the enum in `type`
  PathRef,     ///< `path`
  Not,
  And,
  Or,  // And, Or: two or more operands
  Eq,
  Ne,
  Lt,
  Le,
  Gt,
  Ge,  // two operands
  In,  ///< first operand in the others
  Neg,
  Add,
  Sub,
  Mul,
  Div,
  Count,    ///< of the list at `path`
  Visits,   ///< of node `node`, in a measure
  Measure,  ///< a built-in or declared measure `name`, in a measure or `good when`
};

/// The operator as it is written, or the word for what stands there: `<=`, `literal`.
std::string_view name(ExprKind kind);

/// One node of an expression. Operands are ids into the definition's `exprs`.
struct Expr {
  ExprKind kind = ExprKind::Error;
  TypeId type;
  Span span;
  std::vector<ExprId> operands;
  Value value;
  std::uint32_t member = 0;
  Path path;
  NodeId node;
  std::string_view name;
};

}  // namespace wain::ir
