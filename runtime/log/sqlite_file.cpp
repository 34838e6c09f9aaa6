#include "runtime/log/sqlite_file.h"

#include <utility>

namespace wain::runtime {
namespace {

void keep_error(WholeFile& file, sqlite3* database, int status) {
  const bool ok = status == SQLITE_OK || status == SQLITE_DONE || status == SQLITE_ROW;
  if (!ok) file.fail(database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(status));
}

}  // namespace

SqliteInsert::SqliteInsert(SqliteInsert&& other) noexcept { *this = std::move(other); }

SqliteInsert& SqliteInsert::operator=(SqliteInsert&& other) noexcept {
  std::swap(file_, other.file_);
  std::swap(database_, other.database_);
  std::swap(statement_, other.statement_);
  std::swap(next_, other.next_);
  return *this;
}

SqliteInsert::~SqliteInsert() { sqlite3_finalize(statement_); }

SqliteInsert& SqliteInsert::text(std::string_view value) {
  sqlite3_bind_text(statement_, next_++, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
  return *this;
}

SqliteInsert& SqliteInsert::whole(std::int64_t value) {
  sqlite3_bind_int64(statement_, next_++, value);
  return *this;
}

SqliteInsert& SqliteInsert::real(double value) {
  sqlite3_bind_double(statement_, next_++, value);
  return *this;
}

SqliteInsert& SqliteInsert::null() {
  sqlite3_bind_null(statement_, next_++);
  return *this;
}

void SqliteInsert::insert() {
  next_ = 1;
  if (!file_->error().empty()) return;
  keep_error(*file_, database_, sqlite3_step(statement_));
  sqlite3_reset(statement_);
}

SqliteFile::SqliteFile(WholeFile& file) : file_(file) {
  check(sqlite3_open_v2(file.beside().c_str(), &database_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                        nullptr));
  execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; BEGIN");
}

SqliteFile::~SqliteFile() { sqlite3_close_v2(database_); }

void SqliteFile::check(int status) { keep_error(file_, database_, status); }

void SqliteFile::execute(const std::string& sql) {
  if (file_.error().empty()) check(sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr));
}

SqliteInsert SqliteFile::into(std::string_view table, std::size_t columns) {
  SqliteInsert made;
  made.file_ = &file_;
  made.database_ = database_;
  std::string sql = "INSERT INTO " + sql_name(table) + " VALUES (?";
  for (std::size_t i = 1; i < columns; ++i) sql += ",?";
  sql += ")";
  if (file_.error().empty())
    check(
        sqlite3_prepare_v3(database_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &made.statement_, nullptr));
  return made;
}

void SqliteFile::finish() {
  execute("COMMIT");
  const int status = sqlite3_close(database_);
  check(status);
  if (status == SQLITE_OK) database_ = nullptr;
}

std::string sql_name(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace wain::runtime
