#include "driver/change_losses.h"

#include <algorithm>
#include <utility>

#include "diagnostics/rule_ids.h"

namespace wain::driver {
namespace {

using diff::Change;
using diff::ChangeKind;

ChangeKind kind_of(const lint::Loss& loss) {
  const Diag rule = loss.finding.id;
  // A mandate that asks for less has something to compare with; one that nobody serves has not.
  if (rule == rule::ControlLost)
    return loss.key.after.empty() ? ChangeKind::ControlLost : ChangeKind::ControlNarrowed;
  if (rule == rule::OwnerLost) return ChangeKind::OwnerLost;
  if (rule == rule::AuthorityWidened) return ChangeKind::AuthorityWidened;
  return ChangeKind::JudgmentLost;
}

/// Of these the rule says what the comparison says, in the same words.
bool is_weakened_check(const lint::Loss& loss) { return loss.finding.id == rule::CheckWeakened; }

bool is_about_authority(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::AuthorityAdded:
    case ChangeKind::AuthorityRemoved:
    case ChangeKind::AuthorityWidened:
    case ChangeKind::AuthorityNarrowed:
    case ChangeKind::AuthorityChanged: return true;
    default: return false;
  }
}

bool is_about_mandate(ChangeKind kind) {
  return kind == ChangeKind::ControlNarrowed || kind == ChangeKind::ControlWidened ||
         kind == ChangeKind::ControlChanged;
}

/// The change says a part of what the loss says.
bool is_part_of(const Change& change, const lint::Loss& loss) {
  const lint::LossKey& key = loss.key;
  if (is_weakened_check(loss))
    return weakens_check(change.kind) && change.subject == key.subject && change.before == key.before &&
           change.after == key.after;
  const ChangeKind kind = kind_of(loss);
  if (kind == ChangeKind::ControlNarrowed)
    return is_about_mandate(change.kind) && change.subject == key.subject;
  if (kind == ChangeKind::ControlLost)  // of a gate of the process
    return change.kind == kind && change.before == key.before &&
           change.subject.starts_with(key.subject + ".");
  if (kind == ChangeKind::AuthorityWidened) {
    const std::string record = key.before + ":";  // `Order: amount <= 1_000 EUR`
    return is_about_authority(change.kind) && change.subject == key.subject &&
           (change.before.starts_with(record) || change.after.starts_with(record));
  }
  return change.kind == kind && change.subject == key.subject && change.before == key.before;
}

}  // namespace

std::vector<ReportedChange> with_losses(std::vector<Change> changes, std::vector<lint::Loss> losses) {
  std::vector<ReportedChange> result;
  for (Change& change : changes) result.push_back({std::move(change), std::nullopt, {}});
  for (lint::Loss& loss : losses) {
    const auto is_part = [&](const ReportedChange& each) {
      return !each.loss && is_part_of(each.change, loss);
    };
    auto at = std::find_if(result.begin(), result.end(), is_part);
    if (at == result.end()) {
      const Change change{kind_of(loss), loss.key.subject, loss.key.before, loss.key.after, {}, {}};
      at = result.insert(result.end(), {change, std::nullopt, {}});
    } else {
      // What else says it would say it again.
      const auto from = at + 1;
      result.erase(std::remove_if(from, result.end(), is_part), result.end());
    }
    // Which way a mandate moved is known to the rule, which compares what conditions mean.
    if (is_about_mandate(at->change.kind)) at->change.kind = ChangeKind::ControlNarrowed;
    at->loss = std::move(loss);
  }
  // Whether guards see to it that a judgment still holds is known to the rule.
  std::erase_if(result, [](const ReportedChange& each) {
    return each.change.kind == ChangeKind::JudgmentLost && !each.loss;
  });
  const auto rank = [](const ReportedChange& each) {
    return each.is_finding() ? 0 : each.takes_away() ? 1 : 2;
  };
  std::stable_sort(result.begin(), result.end(),
                   [&](const ReportedChange& a, const ReportedChange& b) { return rank(a) < rank(b); });
  return result;
}

}  // namespace wain::driver
