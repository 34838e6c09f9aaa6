#include "diff/match_processes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

#include <fmt/format.h>

namespace wain::diff {
namespace {

/// The steps of a process, each as one text.
using Texts = std::vector<std::string>;

Texts names_of(const ir::Process& process) {
  Texts result;
  for (const ir::Node& node : process.nodes)
    if (is_compared(node)) result.emplace_back(node.name);
  std::sort(result.begin(), result.end());
  return result;
}

Texts likenesses_of(const ir::Definition& of, const ir::Process& process) {
  Texts result;
  for (const ir::Node& node : process.nodes)
    if (is_compared(node)) result.push_back(likeness(of, process, node));
  std::sort(result.begin(), result.end());
  return result;
}

std::size_t in_both(const Texts& some, const Texts& others) {
  Texts both;
  std::set_intersection(some.begin(), some.end(), others.begin(), others.end(), std::back_inserter(both));
  return both.size();
}

bool yield_the_same(const ir::Definition& before, const ir::Process& was, const ir::Definition& after,
                    const ir::Process& is) {
  return std::any_of(was.yields.begin(), was.yields.end(), [&](ir::OutcomeId one) {
    return std::any_of(is.yields.begin(), is.yields.end(),
                       [&](ir::OutcomeId other) { return before[one].name == after[other].name; });
  });
}

class Matching {
public:
  Matching(const ir::Definition& before, const ir::Definition& after)
      : before_(before),
        after_(after),
        old_used_(before.processes.size(), false),
        new_used_(after.processes.size(), false) {}

  ProcessMatch run() && {
    by_name();
    by_steps();
    what_is_left();
    std::sort(match_.pairs.begin(), match_.pairs.end(),
              [](ProcessPair a, ProcessPair b) { return a.after.index < b.after.index; });
    match_.gone = free(old_used_);
    match_.come = free(new_used_);
    return std::move(match_);
  }

private:
  static std::vector<ir::ProcessId> free(const std::vector<bool>& used) {
    std::vector<ir::ProcessId> result;
    for (std::uint32_t i = 0; i < used.size(); ++i)
      if (!used[i]) result.push_back({i});
    return result;
  }

  void match(ir::ProcessId before, ir::ProcessId after) {
    if (old_used_[before.index] || new_used_[after.index]) return;
    old_used_[before.index] = new_used_[after.index] = true;
    match_.pairs.push_back({before, after});
  }

  void by_name() {
    std::map<std::string_view, std::uint32_t> old_ones;
    for (std::uint32_t i = 0; i < before_.processes.size(); ++i)
      if (!before_.processes[i].name.empty()) old_ones[before_.processes[i].name] = i;
    const auto match_name = [&](std::string_view name, std::uint32_t after) {
      if (const auto found = old_ones.find(name); found != old_ones.end()) match({found->second}, {after});
    };
    for (std::uint32_t i = 0; i < after_.processes.size(); ++i) match_name(after_.processes[i].name, i);
    for (std::uint32_t i = 0; i < after_.processes.size(); ++i)
      if (const ir::ProcessId replaced = after_.processes[i].replaces) match_name(after_[replaced].name, i);
  }

  /// How much of the larger of both stands in the other: by the names of the steps, or by what they do.
  static double share(const Texts& old_names, const Texts& new_names, const Texts& old_deeds,
                      const Texts& new_deeds) {
    const std::size_t most = std::max(old_names.size(), new_names.size());
    if (most == 0) return 0;
    const std::size_t same = std::max(in_both(old_names, new_names), in_both(old_deeds, new_deeds));
    return static_cast<double>(same) / static_cast<double>(most);
  }

  /// Each with the one that is most like it, if that one says the same, and no second one is as like.
  void by_steps() {
    const std::vector<ir::ProcessId> gone = free(old_used_);
    const std::vector<ir::ProcessId> come = free(new_used_);
    std::vector<std::vector<double>> alike(gone.size(), std::vector<double>(come.size()));
    std::vector<Texts> new_names, new_deeds;
    for (const ir::ProcessId is : come) {
      new_names.push_back(names_of(after_[is]));
      new_deeds.push_back(likenesses_of(after_, after_[is]));
    }
    for (std::size_t i = 0; i < gone.size(); ++i) {
      const Texts names = names_of(before_[gone[i]]);
      const Texts deeds = likenesses_of(before_, before_[gone[i]]);
      for (std::size_t k = 0; k < come.size(); ++k)
        alike[i][k] = share(names, new_names[k], deeds, new_deeds[k]);
    }
    for (std::size_t i = 0; i < gone.size(); ++i)
      for (std::size_t k = 0; k < come.size(); ++k)
        if (alike[i][k] >= least_alike && is_best(alike, i, k)) match(gone[i], come[k]);
  }

  static bool is_best(const std::vector<std::vector<double>>& alike, std::size_t row, std::size_t column) {
    for (std::size_t i = 0; i < alike.size(); ++i)
      if (i != row && alike[i][column] >= alike[row][column]) return false;
    for (std::size_t k = 0; k < alike[row].size(); ++k)
      if (k != column && alike[row][k] >= alike[row][column]) return false;
    return true;
  }

  void what_is_left() {
    const std::vector<ir::ProcessId> gone = free(old_used_);
    const std::vector<ir::ProcessId> come = free(new_used_);
    if (gone.size() != 1 || come.size() != 1) return;
    const ir::Process& was = before_[gone.front()];
    const ir::Process& is = after_[come.front()];
    if (share_a_step(before_, was, after_, is) || yield_the_same(before_, was, after_, is))
      match(gone.front(), come.front());
  }

  static constexpr double least_alike = 0.5;

  const ir::Definition& before_;
  const ir::Definition& after_;
  std::vector<bool> old_used_, new_used_;
  ProcessMatch match_;
};

}  // namespace

ProcessMatch match_processes(const ir::Definition& before, const ir::Definition& after) {
  return Matching(before, after).run();
}

bool share_a_step(const ir::Definition& before, const ir::Process& was, const ir::Definition& after,
                  const ir::Process& is) {
  return in_both(names_of(was), names_of(is)) > 0 ||
         in_both(likenesses_of(before, was), likenesses_of(after, is)) > 0;
}

bool is_compared(const ir::Node& node) {
  switch (node.kind) {
    case ir::NodeKind::Task:
    case ir::NodeKind::Gate:
    case ir::NodeKind::Audit: return true;
    default: return false;
  }
}

std::string likeness(const ir::Definition& of, const ir::Process& in, const ir::Node& node) {
  const auto paths = [&](const std::vector<ir::Path>& all) {
    std::string text;
    for (const ir::Path& path : all) text += str(of, &in, path) + ',';
    return text;
  };
  std::string criteria;
  for (const ir::CriterionId each : node.judges) criteria += fmt::format("{},", of[each].name);
  for (const ir::CriterionId each : node.checks) criteria += fmt::format("{},", of[each].name);
  for (const ir::ControlId each : node.controls) criteria += fmt::format("{},", of[each].name);
  return fmt::format("{}|{}|{}|{}|{}|{}", ir::name(node.kind),
                     node.actor ? of[node.actor].name : std::string_view{}, criteria, paths(node.sees),
                     paths(node.reads), paths(node.updates));
}

}  // namespace wain::diff
