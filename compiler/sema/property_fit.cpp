/// Which property fits which construct. The grammar takes any property anywhere, so that the words
/// of the message can say where it belongs.
#include <array>

#include "sema/process_builder.h"

namespace wain::sema {
namespace {

using syntax::Rule;

constexpr unsigned bit(Construct construct) { return 1U << static_cast<unsigned>(construct); }
constexpr unsigned step = bit(Construct::Step);
constexpr unsigned gate = bit(Construct::Approval);
constexpr unsigned audit = bit(Construct::Audit);
constexpr unsigned wait = bit(Construct::Wait);

struct Property {
  Rule rule;
  std::string_view word;
  unsigned fits;
  bool repeats = false;  ///< an exit or a clock, of which there may be several
};
constexpr auto properties = std::to_array<Property>({
    {Rule::TakesProp, "takes", step | gate | audit | wait},
    {Rule::ReadsProp, "reads", step | gate | audit | wait},
    {Rule::SeesProp, "sees", gate | audit},
    {Rule::ProducesProp, "produces", step | gate | wait},
    {Rule::UpdatesProp, "updates", step | gate | wait},
    {Rule::IrreversibleProp, "irreversible", step | gate},
    {Rule::FailsProp, "fails", step | gate, true},
    {Rule::BatchesProp, "batches", step | gate},
    {Rule::PriorityProp, "priority", step | gate},
    {Rule::CostsProp, "costs", step | gate | audit},
    {Rule::ChecksProp, "checks", step | gate},
    {Rule::JudgesProp, "judges", gate | audit},
    {Rule::RejectsProp, "rejects", gate, true},
    {Rule::ReturnsProp, "returns", gate, true},
    {Rule::EscalatesProp, "escalates", gate, true},
    {Rule::TimeoutProp, "after", gate},
    {Rule::RequiredProp, "required by", gate},
    {Rule::CatchesProp, "catches", step | gate},
    {Rule::FalseAlarmsProp, "false alarms", step | gate},
    {Rule::SamplesProp, "samples", audit},
    {Rule::FindsProp, "finds", audit},
    {Rule::Observed, "observed", step | gate | audit},
});

const Property* find_property(Rule rule) {
  for (const Property& property : properties)
    if (property.rule == rule) return &property;
  return nullptr;
}

std::string_view spelling(Construct construct) {
  switch (construct) {
    case Construct::Step: return "step";
    case Construct::Approval: return "approval";
    case Construct::Audit: return "audit";
    case Construct::Wait: return "wait";
  }
  return "";
}

void report_misfit(ProcessBuilder& b, ir::NodeId node, Construct construct, const Property& property,
                   const Cursor& item) {
  const std::string_view word = spelling(construct);
  auto report = b.report(node, Diag::FlowMisplacedProperty, keyword_span(item),
                         {arg("property", property.word), arg("construct", word)});
  const std::vector<DiagArg> args{arg("property", property.word)};
  if (property.rule == Rule::SeesProp)
    report.help(Diag::NoteFlowReads);
  else if (property.fits == gate)
    report.help(Diag::NoteFlowOnApproval, args);
  else if (property.fits == audit)
    report.help(Diag::NoteFlowOnAudit, args);
  else if (property.fits == (gate | audit))
    report.help(Diag::NoteFlowOnJudgment, args);
  else
    report.help(Diag::NoteFlowOnWork, args);
}

}  // namespace

bool SeenProperties::admit(ProcessBuilder& b, ir::NodeId node, Construct construct, const Cursor& item) {
  const Property* property = find_property(item.rule());
  if (!property) return false;  // `allow`, and the parts that are no property
  if ((property->fits & bit(construct)) == 0) {
    report_misfit(b, node, construct, *property, item);
    return false;
  }
  if (property->repeats) return true;
  for (const Cursor& first : seen_) {
    if (first.rule() != item.rule()) continue;
    b.report(node, Diag::PropertyTwice, keyword_span(item), {arg("property", property->word)})
        .note(Diag::NoteFirstGivenHere, keyword_span(first));
    return false;
  }
  seen_.push_back(item);
  return true;
}

}  // namespace wain::sema
