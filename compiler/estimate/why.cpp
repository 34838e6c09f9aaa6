#include "estimate/why.h"

#include <algorithm>

namespace wain::estimate {

void note(std::vector<WhyNot>& causes, const WhyNot& cause) {
  if (std::find(causes.begin(), causes.end(), cause) == causes.end()) causes.push_back(cause);
}

}  // namespace wain::estimate
