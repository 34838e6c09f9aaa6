/// Opening hours laid out on a line of time, in seconds: a week that repeats, or the days of a horizon.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace wain::estimate {

/// A block of time: open at `begin`, no longer at `end`.
struct Interval {
  double begin = 0, end = 0;
  [[nodiscard]] double length() const { return end - begin; }
};

/// Sorted blocks that do not touch, within [0, span). With `repeats` the line comes round after `span`.
class Hours {
public:
  Hours() = default;
  /// Sorts and joins the intervals, and cuts them to the line; of a line that repeats what runs over its end
  /// comes in at its beginning.
  Hours(const std::vector<Interval>& intervals, double span, bool repeats);
  static Hours always(double span, bool repeats) { return {{{0, span}}, span, repeats}; }

  [[nodiscard]] double open_time() const { return total_; }
  [[nodiscard]] double span() const { return span_; }
  [[nodiscard]] bool is_always() const { return always_; }
  [[nodiscard]] const std::vector<Interval>& blocks() const { return blocks_; }
  [[nodiscard]] bool repeats() const { return repeats_; }
  /// Open time on the line before a block.
  [[nodiscard]] double before(std::size_t block) const { return before_[block]; }
  /// Whether t is open, and until when that stays so; without end: for good.
  struct Stretch {
    bool open = false;
    double end = 0;
  };
  [[nodiscard]] Stretch stretch(double t) const;
  /// The block that an open instant stands in, and when its round of the line began.
  struct Place {
    std::size_t block = 0;
    double round = 0;
  };
  [[nodiscard]] Place place(double open_at) const;
  /// The first open instant from t on; nothing if there is none on the line.
  [[nodiscard]] std::optional<double> open(double t) const;
  [[nodiscard]] bool is_open(double t) const;
  /// When `work` is done that begins at an open instant: suspended at closing, resumed at opening; work that
  /// ends at closing ends then. Nothing beyond the end of a line that does not repeat. On one that repeats
  /// the result may lie in a later round.
  [[nodiscard]] std::optional<double> finish(double open_at, double work) const;
  /// Open time within [a, b), both on the line.
  [[nodiscard]] double open_between(double a, double b) const;

private:
  [[nodiscard]] std::size_t block_at(double t) const;  // the last that begins at or before t; -1: none
  void index();

  std::vector<Interval> blocks_;
  std::vector<double> before_;             // open time before each block
  std::vector<std::uint32_t> by_stretch_;  // how many blocks begin before each stretch of the line
  double stretch_ = 3600;                  // its length
  double total_ = 0, span_ = 0;
  bool repeats_ = false, always_ = false;
};

/// Open while at least `count` of them are.
Hours open_together(const std::vector<const Hours*>& of, std::size_t count, double span, bool repeats);
/// Open while the first is and no meeting is on.
Hours without(const Hours& hours, const std::vector<Interval>& taken, bool repeats);

}  // namespace wain::estimate
