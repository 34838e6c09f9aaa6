/// Exports for other tools, from the compilation to the files.
#pragma once

#include "driver/arguments.h"
#include "driver/compile_roots.h"

namespace wain::driver {

/// A file that is to be written.
struct Product {
  std::string path;  ///< empty: standard output
  std::string text;
};

/// Whether this form is made here: other tools read it, and not all of it can be carried over.
bool is_export(EmitKind kind);
/// The files of the form that `arguments` ask for. What the target cannot carry is reported in the
/// compilation. False: it cannot be said what is meant, and it was complained about.
bool emit_export(Compilation& compilation, const Arguments& arguments, std::vector<Product>& products);

}  // namespace wain::driver
