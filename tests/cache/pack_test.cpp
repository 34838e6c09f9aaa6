#include "cache/pack.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

namespace wain::cache {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class PackTest : public testing::Test {
protected:
  void SetUp() override {
    path_ = (std::filesystem::path(testing::TempDir()) /
             testing::UnitTest::GetInstance()->current_test_info()->name())
                .string();
    std::filesystem::remove(path_);
  }
  void TearDown() override { std::filesystem::remove(path_); }

  void put(std::string_view name, std::string entry) {
    Pack pack(path_, "maker");
    pack.put(name, std::move(entry));
    pack.save();
  }
  [[nodiscard]] std::string content() const {
    std::ostringstream text;
    text << std::ifstream(path_, std::ios::binary).rdbuf();
    return text.str();
  }
  void write(const std::string& bytes) const { std::ofstream(path_, std::ios::binary) << bytes; }

  std::string path_;
};

TEST_F(PackTest, HoldsWhatWasPutIn) {
  put("a", "first");
  put("b", "other");
  const Pack pack(path_, "maker");
  EXPECT_THAT(pack.entries("a"), ElementsAre("first"));
  EXPECT_THAT(pack.entries("b"), ElementsAre("other"));
  EXPECT_THAT(pack.entries("c"), IsEmpty());
}

TEST_F(PackTest, TheLatestComesFirstAndOldOnesGo) {
  for (const char* entry : {"1", "2", "3", "4", "5", "6"}) put("a", entry);
  EXPECT_THAT(Pack(path_, "maker").entries("a"), ElementsAre("6", "5", "4", "3"));
}

TEST_F(PackTest, AnotherMakerFindsNothing) {
  put("a", "first");
  EXPECT_THAT(Pack(path_, "another").entries("a"), IsEmpty());
}

TEST_F(PackTest, NothingNewWritesNothing) {
  Pack pack(path_, "maker");
  EXPECT_FALSE(pack.changed());
  pack.save();
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(PackTest, StaysBelowItsLimit) {
  const std::string half(Pack::most_bytes / 2, 'x');
  for (const char* name : {"a", "b", "c"}) put(name, half);
  const Pack pack(path_, "maker");
  EXPECT_THAT(pack.entries("c"), SizeIs(1));
  EXPECT_THAT(pack.entries("b"), SizeIs(1));
  EXPECT_THAT(pack.entries("a"), IsEmpty());
}

TEST_F(PackTest, CutShortAnywhereItHoldsWhatIsWhole) {
  put("a", "first");
  put("b", "second");
  const std::string whole = content();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    write(whole.substr(0, size));
    const Pack pack(path_, "maker");
    EXPECT_THAT(pack.entries("a"), IsEmpty()) << size;  // the older one stands last
    for (const std::string_view entry : pack.entries("b")) EXPECT_EQ(entry, "second") << size;
  }
}

TEST_F(PackTest, AChangedByteIsSeen) {
  put("a", "first");
  const std::string whole = content();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x20);
    write(changed);
    for (const std::string_view entry : Pack(path_, "maker").entries("a")) EXPECT_EQ(entry, "first") << at;
  }
}

}  // namespace
}  // namespace wain::cache
