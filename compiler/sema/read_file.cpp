#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "sema/analyze.h"

namespace wain::sema {

ReadResult read_file(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (error || status.type() == fs::file_type::not_found)
    return {std::nullopt, error ? error.message() : "No such file or directory", {}};
  if (status.type() == fs::file_type::directory) return {std::nullopt, "it is a directory", {}};
  if (status.type() != fs::file_type::regular) return {std::nullopt, "it is not a regular file", {}};
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) return {std::nullopt, error.message(), {}};
  if (size >= UINT32_MAX) return {std::nullopt, "it is larger than 4 GiB", {}};
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return {std::nullopt, std::strerror(errno), {}};
  std::string text(static_cast<std::size_t>(size), '\0');
  in.read(text.data(), static_cast<std::streamsize>(size));
  if (in.bad()) return {std::nullopt, "it could not be read to its end", {}};
  text.resize(static_cast<std::size_t>(in.gcount()));
  const fs::path canonical = fs::canonical(path, error);
  return {std::move(text), {}, error ? path : canonical.string()};
}

}  // namespace wain::sema
