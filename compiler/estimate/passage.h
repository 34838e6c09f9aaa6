/// Cases that come to a step spread over a stretch of time, carried to where they leave it. They are cut
/// where somebody's hours begin or end, where an agenda closes and where a clock rings, so that each piece
/// moves as one; nothing is asked for instant by instant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "estimate/density.h"
#include "estimate/step.h"

namespace wain::estimate {

/// Cases that leave a step together.
struct Piece {
  Spread at;
  double mass = 0;
  double age = 0;      ///< sum over the mass
  ir::EdgeId timeout;  ///< set: a clock ran out, and they leave by this
};

/// What cases spent at a step: seconds, summed over their mass.
struct Spent {
  double batch = 0, hours = 0, meeting = 0, timer = 0, outside = 0, work = 0;
  double until_heard = 0;     ///< of `meeting`: until the meeting that hears them begins
  double never = 0;           ///< mass that never gets on, or not on this line
  double inside = 0;          ///< mass that came while somebody is there
  std::vector<double> rung;   ///< mass for which each of the step's clocks rang
  std::vector<double> heard;  ///< mass by sitting of the step's own committee
};

class Passage {
public:
  /// Durations that differ by no more than `alike` seconds are not told apart.
  Passage(const Step& step, double alike);
  /// Appends where these cases leave. `age`: the mean at their arrival. Those that wait for the same opening
  /// are handed on together, the last of them by `finish`.
  void pass(Spread at, double mass, double age, std::vector<Piece>& out);
  void finish(std::vector<Piece>& out);
  /// When those wait for who are to be handed on next; without end: nobody waits.
  [[nodiscard]] double gathered_at() const {
    return gathered_.mass > 0 ? gathered_.at : std::numeric_limits<double>::infinity();
  }
  [[nodiscard]] const Spent& spent() const { return spent_; }

private:
  /// Durations that are alike, as one.
  struct Taking {
    double share, mean;
    double spread;  ///< three times the variance: the square of a uniform one's half width
    [[nodiscard]] Taking longer(double stretch) const {
      return {share, mean * stretch, spread * stretch * stretch};
    }
  };
  /// Cases at a desk.
  struct Waiting {
    Spread at;
    double mass, age;   // the mean age at `at`
    double waited;      // seconds since their arrival at the step
    double batch;       // of these until their batch was there
    std::size_t clock;  // the next one to ring
  };
  /// Cases that wait for one opening or one meeting, as sums over their mass.
  struct Gathered {
    const Desk* desk = nullptr;
    double at = 0;
    std::size_t sitting = 0;
    double round = 0;  // of the sitting
    double mass = 0, age = 0, waited = 0, batch = 0;
  };

  void in_batch(Spread at, double mass, double age, std::vector<Piece>& out);
  void ready(Spread at, double waited, double mass, double age, std::vector<Piece>& out);
  void at_desk(const Desk& desk, const Waiting& waiting, std::vector<Piece>& out);
  void at_meeting(const Desk& desk, const Waiting& waiting, std::vector<Piece>& out);
  bool ring(Waiting& waiting, double begins, std::vector<Piece>& out);
  Gathered& gather(const Desk& desk, double at, const Waiting& waiting, std::vector<Piece>& out);
  void begin(const Shift& shift, const Waiting& waiting, std::vector<Piece>& out);
  void without_break(const Waiting& begun, double stretch, std::vector<Piece>& out) const;
  void in_hours(const Hours& hours, const Waiting& begun, double stretch, std::vector<Piece>& out);
  void heard(const Desk& desk, const Beginning& way, Waiting waiting, std::vector<Piece>& out);
  void heard_from(Waiting waiting, Spread after, std::vector<Piece>& out);
  void at_run(Spread at, double mass, double age, std::vector<Piece>& out);

  const Step& step_;
  std::vector<Taking> takings_;
  double mean_ = 0;  // of the work
  Spent spent_;
  Gathered gathered_;
  std::vector<std::pair<const Desk*, Waiting>> moved_on_;  // by a clock
  std::vector<Beginning> ways_;
};

}  // namespace wain::estimate
