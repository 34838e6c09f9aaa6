/// What waits before a pool or a committee, in the order in which it is to be taken.
#pragma once

#include <cstdint>
#include <vector>

namespace wain::runtime {

/// `rank` ascending (priority negated; audits last), then entry, then case and node.
struct Waiting {
  double rank = 0;
  std::int64_t entry = 0;
  std::uint64_t order = 0;
  std::uint32_t subject = 0;  ///< a job or a token
  std::uint32_t stamp = 0;    ///< void if the subject's stamp has moved on

  friend bool operator<(const Waiting& a, const Waiting& b) {
    if (a.rank != b.rank) return a.rank < b.rank;
    return a.entry != b.entry ? a.entry < b.entry : a.order < b.order;
  }
};

/// Sorted, in one ring: most come in at the end and leave at the front, which costs nothing; what comes in
/// between moves the shorter side.
class WorkQueue {
public:
  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] const Waiting& operator[](std::size_t i) const { return ring_[(head_ + i) & mask_]; }
  void clear() { head_ = count_ = 0; }
  void pop_front() {
    head_ = (head_ + 1) & mask_;
    --count_;
  }

  void insert(const Waiting& item) {
    if (count_ == ring_.size()) [[unlikely]]
      grow();
    if (count_ == 0 || !(item < (*this)[count_ - 1])) [[likely]]
      put_last(item);
    else
      insert_between(item);
  }

  void erase(std::size_t at) {
    if (at < count_ - 1 - at) {
      for (std::size_t i = at; i > 0; --i) slot(i) = slot(i - 1);
      pop_front();
    } else {
      for (std::size_t i = at; i + 1 < count_; ++i) slot(i) = slot(i + 1);
      --count_;
    }
  }

private:
  /// One by one: a wide load of what was just stored in pieces would have to wait for all of them.
  void put_last(const Waiting& item) {
    Waiting& to = slot(count_++);
    to.rank = item.rank;
    to.entry = item.entry;
    to.order = item.order;
    to.subject = item.subject;
    to.stamp = item.stamp;
  }

  Waiting& slot(std::size_t i) { return ring_[(head_ + i) & mask_]; }

  /// The first place whose item is greater.
  [[nodiscard]] std::size_t position(const Waiting& item) const {
    std::size_t low = 0, high = count_;
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (item < (*this)[middle])
        high = middle;
      else
        low = middle + 1;
    }
    return low;
  }

  [[gnu::noinline]] void insert_between(const Waiting& item) {
    const std::size_t at = position(item);
    if (at < count_ - at) {
      head_ = (head_ - 1) & mask_;
      ++count_;
      for (std::size_t i = 0; i < at; ++i) slot(i) = slot(i + 1);
    } else {
      ++count_;
      for (std::size_t i = count_ - 1; i > at; --i) slot(i) = slot(i - 1);
    }
    slot(at) = item;
  }

  [[gnu::noinline]] void grow() {
    std::vector<Waiting> larger(ring_.empty() ? 16 : ring_.size() * 2);
    for (std::size_t i = 0; i < count_; ++i) larger[i] = (*this)[i];
    ring_ = std::move(larger);
    head_ = 0;
    mask_ = ring_.size() - 1;
  }

  std::vector<Waiting> ring_;
  std::size_t head_ = 0, count_ = 0, mask_ = 0;
};

}  // namespace wain::runtime
