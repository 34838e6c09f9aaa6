// Places of control, and the account of where the time of a case goes.
#include "runtime/engine/world.h"

namespace wain::runtime {
namespace {

constexpr unsigned bit(TokenState of) { return 1U << static_cast<unsigned>(of); }

/// Those that wait for others of their case, or for other cases, and that no event of their own wakes.
constexpr unsigned resting =
    bit(TokenState::Collecting) | bit(TokenState::Joined) | bit(TokenState::Forked) | bit(TokenState::Stuck);

std::uint64_t rests(TokenState state) { return resting >> static_cast<unsigned>(state) & 1U; }

/// To or from a state that is counted.
[[gnu::noinline]] void count_state(World& world, const Token& token, TokenState state) {
  world.at_rest += rests(state) - rests(token.state);
  if (token.state == TokenState::Agenda || state == TokenState::Agenda)
    agenda_changes(world, token.committee, state == TokenState::Agenda);
}

[[gnu::noinline]] void note_in_journal(World& world, Token& token, std::int64_t ticks) {
  if (token.journal_end != none && world.journal[token.journal_end].node == token.node) {
    world.journal[token.journal_end].ticks += ticks;
    return;
  }
  Index entry = none;
  if (world.free_journal.empty()) {
    entry = static_cast<Index>(world.journal.size());
    world.journal.emplace_back();
  } else {
    entry = world.free_journal.back();
    world.free_journal.pop_back();
  }
  world.journal[entry] = {token.node, none, ticks};
  (token.journal_end == none ? token.journal : world.journal[token.journal_end].next) = entry;
  token.journal_end = entry;
}

void give_back_journal(World& world, Token& token) {
  for (Index entry = token.journal; entry != none; entry = world.journal[entry].next)
    world.free_journal.push_back(entry);
  token.journal = token.journal_end = none;
}

}  // namespace

void set_state(World& world, Token& token, TokenState state) {
  constexpr unsigned counted = resting | bit(TokenState::Agenda);
  if ((counted & (bit(token.state) | bit(state))) != 0) [[unlikely]]
    count_state(world, token, state);
  token.state = state;
}

namespace {

/// One that is nowhere, with stamps that have not been seen: of those that are free, or a new one.
Index take_token(World& world) {
  const Index index = world.free_tokens;
  if (index == none) [[unlikely]] {
    world.tokens.emplace_back();
    return static_cast<Index>(world.tokens.size()) - 1;
  }
  Token& token = world.tokens[index];
  world.free_tokens = token.parent;
  const std::uint32_t stamp = token.stamp;
  static_cast<Position&>(token) = Position{};
  token.stamp = stamp;
  return index;
}

}  // namespace

Index new_carrier(World& world, Index case_, Index node) {
  const Index index = take_token(world);
  Token& token = world.tokens[index];
  token.case_ = case_;
  token.node = node;
  token.since = token.entry = world.now;
  return index;
}

Index new_token(World& world, Index case_) {
  const Index index = take_token(world);
  Token& token = world.tokens[index];
  token.case_ = case_;
  token.at_job = index;
  token.since = token.entry = world.now;
  token.state = TokenState::Moving;
  ++world.open_tokens;
  return index;
}

void free_token(World& world, Index index) {
  Token& token = world.tokens[index];
  set_state(world, token, TokenState::Free);
  ++token.stamp;
  --world.open_tokens;
  give_back(world, index, token);
}

void give_back(World& world, Index index, Token& token) {
  if (token.journal != none) [[unlikely]]
    give_back_journal(world, token);
  token.parent = world.free_tokens;
  world.free_tokens = index;
}

void account_ticks(World& world, Token& token, Cause cause, std::int64_t ticks) {
  if (ticks == 0) return;
  const FlatNode& node = world.node(token.node);
  token.time[static_cast<std::size_t>(cause)] += ticks;
  token.caused = static_cast<std::uint16_t>(token.caused | 1U << static_cast<unsigned>(cause));
  if (world.cases[token.case_].measured)
    add_ticks(world.result.nodes[node.figure].time[static_cast<std::size_t>(cause)], ticks);
  if (token.parent == none)
    world.at_node(token.case_, node).ticks += ticks;
  else
    note_in_journal(world, token, ticks);
}

void account(World& world, Token& token, Cause cause) {
  const std::int64_t ticks = world.now - token.since;
  token.since = world.now;
  account_ticks(world, token, cause, ticks);
}

void absorb(World& world, Index parent_index, Index child_index) {
  Token& parent = world.tokens[parent_index];
  Token& child = world.tokens[child_index];
  for_causes(child, [&](std::size_t i) { parent.time[i] += child.time[i]; });
  parent.caused |= child.caused;
  parent.since = child.since;
  if (parent.parent != none) {  // the journal goes over as a whole
    if (child.journal == none) return;
    (parent.journal_end == none ? parent.journal : world.journal[parent.journal_end].next) = child.journal;
    parent.journal_end = child.journal_end;
    child.journal = child.journal_end = none;
    return;
  }
  for (Index entry = child.journal; entry != none; entry = world.journal[entry].next)
    world.at_node(parent.case_, world.node(world.journal[entry].node)).ticks += world.journal[entry].ticks;
}

}  // namespace wain::runtime
