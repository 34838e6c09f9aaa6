#include "estimate/passage.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace wain::estimate {
namespace {

/// Instants closer than this are one.
constexpr double same_instant = 1e-3;
/// A part of a piece, or of a chance, that is rounding.
constexpr double negligible = 1e-9;

Spread later(Spread at, double seconds) { return {at.begin + seconds, at.end + seconds}; }

/// A uniform spread with so much more variance, `shift` later; never before it begins.
Spread widened(Spread at, double shift, double spread) {
  if (spread <= 0) return later(at, shift);
  const double half = at.width() / 2;
  const double wide = std::min(std::sqrt(half * half + spread), half + shift);
  return {at.mean() + shift - wide, at.mean() + shift + wide};
}

}  // namespace

Passage::Passage(const Step& step, double alike) : step_(step) {
  spent_.rung.resize(step.clocks.size());
  if (step.desk != nullptr) spent_.heard.resize(step.desk->sittings.size());
  const Slices& takes = step.takes;
  for (std::size_t i = 0; i < takes.count;) {
    double share = 0, sum = 0, squares = 0, within = 0;
    const std::size_t first = i;
    for (; i < takes.count && takes.values[i] - takes.values[first] <= alike; ++i) {
      share += takes.shares[i];
      sum += takes.shares[i] * takes.values[i];
      squares += takes.shares[i] * takes.values[i] * takes.values[i];
      within += takes.shares[i] * takes.halves[i] * takes.halves[i];
    }
    const double mean = sum / share;
    const double variance = i - first > 1 ? std::max(0.0, squares / share - mean * mean) : 0;
    takings_.push_back({share, mean, 3 * variance + within / share});
    mean_ += sum;
  }
}

void Passage::pass(Spread at, double mass, double age, std::vector<Piece>& out) {
  switch (step_.kind) {
    case Step::Kind::Pass: out.push_back({at, mass, mass * age, {}}); return;
    case Step::Kind::Run: return at_run(at, mass, age, out);
    case Step::Kind::Timer:
    case Step::Kind::Outside:
      (step_.kind == Step::Kind::Timer ? spent_.timer : spent_.outside) += mass * mean_;
      return without_break({at, mass, age, 0, 0, 0}, 1, out);
    case Step::Kind::Work: break;
  }
  const auto& shifts = step_.desk->shifts;
  if (shifts.empty()) {
    spent_.inside += mass;
  } else if (step_.batches && std::any_of(shifts.begin(), shifts.end(), [&](const Shift& shift) {
               return shift.hours->is_open(at.mean());
             })) {
    spent_.inside += mass;
  }
  if (!step_.batch.ways) return ready(later(at, step_.batch.mean), step_.batch.mean, mass, age, out);
  // What comes in several bins is cut: each has batches of its own.
  const double bin = step_.batch.ways->bin, width = at.width();
  for (Spread part = at;; part.begin = part.end) {
    part.end = std::min(at.end, (std::floor(part.begin / bin) + 1) * bin);
    const double in_part = width > 0 ? mass * part.width() / width : mass;
    if (in_part > 0) in_batch(part, in_part, age, out);
    if (part.end >= at.end) return;
  }
}

void Passage::in_batch(Spread at, double mass, double age, std::vector<Piece>& out) {
  const BatchWays& ways = *step_.batch.ways;
  const BatchWays::Way& way = ways.at(at.mean());
  if (way.empty()) return ready(later(at, step_.batch.mean), step_.batch.mean, mass, age, out);
  for (const BatchWays::Wait& wait : way) {
    const Spread leaves = ways.leaves(wait, at);
    ready(leaves, std::max(0.0, leaves.mean() - at.mean()), mass * wait.share, age, out);
  }
}

/// Cases whose batch is complete, `waited` seconds after they came.
void Passage::ready(Spread at, double waited, double mass, double age, std::vector<Piece>& out) {
  at_desk(*step_.desk, {at, mass, age + waited, waited, waited, 0}, out);
  while (!moved_on_.empty()) {
    const auto [desk, waiting] = moved_on_.back();
    moved_on_.pop_back();
    at_desk(*desk, waiting, out);
  }
}

void Passage::finish(std::vector<Piece>& out) {
  Gathered all;
  std::swap(all, gathered_);
  if (all.mass <= 0) return;
  const Waiting waiting{{all.at, all.at},     all.mass, all.age / all.mass, all.waited / all.mass,
                        all.batch / all.mass, SIZE_MAX};
  if (all.desk->sittings.empty()) return at_desk(*all.desk, waiting, out);
  ways_.clear();
  all.desk->hear_from(all.sitting, all.round, ways_);
  double left = 1;
  for (const Beginning& way : ways_) {
    Waiting part = waiting;
    part.mass *= way.chance;
    left -= way.chance;
    heard(*all.desk, way, part, out);
  }
  if (left > negligible) spent_.never += left * all.mass;
}

/// Cases of one opening or meeting. What was gathered for another one is handed on first.
Passage::Gathered& Passage::gather(const Desk& desk, double at, const Waiting& waiting,
                                   std::vector<Piece>& out) {
  if (gathered_.desk != &desk || gathered_.at != at) {
    finish(out);
    gathered_.desk = &desk;
    gathered_.at = at;
  }
  const double longer = at - waiting.at.mean();
  gathered_.mass += waiting.mass;
  gathered_.age += waiting.mass * (waiting.age + longer);
  gathered_.waited += waiting.mass * (waiting.waited + longer);
  gathered_.batch += waiting.mass * waiting.batch;
  return gathered_;
}

/// Takes from cases that would begin at `begins` those whose clock rings before, or then: it wins. False if
/// none are left.
bool Passage::ring(Waiting& waiting, double begins, std::vector<Piece>& out) {
  if (waiting.clock >= step_.clocks.size()) return true;
  const Clock& clock = step_.clocks[waiting.clock];
  const double shift = std::max(0.0, clock.after - waiting.waited);
  const double last = begins - shift + same_instant;  // to come and be too late for it
  if (waiting.at.begin > last) return true;
  const double end = std::min(waiting.at.end, last);
  const double part = waiting.at.width() > 0 ? (end - waiting.at.begin) / waiting.at.width() : 1;
  Waiting late{later({waiting.at.begin, end}, shift),
               waiting.mass * part,
               waiting.age + shift,
               clock.after,
               waiting.batch,
               waiting.clock + 1};
  spent_.rung[waiting.clock] += late.mass;
  if (clock.timeout) {
    (step_.desk->sittings.empty() ? spent_.hours : spent_.meeting) += late.mass * clock.after;
    out.push_back({late.at, late.mass, late.mass * late.age, clock.timeout});
  } else {
    moved_on_.emplace_back(clock.desk, late);
  }
  waiting.at.begin = end;
  waiting.mass *= 1 - part;
  return part < 1 - negligible;
}

void Passage::at_desk(const Desk& desk, const Waiting& waiting, std::vector<Piece>& out) {
  if (!desk.sittings.empty()) return at_meeting(desk, waiting, out);
  if (desk.shifts.empty()) {
    if (desk.committee)
      spent_.never += waiting.mass;
    else
      begin({}, waiting, out);
    return;
  }
  const double width = waiting.at.width();
  for (double t = waiting.at.begin;;) {
    // Who is there from t on, or comes first, and until when that stays so.
    double until = waiting.at.end, opens = std::numeric_limits<double>::infinity(), persons = 0;
    for (const Shift& shift : desk.shifts) {
      const Hours::Stretch now = shift.hours->stretch(t);
      until = std::min(until, now.end);
      if (now.open)
        persons += shift.persons;
      else
        opens = std::min(opens, now.end);
    }
    Waiting part = waiting;
    part.at = {t, width > 0 ? until : t};
    if (width > 0) part.mass *= part.at.width() / width;
    if (persons > 0) {
      if (part.waited <= 0) spent_.inside += part.mass;
      for (const Shift& shift : desk.shifts) {
        if (desk.shifts.size() > 1 && !shift.hours->stretch(t).open) continue;
        Waiting served = part;
        served.mass *= shift.persons / persons;
        begin(shift, served, out);
      }
    } else if (std::isinf(opens)) {
      spent_.never += part.mass;
    } else if (ring(part, opens, out)) {
      gather(desk, opens, part, out);
    }
    if (until >= waiting.at.end || width <= 0) return;
    t = until;
  }
}

void Passage::at_meeting(const Desk& desk, const Waiting& waiting, std::vector<Piece>& out) {
  const double closes =
      waiting.clock == 0 ? desk.agenda_closes : std::max(0.0, desk.agenda_closes - waiting.waited);
  const double earliest = waiting.at.begin + closes - same_instant;
  double round = desk.repeats ? std::floor(earliest / desk.span) * desk.span : 0;
  const auto first = std::lower_bound(desk.sittings.begin(), desk.sittings.end(), earliest - round,
                                      [](const Sitting& sitting, double t) { return sitting.at < t; });
  auto sitting = static_cast<std::size_t>(first - desk.sittings.begin());
  const double width = waiting.at.width();
  for (double t = waiting.at.begin;; ++sitting) {
    if (sitting >= desk.sittings.size()) {
      if (!desk.repeats) {
        spent_.never += width > 0 ? waiting.mass * (waiting.at.end - t) / width : waiting.mass;
        return;
      }
      sitting = 0;
      round += desk.span;
    }
    const double at = round + desk.sittings[sitting].at;
    const double end = width > 0 ? std::clamp(at - closes, t, waiting.at.end) : t;
    Waiting part = waiting;
    part.at = {t, end};
    if (width > 0) part.mass *= (end - t) / width;
    if (part.mass > 0 && waiting.clock >= step_.clocks.size()) {
      Gathered& all = gather(desk, at, part, out);
      all.sitting = sitting;
      all.round = round;
    } else if (part.mass > 0) {
      ways_.clear();
      desk.hear_from(sitting, round, ways_);
      double left = 1;
      for (const Beginning& way : ways_) {
        Waiting one = part;
        one.mass *= way.chance;
        left -= way.chance;
        if (ring(one, way.at, out)) heard(desk, way, one, out);
      }
      if (left > negligible) spent_.never += left * part.mass;
    }
    if (width <= 0 || end >= waiting.at.end) return;
    t = end;
  }
}

void Passage::heard(const Desk& desk, const Beginning& way, Waiting waiting, std::vector<Piece>& out) {
  const double longer = way.at - waiting.at.mean();
  const double wait = waiting.waited + longer - waiting.batch;
  spent_.batch += waiting.mass * waiting.batch;
  spent_.work += waiting.mass * mean_;
  spent_.until_heard += waiting.mass * wait;
  spent_.meeting += waiting.mass * wait;
  waiting.age += longer;
  waiting.at = {way.at, way.at};
  const double all = 2 * desk.heard_before_at(way.at);
  if (&desk != step_.desk) return heard_from(waiting, {0, all}, out);
  const std::size_t sitting = desk.sitting_at(way.at);
  spent_.heard[sitting] += waiting.mass;
  if (!step_.places) return heard_from(waiting, {0, all}, out);
  const Places& places = (*step_.places)[sitting];
  const double each = all / static_cast<double>(places.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    Waiting part = waiting;
    part.mass *= places[i];
    const double from = static_cast<double>(i) * each;
    if (part.mass > 0) heard_from(part, {from, from + each}, out);
  }
}

/// Cases whose hearings begin one after another, so long after their meeting: some are done before somebody's
/// hours end, and others after.
void Passage::heard_from(Waiting waiting, Spread after, std::vector<Piece>& out) {
  spent_.meeting += waiting.mass * after.mean();
  waiting.age += after.mean();
  waiting.at = {waiting.at.begin + after.begin, waiting.at.begin + after.end};
  without_break(waiting, 1, out);
}

void Passage::begin(const Shift& shift, const Waiting& waiting, std::vector<Piece>& out) {
  const double stretch = 1 / shift.available;  // what they do beside the work counts as not being there
  spent_.batch += waiting.mass * waiting.batch;
  spent_.work += waiting.mass * mean_;
  spent_.hours += waiting.mass * (waiting.waited - waiting.batch + mean_ * (stretch - 1));
  if (shift.hours == nullptr || shift.hours->is_always())
    without_break(waiting, stretch, out);
  else
    in_hours(*shift.hours, waiting, stretch, out);
}

void Passage::without_break(const Waiting& begun, double stretch, std::vector<Piece>& out) const {
  for (const Taking& each : takings_) {
    const Taking taking = each.longer(stretch);
    const double mass = begun.mass * taking.share;
    out.push_back(
        {widened(begun.at, taking.mean, taking.spread), mass, mass * (begun.age + taking.mean), {}});
  }
}

/// Work that begins at open instants of one block: suspended at closing, resumed at opening.
void Passage::in_hours(const Hours& hours, const Waiting& begun, double stretch, std::vector<Piece>& out) {
  const std::vector<Interval>& blocks = hours.blocks();
  const Hours::Place place = hours.place(begun.at.begin);
  const double since = hours.before(place.block) - blocks[place.block].begin - place.round;  // to open time
  for (const Taking& each : takings_) {
    const Taking taking = each.longer(stretch);
    Spread open = widened(later(begun.at, since), taking.mean, taking.spread);
    const double mass = begun.mass * taking.share, width = open.width();
    std::size_t block = place.block;
    double round = place.round, wall = 0;
    if (hours.repeats() && open.begin > 2 * hours.open_time()) {  // work of months: whole rounds at once
      const double rounds = std::floor(open.begin / hours.open_time()) - 1;
      open = later(open, -rounds * hours.open_time());
      round += rounds * hours.span();
      block = 0;
    }
    for (double left = mass; left > 0;) {
      while (open.begin > hours.before(block) + blocks[block].length() ||
             (width > 0 && open.begin >= hours.before(block) + blocks[block].length())) {
        if (++block < blocks.size()) continue;
        if (!hours.repeats()) break;
        block = 0;
        round += hours.span();
        open = later(open, -hours.open_time());
      }
      if (block == blocks.size()) {
        spent_.never += left;
        break;
      }
      const double closing = hours.before(block) + blocks[block].length();
      const bool whole = open.end <= closing + same_instant;
      const double end = whole ? open.end : closing;
      const double part = whole ? left : mass * (end - open.begin) / width;
      const double shift = round + blocks[block].begin - hours.before(block);
      const Spread at{open.begin + shift, std::min(end, closing) + shift};
      const double took = at.mean() - begun.at.mean();
      wall += part * (took - taking.mean);
      out.push_back({at, part, part * (begun.age + took), {}});
      open.begin = end;
      left = whole ? 0 : left - part;
    }
    spent_.hours += wall;
  }
}

void Passage::at_run(Spread at, double mass, double age, std::vector<Piece>& out) {
  const std::vector<double>& runs = step_.runs;
  if (runs.empty()) {
    spent_.never += mass;
    return;
  }
  const double earliest = at.begin + step_.cut_off - same_instant;
  double round = step_.repeats ? std::floor(earliest / step_.span) * step_.span : 0;
  auto run =
      static_cast<std::size_t>(std::lower_bound(runs.begin(), runs.end(), earliest - round) - runs.begin());
  const double width = at.width();
  for (double t = at.begin;; ++run) {
    if (run >= runs.size()) {
      if (!step_.repeats) {
        spent_.never += width > 0 ? mass * (at.end - t) / width : mass;
        return;
      }
      run = 0;
      round += step_.span;
    }
    const double leaves = round + runs[run];
    const double end = width > 0 ? std::clamp(leaves - step_.cut_off, t, at.end) : t;
    const double part = width > 0 ? mass * (end - t) / width : mass;
    const double wait = std::max(0.0, leaves - (t + end) / 2);
    if (part > 0) {
      spent_.timer += part * wait;
      const double when = (t + end) / 2 + wait;
      out.push_back({{when, when}, part, part * (age + wait), {}});
    }
    if (width <= 0 || end >= at.end) return;
    t = end;
  }
}

}  // namespace wain::estimate
