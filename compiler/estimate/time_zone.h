/// Local time and UTC, from the system's zone database (TZif files, RFC 8536).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wain::estimate {

class TimeZone {
public:
  /// Reads FOLDER/NAME; `UTC` and `GMT` need no file. Nothing if there is none, or it makes no sense.
  static std::optional<TimeZone> load(std::string_view name,
                                      const std::string& folder = "/usr/share/zoneinfo");
  /// The content of a TZif file of version 2 or later.
  static std::optional<TimeZone> parse(std::string_view content);

  /// Seconds since 1970 UTC of a local time, given as if it were UTC. A local time that the clock leaves out
  /// is the first instant after the gap; one that comes twice is the first of the two.
  [[nodiscard]] std::int64_t utc_of(std::int64_t local) const;
  /// Seconds to add to UTC at this instant.
  [[nodiscard]] std::int32_t offset_at(std::int64_t utc) const;

  struct Change {
    std::int64_t at;  ///< from this instant on, UTC
    std::int32_t offset;
  };
  /// The offset at `from`, and every change after it and before `to`.
  [[nodiscard]] std::vector<Change> changes(std::int64_t from, std::int64_t to) const;

private:
  std::int32_t before_ = 0;  ///< before the first change
  std::vector<Change> changes_;
};

}  // namespace wain::estimate
