// The events to come, held against a sorted list.
#include <algorithm>
#include <random>
#include <vector>

#include "runtime/engine/event_heap.h"

#include <gtest/gtest.h>

namespace wain::runtime {
namespace {

bool earlier(const Event& a, const Event& b) {
  return a.time != b.time ? a.time < b.time : a.order < b.order;
}

TEST(EventHeap, EmptyItHasAnEventAtTheEndOfTime) {
  EventHeap heap;
  EXPECT_EQ(heap.top().time, INT64_MAX);
  heap.push({-5, 1, 2, 3});
  EXPECT_EQ(heap.top().time, -5);
  EXPECT_EQ(heap.top().subject, 2U);
  heap.remove_top();
  EXPECT_EQ(heap.top().time, INT64_MAX);
}

TEST(EventHeap, GivesTheEarliestFirst) {
  std::mt19937_64 random(1);
  EventHeap heap;
  std::vector<Event> open;
  std::uint32_t made = 0;
  for (int turn = 0; turn < 20'000; ++turn) {
    if (open.empty() || random() % 5 < (turn < 10'000 ? 3U : 2U)) {
      // Times before 1970, too; orders that only their highest bit tells apart. No two are the same.
      const auto time = static_cast<std::int64_t>(random() % 50) - 25;
      const Event event{time, random() % 4 << 62U | ++made, made, 0};
      heap.push(event);
      open.push_back(event);
      continue;
    }
    const auto first = std::min_element(open.begin(), open.end(), earlier);
    ASSERT_EQ(heap.top().subject, first->subject);
    heap.remove_top();
    open.erase(first);
  }
}

}  // namespace
}  // namespace wain::runtime
