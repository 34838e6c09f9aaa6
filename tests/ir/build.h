/// Builds definitions by hand, for tests below the front end.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "ir/definition.h"

namespace wain::ir::test {

inline Decimal percent(std::int64_t n) { return Decimal::make(n, 2); }
inline Money eur(std::int64_t n) { return {n * 10'000, *Currency::parse("EUR")}; }
inline Duration minutes(std::int64_t n) { return {n * Duration::minute}; }

/// Grows one definition. Names are kept by the definition; ids come back.
struct Builder {
  Definition definition;

  template <class Element, class Id>
  Id add(std::vector<Element>& list, std::string_view name) {
    Element element;
    element.name = definition.keep(name);
    list.push_back(std::move(element));
    return Id{static_cast<std::uint32_t>(list.size() - 1)};
  }

  TypeId type(TypeKind kind) { return definition.intern(Type{kind}); }
  TypeId money(std::string_view currency) {
    return definition.intern(Type{TypeKind::Money, *Currency::parse(currency)});
  }
  TypeId enumeration(std::initializer_list<std::string_view> members) {
    return definition.intern(Type{TypeKind::Enum, {}, definition.intern(Enumeration{members})});
  }
  TypeId of(RecordId id) { return definition.intern(Type{TypeKind::Record, {}, {}, id}); }
  TypeId of(DocumentId id) { return definition.intern(Type{TypeKind::Document, {}, {}, {}, id}); }
  TypeId list(TypeId element) { return definition.intern(Type{TypeKind::List, {}, {}, {}, {}, element}); }

  ActorId actor(ActorKind kind, std::string_view name) {
    const auto id = add<Actor, ActorId>(definition.actors, name);
    definition.actors[id.index].kind = kind;
    return id;
  }
  CriterionId criterion(std::string_view name) {
    return add<Criterion, CriterionId>(definition.criteria, name);
  }
  OutcomeId outcome(std::string_view name, ActorId owner = {}) {
    const auto id = add<Outcome, OutcomeId>(definition.outcomes, name);
    definition.outcomes[id.index].owner = owner;
    return id;
  }
  RecordId record(std::string_view name) { return add<Record, RecordId>(definition.records, name); }
  std::uint32_t field(RecordId record, std::string_view name, TypeId type) {
    auto& fields = definition.records[record.index].fields;
    Field field;
    field.name = definition.keep(name);
    field.type = type;
    fields.push_back(field);
    return static_cast<std::uint32_t>(fields.size() - 1);
  }
  ProcessId process(std::string_view name) {
    const auto id = add<Process, ProcessId>(definition.processes, name);
    node(id, NodeKind::Start, "");
    return id;
  }
  Process& at(ProcessId id) { return definition.processes[id.index]; }
  Node& at(ProcessId process, NodeId id) { return at(process)[id]; }

  VariableId variable(ProcessId process, std::string_view name, TypeId type, bool parameter = false) {
    const auto id = add<Variable, VariableId>(at(process).variables, name);
    at(process).variables[id.index].type = type;
    at(process).variables[id.index].parameter = parameter;
    if (parameter) at(process).parameters.push_back(id);
    return id;
  }
  NodeId node(ProcessId process, NodeKind kind, std::string_view name, ActorId actor = {},
              BranchId branch = {}) {
    const auto id = add<Node, NodeId>(at(process).nodes, name);
    Node& node = at(process, id);
    node.kind = kind;
    node.actor = actor;
    node.branch = branch;
    return id;
  }
  NodeId end(ProcessId process, OutcomeId outcome) {
    const NodeId id = node(process, NodeKind::End, "");
    at(process, id).outcome = outcome;
    return id;
  }
  EdgeId edge(ProcessId process, NodeId from, NodeId to, EdgeKind kind = EdgeKind::Next,
              std::optional<Decimal> share = {}, ExprId guard = {}) {
    const EdgeId id{static_cast<std::uint32_t>(at(process).edges.size())};
    Edge edge;
    edge.kind = kind;
    edge.from = from;
    edge.to = to;
    edge.share = share;
    edge.guard = guard;
    at(process).edges.push_back(edge);
    at(process, from).out.push_back(id);
    at(process, to).in.push_back(id);
    return id;
  }
  /// A fork and its join, without branches.
  std::pair<NodeId, NodeId> parallel(ProcessId process, BranchId inside = {}) {
    const NodeId fork = node(process, NodeKind::Fork, "", {}, inside);
    const NodeId join = node(process, NodeKind::Join, "", {}, inside);
    at(process, fork).partner = join;
    at(process, join).partner = fork;
    return {fork, join};
  }
  BranchId branch(ProcessId process, std::string_view name, NodeId fork) {
    const auto id = add<Branch, BranchId>(at(process).branches, name);
    Branch& branch = at(process).branches[id.index];
    branch.fork = fork;
    branch.join = at(process, fork).partner;
    branch.parent = at(process, fork).branch;
    at(process, fork).branches.push_back(id);
    return id;
  }

  Distribution constant(Duration value) {
    Distribution distribution;
    distribution.type = type(TypeKind::Duration);
    distribution.parameters = {value};
    return distribution;
  }
  ExprId literal(Value value, TypeId type) {
    Expr expr;
    expr.kind = ExprKind::Literal;
    expr.value = std::move(value);
    expr.type = type;
    return definition.add(std::move(expr));
  }
  ExprId path(VariableId variable, std::vector<std::uint32_t> fields, TypeId type) {
    Expr expr;
    expr.kind = ExprKind::PathRef;
    expr.path = Path{variable, std::move(fields), {}};
    expr.type = type;
    return definition.add(std::move(expr));
  }
  ExprId op(ExprKind kind, TypeId type, std::vector<ExprId> operands) {
    Expr expr;
    expr.kind = kind;
    expr.type = type;
    expr.operands = std::move(operands);
    return definition.add(std::move(expr));
  }
};

/// A claim, judged by a person, a committee, and paid by a machine; with an audit beside it, a choice
/// by amount, two branches at once, a wait, and three ways back or out.
struct ClaimsExample : Builder {
  ActorId handler, lead, board, ledger, model, analyst;
  CriterionId coverage;
  OutcomeId settled, declined;
  RecordId claim_record;
  ProcessId process_id;
  VariableId claim, summary;
  NodeId register_, summarise, check, split, board_gate, merge, fork, join, pay, inform, wait, settled_end,
      declined_end, audit;
  BranchId money_branch, letter_branch;
  ExprId guard;

  ClaimsExample() {
    people();
    data();
    steps();
    flow();
  }

  void people() {
    handler = actor(ActorKind::Role, "ClaimsHandler");
    definition.actors[handler.index].title = "Claims handler";
    definition.actors[handler.index].staff = 6;
    lead = actor(ActorKind::Person, "HeadOfClaims");
    board = actor(ActorKind::Committee, "RiskBoard");
    Actor& committee = definition.actors[board.index];
    committee.members = {handler, lead};
    committee.quorum = 2;
    committee.meets =
        Meeting{{Cadence::Kind::Weekly, {Weekday::Thu}, {14 * 60}, 1, {}, {}}, {Duration::hour}, {}};
    ledger = actor(ActorKind::System, "Ledger");
    model = actor(ActorKind::Model, "Summariser");
    definition.actors[model.index].cost_per_case = Money{400, *Currency::parse("EUR")};
    definition.actors[model.index].accountable = lead;
    analyst = actor(ActorKind::Role, "QualityAnalyst");
  }

  void data() {
    claim_record = record("Claim");
    field(claim_record, "amount", money("EUR"));
    field(claim_record, "kind", enumeration({"motor", "home"}));
    coverage = criterion("Coverage");
    settled = outcome("Settled", lead);
    definition.outcomes[settled.index].title = "The claim is settled";
    definition.outcomes[settled.index].requires_criteria = {coverage};
    declined = outcome("Declined", lead);
    AuthorityLine line;
    line.record = claim_record;
    line.predicate = op(ExprKind::Le, type(TypeKind::Bool),
                        {path({}, {0}, money("EUR")), literal(eur(2'000), money("EUR"))});
    line.criteria = {coverage};
    definition.actors[handler.index].authority.push_back(line);
  }

  void steps() {
    process_id = process("HandleClaim");
    at(process_id).title = "Handle a \"claim\"";
    at(process_id).yields = {settled, declined};
    claim = variable(process_id, "claim", of(claim_record), true);
    summary = variable(process_id, "summary", type(TypeKind::Text));
    register_ = node(process_id, NodeKind::Task, "Register", handler);
    at(process_id, register_).takes = Distribution{
        DistributionKind::Lognormal, type(TypeKind::Duration), {minutes(12), minutes(5)}, 0, {}, {}, {}};
    summarise = node(process_id, NodeKind::Task, "Summarise", model);
    at(process_id, summarise).declared_auto = true;
    at(process_id, summarise).takes = constant({40 * Duration::second});
    at(process_id, summarise).reads = {Path{claim, {}, {}}};
    at(process_id, summarise).produces = {{summary, {}}};
    check = node(process_id, NodeKind::Gate, "Check", handler);
    at(process_id, check).title = "Is it covered?";
    at(process_id, check).judges = {coverage};
    at(process_id, check).sees = {Path{claim, {}, {}}, Path{summary, {}, {}}};
    at(process_id, check).takes = constant(minutes(20));
    split = node(process_id, NodeKind::Split, "");
    board_gate = node(process_id, NodeKind::Gate, "LargeClaim", board);
    at(process_id, board_gate).judges = {coverage};
    at(process_id, board_gate).escalations = {{{2 * Duration::day}, lead, {}}};
    merge = node(process_id, NodeKind::Merge, "");
    std::tie(fork, join) = parallel(process_id);
    money_branch = branch(process_id, "Money", fork);
    letter_branch = branch(process_id, "Letter", fork);
    pay = node(process_id, NodeKind::Task, "Pay", ledger, money_branch);
    at(process_id, pay).irreversible = true;
    inform = node(process_id, NodeKind::Task, "Inform", handler, letter_branch);
    wait = node(process_id, NodeKind::Wait, "");
    at(process_id, wait).wait = WaitSpec{};
    at(process_id, wait).takes = constant({14 * Duration::day});
    settled_end = end(process_id, settled);
    declined_end = end(process_id, declined);
    audit = node(process_id, NodeKind::Audit, "SummaryAudit", analyst);
    at(process_id, audit).audited = summarise;
    at(process_id, audit).samples = Share{percent(5), {}};
    at(process_id, audit).finds = Share{percent(2), {}};
    at(process_id, audit).finds_within = Duration{90 * Duration::day};
    at(process_id).duties.push_back({false, {register_, check}, {}});
  }

  void flow() {
    guard = op(ExprKind::Gt, type(TypeKind::Bool),
               {path(claim, {0}, money("EUR")), literal(eur(10'000), money("EUR"))});
    edge(process_id, {0}, register_);
    edge(process_id, register_, summarise);
    edge(process_id, summarise, check);
    edge(process_id, summarise, register_, EdgeKind::Fail, percent(3));
    edge(process_id, check, split, EdgeKind::Approve);
    edge(process_id, check, declined_end, EdgeKind::Reject, percent(2));
    edge(process_id, check, register_, EdgeKind::Return, percent(5));
    edge(process_id, split, board_gate, EdgeKind::When, percent(8), guard);
    edge(process_id, split, merge, EdgeKind::Otherwise);
    edge(process_id, board_gate, merge, EdgeKind::Approve);
    edge(process_id, board_gate, declined_end, EdgeKind::Reject, percent(4));
    const EdgeId silence = edge(process_id, board_gate, merge, EdgeKind::Timeout);
    at(process_id)[silence].after = Duration{5 * Duration::day};
    at(process_id)[silence].approves = true;
    edge(process_id, merge, fork);
    edge(process_id, fork, pay, EdgeKind::Branch);
    edge(process_id, fork, inform, EdgeKind::Branch);
    edge(process_id, pay, join);
    edge(process_id, inform, join);
    edge(process_id, join, wait);
    edge(process_id, wait, settled_end);
  }
};

}  // namespace wain::ir::test
