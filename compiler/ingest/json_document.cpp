#include "ingest/json_document.h"

#include <algorithm>
#include <optional>
#include <set>

#include <llvm/Support/ConvertUTF.h>
#include <llvm/Support/JSON.h>

namespace wain::ingest {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The four digits of `\uXXXX`.
std::optional<std::uint32_t> hex4(std::string_view digits) {
  if (digits.size() < 4) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : digits.substr(0, 4)) {
    value <<= 4;
    if (is_digit(c))
      value += static_cast<std::uint32_t>(c - '0');
    else if (c >= 'a' && c <= 'f')
      value += static_cast<std::uint32_t>(c - 'a') + 10;
    else if (c >= 'A' && c <= 'F')
      value += static_cast<std::uint32_t>(c - 'A') + 10;
    else
      return std::nullopt;
  }
  return value;
}

void append_utf8(std::string& text, std::uint32_t code) {
  char bytes[4];
  char* end = bytes;
  llvm::ConvertCodePointToUTF8(code, end);
  text.append(bytes, end);
}

class Parser {
public:
  Parser(std::string_view text, FileId file, Diagnostics& diagnostics)
      : text_(text), file_(file), diagnostics_(diagnostics) {}

  JsonDocument run() && {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    if (!values() || !nothing_behind()) document_.values.clear();
    return std::move(document_);
  }

private:
  /// A list or object that is not at its end yet.
  struct Open {
    JsonId id;
    JsonId last = none;
    std::set<std::string> keys = {};
  };

  bool fail(Diag reason, std::size_t from, const std::vector<DiagArg>& args = {}) {
    const auto begin = static_cast<std::uint32_t>(std::min(from, text_.size()));
    const auto end = static_cast<std::uint32_t>(std::min(std::max(at_, from + 1), text_.size()));
    diagnostics_.report(Diag::MalformedJson, {file_, begin, std::max(begin, end)},
                        {arg("reason", render(reason, args))});
    return false;
  }
  bool expected(std::string wanted) { return fail(Diag::JsonExpected, at_, {{"wanted", std::move(wanted)}}); }

  void blanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
  }
  bool skip(char c) {
    blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool nothing_behind() {
    blanks();
    return at_ == text_.size() || fail(Diag::JsonMore, at_);
  }

  /// All values, one after the other; what is open stands on a stack.
  bool values() {
    if (!value({}, {})) return false;
    while (!open_.empty()) {
      Open& in = open_.back();
      const bool object = document_[in.id].kind == JsonKind::Object;
      if (skip(object ? '}' : ']')) {
        document_.values[in.id].span.end = static_cast<std::uint32_t>(at_);
        open_.pop_back();
        continue;
      }
      if (in.last != none && !skip(',')) return expected(object ? "`,` or `}`" : "`,` or `]`");
      std::string key;
      Span key_span;
      if (object && !this->key(in, key, key_span)) return false;
      if (!value(std::move(key), key_span)) return false;
    }
    return true;
  }

  bool key(Open& in, std::string& key, Span& span) {
    blanks();
    const std::size_t from = at_;
    if (at_ >= text_.size() || text_[at_] != '"') return expected("a key in quotes");
    if (!string(key)) return false;
    span = {file_, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(at_)};
    if (!in.keys.insert(key).second) return fail(Diag::JsonKeyTwice, from, {{"key", key}});
    return skip(':') || expected("`:`");
  }

  bool value(std::string key, Span key_span) {
    blanks();
    if (at_ >= text_.size()) return expected(render(Diag::JsonValue, {}));
    JsonValue value;
    value.key = std::move(key);
    value.key_span = key_span;
    const std::size_t from = at_;
    const char c = text_[at_];
    if (c == '{' || c == '[') {
      ++at_;
      value.kind = c == '{' ? JsonKind::Object : JsonKind::List;
    } else if (c == '"') {
      value.kind = JsonKind::Text;
      if (!string(value.text)) return false;
    } else if (c == '-' || is_digit(c)) {
      value.kind = JsonKind::Number;
      if (!number()) return fail(Diag::JsonBadNumber, from);
      value.text = text_.substr(from, at_ - from);
    } else if (!word(value.kind)) {
      return expected(render(Diag::JsonValue, {}));
    }
    value.span = {file_, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(at_)};
    const bool opens = value.kind == JsonKind::Object || value.kind == JsonKind::List;
    const JsonId id = put(std::move(value));
    if (!opens) return true;
    if (open_.size() == most_nested) return fail(Diag::JsonTooDeep, from, {arg("most", most_nested)});
    open_.push_back({id});
    return true;
  }

  JsonId put(JsonValue value) {
    const auto id = static_cast<JsonId>(document_.values.size());
    document_.values.push_back(std::move(value));
    if (open_.empty()) return id;
    Open& in = open_.back();
    (in.last == none ? document_.values[in.id].first : document_.values[in.last].next) = id;
    in.last = id;
    return id;
  }

  bool word(JsonKind& kind) {
    for (const auto& [spelling, means] : {std::pair<std::string_view, JsonKind>{"true", JsonKind::True},
                                          {"false", JsonKind::False},
                                          {"null", JsonKind::Null}}) {
      if (text_.substr(at_, spelling.size()) != spelling) continue;
      at_ += spelling.size();
      kind = means;
      return true;
    }
    return false;
  }

  bool digits() {
    const std::size_t from = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    return at_ > from;
  }
  bool number() {
    if (text_[at_] == '-') ++at_;
    if (at_ < text_.size() && text_[at_] == '0')
      ++at_;
    else if (!digits())
      return false;
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      if (!digits()) return false;
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      if (!digits()) return false;
    }
    return true;
  }

  bool string(std::string& out) {
    const std::size_t from = at_++;
    while (at_ < text_.size() && text_[at_] != '"') {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c < 0x20) return fail(Diag::JsonBadText, from);
      if (c != '\\') {
        out += text_[at_++];
      } else if (!escape(out)) {
        return fail(Diag::JsonBadText, from);
      }
    }
    if (at_ >= text_.size()) return expected("`\"`");
    ++at_;
    return llvm::json::isUTF8({out.data(), out.size()}) || fail(Diag::JsonBadText, from);
  }

  bool escape(std::string& out) {
    static constexpr std::string_view names = "\"\\/bfnrt";
    static constexpr std::string_view means = "\"\\/\b\f\n\r\t";
    if (at_ + 1 >= text_.size()) return false;
    const char c = text_[at_ + 1];
    if (const std::size_t which = names.find(c); which != std::string_view::npos) {
      out += means[which];
      at_ += 2;
      return true;
    }
    return c == 'u' && code_point(out);
  }

  bool code_point(std::string& out) {
    std::optional<std::uint32_t> code = hex4(text_.substr(at_ + 2));
    if (!code) return false;
    at_ += 6;
    if (*code >= 0xD800 && *code < 0xDC00) {  // the first half of a pair
      if (text_.substr(at_, 2) != "\\u") return false;
      const std::optional<std::uint32_t> low = hex4(text_.substr(at_ + 2));
      if (!low || *low < 0xDC00 || *low > 0xDFFF) return false;
      at_ += 6;
      code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
    } else if (*code >= 0xDC00 && *code <= 0xDFFF) {
      return false;
    }
    append_utf8(out, *code);
    return true;
  }

  std::string_view text_;
  FileId file_;
  Diagnostics& diagnostics_;
  std::size_t at_ = 0;
  std::vector<Open> open_;
  JsonDocument document_;
};

}  // namespace

JsonDocument parse_json(std::string_view text, FileId file, Diagnostics& diagnostics) {
  return Parser(text, file, diagnostics).run();
}

}  // namespace wain::ingest
