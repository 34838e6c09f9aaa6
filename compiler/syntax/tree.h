/// The syntax tree: one flat array of nodes in preorder over one flat array of tokens. A node is a
/// rule of grammar/WainParser.g4 that matched. Nothing of the text is lost: the tokens and comments
/// of the buffer, with the white space between them, are the file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source/source.h"
#include "syntax/token.h"

namespace wain::syntax {

/// Rules as the grammar declares them. Some never stand in a tree: rules that only list
/// alternatives (`declaration`, `blockItem`, …: the alternative stands there itself), the layers
/// of an expression that hold one operand and no operator, and `exprName`, `argumentName`,
/// `typeName`, `targetName`, `plainWord`, which are `Name` here.
enum class Rule : std::uint8_t {
#define WAIN_GRAMMAR_RULE(id, number) id = number,
#include "syntax/grammar_tables.inc"
};
/// The rule's name in the grammar.
std::string_view name(Rule rule);

struct NodeId {
  std::uint32_t index = UINT32_MAX;
  [[nodiscard]] bool valid() const { return index != UINT32_MAX; }
  explicit operator bool() const { return valid(); }
  friend bool operator==(NodeId, NodeId) = default;
};

struct Node {
  Rule rule = Rule::File;
  /// A token in it was put in or dropped by recovery, or malformed: sema does not check what the
  /// missing part could decide.
  bool has_error = false;
  std::uint32_t first_token = 0;
  std::uint32_t end_token = 0;  ///< one past the last
  std::uint32_t size = 1;       ///< nodes in its subtree, itself included
};

/// The tree of one file.
class Tree {
public:
  FileId file;
  std::string_view text;
  TokenBuffer buffer;
  std::vector<Node> nodes;  ///< node 0 is the `File`

  [[nodiscard]] NodeId root() const { return {0}; }
  [[nodiscard]] const Node& operator[](NodeId id) const { return nodes[id.index]; }
  [[nodiscard]] Rule rule(NodeId id) const { return nodes[id.index].rule; }
  [[nodiscard]] bool has_error(NodeId id) const { return nodes[id.index].has_error; }

  /// The children of a node, first to last: `for (NodeId child : tree.children(node))`.
  class ChildIterator {
  public:
    ChildIterator(const std::vector<Node>* nodes, std::uint32_t at) : nodes_(nodes), at_(at) {}
    NodeId operator*() const { return {at_}; }
    ChildIterator& operator++() {
      at_ += (*nodes_)[at_].size;
      return *this;
    }
    friend bool operator==(const ChildIterator& a, const ChildIterator& b) { return a.at_ == b.at_; }

  private:
    const std::vector<Node>* nodes_;
    std::uint32_t at_;
  };
  struct Children {
    ChildIterator first, last;
    [[nodiscard]] ChildIterator begin() const { return first; }
    [[nodiscard]] ChildIterator end() const { return last; }
  };
  [[nodiscard]] Children children(NodeId id) const {
    return {{&nodes, id.index + 1}, {&nodes, id.index + nodes[id.index].size}};
  }
  /// The first child that is this rule; invalid if there is none.
  [[nodiscard]] NodeId child(NodeId id, Rule rule) const;
  /// The n-th child (from 0) of whatever rule; invalid if there are fewer.
  [[nodiscard]] NodeId child_at(NodeId id, std::size_t n) const;

  [[nodiscard]] const Token& token(std::uint32_t index) const { return buffer.tokens[index]; }
  [[nodiscard]] std::string_view token_text(std::uint32_t index) const;
  /// The node's first token; every node that the parser builds has one or is empty (size 0 range).
  [[nodiscard]] const Token& first_token(NodeId id) const { return token(nodes[id.index].first_token); }
  /// The first token of this kind that belongs to the node itself and to none of its children;
  /// UINT32_MAX if there is none.
  [[nodiscard]] std::uint32_t own_token(NodeId id, Tok kind) const;
  [[nodiscard]] bool has_token(NodeId id, Tok kind) const { return own_token(id, kind) != UINT32_MAX; }
  /// The text from the first token to the last.
  [[nodiscard]] std::string_view text_of(NodeId id) const;
  [[nodiscard]] Span span(NodeId id) const;
  [[nodiscard]] Span token_span(std::uint32_t index) const;
  /// The `///` lines directly before the node, markers and one leading space stripped, joined by \n.
  [[nodiscard]] std::string documentation(NodeId id) const;
};

/// One line a node, indented, for tests: `Name "Clerk" 4..9`.
std::string print(const Tree& tree);

}  // namespace wain::syntax
