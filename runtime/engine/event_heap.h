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
  [[nodiscard]] bool empty() const { return events_.empty(); }
  [[nodiscard]] const Event& top() const { return events_.front(); }
  void clear() { events_.clear(); }

  void push(const Event& event) {
    std::size_t at = events_.size();
    events_.push_back(event);
    while (at > 0) {
      const std::size_t up = (at - 1) / 4;
      if (!before(event, events_[up])) break;
      events_[at] = events_[up];
      at = up;
    }
    events_[at] = event;
  }

  Event pop() {
    const Event first = events_.front();
    const Event last = events_.back();
    events_.pop_back();
    if (!events_.empty()) sink(last);
    return first;
  }

private:
  static bool before(const Event& a, const Event& b) {
    return a.time != b.time ? a.time < b.time : a.order < b.order;
  }

  /// Puts `last` where it belongs from the root down.
  void sink(const Event& last) {
    const std::size_t size = events_.size();
    std::size_t at = 0;
    for (;;) {
      const std::size_t child = at * 4 + 1;
      if (child >= size) break;
      const std::size_t end = child + 4 < size ? child + 4 : size;
      std::size_t least = child;
      for (std::size_t i = child + 1; i < end; ++i)
        if (before(events_[i], events_[least])) least = i;
      if (!before(events_[least], last)) break;
      events_[at] = events_[least];
      at = least;
    }
    events_[at] = last;
  }

  std::vector<Event> events_;
};

}  // namespace wain::runtime
