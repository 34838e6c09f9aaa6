#include "cache/pack.h"

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/xxhash.h>

#include "cache/bytes.h"
#include "runtime/files/whole_file.h"

namespace wain::cache {
namespace {

/// Changes when the layout of the file does.
constexpr std::string_view magic = "wain pack 1";

std::uint64_t hash_of(std::string_view bytes) { return llvm::xxh3_64bits(llvm::StringRef(bytes)); }

void append(ByteWriter& out, std::uint64_t name, std::string_view entry) {
  out.number(name);
  out.number(hash_of(entry));
  out.text(entry);
}

}  // namespace

std::string Pack::header() const {
  ByteWriter out;
  out.text(magic);
  out.text(maker_);
  return out.take();
}

Pack::Pack(std::string path, std::string maker) : path_(std::move(path)), maker_(std::move(maker)) {
  auto buffer = llvm::MemoryBuffer::getFile(path_, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!buffer) return;
  buffer_ = std::move(*buffer);
  const std::string_view bytes = buffer_->getBuffer();
  const std::string head = header();
  if (!bytes.starts_with(head)) return;
  ByteReader in(bytes.substr(head.size()));
  while (!in.rest().empty()) {
    const auto name = in.number<std::uint64_t>();
    const auto sum = in.number<std::uint64_t>();
    const std::string_view entry = in.text();
    // Cut short or scribbled over: what stands before it is whole.
    if (in.failed() || hash_of(entry) != sum) break;
    by_name_[name].push_back(kept_.size());
    kept_.push_back({name, entry});
  }
}

std::vector<std::string_view> Pack::entries(std::string_view name) const {
  std::vector<std::string_view> found;
  if (const auto known = by_name_.find(hash_of(name)); known != by_name_.end())
    for (const std::size_t at : known->second) found.push_back(kept_[at].entry);
  return found;
}

void Pack::put(std::string_view name, std::string entry) {
  const std::uint64_t hash = hash_of(name);
  const std::scoped_lock lock(mutex_);
  fresh_.emplace_back(hash, std::move(entry));
}

void Pack::save() {
  const std::scoped_lock lock(mutex_);
  if (fresh_.empty()) return;
  ByteWriter out;
  std::size_t bytes = 0;
  std::unordered_map<std::uint64_t, std::size_t> entries;
  const auto add = [&](std::uint64_t name, std::string_view entry) {
    if (entries[name] >= most_entries || bytes + entry.size() > most_bytes) return;
    ++entries[name];
    bytes += entry.size();
    append(out, name, entry);
  };
  for (const auto& [name, entry] : fresh_) add(name, entry);
  for (const Kept& kept : kept_) add(kept.name, kept.entry);
  const std::string head = header();
  const std::string body = out.take();
  runtime::WholeFile file(path_);
  file.open(true);
  file.write(head.data(), head.size());
  file.write(body.data(), body.size());
  file.commit();  // an error leaves what was there
  fresh_.clear();
}

}  // namespace wain::cache
