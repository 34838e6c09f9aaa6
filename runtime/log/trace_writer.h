/// One file of a log, in one format.
#pragma once

#include <memory>

#include "runtime/log/log_file.h"
#include "runtime/log/log_names.h"

namespace wain::runtime {

class TraceWriter {
public:
  TraceWriter() = default;
  TraceWriter(const TraceWriter&) = delete;
  TraceWriter& operator=(const TraceWriter&) = delete;
  virtual ~TraceWriter() = default;
  /// A case, whole. Errors are kept in the file.
  virtual void write(const Trace& trace) = 0;
  /// Writes what is left.
  virtual void finish() = 0;
};

/// The file is open, and both outlive the writer.
std::unique_ptr<TraceWriter> make_csv_writer(const LogNames& names, WholeFile& file);
std::unique_ptr<TraceWriter> make_xes_writer(const LogNames& names, WholeFile& file, bool compressed);
std::unique_ptr<TraceWriter> make_ocel_writer(const LogNames& names, WholeFile& file);

}  // namespace wain::runtime
