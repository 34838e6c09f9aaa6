# wain_llvm: LLVM 19's headers and its Support archive.

find_program(LLVM_CONFIG NAMES llvm-config-19 REQUIRED)
function(wain_llvm_config variable option)
  execute_process(COMMAND ${LLVM_CONFIG} ${option} OUTPUT_VARIABLE answer OUTPUT_STRIP_TRAILING_WHITESPACE
                  COMMAND_ERROR_IS_FATAL ANY)
  set(${variable} ${answer} PARENT_SCOPE)
endfunction()
wain_llvm_config(llvm_include --includedir)
wain_llvm_config(llvm_lib --libdir)
find_library(LLVM_SUPPORT_STATIC libLLVMSupport.a PATHS ${llvm_lib} NO_DEFAULT_PATH REQUIRED)
find_library(LLVM_DEMANGLE_STATIC libLLVMDemangle.a PATHS ${llvm_lib} NO_DEFAULT_PATH REQUIRED)

add_library(wain_llvm INTERFACE)
target_include_directories(wain_llvm SYSTEM INTERFACE ${llvm_include})
target_link_libraries(wain_llvm INTERFACE ${LLVM_SUPPORT_STATIC} ${LLVM_DEMANGLE_STATIC} pthread)
