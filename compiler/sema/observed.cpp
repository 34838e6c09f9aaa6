#include "sema/context.h"

namespace wain::sema {
namespace {

using syntax::Rule;
using syntax::Tok;

void lower_count(const Cursor& item, ir::Observation& result, OnceEach& once) {
  const Tok kind = item.tree().first_token(item.node).kind;
  const std::string_view what = syntax::spelling(kind);
  if (!once.first(what, item.span())) return;
  const std::optional<std::int64_t> count = count_value(item.child(Rule::Value), what);
  switch (kind) {
    case Tok::Cases: result.cases = count; break;
    case Tok::Rejects: result.rejects = count; break;
    case Tok::Returns: result.returns = count; break;
    case Tok::Fails: result.fails = count; break;
    case Tok::Approves: result.approves = count; break;
    default: break;
  }
}

void lower_time(const Cursor& item, ir::Observation& result, OnceEach& once) {
  const Tok kind = item.tree().first_token(item.node).kind;
  const std::string_view what = syntax::spelling(kind);
  if (!once.first(what, item.span())) return;
  const std::uint32_t token = item.tree().own_token(item.node, Tok::Name);
  if (token == UINT32_MAX) return;
  const WrittenName statistic = written(item, token);
  if (statistic.text.empty()) return;
  const std::optional<StatisticName> known = statistic_called(statistic.text);
  if (!known || known->statistic == ir::StatisticRef::Statistic::Share) {
    item.context->diagnostics.report(Diag::UnknownStatistic, statistic.span, {arg("name", statistic.text)});
    return;
  }
  const std::optional<ir::Duration> time = duration_value(item.child(Rule::Value), what);
  if (!time) return;
  (kind == Tok::Waits ? result.waits : result.takes) = std::pair(statistic.text, *time);
}

/// No exit was taken more often than there were cases.
void check_counts(const Cursor& observed, const ir::Observation& result) {
  if (!result.cases) return;
  std::int64_t exits = 0;
  for (const auto& count : {result.approves, result.rejects, result.returns, result.fails}) {
    if (count && __builtin_add_overflow(exits, *count, &exits)) exits = INT64_MAX;
  }
  if (exits > *result.cases)
    observed.context->diagnostics.report(Diag::ObservedTooMany, observed.span(),
                                         {arg("exits", exits), arg("cases", *result.cases)});
}

}  // namespace

ir::Observation lower_observed(const Cursor& observed) {
  ir::Observation result;
  result.span = observed.span();
  OnceEach once(*observed.context);
  for (const Cursor& item : observed.children()) {
    if (item.has_error()) continue;
    if (item.rule() == Rule::ObservedCount) lower_count(item, result, once);
    if (item.rule() == Rule::ObservedTime) lower_time(item, result, once);
    if (item.rule() == Rule::ObservedSource && once.first("source", item.span()))
      result.source = string_value(item, item.tree().own_token(item.node, Tok::String));
  }
  if (!observed.has_error()) check_counts(observed, result);
  return result;
}

}  // namespace wain::sema
