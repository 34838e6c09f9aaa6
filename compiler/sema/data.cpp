// Records, documents, criteria, controls.
#include <algorithm>

#include "sema/context.h"

namespace wain::sema {
namespace {

using syntax::Rule;
using syntax::Tok;

void lower_record(const Cursor& declaration, ir::Record& record) {
  Context& context = *declaration.context;
  llvm::DenseMap<const char*, Span> seen;
  for (const Cursor& at : declaration.children(Rule::Field)) {
    ir::Field field;
    fill_header(field, at);
    field.type = lower_type(at.child(Rule::Type));
    if (!field.type.valid()) field.type = context.error_type;
    if (field.name.empty()) continue;
    const auto [first, fresh] = seen.try_emplace(field.name.data(), field.name_span);
    if (!fresh)
      context.diagnostics.report(Diag::DuplicateName, field.name_span, {arg("name", field.name)})
          .note(Diag::NoteFirstDeclaredHere, first->second, {arg("name", field.name)});
    else
      record.fields.push_back(std::move(field));
  }
}

/// Records that contain themselves through fields of record type (a list may hold its own kind: it
/// can be empty). Iterative depth first; each circle is reported once, at the field that closes it.
class RecordCircles {
public:
  explicit RecordCircles(ir::Definition& definition, Diagnostics& diagnostics)
      : definition_(definition), diagnostics_(diagnostics), state_(definition.records.size(), State::New) {}

  void run() {
    for (std::uint32_t i = 0; i < definition_.records.size(); ++i) {
      if (state_[i] != State::New) continue;
      push(i);
      while (!stack_.empty()) step();
    }
  }

private:
  enum class State : std::uint8_t { New, Open, Done };
  struct Frame {
    std::uint32_t record;
    std::size_t next_field = 0;
  };

  void push(std::uint32_t record) {
    state_[record] = State::Open;
    stack_.push_back({record, 0});
  }

  void step() {
    Frame& top = stack_.back();
    ir::Record& record = definition_.records[top.record];
    if (top.next_field == record.fields.size()) {
      state_[top.record] = State::Done;
      stack_.pop_back();
      return;
    }
    ir::Field& field = record.fields[top.next_field++];
    const ir::Type& type = definition_[field.type];
    if (type.kind != ir::TypeKind::Record) return;
    const std::uint32_t inner = type.record.index;
    if (state_[inner] == State::New) return push(inner);
    if (state_[inner] == State::Open) report(inner, field);
  }

  void report(std::uint32_t inner, ir::Field& field) {
    auto report = diagnostics_.report(Diag::RecursiveRecord, field.name_span,
                                      {arg("name", definition_.records[inner].name)});
    bool inside = false;
    std::size_t notes = 0;
    for (const Frame& frame : stack_) {
      inside = inside || frame.record == inner;
      if (!inside || frame.record == stack_.back().record || notes++ == 8) continue;
      const ir::Field& through = definition_.records[frame.record].fields[frame.next_field - 1];
      report.note(Diag::NoteThroughField, through.name_span, {arg("name", through.name)});
    }
    definition_.records[inner].broken = true;
    field.type = definition_.intern(ir::Type{});  // whoever walks the record comes to an end
  }

  ir::Definition& definition_;
  Diagnostics& diagnostics_;
  std::vector<State> state_;
  std::vector<Frame> stack_;
};

void lower_criterion(const Cursor& declaration, ir::Criterion& criterion) {
  OnceEach once(*declaration.context);
  for (const Cursor& item : declaration.children()) {
    if (item.has_error()) continue;
    if (item.rule() == Rule::MissProp && once.first("a miss costs", item.span())) {
      criterion.miss_costs = money_value(item.child(Rule::Value), "a miss costs");
    } else if (item.rule() == Rule::WrongProp && once.first("wrong in", item.span())) {
      if (const auto share = ratio_value(item.child(Rule::Value), "wrong in"))
        criterion.wrong_in = ir::Share{*share, item.span()};
    }
  }
}

void lower_applies(const Cursor& item, ir::Control& control) {
  control.applies_to = resolve_record(item.child(Rule::Qualified));
  const Cursor predicate = item.expression();
  if (!predicate.valid() || !control.applies_to.valid()) return;
  DataScope scope;
  scope.record = control.applies_to;
  control.applies_when = lower_condition(predicate, scope);
}

void lower_control(const Cursor& declaration, ir::Control& control) {
  Context& context = *declaration.context;
  OnceEach once(context);
  for (const Cursor& item : declaration.children()) {
    if (item.has_error()) continue;
    switch (item.rule()) {
      case Rule::CitesProp:
        if (once.first("cites", item.span()))
          control.cites = string_value(item, item.tree().own_token(item.node, Tok::String));
        break;
      case Rule::AppliesProp:
        if (once.first("applies to", item.span())) lower_applies(item, control);
        break;
      case Rule::ApproversProp:
        if (!once.first("requires", item.span())) break;
        if (const auto count = count_in(item.child(Rule::Value), "requires", 1, 1000))
          control.approvers = *count;
        break;
      case Rule::ReviewProp:
        if (once.first("review by", item.span()))
          control.review_by = date_value(item, item.tree().own_token(item.node, Tok::Date));
        break;
      default: break;
    }
  }
}

template <class Element, class Lower>
void lower_each(Context& context, SymbolKind kind, std::vector<Element>& elements, Lower lower) {
  for (const Symbol& symbol : context.symbols) {
    if (symbol.kind != kind) continue;
    const ErrorWatch watch(context);
    lower(Cursor{&context, symbol.tree, symbol.declaration}, elements[symbol.index]);
    if (watch.any()) elements[symbol.index].broken = true;
  }
}

}  // namespace

bool OnceEach::first(std::string_view property, Span span) {
  for (const auto& [name, where] : given_) {
    if (name != property) continue;
    context_->diagnostics.report(Diag::PropertyTwice, span, {arg("property", property)})
        .note(Diag::NoteFirstGivenHere, where);
    return false;
  }
  given_.emplace_back(property, span);
  return true;
}

std::optional<std::uint32_t> count_in(const Cursor& value, std::string_view what, std::int64_t least,
                                      std::int64_t most) {
  const std::optional<std::int64_t> count = count_value(value, what);
  if (!count) return std::nullopt;
  Diagnostics& diagnostics = value.context->diagnostics;
  if (*count < least) {
    diagnostics.report(Diag::TooSmall, value.span(),
                       {arg("property", what), arg("least", least), arg("number", *count)});
    return std::nullopt;
  }
  if (*count > most) {
    diagnostics.report(Diag::TooLarge, value.span(),
                       {arg("property", what), arg("most", most), arg("number", *count)});
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(*count);
}

void lower_data(Context& context) {
  ir::Definition& definition = context.definition;
  lower_each(context, SymbolKind::Record, definition.records, lower_record);
  RecordCircles(definition, context.diagnostics).run();
  lower_each(context, SymbolKind::Criterion, definition.criteria, lower_criterion);
  lower_each(context, SymbolKind::Control, definition.controls, lower_control);
}

}  // namespace wain::sema
