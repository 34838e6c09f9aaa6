#include "analysis/token_game.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace wain::analysis::test {
namespace {

/// Tokens by edge; one more place, the last, before the start.
using Marking = std::vector<std::uint8_t>;
using Visit = std::function<void(ir::NodeId, const Marking&)>;

class Game {
public:
  explicit Game(const ir::Process& process) : process_(process) {}

  [[nodiscard]] Marking start() const {
    Marking marking(process_.edges.size() + 1);
    marking.back() = 1;
    return marking;
  }

  /// Every move but that of an end.
  void moves(const Marking& marking, const Visit& visit) const {
    if (marking.back() > 0) {
      Marking after = marking;
      after.back() = 0;
      give_one(after, {0}, visit);
    }
    std::set<std::uint32_t> joined;
    for (std::size_t i = 0; i < process_.edges.size(); ++i) {
      if (marking[i] == 0) continue;
      const ir::NodeId to = process_.edges[i].to;
      const ir::Node& node = process_[to];
      if (node.kind == ir::NodeKind::End) continue;
      Marking after = marking;
      if (node.kind == ir::NodeKind::Join) {
        if (!joined.insert(to.index).second || !can_join(marking, node)) continue;
        for (const ir::EdgeId edge : node.in) --after[edge.index];
        give_all(after, to, visit);
        continue;
      }
      --after[i];
      node.kind == ir::NodeKind::Fork ? give_all(after, to, visit) : give_one(after, to, visit);
    }
  }
  [[nodiscard]] bool is_at_end(const Marking& marking) const {
    return any(marking, [](const ir::Node& node) { return node.kind == ir::NodeKind::End; });
  }
  [[nodiscard]] bool is_at_join(const Marking& marking) const {
    return any(marking, [](const ir::Node& node) { return node.kind == ir::NodeKind::Join; });
  }
  static int tokens(const Marking& marking) {
    int count = 0;
    for (const std::uint8_t here : marking) count += here;
    return count;
  }
  static bool doubles(const Marking& marking) {
    return std::any_of(marking.begin(), marking.end(), [](std::uint8_t here) { return here > 1; });
  }

private:
  template <class Is>
  bool any(const Marking& marking, Is is) const {
    for (std::size_t i = 0; i < process_.edges.size(); ++i) {
      if (marking[i] > 0 && is(process_[process_.edges[i].to])) return true;
    }
    return false;
  }
  static bool can_join(const Marking& marking, const ir::Node& join) {
    return std::all_of(join.in.begin(), join.in.end(),
                       [&](ir::EdgeId edge) { return marking[edge.index] > 0; });
  }
  void give_all(Marking& after, ir::NodeId node, const Visit& visit) const {
    for (const ir::EdgeId edge : process_[node].out) ++after[edge.index];
    visit(node, after);
  }
  void give_one(const Marking& after, ir::NodeId node, const Visit& visit) const {
    for (const ir::EdgeId edge : process_[node].out) {
      Marking one = after;
      ++one[edge.index];
      visit(node, one);
    }
  }

  const ir::Process& process_;
};

}  // namespace

Played play(const ir::Process& process, std::size_t most_states) {
  const Game game(process);
  Played played;
  std::map<Marking, std::size_t> index;
  std::vector<Marking> all;
  std::vector<std::vector<std::size_t>> before;
  std::vector<std::size_t> good;
  const auto add = [&](const Marking& marking) {
    const auto [at, is_new] = index.try_emplace(marking, all.size());
    if (is_new) {
      all.push_back(marking);
      before.emplace_back();
    }
    return at->second;
  };
  add(game.start());
  for (std::size_t at = 0; at < all.size(); ++at) {
    if (all.size() > most_states) return {false};
    const Marking marking = all[at];
    bool moved = false;
    bool wrong = false;
    game.moves(marking, [&](ir::NodeId, const Marking& after) {
      moved = true;
      if (Game::doubles(after)) {
        played.twice = wrong = true;
        return;
      }
      before[add(after)].push_back(at);
    });
    const bool ends = game.is_at_end(marking);
    if (ends && Game::tokens(marking) > 1) played.early = true;
    const bool stuck = !moved && !ends;
    played.deadlock = played.deadlock || stuck;
    if (ends || wrong || stuck) good.push_back(at);
  }
  std::vector<bool> is_good(all.size());
  for (const std::size_t at : good) is_good[at] = true;
  while (!good.empty()) {
    const std::size_t at = good.back();
    good.pop_back();
    for (const std::size_t from : before[at]) {
      if (is_good[from]) continue;
      is_good[from] = true;
      good.push_back(from);
    }
  }
  for (std::size_t at = 0; at < all.size(); ++at)
    played.goes_on = played.goes_on || (!is_good[at] && game.is_at_join(all[at]));
  return played;
}

bool leads_to(const ir::Process& process, const UnsoundRun& found) {
  const Game game(process);
  std::set<Marking> now{game.start()};
  const bool ends = found.fault == Fault::EndsEarly;
  for (std::size_t i = 0; i + (ends ? 1 : 0) < found.run.size(); ++i) {
    std::set<Marking> next;
    for (const Marking& marking : now) {
      game.moves(marking, [&](ir::NodeId done, const Marking& after) {
        if (done == found.run[i]) next.insert(after);
      });
    }
    now = std::move(next);
  }
  return std::any_of(now.begin(), now.end(), [&](const Marking& marking) {
    if (found.fault == Fault::TwiceAtOnce) return Game::doubles(marking);
    if (ends) return game.is_at_end(marking) && Game::tokens(marking) > 1;
    bool moves = false;
    game.moves(marking, [&](ir::NodeId, const Marking&) { moves = true; });
    return game.is_at_join(marking) && !moves;
  });
}

}  // namespace wain::analysis::test
