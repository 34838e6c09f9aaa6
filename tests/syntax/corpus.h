/// The files that every layer's tests run over.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace wain::syntax {

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Every .wain file under a folder of the project, sorted.
inline std::vector<std::filesystem::path> wain_files(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(WAIN_SOURCE_DIR "/" + folder))
    if (entry.path().extension() == ".wain") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

/// The examples and the file tests, the broken ones included.
inline std::vector<std::filesystem::path> corpus() {
  std::vector<std::filesystem::path> paths = wain_files("examples");
  for (auto& path : wain_files("tests")) paths.push_back(std::move(path));
  return paths;
}

}  // namespace wain::syntax
