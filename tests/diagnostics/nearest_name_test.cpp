#include "diagnostics/nearest_name.h"

#include <gtest/gtest.h>

namespace wain {
namespace {

TEST(NearestName, IsAThirdOfTheNameAway) {
  EXPECT_EQ(nearest_name("Clrek", {"Clerk", "Manager"}), "Clerk");  // a swap is one edit
  EXPECT_EQ(nearest_name("clerk", {"Manager", "Clerk"}), "Clerk");
  EXPECT_EQ(nearest_name("Director", {"Clerk", "Manager"}), "");
  EXPECT_EQ(nearest_name("ab", {"xy", "aby"}), "aby");
  EXPECT_EQ(nearest_name("", {"a"}), "a");
  EXPECT_EQ(nearest_name("approvel", {"approval", "appraisal"}), "approval");
}

TEST(NearestName, TheFirstOfEquals) { EXPECT_EQ(nearest_name("Clerx", {"Clerk", "Clers"}), "Clerk"); }

TEST(NearestName, NeverTheNameItself) { EXPECT_EQ(nearest_name("Clerk", {"Clerk"}), ""); }

TEST(NearestName, FarNamesCostNothing) {
  NearestName nearest("Clerk");
  EXPECT_FALSE(nearest.offer("AVeryLongNameIndeed", 0));
  EXPECT_TRUE(nearest.offer("Clark", 1));
  EXPECT_EQ(nearest.best(), 1U);
}

}  // namespace
}  // namespace wain
