#include "estimate/time_zone.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>

namespace wain::estimate {
namespace {

constexpr std::int64_t day = 86'400;
constexpr int last_year = 2200;  // the rule at the end of a file is followed until then

/// Days from 1970-01-01 to a civil date (Howard Hinnant's algorithm).
std::int64_t days_of(std::int64_t year, unsigned month, unsigned day_of_month) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto yoe = static_cast<unsigned>(year - era * 400);
  const unsigned doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day_of_month - 1;
  const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146'097 + static_cast<std::int64_t>(doe) - 719'468;
}

bool is_leap(std::int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

/// Big-endian numbers of a file, one after another.
class Bytes {
public:
  explicit Bytes(std::string_view content) : content_(content) {}
  [[nodiscard]] bool has(std::uint64_t count) const { return count <= content_.size() - at_; }
  void skip(std::uint64_t count) { at_ += static_cast<std::size_t>(count); }
  std::uint64_t number(unsigned size) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < size; ++i) value = value << 8U | static_cast<unsigned char>(content_[at_++]);
    return value;
  }
  [[nodiscard]] std::string_view rest() const { return content_.substr(at_); }

private:
  std::string_view content_;
  std::size_t at_ = 0;
};

struct Counts {
  std::uint64_t ut, std, leap, time, type, chars;
  [[nodiscard]] std::uint64_t size(std::uint64_t time_size) const {
    return time * (time_size + 1) + type * 6 + chars + leap * (time_size + 4) + std + ut;
  }
};

std::optional<Counts> header(Bytes& bytes) {
  if (!bytes.has(44) || !bytes.rest().starts_with("TZif")) return std::nullopt;
  if (bytes.rest()[4] < '2') return std::nullopt;
  bytes.skip(20);
  Counts counts{};
  counts.ut = bytes.number(4);
  counts.std = bytes.number(4);
  counts.leap = bytes.number(4);
  counts.time = bytes.number(4);
  counts.type = bytes.number(4);
  counts.chars = bytes.number(4);
  return counts;
}

/// One end of summer time: `M3.5.0/2`, `J60`, `59`.
struct RuleDay {
  enum class Kind : std::uint8_t { Month, Julian, Plain } kind = Kind::Month;
  unsigned month = 1, week = 1, day = 0;
  std::int64_t time = 2 * 3600;

  /// Local time as if UTC.
  [[nodiscard]] std::int64_t in(std::int64_t year) const {
    const std::int64_t first = days_of(year, 1, 1);
    if (kind == Kind::Plain) return (first + day) * estimate::day + time;
    if (kind == Kind::Julian)
      return (first + day - 1 + (is_leap(year) && day >= 60 ? 1 : 0)) * estimate::day + time;
    const std::int64_t begin = days_of(year, month, 1);
    const std::int64_t next = month == 12 ? days_of(year + 1, 1, 1) : days_of(year, month + 1, 1);
    const std::int64_t weekday = (begin + 4) % 7;  // 0 is Sunday
    std::int64_t at = begin + (static_cast<std::int64_t>(day) - weekday + 7) % 7 + (week - 1) * 7;
    while (at >= next) at -= 7;
    return at * estimate::day + time;
  }
};

/// A POSIX TZ string: `CET-1CEST,M3.5.0,M10.5.0/3`.
class PosixRule {
public:
  static std::optional<PosixRule> parse(std::string_view text) {
    PosixRule rule;
    rule.text_ = text;
    if (!rule.name() || !rule.offset(rule.standard)) return std::nullopt;
    rule.standard = -rule.standard;
    if (rule.text_.empty()) return rule;
    if (!rule.name()) return std::nullopt;
    rule.has_summer = true;
    rule.summer = rule.standard + 3600;
    if (!rule.text_.empty() && rule.text_.front() != ',') {
      if (!rule.offset(rule.summer)) return std::nullopt;
      rule.summer = -rule.summer;
    }
    if (!rule.rule_day(rule.begin) || !rule.rule_day(rule.end)) return std::nullopt;
    return rule;
  }

  std::int64_t standard = 0, summer = 0;
  bool has_summer = false;
  RuleDay begin, end;

private:
  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool name() {
    const std::size_t before = text_.size();
    if (take('<')) {
      const std::size_t close = text_.find('>');
      if (close == std::string_view::npos) return false;
      text_.remove_prefix(close + 1);
      return true;
    }
    while (!text_.empty() && std::isalpha(static_cast<unsigned char>(text_.front())) != 0)
      text_.remove_prefix(1);
    return text_.size() < before;
  }
  bool number(std::int64_t& value) {
    const std::size_t before = text_.size();
    value = 0;
    while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9' && value < 100'000) {
      value = value * 10 + (text_.front() - '0');
      text_.remove_prefix(1);
    }
    return text_.size() < before;
  }
  /// `[+-]hh[:mm[:ss]]`, as seconds.
  bool offset(std::int64_t& seconds) {
    const bool negative = take('-');
    if (!negative) take('+');
    std::int64_t part = 0;
    if (!number(part)) return false;
    seconds = part * 3600;
    for (const std::int64_t unit : {60, 1}) {
      if (!take(':')) break;
      if (!number(part)) return false;
      seconds += part * unit;
    }
    if (negative) seconds = -seconds;
    return true;
  }
  bool rule_day(RuleDay& result) {
    if (!take(',')) return false;
    std::int64_t a = 0, b = 0, c = 0;
    if (take('M')) {
      if (!number(a) || !take('.') || !number(b) || !take('.') || !number(c)) return false;
      if (a < 1 || a > 12 || b < 1 || b > 5 || c > 6) return false;
      result = {RuleDay::Kind::Month, static_cast<unsigned>(a), static_cast<unsigned>(b),
                static_cast<unsigned>(c)};
    } else {
      const bool julian = take('J');
      if (!number(a) || a > 366) return false;
      result = {julian ? RuleDay::Kind::Julian : RuleDay::Kind::Plain, 1, 1, static_cast<unsigned>(a)};
    }
    return !take('/') || offset(result.time);
  }

  std::string_view text_;
};

}  // namespace

std::optional<TimeZone> TimeZone::load(std::string_view name, const std::string& folder) {
  if (name == "UTC" || name == "GMT") return TimeZone{};
  if (name.find("..") != std::string_view::npos) return std::nullopt;
  std::ifstream file(folder + "/" + std::string(name), std::ios::binary);
  if (!file) return std::nullopt;
  std::string content;
  std::array<char, 4096> part{};
  while (file.read(part.data(), part.size()) || file.gcount() > 0)
    content.append(part.data(), static_cast<std::size_t>(file.gcount()));
  return parse(content);
}

std::optional<TimeZone> TimeZone::parse(std::string_view content) {
  Bytes bytes(content);
  const auto first = header(bytes);
  if (!first || !bytes.has(first->size(4))) return std::nullopt;
  bytes.skip(first->size(4));  // the 32-bit block
  const auto counts = header(bytes);
  if (!counts || counts->type == 0 || !bytes.has(counts->size(8))) return std::nullopt;
  TimeZone zone;
  for (std::uint64_t i = 0; i < counts->time; ++i)
    zone.changes_.push_back({static_cast<std::int64_t>(bytes.number(8)), 0});
  std::vector<std::uint64_t> types;
  for (std::uint64_t i = 0; i < counts->time; ++i) types.push_back(bytes.number(1));
  std::vector<std::int32_t> offsets;
  for (std::uint64_t i = 0; i < counts->type; ++i) {
    offsets.push_back(static_cast<std::int32_t>(bytes.number(4)));
    bytes.skip(2);
  }
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (types[i] >= offsets.size()) return std::nullopt;
    zone.changes_[i].offset = offsets[types[i]];
  }
  zone.before_ = offsets.front();
  bytes.skip(counts->chars + counts->leap * 12 + counts->std + counts->ut);
  std::string_view footer = bytes.rest();
  if (footer.size() < 2 || footer.front() != '\n') return zone;
  footer = footer.substr(1, footer.find('\n', 1) - 1);
  const std::optional<PosixRule> rule = PosixRule::parse(footer);
  if (!rule || !rule->has_summer) return zone;
  const std::int64_t known = zone.changes_.empty() ? INT64_MIN : zone.changes_.back().at;
  std::vector<Change> later;
  const std::int64_t first_year = known <= 0 ? 1970 : 1970 + known / (366 * day) - 1;
  for (std::int64_t year = std::max<std::int64_t>(1970, first_year); year <= last_year; ++year) {
    later.push_back({rule->begin.in(year)-rule->standard, static_cast<std::int32_t>(rule->summer)});
    later.push_back({rule->end.in(year)-rule->summer, static_cast<std::int32_t>(rule->standard)});
  }
  std::sort(later.begin(), later.end(), [](const Change& a, const Change& b) { return a.at < b.at; });
  for (const Change& change : later)
    if (change.at > known) zone.changes_.push_back(change);
  return zone;
}

std::int32_t TimeZone::offset_at(std::int64_t utc) const {
  const auto after = std::upper_bound(changes_.begin(), changes_.end(), utc,
                                      [](std::int64_t at, const Change& change) { return at < change.at; });
  return after == changes_.begin() ? before_ : std::prev(after)->offset;
}

std::vector<TimeZone::Change> TimeZone::changes(std::int64_t from, std::int64_t to) const {
  std::vector<Change> result{{from, offset_at(from)}};
  auto change = std::upper_bound(changes_.begin(), changes_.end(), from,
                                 [](std::int64_t at, const Change& c) { return at < c.at; });
  for (; change != changes_.end() && change->at < to; ++change)
    if (change->offset != result.back().offset) result.push_back(*change);
  return result;
}

std::int64_t TimeZone::utc_of(std::int64_t local) const {
  // No zone is more than a day from UTC, and changes stand further apart.
  const std::int32_t before = offset_at(local - day), after = offset_at(local + day);
  if (before == after) return local - before;
  const auto change = std::upper_bound(changes_.begin(), changes_.end(), local - day,
                                       [](std::int64_t at, const Change& c) { return at < c.at; });
  if (change == changes_.end()) return local - after;
  if (local - before < change->at) return local - before;
  return std::max(local - after, change->at);
}

}  // namespace wain::estimate
