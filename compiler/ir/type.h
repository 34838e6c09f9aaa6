/// Types of data: built-in, declared, and the two that take an argument.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ir/ids.h"
#include "ir/value.h"

namespace wain::ir {

enum class TypeKind : std::uint8_t {
  Error,  ///< something was wrong; compatible with everything, so that one mistake gives one message
  Bool,
  Int,
  Number,
  Ratio,
  Duration,
  Money,
  Text,
  Date,
  Enum,
  Record,
  Document,
  List,
};

std::string_view name(TypeKind kind);

/// One type; equal types have one `TypeId` in a definition.
struct Type {
  TypeKind kind = TypeKind::Error;
  Currency currency{};    ///< of Money
  EnumId enumeration{};   ///< of Enum
  RecordId record{};      ///< of Record
  DocumentId document{};  ///< of Document
  TypeId element{};       ///< of List
  friend bool operator==(const Type&, const Type&) = default;
};

/// The members of an inline enum, in order of writing. Two enums with the same members in the same
/// order are one type.
struct Enumeration {
  std::vector<std::string_view> members;
  friend bool operator==(const Enumeration&, const Enumeration&) = default;
};

}  // namespace wain::ir
