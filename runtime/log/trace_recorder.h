/// Keeps what happens to each live case, and hands it on when nothing more will.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "runtime/engine/observer.h"
#include "runtime/log/log_names.h"

namespace wain::runtime {

/// Memory is proportional to the cases that live at once. Traces come in the order in which cases close;
/// their events are in order of time, those of one instant as they happened.
std::unique_ptr<Observer> record_traces(const LogNames& names, std::function<void(const Trace&)> give);

}  // namespace wain::runtime
