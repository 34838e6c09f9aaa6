#include "analysis/random_process.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <rapidcheck.h>

namespace wain::analysis::test {
namespace {

using Names = std::vector<std::string>;

class Author {
public:
  std::string body() {
    std::string text = "step Init by Y { takes 1h  produces w: D }\n";
    text += block({"q", "w"}, 0);
    return text + "end Done\n";
  }

private:
  static constexpr int most_depth = 3;

  static bool chance(int percent) { return *rc::gen::inRange(0, 100) < percent; }
  static const std::string& one_of(const Names& names) {
    return names[*rc::gen::inRange<std::size_t>(0, names.size())];
  }
  std::string fresh(char letter) { return letter + std::to_string(++named_); }

  /// Where control may go from here: a step of this branch or around it, or an end.
  std::string target() {
    if (labels_.empty() || chance(50)) return "end No";
    return one_of(labels_);
  }

  std::string block(const Names& writable, int depth) {
    std::string text;
    const int count = *rc::gen::inRange(1, depth == 0 ? 5 : 3);
    for (int i = 0; i < count && left_ > 0; ++i) text += statement(writable, depth);
    return text;
  }

  std::string statement(const Names& writable, int depth) {
    --left_;
    const int kind = *rc::gen::inRange(0, depth < most_depth ? 12 : 7);
    if (kind < 5) return gate(writable);
    if (kind < 7) return step(writable);
    if (kind < 8) return choice(writable, depth);
    if (kind < 9) return loop(writable, depth);
    return parallel(writable, depth);
  }

  std::string writes(const Names& writable, int percent) {
    if (writable.empty() || !chance(percent)) return {};
    const std::string& what = one_of(writable);
    return what == "w" && chance(50) ? "produces w: D  " : "updates " + what + "  ";
  }

  std::string gate(const Names& writable) {
    const std::string name = fresh('G');
    std::string text =
        fmt::format("approval {} by X {{ takes 5min  judges {}  sees {}  {}", name,
                    one_of({"P", "P", "Q", "P, Q"}), one_of({"q", "q", "w", "q, w"}), writes(writable, 10));
    if (chance(90)) text += fmt::format("rejects 5% -> {}  ", target());
    if (chance(20)) text += fmt::format("returns 5% -> {}  ", target());
    if (chance(8)) text += "after 5d approves  ";
    if (chance(5)) text += "irreversible  ";
    labels_.push_back(name);
    return text + "}\n";
  }

  std::string step(const Names& writable) {
    const std::string name = fresh('S');
    std::string text = fmt::format("step {} by Y {{ takes 1h  {}", name, writes(writable, 60));
    if (chance(15)) text += fmt::format("fails 5% -> {}  ", target());
    if (chance(15)) text += "irreversible  ";
    labels_.push_back(name);
    return text + "}\n";
  }

  std::string choice(const Names& writable, int depth) {
    std::string text = "if ~50% {\n" + block(writable, depth + 1);
    if (chance(15)) text += chance(50) ? "end Done\n" : "end No\n";
    text += "}";
    if (chance(60)) text += " else {\n" + block(writable, depth + 1) + "}";
    return text + "\n";
  }

  std::string loop(const Names& writable, int depth) {
    return "repeat {\n" + block(writable, depth + 1) + "} until ~50%\n";
  }

  /// Branches must not write the same data.
  std::string parallel(const Names& writable, int depth) {
    const int branches = *rc::gen::inRange(2, 4);
    std::vector<Names> shares(static_cast<std::size_t>(branches));
    for (const std::string& name : writable)
      shares[*rc::gen::inRange<std::size_t>(0, shares.size())].push_back(name);
    const bool inclusive = chance(20);
    std::string text = "parallel " + (inclusive ? std::string() : join_rule(branches)) + "{\n";
    const Names outside = labels_;
    for (int i = 0; i < branches; ++i) {
      text += fmt::format("branch {}{} {{\n{}}}\n", fresh('B'), inclusive && chance(60) ? " when ~50%" : "",
                          block(shares[static_cast<std::size_t>(i)], depth + 1));
      labels_ = outside;  // nobody jumps into a branch
    }
    return text + "}\n";
  }

  static std::string join_rule(int branches) {
    const int rule = *rc::gen::inRange(0, 4);
    if (rule == 0) return "join first ";
    if (rule == 1) return fmt::format("join {} of {} ", *rc::gen::inRange(1, branches + 1), branches);
    return {};
  }

  Names labels_;
  int named_ = 0;
  int left_ = 9;
};

}  // namespace

std::string random_body() { return Author().body(); }

}  // namespace wain::analysis::test
