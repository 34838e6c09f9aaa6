#include "exports/prosimos_law.h"

#include <algorithm>

#include "exports/moments.h"

namespace wain::exports {
namespace {

/// Prosimos wants an upper bound and draws again beyond it: thirty years are beyond all draws that matter.
constexpr double no_limit = 1e9;
/// A normal law that far above 0 in its own deviations has one negative draw in 740.
constexpr double safe_deviations = 3;

}  // namespace

ProsimosLaw prosimos_law(const plan::Distribution& distribution, double factor) {
  using Kind = plan::Distribution::Kind;
  using Fidelity = ProsimosLaw::Fidelity;
  const double scale = factor / static_cast<double>(plan::second);
  Moments m = moments(distribution);
  m.mean *= scale;
  m.variance *= scale * scale;
  const double limit = std::max(no_limit, m.mean * 1e3);
  if (m.variance <= 0) return {"fix", {std::max(0.0, m.mean)}};
  switch (distribution.kind) {
    case Kind::Uniform: return {"uniform", {distribution.a * scale, distribution.b * scale}};
    case Kind::Exponential: return {"expon", {m.mean, 0, limit}};
    case Kind::Normal: {
      const double deviation = distribution.b * scale;
      const bool safe = m.mean >= safe_deviations * deviation;
      return {"norm", {m.mean, deviation, 0, limit}, safe ? Fidelity::Exact : Fidelity::Redrawn};
    }
    case Kind::Lognormal: return {"lognorm", {m.mean, m.variance, 0, limit}};
    case Kind::Gamma:
    case Kind::Erlang: return {"gamma", {m.mean, m.variance, 0, limit}};
    default: return {"gamma", {m.mean, m.variance, 0, limit}, Fidelity::MatchedMoments};
  }
}

ProsimosLaw cut_off(ProsimosLaw law, double most) {
  // The bound is the last parameter of all others, and Prosimos draws again beyond it; a uniform law ends
  // there.
  if (law.name != "fix") law.parameters.back() = std::min(law.parameters.back(), most);
  return law;
}

std::string_view name_of(plan::Distribution::Kind kind) {
  using Kind = plan::Distribution::Kind;
  switch (kind) {
    case Kind::Constant: return "constant";
    case Kind::Uniform: return "uniform";
    case Kind::Triangular: return "triangular";
    case Kind::Exponential: return "exponential";
    case Kind::Normal: return "normal";
    case Kind::Lognormal: return "lognormal";
    case Kind::Gamma: return "gamma";
    case Kind::Erlang: return "erlang";
    case Kind::Weibull: return "weibull";
    case Kind::Empirical: return "empirical";
  }
  return "";
}

}  // namespace wain::exports
