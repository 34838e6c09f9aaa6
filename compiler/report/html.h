/// Pieces of HTML and SVG: escaped text, numbers that are the same everywhere.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/diagnostic.h"

namespace wain::report {

/// Users' text as text or as an attribute's value: nothing in it is markup, nothing in it turns the line
/// around.
std::string escaped(std::string_view text);

/// Digits in groups apart from each other by narrow spaces, as readers know them, instead of `11_713`.
std::string spaced(std::string_view words);
/// A row of the tables of messages, escaped. `marked`: what stands between backticks is a name.
std::string text(Diag id, const std::vector<DiagArg>& args = {});
std::string marked(std::string_view sentence);

/// `<td>…</td>`; `inner` is markup.
std::string element(std::string_view tag, std::string_view inner, std::string_view attributes = {});

/// A coordinate or a percentage with two places at most: never `-0`, never an exponent.
std::string coordinate(double value);

/// How many characters wide, roughly: what East Asian scripts and pictures need counts twice.
double text_width(std::string_view text);
/// Lines of at most so many characters: broken at spaces, words that are longer within themselves; after
/// `lines` lines an ellipsis ends it.
std::vector<std::string> wrapped(std::string_view text, double characters, std::size_t lines);

}  // namespace wain::report
