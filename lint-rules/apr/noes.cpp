#include "rules/apr/noes.h"

#include <algorithm>
#include <cmath>

namespace wain::lint {
namespace {

bool has_exit(const ir::Process& process, const ir::Node& gate, ir::EdgeKind kind) {
  return std::any_of(gate.out.begin(), gate.out.end(),
                     [&](ir::EdgeId edge) { return process[edge].kind == kind; });
}

/// The declared share of the exits of one kind; nothing if one of them has none.
std::optional<double> declared(const ir::Process& process, const ir::Node& gate, ir::EdgeKind kind) {
  double sum = 0;
  for (const ir::EdgeId edge : gate.out) {
    if (process[edge].kind != kind) continue;
    if (!process[edge].share) return std::nullopt;
    sum += process[edge].share->to_double();
  }
  return sum;
}

/// A count that is not given is 0 only where the gate has no such exit.
std::optional<std::int64_t> counted(const ir::Process& process, const ir::Node& gate, ir::EdgeKind kind,
                                    const std::optional<std::int64_t>& count) {
  if (count || has_exit(process, gate, kind)) return count;
  return 0;
}

std::optional<Noes> from_counts(std::int64_t noes, const ir::Observation& observed) {
  const std::int64_t cases = *observed.cases;
  if (cases <= 0 || noes < 0 || noes > cases) return std::nullopt;
  return Noes{static_cast<double>(noes) / static_cast<double>(cases), wilson(noes, cases),
              Counted{cases, noes, observed.source}};
}

std::optional<Noes> exact(std::optional<double> share) {
  if (!share) return std::nullopt;
  return Noes{*share, {*share, *share}, {}};
}

}  // namespace

ShareBounds wilson(std::int64_t hits, std::int64_t cases) {
  constexpr double z = 1.959963984540054;  // the 97.5 % quantile of the normal distribution
  const auto n = static_cast<double>(cases);
  const double p = static_cast<double>(hits) / n;
  const double centre = p + z * z / (2 * n);
  const double spread = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  return {std::max(0.0, (centre - spread) / scale), std::min(1.0, (centre + spread) / scale)};
}

std::optional<Noes> noes_of(const ir::Process& process, const ir::Node& gate) {
  const bool rejects = has_exit(process, gate, ir::EdgeKind::Reject);
  const bool returns = has_exit(process, gate, ir::EdgeKind::Return);
  if (!rejects && !returns) return std::nullopt;
  if (gate.observed && gate.observed->cases) {
    const ir::Observation& observed = *gate.observed;
    const auto rejected = counted(process, gate, ir::EdgeKind::Reject, observed.rejects);
    const auto returned = counted(process, gate, ir::EdgeKind::Return, observed.returns);
    const auto failed = counted(process, gate, ir::EdgeKind::Fail, observed.fails);
    std::optional<std::int64_t> noes;
    if (rejected && returned)
      noes = *rejected + *returned;
    else if (observed.approves && failed)
      noes = *observed.cases - *observed.approves - *failed;
    if (noes) {
      if (auto result = from_counts(*noes, observed)) return result;
    }
  }
  const auto rejected = declared(process, gate, ir::EdgeKind::Reject);
  const auto returned = declared(process, gate, ir::EdgeKind::Return);
  if (!rejected || !returned) return std::nullopt;
  return exact(*rejected + *returned);
}

std::optional<Noes> rejects_of(const ir::Process& process, const ir::Node& gate) {
  if (!has_exit(process, gate, ir::EdgeKind::Reject)) return std::nullopt;
  if (gate.observed && gate.observed->cases && gate.observed->rejects) {
    if (auto result = from_counts(*gate.observed->rejects, *gate.observed)) return result;
  }
  return exact(declared(process, gate, ir::EdgeKind::Reject));
}

}  // namespace wain::lint
