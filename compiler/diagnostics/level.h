/// How grave a finding is.
#pragma once

#include <cstdint>
#include <string_view>

namespace wain {

enum class Level : std::uint8_t { Off, Info, Warning, Error };

/// The level's name as it is written in output and configuration.
constexpr std::string_view name(Level level) {
  switch (level) {
    case Level::Off: return "off";
    case Level::Info: return "info";
    case Level::Warning: return "warning";
    case Level::Error: return "error";
  }
  return "";
}

}  // namespace wain
