#include "diff/authority_lines.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "diff/authority_bounds.h"

namespace wain::diff {
namespace {

using Names = std::set<std::string>;

class Authorities {
public:
  Authorities(const ir::Definition& before, const ir::Definition& after, std::vector<Change>& list)
      : before_(before), after_(after), list_(list) {}

  void run() {
    std::map<std::string_view, std::uint32_t> old_ones;  // the last of several of one name
    for (std::uint32_t i = 0; i < before_.actors.size(); ++i) old_ones[before_.actors[i].name] = i;
    for (std::uint32_t i = 0; i < after_.actors.size(); ++i) {
      const ir::Actor& actor = after_.actors[i];
      const auto old_one = old_ones.find(actor.name);
      const ir::Actor none{};
      const ir::Actor& was = old_one == old_ones.end() ? none : before_.actors[old_one->second];
      // Somebody new with an authority is no change to it unless they act, which the steps show.
      if (old_one == old_ones.end()) continue;
      authority_changes(was, actor, {.actor = {i}});
    }
  }

private:
  /// One actor's lines about one record and the same criteria.
  struct Lines {
    std::vector<const ir::AuthorityLine*> lines;
    std::vector<std::string> texts;
  };
  using ByRecord = std::map<std::string, Lines>;

  static ByRecord authorities_of(const ir::Definition& definition, const ir::Actor& actor) {
    ByRecord result;
    for (const ir::AuthorityLine& line : actor.authority) {
      Names criteria;
      for (const ir::CriterionId each : line.criteria) criteria.emplace(definition[each].name);
      const std::string on = criteria.empty() ? "" : fmt::format(" on {}", fmt::join(criteria, ", "));
      const std::string_view record = definition[line.record].name;
      Lines& lines = result[fmt::format("{}{}", record, on)];
      lines.lines.push_back(&line);
      lines.texts.push_back(
          fmt::format("{}: {}{}", record, str(definition, nullptr, line.predicate, line.record), on));
    }
    return result;
  }

  void authority_changes(const ir::Actor& was, const ir::Actor& is, Element element) {
    const ByRecord old_ones = authorities_of(before_, was);
    const ByRecord new_ones = authorities_of(after_, is);
    for (const auto& [key, lines] : old_ones) {
      const auto now = new_ones.find(key);
      if (now != new_ones.end() && lines.lines.size() == 1 && now->second.lines.size() == 1) {
        moved(is.name, lines, now->second, element);
        continue;
      }
      for (std::size_t i = 0; i < lines.texts.size(); ++i)
        if (now == new_ones.end() ||
            std::count(now->second.texts.begin(), now->second.texts.end(), lines.texts[i]) == 0)
          add(ChangeKind::AuthorityRemoved, is.name, lines.texts[i], {}, lines.lines[i]->span, is.name_span,
              element);
    }
    for (const auto& [key, lines] : new_ones) {
      const auto then = old_ones.find(key);
      if (then != old_ones.end() && lines.lines.size() == 1 && then->second.lines.size() == 1) continue;
      for (std::size_t i = 0; i < lines.texts.size(); ++i)
        if (then == old_ones.end() ||
            std::count(then->second.texts.begin(), then->second.texts.end(), lines.texts[i]) == 0)
          add(ChangeKind::AuthorityAdded, is.name, {}, lines.texts[i], was.name_span, lines.lines[i]->span,
              element);
    }
  }

  void moved(std::string_view actor, const Lines& was, const Lines& is, Element element) {
    const ir::AuthorityLine& a = *was.lines.front();
    const ir::AuthorityLine& b = *is.lines.front();
    ChangeKind kind = ChangeKind::AuthorityChanged;
    switch (compare_predicates(before_, a.predicate, a.record, after_, b.predicate, b.record)) {
      case Widening::Same: return;
      case Widening::Wider: kind = ChangeKind::AuthorityWidened; break;
      case Widening::Narrower: kind = ChangeKind::AuthorityNarrowed; break;
      case Widening::Unclear: break;
    }
    add(kind, actor, was.texts.front(), is.texts.front(), a.span, b.span, element);
  }

  void add(ChangeKind kind, std::string_view subject, std::string_view before, std::string_view after,
           Span old_place, Span new_place, Element element) {
    list_.push_back(
        {kind, std::string(subject), std::string(before), std::string(after), old_place, new_place, element});
  }

  const ir::Definition& before_;
  const ir::Definition& after_;
  std::vector<Change>& list_;
};

}  // namespace

void compare_authorities(const ir::Definition& before, const ir::Definition& after,
                         std::vector<Change>& list) {
  Authorities(before, after, list).run();
}

}  // namespace wain::diff
