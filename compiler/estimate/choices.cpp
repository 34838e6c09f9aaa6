#include "estimate/choices.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "estimate/columns.h"
#include "estimate/distribution.h"
#include "estimate/drawn.h"
#include "estimate/redrawn.h"
#include "estimate/samples.h"
#include "estimate/shares.h"

namespace wain::estimate {
namespace {

/// How often loose values are drawn anew for one case.
constexpr std::size_t loose_rounds = 16;
constexpr std::size_t most_dimensions = 512;
constexpr std::size_t most_edges = 2048;
/// Patterns times nodes: how much solving is worth it, for the linter in every scenario.
constexpr std::size_t most_work = 4'000'000, most_work_of_linter = 400'000;

/// The chances of one node's edges, case by case; a column of one value is the same in all cases.
struct Decided {
  std::vector<ir::EdgeId> edges;
  std::vector<Column> chances;
  ir::NodeId again;  ///< valid: it rests on what is drawn at each visit of this node, and on nothing else
};

class Builder {
public:
  Builder(const Settings& settings, ir::ProcessId id, const analysis::Reach& reach, const Regions& regions,
          const std::vector<double>& declared)
      : settings_(settings),
        definition_(settings.definition()),
        id_(id),
        process_(definition_[id]),
        reach_(reach),
        regions_(regions),
        declared_(declared),
        data_(settings, id, reach) {}

  Choices build() && {
    for (const ir::NodeId id : reach_.order) {
      const ir::Node& node = process_[id];
      if (node.kind == ir::NodeKind::Split) split(id, node.out);
      if (node.kind == ir::NodeKind::Fork)
        for (const ir::EdgeId edge : node.out)
          if (process_[edge].guard) split(id, {edge});
      if (node.kind == ir::NodeKind::Gate) gate(id, node);
    }
    settle_redrawn();
    gather();
    return std::move(choices_);
  }

private:
  // Splits and inclusive branches ------------------------------------------------------------------

  /// Decides the edges if all their guards read only what is drawn.
  void split(ir::NodeId id, const std::vector<ir::EdgeId>& edges) {
    std::vector<DrawnValue> values;
    for (const ir::EdgeId edge : edges) {
      const ir::EdgeKind kind = process_[edge].kind;
      if (kind == ir::EdgeKind::Otherwise || kind == ir::EdgeKind::Again) continue;
      if (!process_[edge].guard || !read(id, process_[edge].guard, values)) return;
    }
    if (dimensions_.size() + values.size() > most_dimensions) return add(WhyNot::Kind::TooManyDraws, id);
    const bool loose = std::any_of(values.begin(), values.end(), [](const DrawnValue& v) { return v.loose; });
    const bool fixed =
        std::any_of(values.begin(), values.end(), [](const DrawnValue& v) { return !v.loose; });
    for (const DrawnValue& value : values)
      if (value.of_caller) add(WhyNot::Kind::CalleeData, id);
    Decided decided{edges, std::vector<Column>(edges.size(), Column(stratified_cases, 0.0)), {}};
    decided.again = drawn_again(values);
    const std::size_t rounds = loose && !decided.again ? loose_rounds : 1;
    for (std::size_t round = 0; round < rounds; ++round) one_round(id, values, round, rounds, decided);
    if (!fixed && !decided.again)
      for (Column& column : decided.chances) column.assign(1, mean(column));
    decided_.push_back(std::move(decided));
  }

  /// The node that draws all of these values anew at each visit; invalid if they have no such node in common.
  static ir::NodeId drawn_again(const std::vector<DrawnValue>& values) {
    if (values.empty()) return {};
    const bool together = std::all_of(values.begin(), values.end(), [&](const DrawnValue& value) {
      return value.again && value.origin == values.front().origin;
    });
    return together ? values.front().origin : ir::NodeId{};
  }

  /// What is drawn anew at each visit of a node is told apart there: afterwards its choices have one chance
  /// each, that of a visit which gets so far.
  void settle_redrawn() {
    for (std::size_t i = 0; i < decided_.size(); ++i) {
      const ir::NodeId at = decided_[i].again;
      if (!at) continue;
      std::vector<Decided*> group;
      for (std::size_t j = i; j < decided_.size(); ++j)
        if (decided_[j].again == at) group.push_back(&decided_[j]);
      Redrawn redrawn{at, {}, {}};
      for (const Decided* one : group)
        redrawn.edges.insert(redrawn.edges.end(), one->edges.begin(), one->edges.end());
      redrawn.patterns = patterns_of({group.begin(), group.end()});
      const std::vector<double> chances = chances_of_redrawn(process_, regions_, mean_shares(), redrawn);
      std::size_t edge = 0;
      for (Decided* one : group) {
        for (Column& column : one->chances) column.assign(1, chances[edge++]);
        one->again = {};
      }
    }
  }

  /// By edge: as decided over all cases, else as declared.
  [[nodiscard]] std::vector<double> mean_shares() const {
    std::vector<double> shares = declared_;
    for (const Decided& decided : decided_)
      for (std::size_t i = 0; i < decided.edges.size(); ++i)
        shares[decided.edges[i].index] = mean(decided.chances[i]);
    return shares;
  }

  /// Adds what an expression reads to `values`; false if some of it is not drawn.
  bool read(ir::NodeId id, ir::ExprId guard, std::vector<DrawnValue>& values) {
    const auto paths = paths_read(definition_, guard);
    if (!paths) {
      if (settings_.scenario() != nullptr && !settings_.scenario()->draws.empty())
        add(WhyNot::Kind::UnreadableGuard, id);
      return false;
    }
    for (const ir::Path& path : *paths) {
      if (!path.variable) return false;
      const std::optional<DrawnValue> value = data_.at(path, id);
      if (!value) return false;
      values.push_back(*value);
    }
    return true;
  }

  void one_round(ir::NodeId id, const std::vector<DrawnValue>& values, std::size_t round, std::size_t rounds,
                 Decided& decided) {
    const auto column_of = [&](const ir::Path& path) -> const Column& {
      for (const DrawnValue& value : values)
        if (value.path == path) return column(value, round);
      return column({}, 0);
    };
    Column open(stratified_cases, 1.0 / static_cast<double>(rounds));  // what no arm has taken yet
    const bool fork = process_[id].kind == ir::NodeKind::Fork;
    for (std::size_t i = 0; i < decided.edges.size(); ++i) {
      const ir::Edge& edge = process_[decided.edges[i]];
      if (!edge.guard) {
        for (std::size_t c = 0; c < stratified_cases; ++c) decided.chances[i][c] += open[c];
        continue;
      }
      const Column holds = evaluate(definition_, edge.guard, stratified_cases, column_of);
      for (std::size_t c = 0; c < stratified_cases; ++c) {
        if (holds[c] == 0) continue;
        decided.chances[i][c] += open[c];
        if (!fork) open[c] = 0;
      }
    }
  }

  /// The drawn values of all cases.
  const Column& column(const DrawnValue& value, std::size_t round) {
    const std::size_t wanted = value.loose ? round : 0;
    for (const auto& dimension : dimensions_)
      if (dimension->round == wanted && dimension->value.same_as(value)) return dimension->column;
    Column drawn = stratified(stratified_cases, dimensions_.size());
    if (value.distribution != nullptr) {
      const Column& of = quantiles(*value.distribution);
      for (double& u : drawn) u = of[static_cast<std::size_t>(u * static_cast<double>(stratified_cases))];
    }
    round_whole(value, drawn);
    dimensions_.push_back(std::make_unique<Dimension>(Dimension{value, wanted, std::move(drawn)}));
    return dimensions_.back()->column;
  }

  /// At the middle of each slice; the same for all that is drawn from one distribution.
  const Column& quantiles(const ir::Distribution& distribution) {
    for (const auto& [known, values] : quantiles_)
      if (known == &distribution) return *values;
    quantiles_.emplace_back(&distribution, std::make_unique<Column>(estimate::quantiles(
                                               definition_, distribution, stratified_cases)));
    return *quantiles_.back().second;
  }

  void round_whole(const DrawnValue& value, Column& drawn) const {
    const bool whole = value.distribution != nullptr && value.distribution->type &&
                       definition_[value.distribution->type].kind == ir::TypeKind::Int;
    if (whole)
      for (double& x : drawn) x = std::round(x);
  }

  static double mean(const Column& column) {
    double sum = 0;
    for (const double x : column) sum += x;
    return sum / static_cast<double>(column.size());
  }

  // Truth ------------------------------------------------------------------------------------------

  /// A case is right or wrong in a criterion until its evidence is written again.
  struct Truth {
    ir::CriterionId criterion;
    std::vector<std::pair<ir::Path, Origin>> evidence;
    Column wrong;
  };

  void gate(ir::NodeId id, const ir::Node& node) {
    const ir::CriterionId criterion = truth_of(definition_, node);
    if (!criterion) return;
    Truth truth{criterion, {}, {}};
    for (const ir::Path& path : node.sees) {
      const Origin origin = data_.origins(path, true)[id.index];
      if (origin.changes()) {
        if (judged_twice(criterion)) add(WhyNot::Kind::TruthRewritten, id);
        return;  // by the criterion's own share, each time anew
      }
      truth.evidence.emplace_back(path, origin);
    }
    if (truths_.size() >= most_dimensions) return add(WhyNot::Kind::TooManyDraws, id);
    decided_.push_back(noes(node, wrong_cases(std::move(truth))));
  }

  [[nodiscard]] bool judged_twice(ir::CriterionId criterion) const {
    const auto gates = std::count_if(reach_.order.begin(), reach_.order.end(), [&](ir::NodeId id) {
      return truth_of(definition_, process_[id]) == criterion;
    });
    return gates > 1;
  }

  /// Two gates that look at other papers of one case still judge one truth, unless one of them was written
  /// in between.
  const Column& wrong_cases(Truth truth) {
    for (const auto& known : truths_) {
      if (known->criterion != truth.criterion) continue;
      const bool rewritten = std::any_of(truth.evidence.begin(), truth.evidence.end(), [&](const auto& here) {
        return std::any_of(known->evidence.begin(), known->evidence.end(), [&](const auto& there) {
          return there.first == here.first && !(there.second == here.second);
        });
      });
      if (!rewritten) return known->wrong;
    }
    truth.wrong = stratified(stratified_cases, 1'000'000 + truths_.size());
    const double share = definition_[truth.criterion].wrong_in->value.to_double();
    for (double& u : truth.wrong) u = u < share ? 1 : 0;
    truths_.push_back(std::make_unique<Truth>(std::move(truth)));
    return truths_.back()->wrong;
  }

  Decided noes(const ir::Node& node, const Column& wrong) const {
    Decided decided;
    const Noes chance = noes_of(node);
    const std::vector<double> split = split_of_noes(process_, node);
    double most = 1;
    for (const ir::EdgeId edge : node.out)
      if (process_[edge].kind == ir::EdgeKind::Fail) most -= declared_[edge.index];
    double split_sum = 0;
    for (const double s : split) split_sum += s;
    for (std::size_t i = 0; i < node.out.size(); ++i) {
      const bool yes = process_[node.out[i]].kind == ir::EdgeKind::Approve;
      if (!yes && split[i] <= 0) continue;
      Column column(wrong.size());
      for (std::size_t c = 0; c < wrong.size(); ++c) {
        const double no = std::min(most, wrong[c] != 0 ? chance.to_wrong : chance.to_right);
        column[c] = yes ? most - no * split_sum : no * split[i];
      }
      decided.edges.push_back(node.out[i]);
      decided.chances.push_back(std::move(column));
    }
    return decided;
  }

  // Patterns ---------------------------------------------------------------------------------------

  void gather() {
    for (const Decided& decided : decided_)
      choices_.edges.insert(choices_.edges.end(), decided.edges.begin(), decided.edges.end());
    if (choices_.edges.empty()) return;
    if (choices_.edges.size() <= most_edges) {
      std::vector<const Decided*> all;
      for (const Decided& decided : decided_) all.push_back(&decided);
      const std::size_t most = settings_.grain() == Grain::Coarse ? most_work_of_linter : most_work;
      choices_.patterns = patterns_of(all, most / process_.nodes.size());
    }
    if (!choices_.patterns.empty()) return;
    add(WhyNot::Kind::TooManyDraws, ir::NodeId{0});
    Pattern one{1, {}};
    for (const Decided& decided : decided_)
      for (const Column& column : decided.chances) one.chances.push_back(mean(column));
    choices_.patterns.assign(1, one);
  }

  /// The ways in which these choices fall, in order of appearance; none if there are more than `most`.
  static std::vector<Pattern> patterns_of(const std::vector<const Decided*>& all,
                                          std::size_t most = stratified_cases) {
    std::vector<Pattern> patterns;
    const std::vector<std::uint32_t> alike = rows_alike(all, most);
    for (std::size_t c = 0; c < alike.size(); ++c) {
      if (alike[c] == patterns.size()) patterns.push_back({0, row(all, c)});
      patterns[alike[c]].weight += 1.0 / static_cast<double>(stratified_cases);
    }
    return patterns;
  }

  /// A value at some place, and another one at the same place.
  struct SeenValue {
    double value;
    std::uint32_t next;
  };

  /// By case: the place of its row of chances among the rows that differ, in order of appearance. Told apart
  /// column by column. Empty if more than `most` differ.
  static std::vector<std::uint32_t> rows_alike(const std::vector<const Decided*>& all, std::size_t most) {
    std::vector<std::uint32_t> alike(stratified_cases, 0);
    std::size_t differ = 1;
    std::vector<std::uint32_t> first;  // by place so far: in `seen`
    std::vector<SeenValue> seen;       // by new place
    for (const Decided* decided : all) {
      for (const Column& column : decided->chances) {
        if (column.size() == 1) continue;
        if (differ > most) return {};
        first.assign(differ, UINT32_MAX);
        seen.clear();
        for (std::size_t c = 0; c < stratified_cases; ++c) {
          std::uint32_t at = first[alike[c]];
          while (at != UINT32_MAX && seen[at].value != column[c]) at = seen[at].next;
          if (at == UINT32_MAX) {
            at = static_cast<std::uint32_t>(seen.size());
            seen.push_back({column[c], first[alike[c]]});
            first[alike[c]] = at;
          }
          alike[c] = at;
        }
        differ = seen.size();
      }
    }
    if (differ > most) alike.clear();
    return alike;
  }

  static std::vector<double> row(const std::vector<const Decided*>& all, std::size_t c) {
    std::size_t edges = 0;
    for (const Decided* decided : all) edges += decided->chances.size();
    std::vector<double> chances;
    chances.reserve(edges);
    for (const Decided* decided : all)
      for (const Column& column : decided->chances)
        chances.push_back(column.size() == 1 ? column[0] : column[c]);
    return chances;
  }

  void add(WhyNot::Kind kind, ir::NodeId node) {
    WhyNot why;
    why.kind = kind;
    why.process = id_;
    if (kind != WhyNot::Kind::TooManyDraws) why.node = node;
    note(choices_.why, why);
  }

  struct Dimension {
    DrawnValue value;
    std::size_t round;
    Column column;
  };
  const Settings& settings_;
  const ir::Definition& definition_;
  ir::ProcessId id_;
  const ir::Process& process_;
  const analysis::Reach& reach_;
  const Regions& regions_;
  const std::vector<double>& declared_;
  DrawnData data_;
  std::vector<std::unique_ptr<Dimension>> dimensions_;
  std::vector<std::pair<const ir::Distribution*, std::unique_ptr<Column>>> quantiles_;
  std::vector<std::unique_ptr<Truth>> truths_;
  std::vector<Decided> decided_;
  Choices choices_;
};

}  // namespace

bool may_have_choices(const Settings& settings, ir::ProcessId process) {
  const ir::Definition& definition = settings.definition();
  const bool draws = settings.scenario() != nullptr && !settings.scenario()->draws.empty();
  return std::any_of(definition[process].nodes.begin(), definition[process].nodes.end(),
                     [&](const ir::Node& node) {
                       if (node.kind == ir::NodeKind::Gate) return truth_of(definition, node).valid();
                       return draws && (node.kind == ir::NodeKind::Split || node.inclusive);
                     });
}

Choices choices_of_data(const Settings& settings, ir::ProcessId process, const analysis::Reach& reach,
                        const Regions& regions, const std::vector<double>& declared) {
  return Builder(settings, process, reach, regions, declared).build();
}

}  // namespace wain::estimate
