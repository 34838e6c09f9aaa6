#include <algorithm>

#include "sema/context.h"
#include "sema/distribution_forms.h"

namespace wain::sema {
namespace {

using ir::DistributionKind;
using ir::TypeKind;
using syntax::Rule;
using syntax::Tok;

/// An argument as it is written: an optional name, a value, an optional share.
struct Argument {
  Cursor at;
  WrittenName name;  ///< of `mean 12min`; empty: none
  ir::Value value;
  bool known = false;  ///< the value could be read
  std::optional<ir::Decimal> share;
  bool has_share = false;
};

class Lowering {
public:
  Lowering(const Cursor& at, ir::TypeId type)
      : context_(*at.context), definition_(at.context->definition), at_(at), type_(type) {}

  std::optional<ir::Distribution> run() {
    if (at_.has_error()) return std::nullopt;
    const Cursor inner = at_.rule() == Rule::Distribution ? at_.child_at(0) : at_;
    if (!inner.valid()) return std::nullopt;
    result_.type = type_;
    result_.span = at_.span();
    if (inner.rule() == Rule::Literal) return constant(literal_value(inner), inner.span());
    if (const Cursor arguments = inner.child(Rule::DistributionArguments); arguments.valid())
      return distribution(inner, arguments);
    return named(inner);
  }

private:
  [[nodiscard]] TypeKind wanted() const { return definition_[type_].kind; }

  /// A constant by its name, a member of the enum, or the name of a distribution without its parentheses.
  std::optional<ir::Distribution> named(const Cursor& at) {
    const WrittenName name = written(at, at.tree()[at.node].first_token);
    if (name.text.empty()) return std::nullopt;
    const bool plain = !at.child(Rule::Name).valid();
    if (plain && is_member(name.text)) return constant(std::string(name.text), at.span());
    if (plain && !find(context_, at.unit, name.text)) {
      if (const DistributionForm* form = distribution_called(name.text)) {
        report_arity(at, *form, 0);
        return std::nullopt;
      }
    }
    return constant(literal_value(at), at.span());
  }

  std::optional<ir::Distribution> constant(ir::Value value, Span span) {
    if (!accept(value, span, ParameterRole::Value)) return std::nullopt;
    result_.kind = DistributionKind::Constant;
    result_.parameters.push_back(std::move(value));
    return result_;
  }

  std::optional<ir::Distribution> distribution(const Cursor& at, const Cursor& arguments) {
    const WrittenName name = written(at, at.tree()[at.node].first_token);
    if (name.text.empty()) return std::nullopt;
    const DistributionForm* form = distribution_called(name.text);
    if (!form) {
      auto report =
          context_.diagnostics.report(Diag::UnknownDistribution, name.span, {arg("name", name.text)});
      std::vector<std::string_view> names;
      for (const DistributionForm& each : distribution_forms()) names.push_back(each.name);
      if (const auto near = similar(name.text, names))
        report.help(Diag::NoteDidYouMean, {arg("name", *near)});
      return std::nullopt;
    }
    result_.kind = form->kind;
    if (form->kind == DistributionKind::Empirical) return empirical(arguments);
    if (!drawable_from(*form, name.span)) return std::nullopt;
    const std::vector<Cursor> written_arguments = arguments.children(Rule::DistributionArgument);
    if (written_arguments.size() != form->parameters.size()) {
      report_arity(at, *form, written_arguments.size());
      return std::nullopt;
    }
    return match(*form, written_arguments);
  }

  void report_arity(const Cursor& at, const DistributionForm& form, std::size_t found) {
    const std::size_t expected = form.parameters.size();
    context_.diagnostics.report(Diag::DistributionArity, at.span(),
                                {arg("name", form.name), arg("expected", expected), arg("found", found)});
  }

  /// What has a scale can follow a law; the rest is listed value by value.
  bool drawable_from(const DistributionForm& form, Span span) {
    switch (wanted()) {
      case TypeKind::Error:
      case TypeKind::Int:
      case TypeKind::Number:
      case TypeKind::Ratio:
      case TypeKind::Duration:
      case TypeKind::Money: return true;
      default:
        context_.diagnostics.report(Diag::CannotDraw, span,
                                    {arg("type", describe(definition_, type_)), arg("name", form.name)});
        return false;
    }
  }

  std::optional<ir::Distribution> match(const DistributionForm& form, const std::vector<Cursor>& arguments) {
    std::vector<std::optional<Argument>> slots(form.parameters.size());
    bool ok = true;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      Argument argument = read(arguments[i], false);
      if (argument.has_share) {
        context_.diagnostics.report(Diag::StrayShare, arguments[i].span());
        return std::nullopt;
      }
      const std::optional<std::size_t> slot = slot_of(form, argument, i);
      if (!slot) return std::nullopt;
      if (slots[*slot]) {
        context_.diagnostics.report(Diag::PropertyTwice, argument.name.span,
                                    {arg("property", argument.name.text)});
        return std::nullopt;
      }
      slots[*slot] = std::move(argument);
    }
    for (std::size_t i = 0; i < slots.size(); ++i)
      ok = slots[i] && take(form, form.parameters[i], *slots[i]) && ok;
    if (!ok || !rising(form, slots)) return std::nullopt;
    return result_;
  }

  std::optional<std::size_t> slot_of(const DistributionForm& form, const Argument& argument,
                                     std::size_t position) {
    const DistributionParameter& here = form.parameters[position];
    if (argument.name.text.empty()) {
      if (!here.must_be_named) return position;
      if (argument.known)
        context_.diagnostics.report(
            Diag::ParameterUnnamed, argument.at.span(),
            {arg("name", form.name), arg("expected", here.name), arg("value", argument.at.text())});
      return std::nullopt;
    }
    for (std::size_t i = 0; i < form.parameters.size(); ++i)
      if (form.parameters[i].name == argument.name.text) return i;
    if (here.name.empty())
      context_.diagnostics.report(Diag::ParameterHasNoName, argument.name.span,
                                  {arg("name", form.name), arg("found", argument.name.text)});
    else
      context_.diagnostics.report(
          Diag::ParameterName, argument.name.span,
          {arg("name", form.name), arg("expected", here.name), arg("found", argument.name.text)});
    return std::nullopt;
  }

  bool take(const DistributionForm& form, const DistributionParameter& parameter, Argument& argument) {
    const Span span = argument.at.span();
    if (!argument.known) return false;
    if (parameter.role == ParameterRole::Value || parameter.role == ParameterRole::Positive) {
      if (!accept(argument.value, span, parameter.role, form.name, parameter.name)) return false;
      result_.parameters.push_back(argument.value);
      return true;
    }
    const auto* number = std::get_if<ir::Decimal>(&argument.value);
    if (parameter.role == ParameterRole::Phases) {
      if (number && number->is_integer() && number->mantissa >= 1 && number->mantissa <= 1000) {
        result_.count = static_cast<std::uint32_t>(number->mantissa);
        return true;
      }
      context_.diagnostics.report(Diag::PhasesNotCount, span, {arg("value", ir::str(argument.value))});
      return false;
    }
    if (!number) {
      report_type(argument.value, span, "a number");
      return false;
    }
    result_.shape = *number;
    return positive(argument.value, span, parameter.name);
  }

  bool positive(const ir::Value& value, Span span, std::string_view parameter) {
    if (sign_of(value) > 0) return true;
    context_.diagnostics.report(Diag::ParameterNotPositive, span,
                                {arg("parameter", parameter), arg("value", ir::str(value))});
    return false;
  }

  bool rising(const DistributionForm& form, const std::vector<std::optional<Argument>>& slots) {
    if (form.kind != DistributionKind::Uniform && form.kind != DistributionKind::Triangular) return true;
    for (std::size_t i = 1; i < slots.size(); ++i) {
      if (!below(slots[i]->value, slots[i - 1]->value)) continue;
      context_.diagnostics.report(Diag::ParametersOutOfOrder, slots[i]->at.span(),
                                  {arg("name", form.name), arg("value", ir::str(slots[i]->value)),
                                   arg("before", ir::str(slots[i - 1]->value))});
      return false;
    }
    return true;
  }

  // Arguments --------------------------------------------------------------------------------------

  bool is_member(std::string_view name) const {
    if (wanted() != TypeKind::Enum) return false;
    const auto& members = definition_[definition_[type_].enumeration].members;
    return std::find(members.begin(), members.end(), name) != members.end();
  }

  /// `12min`, `mean 12min`, `Limit`, `mean Limit` is two names and not written: `mean` alone is a constant.
  Argument read(const Cursor& at, bool members) {
    Argument argument{at, {}, {}, false, std::nullopt, false};
    const Cursor name = at.child(Rule::Name);
    const Cursor literal = at.child(Rule::Literal);
    if (literal.valid()) {
      if (name.valid()) argument.name = written(name);
      argument.value = literal_value(literal);
      if (at.child(Rule::Minus).valid()) negate(argument.value);
    } else if (name.valid()) {
      const WrittenName word = written(name);
      if (members && is_member(word.text))
        argument.value = std::string(word.text);
      else if (members && wanted() == TypeKind::Enum)
        report_member(word);
      else if (members && wanted() == TypeKind::Bool && (word.text == "true" || word.text == "false"))
        argument.value = word.text == "true";
      else if (const Symbol* symbol =
                   resolve(context_, at.unit, std::nullopt, word, {SymbolKind::Constant}, "a constant"))
        argument.value = definition_.constants[symbol->index].value;
    }
    argument.known = !std::holds_alternative<std::monostate>(argument.value);
    if (const Cursor share = at.child(Rule::Value); share.valid()) {
      argument.has_share = true;
      argument.share = ratio_value(share, "empirical");
    }
    return argument;
  }

  void report_member(const WrittenName& word) {
    if (word.text.empty()) return;
    auto report =
        context_.diagnostics.report(Diag::UnknownMember, word.span,
                                    {arg("name", word.text), arg("members", ir::str(definition_, type_))});
    const auto& members = definition_[definition_[type_].enumeration].members;
    if (const auto near = similar(word.text, members))
      report.help(Diag::NoteDidYouMean, {arg("name", *near)});
  }

  /// Whether a value may be a parameter of what is drawn. Reports.
  bool accept(const ir::Value& value, Span span, ParameterRole role, std::string_view form = {},
              std::string_view parameter = {}) {
    if (std::holds_alternative<std::monostate>(value)) return false;
    if (wanted() == TypeKind::Error) return true;
    if (!type_fits(value, role, form)) {
      report_type(value, span, describe(definition_, type_));
      return false;
    }
    if (role == ParameterRole::Positive) return positive(value, span, parameter);
    if (sign_of(value) < 0 && (wanted() == TypeKind::Duration || wanted() == TypeKind::Ratio) &&
        form != "normal") {
      context_.diagnostics.report(Diag::ParameterNegative, span, {arg("value", ir::str(value))});
      return false;
    }
    const auto* ratio = std::get_if<ir::Ratio>(&value);
    if (ratio && ratio->value > ir::Decimal::make(1)) {
      context_.diagnostics.report(Diag::ShareAboveOne, span,
                                  {arg("property", "a ratio"), arg("share", ratio->value.percent())});
      return false;
    }
    return true;
  }

  [[nodiscard]] bool type_fits(const ir::Value& value, ParameterRole role, std::string_view form) const {
    const ir::Type& type = definition_[type_];
    switch (type.kind) {
      case TypeKind::Int: {
        const auto* number = std::get_if<ir::Decimal>(&value);
        // The mean of whole numbers need not be one.
        return number && (number->is_integer() || role == ParameterRole::Positive || form == "normal");
      }
      case TypeKind::Number: return std::holds_alternative<ir::Decimal>(value);
      case TypeKind::Ratio: return std::holds_alternative<ir::Ratio>(value);
      case TypeKind::Duration: return std::holds_alternative<ir::Duration>(value);
      case TypeKind::Money: {
        const auto* money = std::get_if<ir::Money>(&value);
        return money && money->currency == type.currency;
      }
      // `~ 5%` is how often it is true.
      case TypeKind::Bool:
        return std::holds_alternative<bool>(value) ||
               (result_.kind == DistributionKind::Constant && std::holds_alternative<ir::Ratio>(value));
      case TypeKind::Date: return std::holds_alternative<ir::Date>(value);
      case TypeKind::Text: return std::holds_alternative<std::string>(value);
      case TypeKind::Enum: {
        const auto* member = std::get_if<std::string>(&value);
        return member && is_member(*member);
      }
      default: return false;
    }
  }

  void report_type(const ir::Value& value, Span span, const std::string& expected) {
    const std::string found = describe(definition_, sema::type_of(definition_, value));
    context_.diagnostics.report(Diag::ParameterType, span, {arg("expected", expected), arg("found", found)});
  }

  // empirical --------------------------------------------------------------------------------------

  std::optional<ir::Distribution> empirical(const Cursor& arguments) {
    ir::Decimal sum;
    bool ok = true;
    llvm::DenseMap<const char*, Span> seen;
    for (const Cursor& at : arguments.children(Rule::DistributionArgument)) {
      Argument argument = read(at, true);
      if (!argument.name.text.empty()) {
        context_.diagnostics.report(Diag::ParameterHasNoName, argument.name.span,
                                    {arg("name", "empirical"), arg("found", argument.name.text)});
        ok = false;
        continue;
      }
      if (!argument.known) {
        ok = false;
        continue;
      }
      if (!argument.has_share) {
        context_.diagnostics.report(Diag::EmpiricalShare, at.span(), {arg("value", at.text())});
        return std::nullopt;
      }
      if (!argument.share || !accept(argument.value, at.span(), ParameterRole::Value)) {
        ok = false;
        continue;
      }
      const std::string text = ir::str(argument.value);
      if (const auto [first, fresh] = seen.try_emplace(definition_.keep(text).data(), at.span()); !fresh) {
        context_.diagnostics.report(Diag::EmpiricalTwice, at.span(), {arg("value", text)})
            .note(Diag::NoteFirstGivenHere, first->second);
        ok = false;
        continue;
      }
      const std::optional<ir::Decimal> total = ir::add(sum, *argument.share);
      if (!total) return std::nullopt;
      sum = *total;
      result_.points.emplace_back(std::move(argument.value), *argument.share);
    }
    if (!ok) return std::nullopt;
    if (sum == ir::Decimal::make(1)) return result_;
    context_.diagnostics.report(Diag::EmpiricalSum, arguments.span(), {arg("sum", sum.percent())});
    return std::nullopt;
  }

  Context& context_;
  ir::Definition& definition_;
  Cursor at_;
  ir::TypeId type_;
  ir::Distribution result_;
};

}  // namespace

std::optional<ir::Distribution> lower_distribution(const Cursor& distribution, ir::TypeId type) {
  if (!distribution.valid()) return std::nullopt;
  return Lowering(distribution, type).run();
}

}  // namespace wain::sema
