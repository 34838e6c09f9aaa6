// authority-widened (DIF004): the new version lets somebody decide what nobody could decide before.
#include <algorithm>
#include <map>
#include <set>

#include "conditions/authority.h"
#include "conditions/imagined_case.h"
#include "rules/dif/versions.h"
#include "rules/engine/example_text.h"
#include "rules/engine/registry.h"

namespace wain::lint {
namespace {

using Lines = std::vector<const ir::AuthorityLine*>;

/// The lines that bind an actor for a record, in a criterion; none: no limit.
Lines lines_for(const ir::Definition& definition, ir::ActorId actor, ir::RecordId record,
                ir::CriterionId criterion) {
  for (conditions::RecordLines& of : conditions::binding_lines(definition, actor, criterion)) {
    if (of.record == record) return std::move(of.lines);
  }
  return {};
}

/// `amount <= 1_000 EUR` or `kind == goods`: alternatives, to stand between backticks.
std::string lines_text(const ir::Definition& definition, const Lines& lines) {
  std::string text;
  for (const ir::AuthorityLine* line : lines) {
    if (!text.empty()) text += "` or `";
    text += ir::str(definition, nullptr, line->predicate, line->record);
  }
  return text;
}

/// What may be decided of one record under the two versions.
struct Wider {
  bool yes = false;
  std::string example;  ///< empty: of everything
};

Wider compare(const ir::Definition& before, const Lines& was, const ir::Definition& after, const Lines& is) {
  if (was.empty()) return {};
  if (is.empty()) return {true, {}};
  conditions::Session session;
  conditions::ImaginedCase imagined(session, conditions::encoding_of_both(before, after));
  const conditions::FormulaId narrower = imagined.any_of(before, was);
  const conditions::FormulaId wider = imagined.any_of(after, is);
  if (!imagined.is_comparable() || imagined.implies(wider, narrower) != conditions::Answer::No) return {};
  std::string example = example_text(imagined.example(after, wider, narrower));
  return {!example.empty(), std::move(example)};
}

std::string words(const Wider& wider) {
  return wider.example.empty() ? render(rule::WidenedForAny, {})
                               : render(rule::WidenedFor, {arg("example", wider.example)});
}

/// Actors who decide, with the records of which they see a case: by criterion.
struct Decider {
  ir::ActorId actor;
  ir::ProcessId process;
  ir::NodeId gate;
};

/// The gates of some processes, and who decides at them.
class Gates {
public:
  Gates(const View& view, const llvm::BitVector& processes) : view_(view) {
    for (const unsigned id : processes.set_bits()) {
      for (const ir::NodeId gate : view.gates({id})) {
        for (const ir::ActorId actor : conditions::Authority::deciders(view[Place{{id}, gate}]))
          deciders_.push_back({actor, {id}, gate});
      }
    }
  }
  [[nodiscard]] const std::vector<Decider>& deciders() const { return deciders_; }
  [[nodiscard]] bool judges(const Decider& at, std::string_view criterion) const {
    const std::vector<ir::CriterionId>& all = view_[Place{at.process, at.gate}].judges;
    return std::any_of(all.begin(), all.end(),
                       [&](ir::CriterionId each) { return view_.definition[each].name == criterion; });
  }
  /// Lines about a record bind at this gate.
  [[nodiscard]] bool has(const Decider& at, ir::RecordId record) const {
    return !view_.decisions->authority(at.process).variables(at.gate, record).empty();
  }

private:
  const View& view_;
  std::vector<Decider> deciders_;
};

class Search {
public:
  Search(const Comparison& versions, LossSink& sink)
      : versions_(versions), sink_(sink), was_(versions.before.definition), is_(versions.after.definition) {}

  /// Of two definitions: who may decide more than under the same name before.
  void lines() {
    for (std::uint32_t i = 0; i < is_.actors.size(); ++i) {
      const auto old = named<ir::ActorId>(was_.actors, is_.actors[i].name);
      if (old && !is_.actors[i].broken) lines_of(old, {i});
    }
  }

  /// At the gates of one pair: who decides now, and did not decide it before.
  void gates(VersionPair pair) {
    const Gates old(versions_.before, called_from(versions_.before, pair.before));
    const Gates now(versions_.after, called_from(versions_.after, pair.after));
    for (const Decider& decider : now.deciders()) {
      if (said_.contains({decider.process.index, decider.gate.index})) continue;
      for (const ir::CriterionId criterion : versions_.after[Place{decider.process, decider.gate}].judges) {
        if (!at_gate(pair, old, now, decider, criterion)) continue;
        said_.insert({decider.process.index, decider.gate.index});
        break;
      }
    }
  }

private:
  /// The names of the criteria that lines of the two tell apart, and one that none of them names.
  std::set<std::string_view> criteria_of(const ir::Actor& was, const ir::Actor& is) const {
    std::set<std::string_view> result{{}};
    for (const ir::AuthorityLine& line : was.authority)
      for (const ir::CriterionId each : line.criteria) result.insert(was_[each].name);
    for (const ir::AuthorityLine& line : is.authority)
      for (const ir::CriterionId each : line.criteria) result.insert(is_[each].name);
    return result;
  }

  static std::multiset<std::string> texts(const ir::Definition& definition, const ir::Actor& actor) {
    std::multiset<std::string> result;
    for (const ir::AuthorityLine& line : actor.authority) {
      std::string text(definition[line.record].name);
      text += ": " + ir::str(definition, nullptr, line.predicate, line.record);
      std::set<std::string_view> criteria;
      for (const ir::CriterionId each : line.criteria) criteria.insert(definition[each].name);
      for (const std::string_view each : criteria) (text += ' ') += each;
      result.insert(std::move(text));
    }
    return result;
  }

  void lines_of(ir::ActorId old, ir::ActorId actor) {
    if (was_[old].authority.empty() || texts(was_, was_[old]) == texts(is_, is_[actor])) return;
    for (std::uint32_t r = 0; r < was_.records.size(); ++r) {
      const auto record = named<ir::RecordId>(is_.records, was_.records[r].name);
      if (!record) continue;
      for (const std::string_view name : criteria_of(was_[old], is_[actor])) {
        const auto of_name = [&](const ir::Definition& definition) {
          return name.empty() ? ir::CriterionId{} : named<ir::CriterionId>(definition.criteria, name);
        };
        const Lines before = lines_for(was_, old, {r}, of_name(was_));
        const Lines after = lines_for(is_, actor, record, of_name(is_));
        const Wider wider = compare(was_, before, is_, after);
        if (!wider.yes) continue;
        report_lines(actor, record, before, after, wider);
        break;
      }
    }
  }

  void report_lines(ir::ActorId id, ir::RecordId record, const Lines& before, const Lines& after,
                    const Wider& wider) {
    const ir::Actor& actor = is_[id];
    const std::string_view name = is_[record].name;
    const Span place = after.empty() ? actor.name_span : after.front()->span;
    sink_
        .report({rule::AuthorityWidened, after.empty() ? rule::LineGoneSince : rule::LineWidenedSince}, place,
                {arg("actor", actor.name), arg("record", name), arg("example", words(wider)),
                 arg("after", lines_text(is_, after)), arg("before", lines_text(was_, before))},
                actor.span, {std::string(actor.name), std::string(name), {}})
        .symbol(std::string(actor.name));
  }

  /// The record of which the decider may decide more than all who judged the criterion before; said if so.
  bool at_gate(VersionPair pair, const Gates& old, const Gates& now, const Decider& decider,
               ir::CriterionId criterion) {
    const std::string_view name = is_[criterion].name;
    const auto was = named<ir::CriterionId>(was_.criteria, name);
    std::vector<Decider> judged;
    for (const Decider& each : old.deciders()) {
      if (old.judges(each, name)) judged.push_back(each);
    }
    const auto same = [&](const Decider& each) { return was_[each.actor].name == is_[decider.actor].name; };
    if (!was || judged.empty() || std::any_of(judged.begin(), judged.end(), same)) return false;
    for (std::uint32_t r = 0; r < was_.records.size(); ++r) {
      const auto record = named<ir::RecordId>(is_.records, was_.records[r].name);
      if (!record || !now.has(decider, record)) continue;
      Lines all;
      const bool all_limited = std::all_of(judged.begin(), judged.end(), [&](const Decider& each) {
        const Lines lines = old.has(each, {r}) ? lines_for(was_, each.actor, {r}, was) : Lines{};
        all.insert(all.end(), lines.begin(), lines.end());
        return !lines.empty();
      });
      if (!all_limited) continue;
      const Wider wider = compare(was_, all, is_, lines_for(is_, decider.actor, record, criterion));
      if (!wider.yes) continue;
      report_gate(pair, judged, decider, criterion, {r}, wider);
      return true;
    }
    return false;
  }

  void report_gate(VersionPair pair, const std::vector<Decider>& judged, const Decider& decider,
                   ir::CriterionId criterion, ir::RecordId was_record, const Wider& wider) {
    const Place place{decider.process, decider.gate};
    const ir::Node& gate = versions_.after[place];
    const std::string symbol = versions_.after.symbol(place);
    const std::string_view record = was_[was_record].name;
    Diagnostics::Builder finding = sink_.report(
        {rule::AuthorityWidened, versions_.is_replacement ? rule::AuthorityWidened : rule::WidenedSince},
        gate.name_span,
        {arg("actor", is_[decider.actor].name), arg("criterion", is_[criterion].name), arg("gate", gate.name),
         arg("record", record), arg("old", was_[pair.before].name), arg("example", words(wider))},
        gate.span, {symbol, {}, std::string(is_[decider.actor].name)});
    finding.symbol(symbol);
    if (!versions_.is_replacement) return;
    std::set<ir::ActorId> shown;
    for (const Decider& each : judged) {
      if (shown.size() >= places_shown || !shown.insert(each.actor).second) continue;
      for (const ir::AuthorityLine* line : lines_for(
               was_, each.actor, was_record, named<ir::CriterionId>(was_.criteria, is_[criterion].name)))
        finding.note(rule::NoteLimitedBefore, line->span,
                     {arg("actor", was_[each.actor].name), arg("process", was_[pair.before].name)});
    }
    finding.help(rule::NoteAllowWidened);
  }

  const Comparison& versions_;
  LossSink& sink_;
  const ir::Definition& was_;
  const ir::Definition& is_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> said_;  // process and gate
};

}  // namespace

void find_widened_authority(const Comparison& versions, LossSink& sink) {
  Search search(versions, sink);
  if (!versions.is_replacement) search.lines();
  for (const VersionPair pair : versions.pairs) search.gates(pair);
}

void check_AuthorityWidened(const View& view, Reporter& reporter) {
  LossSink sink(reporter);
  find_widened_authority(replacements(view), sink);
}

}  // namespace wain::lint
