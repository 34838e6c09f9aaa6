# Everything comes from Debian's packages; scripts/setup lists them.

find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
# Debian's own, which has the Debian packages of python (jsonschema).
find_program(Python3_EXECUTABLE python3 PATHS /usr/bin NO_DEFAULT_PATH)
# Debian's, which has the packages of scripts/setup; another python first on the PATH has not.
set(Python3_EXECUTABLE /usr/bin/python3 CACHE FILEPATH "Python 3")
find_package(Python3 REQUIRED COMPONENTS Interpreter)
find_program(ANTLR4 antlr4 REQUIRED)

# LLVM's Support library alone, linked statically: libLLVM.so costs more to load than a lint takes.
# The archives by name and not LLVM's CMake targets: those add libz3, zlib and zstd to every link.
include(${CMAKE_CURRENT_LIST_DIR}/llvm_support.cmake)

find_path(ANTLR4_INCLUDE antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
find_library(ANTLR4_STATIC libantlr4-runtime.a REQUIRED)
add_library(wain_antlr INTERFACE)
target_include_directories(wain_antlr SYSTEM INTERFACE ${ANTLR4_INCLUDE})
target_link_libraries(wain_antlr INTERFACE ${ANTLR4_STATIC} pthread)
# Version 4.9's headers rely on u8"" being char.
target_compile_options(wain_antlr INTERFACE -fno-char8_t)

find_path(UTF8PROC_INCLUDE utf8proc.h REQUIRED)
find_library(UTF8PROC_STATIC libutf8proc.a REQUIRED)
add_library(wain_utf8proc INTERFACE)
target_include_directories(wain_utf8proc SYSTEM INTERFACE ${UTF8PROC_INCLUDE})
target_link_libraries(wain_utf8proc INTERFACE ${UTF8PROC_STATIC})

find_path(Z3_INCLUDE z3.h REQUIRED)
find_library(Z3_LIBRARY z3 REQUIRED)
add_library(wain_z3 INTERFACE)
target_include_directories(wain_z3 SYSTEM INTERFACE ${Z3_INCLUDE})
target_link_libraries(wain_z3 INTERFACE ${Z3_LIBRARY})

# For event logs; linked statically, or every start would load them.
find_path(SQLITE_INCLUDE sqlite3.h REQUIRED)
find_library(SQLITE_STATIC libsqlite3.a REQUIRED)
find_path(ZLIB_INCLUDE zlib.h REQUIRED)
find_library(ZLIB_STATIC libz.a REQUIRED)
add_library(wain_log_files INTERFACE)
target_include_directories(wain_log_files SYSTEM INTERFACE ${SQLITE_INCLUDE} ${ZLIB_INCLUDE})
target_link_libraries(wain_log_files INTERFACE ${SQLITE_STATIC} ${ZLIB_STATIC} pthread ${CMAKE_DL_LIBS} m)

# Programs allocate from it instead of the C library: a sixth less time for a lint. Nothing names it, so the
# linker must be told to keep it. Sanitizers bring an allocator of their own.
find_library(MIMALLOC_LIBRARY mimalloc REQUIRED)
add_library(wain_allocator INTERFACE)
if(NOT WAIN_SANITIZE)
  target_link_options(wain_allocator INTERFACE -Wl,--push-state,--no-as-needed ${MIMALLOC_LIBRARY} -Wl,--pop-state)
endif()

# Headers only, and included in one file of compiler/estimate.
find_path(EIGEN_INCLUDE Eigen/SparseLU PATH_SUFFIXES eigen3 REQUIRED)
add_library(wain_eigen INTERFACE)
target_include_directories(wain_eigen SYSTEM INTERFACE ${EIGEN_INCLUDE})
