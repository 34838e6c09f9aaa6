#include "runtime/log/event_log.h"

#include "runtime/log/trace_recorder.h"
#include "runtime/log/trace_writer.h"

namespace wain::runtime {

std::optional<LogFormat> log_format_of(std::string_view path) {
  if (path.ends_with(".csv")) return LogFormat::Csv;
  if (path.ends_with(".xes")) return LogFormat::Xes;
  if (path.ends_with(".xes.gz")) return LogFormat::XesGz;
  if (path.ends_with(".sqlite")) return LogFormat::Ocel;
  return std::nullopt;
}

struct EventLog::Files {
  explicit Files(const plan::Plan& plan) : names(plan) {}
  LogNames names;
  std::vector<std::unique_ptr<WholeFile>> files;
  std::vector<std::unique_ptr<TraceWriter>> writers;
};

EventLog::EventLog(const plan::Plan& plan, const std::vector<std::string>& paths)
    : files_(std::make_unique<Files>(plan)) {
  for (const std::string& path : paths) {
    const LogFormat format = log_format_of(path).value_or(LogFormat::Csv);
    WholeFile& file = *files_->files.emplace_back(std::make_unique<WholeFile>(path));
    file.open(format == LogFormat::Ocel);
    if (!file.error().empty()) continue;
    switch (format) {
      case LogFormat::Csv: files_->writers.push_back(make_csv_writer(files_->names, file)); break;
      case LogFormat::Xes: files_->writers.push_back(make_xes_writer(files_->names, file, false)); break;
      case LogFormat::XesGz: files_->writers.push_back(make_xes_writer(files_->names, file, true)); break;
      case LogFormat::Ocel: files_->writers.push_back(make_ocel_writer(files_->names, file)); break;
    }
  }
}

EventLog::~EventLog() {
  files_->writers.clear();  // before the files that they write to
}

std::unique_ptr<Observer> EventLog::observer() {
  return record_traces(files_->names, [files = files_.get()](const Trace& trace) {
    for (const std::unique_ptr<TraceWriter>& writer : files->writers) writer->write(trace);
  });
}

std::optional<EventLog::Failure> EventLog::failure() const {
  for (const std::unique_ptr<WholeFile>& file : files_->files)
    if (!file->error().empty()) return Failure{file->path(), file->error()};
  return std::nullopt;
}

std::optional<EventLog::Failure> EventLog::commit() {
  for (const std::unique_ptr<TraceWriter>& writer : files_->writers) writer->finish();
  files_->writers.clear();
  if (auto failed = failure()) return failed;
  for (const std::unique_ptr<WholeFile>& file : files_->files) file->commit();
  return failure();
}

}  // namespace wain::runtime
