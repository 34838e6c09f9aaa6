#include <algorithm>
#include <filesystem>

#include "sema/context.h"

namespace wain::sema {
namespace {

using syntax::Rule;
using syntax::Tok;

constexpr std::uint32_t minutes_of_day = 24 * 60;
constexpr std::uint32_t minutes_of_week = 7 * minutes_of_day;

/// `Area/City`, in the characters that the zone database uses; so no path out of its folder either.
bool looks_like_zone(std::string_view name) {
  if (name == "UTC" || name == "GMT") return true;
  const std::size_t slash = name.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == name.size()) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '_' || c == '-' || c == '+';
  });
}

struct Block {
  std::uint32_t begin = 0, end = 0;  ///< minutes of the week; the end may go into the next one
  ir::Weekday day = ir::Weekday::Mon;
  Span span;
};

class Lowering {
public:
  explicit Lowering(Context& context) : context_(context) {}

  void run(const Cursor& declaration, ir::Calendar& calendar) {
    Span zone_span;
    for (const Cursor& item : declaration.children()) {
      if (item.has_error()) continue;
      switch (item.rule()) {
        case Rule::TimezoneProp: zone(item, calendar, zone_span); break;
        case Rule::OpeningHours: hours(item, calendar); break;
        case Rule::ClosedProp: closed(item, calendar); break;
        default: break;
      }
    }
    check_overlaps();
    check_closed_twice();
    if (!declaration.child(Rule::OpeningHours).valid()) always_open(calendar);
  }

private:
  /// Without a line of hours a calendar is a zone and closed days: it is open around the clock otherwise,
  /// as is whoever has no calendar.
  static void always_open(ir::Calendar& calendar) {
    ir::OpeningHours& all = calendar.hours.emplace_back();
    for (std::uint32_t day = 0; day < 7; ++day) all.days.push_back(static_cast<ir::Weekday>(day));
    all.ranges.emplace_back(ir::TimeOfDay{0}, ir::TimeOfDay{minutes_of_day});
  }

  void zone(const Cursor& item, ir::Calendar& calendar, Span& first) {
    if (first.valid()) {
      context_.diagnostics.report(Diag::PropertyTwice, item.span(), {arg("property", "timezone")})
          .note(Diag::NoteFirstGivenHere, first);
      return;
    }
    first = item.span();
    const std::uint32_t token = item.tree().own_token(item.node, Tok::String);
    if (token == UINT32_MAX || item.tree().token(token).broken) return;
    const std::string_view name = string_value(item, token);
    if (is_zone(name)) {
      calendar.timezone = name;
      return;
    }
    context_.diagnostics.report(Diag::UnknownTimezone, item.tree().token_span(token), {arg("name", name)});
  }

  /// One question to the file system: reading the whole list would cost more than the rest of a lint. A
  /// machine without the database takes any name of the right shape.
  static bool is_zone(std::string_view name) {
    if (!looks_like_zone(name)) return false;
    const std::filesystem::path database = "/usr/share/zoneinfo";
    std::error_code ignored;
    return !std::filesystem::is_directory(database, ignored) ||
           std::filesystem::is_regular_file(database / name, ignored);
  }

  void hours(const Cursor& item, ir::Calendar& calendar) {
    ir::OpeningHours opening;
    opening.days = lower_days(item.child(Rule::DayList));
    for (const Cursor& range : item.children(Rule::TimeRange)) {
      const auto from = lower_time(range.child_at(0), false);
      const auto to = lower_time(range.child_at(1), true);
      if (!from || !to) continue;
      if (*from == *to) {
        context_.diagnostics.report(Diag::EmptyHours, range.span(), {arg("range", range.text())});
        continue;
      }
      opening.ranges.emplace_back(*from, *to);
      for (const ir::Weekday day : opening.days) {
        const std::uint32_t midnight = static_cast<std::uint32_t>(day) * minutes_of_day;
        // Closing before opening is on the next day.
        const std::uint32_t end = to->minutes + (*to < *from ? minutes_of_day : 0);
        blocks_.push_back({midnight + from->minutes, midnight + end, day, range.span()});
      }
    }
    if (!opening.days.empty() && !opening.ranges.empty()) calendar.hours.push_back(std::move(opening));
  }

  void check_overlaps() {
    std::stable_sort(blocks_.begin(), blocks_.end(),
                     [](const Block& a, const Block& b) { return a.begin < b.begin; });
    if (blocks_.empty()) return;
    std::size_t latest = 0;  // the block that ends last so far
    for (std::size_t i = 1; i < blocks_.size(); ++i) {
      if (blocks_[i].begin < blocks_[latest].end) return report_overlap(blocks_[latest], blocks_[i]);
      if (blocks_[i].end > blocks_[latest].end) latest = i;
    }
    // The night of Sunday goes into Monday.
    const Block& last = blocks_[latest];
    if (last.end > minutes_of_week && blocks_.front().begin < last.end - minutes_of_week &&
        blocks_.size() > 1)
      report_overlap(last, blocks_.front());
  }

  void report_overlap(const Block& a, const Block& b) {
    const bool in_order = a.span.begin <= b.span.begin;
    const Block& first = in_order ? a : b;
    const Block& second = in_order ? b : a;
    context_.diagnostics
        .report(Diag::HoursOverlap, second.span,
                {arg("day", ir::name(second.day)), arg("range", context_.sources.text(second.span))})
        .note(Diag::NoteOverlaps, first.span);
  }

  void closed(const Cursor& item, ir::Calendar& calendar) {
    for (const Cursor& range : item.children(Rule::DateRange)) {
      const syntax::Node& node = range.tree()[range.node];
      if (node.first_token >= node.end_token) continue;
      const auto first = date_value(range, node.first_token);
      const auto last = node.end_token - node.first_token > 1 ? date_value(range, node.end_token - 1) : first;
      if (!first || !last) continue;
      if (*last < *first) {
        context_.diagnostics.report(Diag::ClosedBackwards, range.span(),
                                    {arg("first", first->str()), arg("last", last->str())});
        continue;
      }
      calendar.closed.emplace_back(*first, *last);
      closed_.push_back({*first, *last, range.span()});
    }
  }

  void check_closed_twice() {
    std::stable_sort(closed_.begin(), closed_.end(),
                     [](const Closed& a, const Closed& b) { return a.first < b.first; });
    for (std::size_t i = 1; i < closed_.size(); ++i) {
      const Closed& before = closed_[i - 1];
      if (before.last < closed_[i].first) continue;
      const bool in_order = before.span.begin <= closed_[i].span.begin;
      context_.diagnostics
          .report(Diag::ClosedTwice, in_order ? closed_[i].span : before.span,
                  {arg("date", closed_[i].first.str())})
          .note(Diag::NoteFirstGivenHere, in_order ? before.span : closed_[i].span);
      closed_[i].last = std::max(closed_[i].last, before.last);
    }
  }

  struct Closed {
    ir::Date first, last;
    Span span;
  };
  Context& context_;
  std::vector<Block> blocks_;
  std::vector<Closed> closed_;
};

}  // namespace

void lower_calendars(Context& context) {
  for (const Symbol& symbol : context.symbols) {
    if (symbol.kind != SymbolKind::Calendar) continue;
    const ErrorWatch watch(context);
    ir::Calendar& calendar = context.definition.calendars[symbol.index];
    Lowering(context).run({&context, symbol.tree, symbol.declaration}, calendar);
    calendar.broken = calendar.broken || watch.any();
  }
}

}  // namespace wain::sema
