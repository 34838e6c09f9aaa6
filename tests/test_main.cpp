// Runs the tests of one folder. Random cases are the same in every run: who wants others says so in the
// environment, for example RC_PARAMS="seed=7 max_success=10000" (RapidCheck's own variable).
#include <cstdlib>

#include <gmock/gmock.h>

int main(int count, char** arguments) {
  setenv("RC_PARAMS", "seed=20260105", 0);  // left as it is where it is set
  testing::InitGoogleMock(&count, arguments);
  return RUN_ALL_TESTS();
}
