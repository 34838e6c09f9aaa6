#include "fixes/random_program.h"

#include <vector>

#include <fmt/format.h>
#include <rapidcheck.h>

namespace wain::fixes::test {
namespace {

using Names = std::vector<std::string>;

/// RapidCheck begins with small cases, in which every draw is the least one: these are of full size at once.
template <class T>
T between(T least, T beyond) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(least, beyond));
}
bool chance(int percent) { return between(0, 100) < percent; }

const std::string& one_of(const Names& names) { return names[between<std::size_t>(0, names.size())]; }

class Author {
public:
  Author() {
    newline_ = chance(20) ? "\r\n" : "\n";
    step_ = one_of({"  ", "    ", "\t", ""});
  }

  std::string program() {
    line("calendar Office { timezone \"Europe/Berlin\"  Mon..Fri 09:00-17:00 }");
    for (const char* person : {"Ann", "Bob", "Cid"})
      line(fmt::format("person {} {{ hours Office{} }}", person,
                       person == std::string("Ann") ? "" : "  reports to Ann"));
    line("role Clerk { staff 6  hours Office  reports to Bob }");
    line("model Machine { accountable Ann }");
    line("document File");
    line("document Note");
    for (const char* criterion : {"C1", "C2", "C3"}) line(fmt::format("criterion {}", criterion));
    outcome("Done");
    outcome("No");
    process();
    if (chance(35))
      line(
          "scenario Today { runs Main  arrivals 60 per day during Office  for 8w  warmup 1w  replications 2  "
          "seed 1 }");
    return std::move(text_);
  }

private:
  void line(const std::string& words) { text_ += indent() + words + ends(); }
  [[nodiscard]] std::string indent() const {
    std::string all;
    for (int i = 0; i < depth_; ++i) all += step_;
    return all;
  }
  /// What may stand behind the words of a line.
  std::string ends() {
    std::string end = chance(15) ? fmt::format("  // remark {}", ++comments_) : "";
    end += newline_;
    if (chance(10)) end += indent() + fmt::format("/* aside {} */", ++comments_) + newline_;
    if (chance(10)) end += newline_;
    return end;
  }

  std::string allow() {
    const std::string rule = one_of({"rubber-stamp", "diffuse-ownership", "late-knockout", "no-such-rule",
                                     "unmeasured-outcom", "serial-independent-gates"});
    return fmt::format("allow {} because \"reason\"{}", rule, chance(30) ? " until 2026-01-01" : "");
  }

  void outcome(const char* name) {
    Names items{"good when p90(cycle_time) <= 5d"};
    if (chance(60)) items.insert(items.begin(), "owner Ann");
    for (int i = 0; i < 3 && chance(35); ++i) items.push_back(allow());
    block(fmt::format("outcome {}", name), items);
  }

  /// On one line, or an item a line.
  void block(const std::string& head, const Names& items) {
    if (chance(50)) {
      line(fmt::format("{} {{ {} }}", head, fmt::join(items, "  ")));
      return;
    }
    line(head + " {");
    ++depth_;
    for (const std::string& item : items) line(item);
    --depth_;
    line("}");
  }

  void process() {
    line("process Main(file: File, note: Note) yields Done | No {");
    ++depth_;
    if (chance(40)) line("auto Look by Machine { takes 5s  reads file, note  checks C1  fails 1% -> Look }");
    statements(0);
    line("end Done");
    if (chance(20)) line(allow());
    --depth_;
    line("}");
  }

  void statements(int depth) {
    const int count = between(1, depth == 0 ? 5 : 3);
    for (int i = 0; i < count; ++i) statement(depth);
  }

  void statement(int depth) {
    const int kind = between(0, depth < 2 ? 10 : 7);
    if (kind < 6) return gate();
    if (kind < 7) return work();
    if (kind < 9) return inside(chance(50) ? "if ~ 30% {" : "repeat {", depth);
    line("parallel {");
    ++depth_;
    for (int i = 0; i < 2; ++i) {
      line(fmt::format("branch B{} {{", ++named_));
      ++depth_;
      statements(depth + 1);
      --depth_;
      line("}");
    }
    --depth_;
    line("}");
  }
  void inside(const std::string& head, int depth) {
    line(head);
    ++depth_;
    statements(depth + 1);
    --depth_;
    line(head.starts_with("repeat") ? "} until ~ 60%" : "}");
  }

  void gate() {
    const std::string name = fmt::format("G{}", ++named_);
    Names items{fmt::format("judges {}", one_of({"C1", "C2", "C3"})),
                fmt::format("sees {}", one_of({"file", "note", "file, note"})),
                fmt::format("takes {}", one_of({"5min", "20min", "1d"}))};
    items.push_back(chance(80) || gates_.empty() ? "rejects 2% -> end No"
                                                 : fmt::format("returns 2% -> {}", name));
    if (chance(30)) items.push_back("observed { cases 2_000  rejects 4 }");
    if (chance(20)) items.push_back(allow());
    gates_.push_back(name);
    block(fmt::format("approval {} by {}", name, one_of({"Ann", "Bob", "Cid", "Clerk"})), items);
  }
  void work() {
    block(fmt::format("step S{} by Clerk", ++named_),
          {fmt::format("takes {}", one_of({"2d", "30min"})), "reads file"});
  }

  std::string newline_, step_, text_;
  int depth_ = 0, named_ = 0, comments_ = 0;
  Names gates_;
};

}  // namespace

std::string random_program() { return Author().program(); }

}  // namespace wain::fixes::test
