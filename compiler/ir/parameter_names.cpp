#include "ir/parameter_names.h"

namespace wain::ir {

std::vector<std::string_view> parameter_names(DistributionKind kind) {
  switch (kind) {
    case DistributionKind::Constant: return {"value"};
    case DistributionKind::Uniform: return {"low", "high"};
    case DistributionKind::Triangular: return {"low", "mode", "high"};
    case DistributionKind::Exponential:
    case DistributionKind::Erlang: return {"mean"};
    case DistributionKind::Normal:
    case DistributionKind::Lognormal:
    case DistributionKind::Gamma: return {"mean", "sd"};
    case DistributionKind::Weibull: return {"scale"};
    case DistributionKind::Empirical: return {};
  }
  return {};
}

}  // namespace wain::ir
