// A process P of a few steps with the people that it needs, for tests of its times.
#pragma once

#include <string>

#include "estimated.h"

namespace wain::estimate::test {

using Kind = WhyNot::Kind;

inline const std::string start =
    "calendar Office { Mon..Fri 09:00-17:00 }\nperson A { hours Office }\nperson B { hours Office }\n"
    "role Free { staff 9 }\nmodel M { accountable A }\ncriterion C\ndocument D\noutcome Done { owner A }\n"
    "outcome No { owner A }\n";

inline std::string text(const std::string& body, const std::string& more = "",
                        const std::string& arrivals = "") {
  std::string result = start + more + "process P(d: D) yields Done | No {\n" + body + "\nend Done\n}\n";
  if (!arrivals.empty()) result += "scenario S { runs P  arrivals " + arrivals + "  for 26w warmup 4w }\n";
  return result;
}

inline std::string committee(const std::string& meets, const std::string& more = "") {
  return "committee Board { members A, B  quorum 2  meets " + meets + " for 1h " + more + " }\n";
}
inline const std::string hearing = "approval Hear by Board { judges C sees d takes 0s rejects 0% -> end No }";

/// The mean cycle time in hours.
inline double cycle(const std::string& wain) { return Estimated(wain).cycle(); }

inline Mark mark_of(const Estimated& e) { return e.model().times(e.process()).cycle->mark; }

}  // namespace wain::estimate::test
