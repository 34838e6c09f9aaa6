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

# wain_layer(NAME DEPENDS layer... [PRIVATE_DEPENDS target...]): compiler/NAME as library wain_NAME.
function(wain_layer name)
  cmake_parse_arguments(LAYER "" "" "DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  if(NOT sources)  # a layer of headers alone still is a library
    set(sources ${CMAKE_CURRENT_BINARY_DIR}/no_sources.cpp)
    file(TOUCH ${sources})
  endif()
  add_library(wain_${name} STATIC ${sources})
  target_link_libraries(wain_${name} PUBLIC ${LAYER_DEPENDS} PRIVATE wain_options ${LAYER_PRIVATE_DEPENDS})
  # The folder's own headers under their folder's name, through a directory that holds no other layer.
  set(view ${CMAKE_CURRENT_BINARY_DIR}/include/${name})
  file(MAKE_DIRECTORY ${view})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${name} ${view}/${name} SYMBOLIC)
  target_include_directories(wain_${name} PUBLIC ${view})
endfunction()
