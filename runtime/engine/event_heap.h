/// The events to come, the earliest first: a heap with four children a node, so that a level of it is one
/// line of cache.
#pragma once

#include <cstdint>
#include <vector>

namespace wain::runtime {

/// What happens, in the order in which it happens at one instant. Allocation of work comes after all of them.
enum class EventKind : std::uint8_t {
  Calendar,    ///< `subject`: a calendar opens or closes
  JobDone,     ///< a job
  HeardDone,   ///< a token
  MeetingEnd,  ///< a committee
  WaitDone,    ///< a token
  Clock,       ///< a token's next escalation or timeout
  BatchTimer,  ///< a batch
  Arrival,     ///< a run
  Meeting,     ///< a committee
};

struct Event {
  std::int64_t time = 0;
  std::uint64_t order = 0;  ///< rank of the kind, then case, then node: see order_of
  std::uint32_t subject = 0;
  std::uint32_t stamp = 0;  ///< the event is void if its subject's stamp has moved on
};

/// Rank (completions of all kinds are one, timers too), case ordinal, node; the kind in the last bits tells
/// what the subject is.
inline std::uint64_t order_of(EventKind kind, std::uint32_t ordinal, std::uint32_t node) {
  constexpr std::uint8_t rank[] = {0, 1, 1, 1, 2, 2, 2, 3, 4};
  return static_cast<std::uint64_t>(rank[static_cast<std::size_t>(kind)]) << 61U |
         static_cast<std::uint64_t>(ordinal) << 29U | static_cast<std::uint64_t>(node & 0x1FFFFFFU) << 4U |
         static_cast<std::uint64_t>(kind);
}
inline EventKind kind_of(const Event& event) { return static_cast<EventKind>(event.order & 15U); }

class EventHeap {
public:
  /// When nothing is left, one at the end of time.
  [[nodiscard]] const Event& top() const { return events_.front(); }

  void push(const Event& event) {
    std::size_t at = size_++;
    if (size_ > room_) [[unlikely]]
      grow();
    while (at > 0) {
      const std::size_t up = (at - 1) / children;
      if (!before(event, events_[up])) break;
      events_[at] = events_[up];
      at = up;
    }
    events_[at] = event;
  }

  /// Takes the first one out. There must be one.
  void remove_top() {
    const Event last = events_[--size_];
    events_[size_] = last_of_all;
    if (size_ > 0) sink(last);
  }

  /// The same as to take the first one out and to put this one in.
  void replace_top(const Event& event) { sink(event); }

  static bool before(const Event& a, const Event& b) { return key_of(a) < key_of(b); }

private:
  static constexpr std::size_t children = 4;
  /// Stands behind the last one, so that each node has all its children.
  static constexpr Event last_of_all{INT64_MAX, UINT64_MAX, 0, 0};

  __extension__ typedef __int128 Key;
  /// Time and order as one number: a comparison without a jump.
  static Key key_of(const Event& event) { return static_cast<Key>(event.time) << 64U | event.order; }

  /// The least of the four from `child` on, of several equal ones the first: by halves, so that the
  /// processor need not guess.
  [[nodiscard]] std::size_t least_of(std::size_t child) const {
    const Event* of = events_.data() + child;
    const Key k0 = key_of(of[0]), k1 = key_of(of[1]), k2 = key_of(of[2]), k3 = key_of(of[3]);
    const std::size_t one = k1 < k0 ? 1 : 0, other = k3 < k2 ? 3 : 2;
    const Key least_one = k1 < k0 ? k1 : k0, least_other = k3 < k2 ? k3 : k2;
    return child + (least_other < least_one ? other : one);
  }

  [[gnu::noinline]] void grow() {
    room_ = 2 * size_;
    events_.resize(room_ + children, last_of_all);
  }

  /// Puts `last` where it belongs from the root down.
  void sink(const Event& last) {
    std::size_t at = 0;
    for (std::size_t child = 1; child < size_; child = at * children + 1) {
      const std::size_t least = least_of(child);
      if (!before(events_[least], last)) break;
      events_[at] = events_[least];
      at = least;
    }
    events_[at] = last;
  }

  std::vector<Event> events_{1 + children, last_of_all};  ///< the first `size_`, and places behind them
  std::size_t size_ = 0, room_ = 1;
};

}  // namespace wain::runtime
