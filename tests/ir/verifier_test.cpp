#include "ir/verifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ir/build.h"

namespace wain::ir::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Verifier, AcceptsAWholeProcess) {
  ClaimsExample e;
  EXPECT_THAT(verify(e.definition), IsEmpty());
}

/// One way to damage the example, and words of what the verifier must say about it.
struct Damage {
  const char* name;
  void (*apply)(ClaimsExample&);
  const char* words;
};

class Damaged : public testing::TestWithParam<Damage> {};

TEST_P(Damaged, IsFound) {
  ClaimsExample e;
  GetParam().apply(e);
  EXPECT_THAT(verify(e.definition), Contains(HasSubstr(GetParam().words)));
}

Node& node_of(ClaimsExample& e, NodeId id) { return e.at(e.process_id, id); }
Process& process_of(ClaimsExample& e) { return e.at(e.process_id); }
Edge& edge_of(ClaimsExample& e, std::size_t index) { return process_of(e).edges[index]; }

INSTANTIATE_TEST_SUITE_P(
    Verifier, Damaged,
    testing::Values(
        Damage{"ActorRange", [](ClaimsExample& e) { node_of(e, e.check).actor = {99}; },
               "its actor is 99 of"},
        Damage{"ActorMissing", [](ClaimsExample& e) { node_of(e, e.check).actor = {}; },
               "its actor is missing"},
        Damage{"CriterionRange", [](ClaimsExample& e) { node_of(e, e.check).judges = {{9}}; },
               "that it judges is 9"},
        Damage{"ChainOfATask", [](ClaimsExample& e) { node_of(e, e.pay).chain = true; },
               "a chain of conditions"},
        Damage{"TwoStarts", [](ClaimsExample& e) { node_of(e, e.pay).kind = NodeKind::Start; },
               "2 start nodes"},
        Damage{"OutList", [](ClaimsExample& e) { node_of(e, e.check).out.pop_back(); },
               "listed 0 times as going out"},
        Damage{"InListTwice",
               [](ClaimsExample& e) { node_of(e, e.pay).in.push_back(node_of(e, e.pay).in[0]); },
               "2 times as coming in"},
        Damage{"OtherNodesEdge", [](ClaimsExample& e) { edge_of(e, 4).from = e.pay; }, "is another node's"},
        Damage{"NoApprove", [](ClaimsExample& e) { edge_of(e, 4).kind = EdgeKind::Return; },
               "0 exits of kind approve"},
        Damage{"TwoApprove", [](ClaimsExample& e) { edge_of(e, 5).kind = EdgeKind::Approve; },
               "2 exits of kind approve"},
        Damage{"TaskRejects", [](ClaimsExample& e) { edge_of(e, 3).kind = EdgeKind::Reject; },
               "a kind that it cannot"},
        Damage{"ShareTooGreat", [](ClaimsExample& e) { edge_of(e, 5).share = percent(101); },
               "not within 0 and 1"},
        Damage{"ShareNegative", [](ClaimsExample& e) { edge_of(e, 5).share = percent(-1); },
               "not within 0 and 1"},
        Damage{"TimeoutTime", [](ClaimsExample& e) { edge_of(e, 11).after.reset(); },
               "a time belongs to a timeout"},
        Damage{"LoneArm",
               [](ClaimsExample& e) {
                 const NodeId split = e.node(e.process_id, NodeKind::Split, "");
                 e.edge(e.process_id, split, e.merge, EdgeKind::Otherwise);  // nothing to choose from
               },
               "1 exits, and no arm"},
        Damage{"ArmKinds", [](ClaimsExample& e) { edge_of(e, 8).kind = EdgeKind::Until; },
               "the test of a loop"},
        Damage{"OtherwiseFirst",
               [](ClaimsExample& e) { std::swap(node_of(e, e.split).out[0], node_of(e, e.split).out[1]); },
               "otherwise is not the last"},
        Damage{"Partner", [](ClaimsExample& e) { node_of(e, e.join).partner = e.merge; }, "points elsewhere"},
        Damage{"BranchUnlisted", [](ClaimsExample& e) { node_of(e, e.fork).branches.pop_back(); },
               "does not list it"},
        Damage{"JoinCount",
               [](ClaimsExample& e) {
                 node_of(e, e.fork).join_rule = JoinRule::KOfN;
                 node_of(e, e.fork).join_count = 3;
               },
               "join 3 of 2"},
        Damage{"EntersBranch",
               [](ClaimsExample& e) { e.edge(e.process_id, e.summarise, e.pay, EdgeKind::Fail); },
               "enters a branch from outside"},
        Damage{"BetweenBranches",
               [](ClaimsExample& e) { e.edge(e.process_id, e.inform, e.pay, EdgeKind::Fail); },
               "enters a branch from outside"},
        Damage{"AuditEdge", [](ClaimsExample& e) { e.edge(e.process_id, e.audit, e.merge); },
               "an audit has edges"},
        Damage{"AuditOfEnd", [](ClaimsExample& e) { node_of(e, e.audit).audited = e.settled_end; },
               "it audits a end"},
        Damage{"EndExit", [](ClaimsExample& e) { e.edge(e.process_id, e.settled_end, e.merge); },
               "an end has 1"},
        Damage{"EndOutcome", [](ClaimsExample& e) { node_of(e, e.settled_end).outcome = {}; },
               "outcome is missing"},
        Damage{"WaitSpec", [](ClaimsExample& e) { node_of(e, e.wait).wait.reset(); }, "what it waits for"},
        Damage{"TakesMoney",
               [](ClaimsExample& e) {
                 node_of(e, e.check).takes->type = e.money("EUR");
                 node_of(e, e.check).takes->parameters = {eur(1)};
               },
               "it takes a money EUR"},
        Damage{"Parameters", [](ClaimsExample& e) { node_of(e, e.register_).takes->parameters.pop_back(); },
               "lognormal has 1 parameters"},
        Damage{"PathNowhere", [](ClaimsExample& e) { node_of(e, e.check).sees[0].fields = {5}; },
               "leads nowhere"},
        Damage{"GuardPath",
               [](ClaimsExample& e) {
                 e.definition.exprs[e.definition[e.guard].operands[0].index].path.fields = {1};
               },
               "is of type motor | home"},
        Damage{"GuardNoBool",
               [](ClaimsExample& e) { edge_of(e, 7).guard = e.definition[e.guard].operands[1]; },
               "is no bool"},
        Damage{"OperandOrder", [](ClaimsExample& e) { e.definition[e.guard].operands[0] = e.guard; },
               "does not stand before it"},
        Damage{"OperandTypes",
               [](ClaimsExample& e) {
                 e.definition.exprs[e.definition[e.guard].operands[1].index].type = e.money("USD");
               },
               "comparison of different types"},
        Damage{"LiteralType",
               [](ClaimsExample& e) {
                 e.definition.exprs[e.definition[e.guard].operands[1].index].value = true;
               },
               "a literal of another type"},
        Damage{"Quorum", [](ClaimsExample& e) { e.definition.actors[e.board.index].quorum = 3; },
               "a quorum of 3"},
        Damage{"Plays", [](ClaimsExample& e) { e.definition.actors[e.lead.index].plays = {e.handler}; },
               "disagree"},
        Damage{"CallArguments",
               [](ClaimsExample& e) {
                 const NodeId call = e.node(e.process_id, NodeKind::Call, "Again");
                 node_of(e, call).callee = e.process_id;
                 e.edge(e.process_id, call, e.settled_end);
               },
               "0 arguments for 1 parameters"}),
    [](const testing::TestParamInfo<Damage>& info) { return info.param.name; });

TEST(Verifier, ABrokenGateMayLackItsExits) {
  ClaimsExample e;
  e.at(e.process_id)[EdgeId{4}].kind = EdgeKind::Return;
  node_of(e, e.check).actor = {};
  node_of(e, e.check).broken = true;
  EXPECT_THAT(verify(e.definition), IsEmpty());
}

TEST(Verifier, ABrokenElementStillHasIdsInRange) {
  ClaimsExample e;
  node_of(e, e.check).actor = {99};
  node_of(e, e.check).broken = true;
  EXPECT_THAT(verify(e.definition), ElementsAre(HasSubstr("gate Check")));
}

TEST(Verifier, AnErrorTypeIsCompatibleWithEverything) {
  ClaimsExample e;
  e.definition.exprs[e.definition[e.guard].operands[1].index].type = e.type(TypeKind::Error);
  EXPECT_THAT(verify(e.definition), IsEmpty());
}

#ifdef WAIN_VERIFY
TEST(VerifierDeathTest, AbortsWithTheReason) {
  ClaimsExample e;
  node_of(e, e.check).actor = {};
  EXPECT_DEATH(verify_or_abort(e.definition), "gate Check.*its actor is missing");
}
#endif

}  // namespace
}  // namespace wain::ir::test
