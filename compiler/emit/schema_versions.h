/// The versions of the published forms that we write. The schema files carry them in their names, and
/// a test holds the two equal.
#pragma once

namespace wain::emit {

/// `"version"` of `wain-ir`: docs/schema/ir-2.schema.json. It goes up when a reader of the version
/// before could misread what is written, or could refuse it (docs/ir.md).
inline constexpr int ir_schema_version = 2;

}  // namespace wain::emit
