#include "runtime/plan/read_plan.h"

#include <charconv>

#include "runtime/plan/check_plan.h"
#include "runtime/plan/json_cursor.h"

namespace wain::plan {
namespace {

using llvm::json::Value;

constexpr int oldest_version = 1, newest_version = 2;
constexpr std::size_t most_depth = 64;

/// The JSON parser recurses, so depth is looked at before.
bool too_deep(std::string_view json) {
  std::size_t depth = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
    } else if (c == '"') {
      in_text = true;
    } else if (c == '[' || c == '{') {
      if (++depth > most_depth) return true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

/// The version, if this is a plan of one that can be read; else 0. Nothing else is looked at before.
int known_version(Problems& problems, ObjectReader& in) {
  std::string schema;
  in.text("schema", schema);
  if (schema != "wain-plan") {
    in.fail("schema", ProblemKind::NotAPlan);
    return 0;
  }
  const Value* version = in.need("version");
  if (version == nullptr) return 0;
  const auto number = version->getAsInteger();
  if (number && *number >= oldest_version && *number <= newest_version) return static_cast<int>(*number);
  const Spot at{nullptr, "version"};
  problems.add(&at, ProblemKind::UnknownVersion, number ? std::to_string(*number) : "of that kind",
               std::to_string(newest_version));
  return 0;
}

TopIds collect_top(Problems& problems, const Value& root) {
  TopIds ids;
  // A zone has no id but its name.
  ids.zones = collect_ids(problems, root, "zones", "zone", nullptr);
  ids.calendars = collect_ids(problems, root, "calendars", "calendar", nullptr);
  ids.pools = collect_ids(problems, root, "pools", "pool", nullptr);
  ids.committees = collect_ids(problems, root, "committees", "committee", nullptr);
  ids.criteria = collect_ids(problems, root, "criteria", "criterion", nullptr);
  ids.outcomes = collect_ids(problems, root, "outcomes", "outcome", nullptr);
  ids.processes = collect_ids(problems, root, "processes", "process", nullptr);
  collect_ids(problems, root, "people", "person", nullptr);  // nothing refers to them
  const llvm::json::Object* object = root.getAsObject();
  const llvm::json::Array* processes = object == nullptr ? nullptr : object->getArray("processes");
  const Spot at{nullptr, "processes"};
  for (std::size_t i = 0; processes != nullptr && i < processes->size(); ++i) {
    const Spot spot{&at, {}, i};
    ids.slots.push_back(collect_ids(problems, (*processes)[i], "slots", "slot", &spot));
    Problems of_measures;  // whoever reads the process says which are given twice
    ids.measures.push_back(collect_ids(of_measures, (*processes)[i], "measures", "measure", &spot));
  }
  return ids;
}

void read_seed(ObjectReader& in, std::uint64_t& seed) {
  std::string text;
  in.text("seed", text, true);
  if (text.empty()) return;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
  if (error != std::errc() || end != text.data() + text.size())
    in.fail("seed", ProblemKind::WrongKind, "a whole number of 64 bits");
}

Run read_run(Problems& problems, const Value& value, const Spot* spot, const TopIds& ids) {
  Run run;
  ObjectReader in(problems, value, spot);
  in.reference("process", ids.processes, run.process, true);
  const Spot gaps_at{spot, "gaps"};
  if (const Value* gaps = in.need("gaps")) run.gaps = read_distribution(problems, *gaps, &gaps_at);
  in.reference("calendar", ids.calendars, run.calendar);
  if (ids.version >= 2 && in.has("truth")) in.references("truth", ids.criteria, run.truth.emplace());
  read_place(in, run.place);
  return run;
}

void read_settings(ObjectReader& in, Plan& plan) {
  constexpr std::int64_t most_instant = 100'000'000'000'000'000;
  in.text("scenario", plan.scenario, true);
  in.text("title", plan.title);
  in.text("currency", plan.currency);
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (!plan.currency.empty() &&
      (plan.currency.size() != 3 || !std::all_of(plan.currency.begin(), plan.currency.end(), capital)))
    in.fail("currency", ProblemKind::NoCurrency, plan.currency);
  in.list("files", [&](const Value& value, const Spot* spot, std::size_t) {
    const auto text = value.getAsString();
    if (!text) return in.problems().add(spot, ProblemKind::WrongKind, "a text");
    plan.files.push_back(text->str());
  });
  in.integer("start", plan.start, -most_instant, most_instant, true);
  in.duration("length", plan.length, true);
  if (in.has("warmup")) in.duration("warmup", plan.warmup.emplace());
  in.integer("replications", plan.replications, 1, 1'000'000, true);
  read_seed(in, plan.seed);
}

void read_rest(ObjectReader& in, const TopIds& ids, Plan& plan) {
  Problems& problems = in.problems();
  in.list("criteria", [&](const Value& value, const Spot* spot, std::size_t) {
    ObjectReader element(problems, value, spot);
    Criterion& criterion = plan.criteria.emplace_back();
    read_named(element, criterion);
    element.share("wrongIn", criterion.wrong_in);
    element.money("missCosts", criterion.miss_costs);
  });
  in.list(
      "outcomes",
      [&](const Value& value, const Spot* spot, std::size_t) {
        ObjectReader element(problems, value, spot);
        Outcome& outcome = plan.outcomes.emplace_back();
        read_named(element, outcome);
        if (ids.version < 2) return;
        element.list("good", [&](const Value& goal, const Spot* at, std::size_t) {
          outcome.goals.push_back(read_goal(problems, goal, at, ids));
        });
      },
      true);
  in.list(
      "processes",
      [&](const Value& value, const Spot* spot, std::size_t i) {
        plan.processes.push_back(read_process(problems, value, spot, ids, static_cast<Index>(i)));
      },
      true);
  in.list(
      "runs",
      [&](const Value& value, const Spot* spot, std::size_t) {
        plan.runs.push_back(read_run(problems, value, spot, ids));
      },
      true);
}

Plan read_all(Problems& problems, const Value& root) {
  Plan plan;
  ObjectReader in(problems, root, nullptr);
  const int version = known_version(problems, in);
  if (version == 0) {
    in.forget();
    return plan;
  }
  TopIds ids = collect_top(problems, root);
  ids.version = version;
  read_settings(in, plan);
  read_actors(in, ids, plan);
  read_rest(in, ids, plan);
  return plan;
}

}  // namespace

ReadPlan read_plan(std::string_view json) {
  ReadPlan result;
  Problems problems;
  if (too_deep(json)) {
    problems.add(nullptr, ProblemKind::TooDeep, std::to_string(most_depth));
    result.problems = std::move(problems.found);
    return result;
  }
  auto root = llvm::json::parse(llvm::StringRef(json.data(), json.size()));
  if (!root) {
    problems.add(nullptr, ProblemKind::NotJson, llvm::toString(root.takeError()));
    result.problems = std::move(problems.found);
    return result;
  }
  Plan plan = read_all(problems, *root);
  if (problems.found.empty()) problems.found = check_plan(plan);
  if (problems.found.empty()) result.plan = std::move(plan);
  result.problems = std::move(problems.found);
  return result;
}

}  // namespace wain::plan
