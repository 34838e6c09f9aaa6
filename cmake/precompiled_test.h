// What nearly every test includes.
#include "precompiled.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
