/// A database that is written once, from its first row to its last: no journal, one transaction.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "runtime/log/log_file.h"

namespace wain::runtime {

/// Rows of one table. Values are bound in order; text must live until `insert`.
class SqliteInsert {
public:
  SqliteInsert() = default;
  SqliteInsert(SqliteInsert&& other) noexcept;
  SqliteInsert& operator=(SqliteInsert&& other) noexcept;
  ~SqliteInsert();

  SqliteInsert& text(std::string_view value);
  SqliteInsert& whole(std::int64_t value);
  SqliteInsert& real(double value);
  SqliteInsert& null();
  void insert();

private:
  friend class SqliteFile;
  WholeFile* file_ = nullptr;
  sqlite3* database_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
  int next_ = 1;
};

/// Errors are kept in the file.
class SqliteFile {
public:
  explicit SqliteFile(WholeFile& file);
  ~SqliteFile();
  SqliteFile(const SqliteFile&) = delete;
  SqliteFile& operator=(const SqliteFile&) = delete;

  void execute(const std::string& sql);
  /// Into a table with so many columns.
  SqliteInsert into(std::string_view table, std::size_t columns);
  /// Ends the transaction. All inserts must be gone.
  void finish();

private:
  void check(int status);
  WholeFile& file_;
  sqlite3* database_ = nullptr;
};

/// A name in double quotes.
std::string sql_name(std::string_view name);

}  // namespace wain::runtime
