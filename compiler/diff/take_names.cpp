#include "diff/take_names.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "diff/match_processes.h"

namespace wain::diff {
namespace {

class Renaming {
public:
  Renaming(ir::Definition& before, const ir::Definition& after) : before_(before), after_(after) {}

  std::vector<Change> run() && {
    const auto always = [](const ir::Header&, const ir::Header&) { return true; };
    by_title(before_.criteria, after_.criteria, always);
    by_title(before_.controls, after_.controls, always);
    by_title(before_.actors, after_.actors,
             [](const ir::Actor& was, const ir::Actor& is) { return was.kind == is.kind; });
    for (ir::Record& was : before_.records)
      for (const ir::Record& is : after_.records)
        if (was.name == is.name) by_place(was.fields, is.fields, is.name);
    for (const ProcessPair pair : match_processes(before_, after_).pairs)
      by_place(before_.processes[pair.before.index].variables, after_[pair.after].variables,
               after_[pair.after].name);
    return std::move(said_);
  }

private:
  template <class T>
  static bool has(const std::vector<T>& elements, std::string_view name) {
    return std::any_of(elements.begin(), elements.end(), [&](const T& each) { return each.name == name; });
  }

  void rename(ir::Header& was, const ir::Header& is, std::string_view within) {
    const auto full = [&](std::string_view name) {
      return within.empty() ? std::string(name) : fmt::format("{}.{}", within, name);
    };
    said_.push_back({ChangeKind::ElementRenamed, full(is.name), full(was.name), full(is.name), was.name_span,
                     is.name_span});
    was.name = is.name;
  }

  /// The title tells that it is the same: what is used in the place of another thing may be another thing.
  template <class T, class Alike>
  void by_title(std::vector<T>& old_ones, const std::vector<T>& new_ones, Alike alike) {
    std::map<std::string_view, std::pair<std::vector<T*>, std::vector<const T*>>> titled;
    for (T& each : old_ones)
      if (!each.title.empty() && !has(new_ones, each.name)) titled[each.title].first.push_back(&each);
    for (const T& each : new_ones)
      if (!each.title.empty() && !has(old_ones, each.name)) titled[each.title].second.push_back(&each);
    for (const auto& [title, both] : titled) {
      const auto& [gone, come] = both;
      if (gone.size() == 1 && come.size() == 1 && alike(*gone.front(), *come.front()))
        rename(*gone.front(), *come.front(), {});
    }
  }

  [[nodiscard]] static bool is_parameter(const ir::Field&) { return true; }
  [[nodiscard]] static bool is_parameter(const ir::Variable& variable) { return variable.parameter; }

  /// Fields and parameters: in the same place of as many, and of the same type.
  template <class T>
  void by_place(std::vector<T>& old_ones, const std::vector<T>& new_ones, std::string_view within) {
    if (old_ones.size() != new_ones.size()) return;
    for (std::size_t i = 0; i < old_ones.size(); ++i) {
      const bool is_gone = !has(new_ones, old_ones[i].name) && !has(old_ones, new_ones[i].name);
      if (!is_gone || !is_parameter(old_ones[i]) || !is_parameter(new_ones[i])) continue;
      if (str(before_, old_ones[i].type) == str(after_, new_ones[i].type))
        rename(old_ones[i], new_ones[i], within);
    }
  }

  ir::Definition& before_;
  const ir::Definition& after_;
  std::vector<Change> said_;
};

}  // namespace

std::vector<Change> take_names(ir::Definition& before, const ir::Definition& after) {
  return Renaming(before, after).run();
}

}  // namespace wain::diff
