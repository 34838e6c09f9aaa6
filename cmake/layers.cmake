# A target a layer. A target links only what stands below it, so a wrong include does not build:
# each layer's headers are reachable only through its own target.

add_library(wain_options INTERFACE)
target_compile_options(wain_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Wunused -Woverloaded-virtual -Wnull-dereference -Werror
  -Wno-deprecated-declarations)  # libstdc++ 12's own std::stable_sort calls what it deprecates
if(WAIN_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(WAIN_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# wain_headers(TARGET FOLDER NAME): FOLDER's headers are included as "NAME/...", through a directory
# that holds no other layer.
function(wain_headers target folder name)
  set(view ${CMAKE_CURRENT_BINARY_DIR}/include/${name})
  file(MAKE_DIRECTORY ${view})
  file(CREATE_LINK ${folder} ${view}/${name} SYMBOLIC)
  target_include_directories(${target} PUBLIC ${view})
endfunction()

# wain_precompile(TARGET [HEADER]): compiles the outside headers that nearly every source includes once.
# A third of a source's compile time is theirs.
function(wain_precompile target)
  set(header ${ARGN})
  if(NOT header)
    set(header precompiled_llvm.h)
  endif()
  target_precompile_headers(${target} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/${header})
  if(CMAKE_CXX_COMPILER_ID STREQUAL Clang)
    target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")  # or ccache never hits
  endif()
endfunction()

# wain_layer(NAME DEPENDS layer... [PRIVATE_DEPENDS target...]): compiler/NAME as library wain_NAME.
function(wain_layer name)
  cmake_parse_arguments(LAYER "" "" "DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/reference/")  # for tests only, a target of its own
  add_library(wain_${name} STATIC ${sources})
  target_link_libraries(wain_${name} PUBLIC ${LAYER_DEPENDS} PRIVATE wain_options ${LAYER_PRIVATE_DEPENDS})
  wain_headers(wain_${name} ${CMAKE_CURRENT_SOURCE_DIR}/${name} ${name})
endfunction()
