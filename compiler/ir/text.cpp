#include "ir/text.h"

#include <iterator>

#include <fmt/format.h>

namespace wain::ir {
namespace {

template <class... Args>
void append(std::string& out, fmt::format_string<Args...> format, Args&&... args) {
  fmt::format_to(std::back_inserter(out), format, std::forward<Args>(args)...);
}

/// The word before each parameter in the text; an empty one where the place says it.
std::vector<std::string_view> parameter_words(DistributionKind kind) {
  switch (kind) {
    case DistributionKind::Exponential:
    case DistributionKind::Erlang: return {"mean "};
    case DistributionKind::Normal:
    case DistributionKind::Lognormal:
    case DistributionKind::Gamma: return {"mean ", "sd "};
    case DistributionKind::Weibull: return {"scale "};
    default: return {};
  }
}

std::string points(const Distribution& distribution) {
  std::string out;
  for (const auto& [value, share] : distribution.points) {
    if (!out.empty()) out += ", ";
    // An enum's member is written bare, though it is kept as text.
    const auto* const member = std::get_if<std::string>(&value);
    append(out, "{}: {}", member != nullptr ? *member : str(value), share.percent());
  }
  return out;
}

std::string days(const std::vector<Weekday>& list) {
  std::string out;
  for (std::size_t i = 0; i < list.size();) {
    std::size_t last = i;
    while (last + 1 < list.size() && static_cast<int>(list[last + 1]) == static_cast<int>(list[last]) + 1)
      ++last;
    // A run of two reads better with a comma.
    if (last - i < 2) last = i;
    if (!out.empty()) out += ", ";
    out += name(list[i]);
    if (last > i) append(out, "..{}", name(list[last]));
    i = last + 1;
  }
  return out;
}

std::string ordinals(const std::vector<std::uint8_t>& list) {
  std::string out;
  for (const unsigned n : list) {
    if (!out.empty()) out += ", ";
    append(out, "{}{}", n, n == 1 ? "st" : n == 2 ? "nd" : n == 3 ? "rd" : "th");
  }
  return out;
}

}  // namespace

std::string str(const Distribution& distribution) {
  if (distribution.kind == DistributionKind::Constant) {
    return distribution.parameters.empty() ? "?" : str(distribution.parameters.front());
  }
  if (distribution.kind == DistributionKind::Empirical) return "empirical(" + points(distribution) + ")";
  std::string inner;
  if (distribution.kind == DistributionKind::Erlang) inner = fmt::format("{}", distribution.count);
  if (distribution.kind == DistributionKind::Weibull) inner = "shape " + distribution.shape.str();
  const std::vector<std::string_view> words = parameter_words(distribution.kind);
  for (std::size_t i = 0; i < distribution.parameters.size(); ++i) {
    if (!inner.empty()) inner += ", ";
    if (i < words.size()) inner += words[i];
    inner += str(distribution.parameters[i]);
  }
  return fmt::format("{}({})", name(distribution.kind), inner);
}

std::string str(const Cadence& cadence) {
  switch (cadence.kind) {
    case Cadence::Kind::Weekly: return fmt::format("every {} {}", days(cadence.days), cadence.time.str());
    case Cadence::Kind::Daily: return fmt::format("every day {}", cadence.time.str());
    case Cadence::Kind::EveryNWeeks: {
      std::string out =
          fmt::format("every {} weeks on {} {}", cadence.weeks, days(cadence.days), cadence.time.str());
      if (cadence.anchor) append(out, " from {}", cadence.anchor->str());
      return out;
    }
    case Cadence::Kind::MonthlyNth:
      return fmt::format("{} {} of month {}", ordinals(cadence.ordinals), days(cadence.days),
                         cadence.time.str());
  }
  return {};
}

std::string str(const OpeningHours& hours) {
  std::string out = days(hours.days);
  for (std::size_t i = 0; i < hours.ranges.size(); ++i) {
    const auto& [opens, closes] = hours.ranges[i];
    append(out, "{}{}-{}", i == 0 ? " " : ", ", opens.str(), closes.str());
  }
  return out;
}

std::string str(const Definition& definition, const Arrivals& arrivals) {
  std::string out;
  if (arrivals.rate) append(out, "{} per {}", arrivals.rate->str(), name(arrivals.per));
  if (arrivals.gaps) out += str(*arrivals.gaps);
  if (arrivals.during) append(out, " during {}", name_of(definition, arrivals.during));
  return out;
}

std::string str(const Definition& definition, const StatisticRef& reference) {
  std::string path;
  const auto add = [&path](std::string_view part) {
    if (!path.empty()) path += '.';
    path += part;
  };
  if (reference.scenario) add(name_of(definition, reference.scenario));
  if (reference.outcome) add(name_of(definition, reference.outcome));
  if (reference.node && reference.process &&
      reference.node.index < definition[reference.process].nodes.size()) {
    add(definition[reference.process][reference.node].name);
  }
  if (reference.actor) add(name_of(definition, reference.actor));
  if (!reference.measure.empty()) add(reference.measure);
  return fmt::format("{}({})", str(reference.statistic, reference.percentile), path);
}

std::string str(const Definition& definition, const StatisticComparison& claim) {
  std::string right;
  if (!claim.other) {
    right = str(claim.value);
  } else {
    if (claim.factor) right = claim.factor->percent() + " of ";
    right += str(definition, *claim.other);
  }
  return fmt::format("{} {} {}", str(definition, claim.left), symbol(claim.op), right);
}

}  // namespace wain::ir
