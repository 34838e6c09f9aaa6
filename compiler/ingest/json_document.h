/// JSON with places: a text as a flat array of values, each with the bytes that it stands on, so that what is
/// wrong with a value can be shown where it is written. RFC 8259; a key twice in an object is an error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diagnostics/diagnostic.h"

namespace wain::ingest {

enum class JsonKind : std::uint8_t { Null, False, True, Number, Text, List, Object };

/// A value of a document; `none` is no value.
using JsonId = std::uint32_t;
constexpr JsonId none = UINT32_MAX;

struct JsonValue {
  JsonKind kind = JsonKind::Null;
  Span span;
  std::string text;     ///< of a text: with its escapes resolved; of a number: as it is written
  std::string key;      ///< of a member of an object
  Span key_span;        ///< with its quotes
  JsonId first = none;  ///< of a list or object: its first element
  JsonId next = none;   ///< in the list or object that it stands in
};

/// Values stand before what is in them; the first is the whole.
struct JsonDocument {
  std::vector<JsonValue> values;
  [[nodiscard]] const JsonValue& operator[](JsonId id) const { return values[id]; }
};

/// How deep lists and objects may stand in each other.
constexpr std::size_t most_nested = 256;

/// Nothing in `values`, and an error `malformed-json`, if the text is no JSON. Linear in its size; not
/// recursive. A byte order mark at the beginning is passed over.
JsonDocument parse_json(std::string_view text, FileId file, Diagnostics& diagnostics);

}  // namespace wain::ingest
