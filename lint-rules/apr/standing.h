/// How two approvers stand to each other: who is above whom, and who may decide more.
#pragma once

#include <map>
#include <memory>

#include "rules/engine/view.h"

namespace wain::lint {

/// Who is above whom. Use one object for many questions.
class Hierarchy {
public:
  explicit Hierarchy(const View& view) : view_(view) {}
  /// Whoever decides as `upper` is a superior, in one step or many, of whoever decides as `lower`. A
  /// committee is above if a quorum cannot be had without such a superior; above a committee is who is
  /// above all who sit there, or sits there and is above the others.
  bool is_above(ir::ActorId upper, ir::ActorId lower);

private:
  bool is_superior(ir::ActorId upper, ir::ActorId lower);

  const View& view_;
  std::map<ir::ActorId, Actors> superiors_;  // of those who were asked about
};

/// Whatever one of two gates may decide, may the other?
struct AuthorityOrder {
  bool covers = false;      ///< `other` may decide all that `gate` may
  bool is_covered = false;  ///< and the other way round
  [[nodiscard]] bool is_strictly_wider() const { return covers && !is_covered; }
};
/// Compares the authority of gates, for the criteria that the first judges and the records of its process.
/// Use one object for many questions.
class AuthorityComparison {
public:
  explicit AuthorityComparison(const View& view);
  AuthorityComparison(const AuthorityComparison&) = delete;
  AuthorityComparison& operator=(const AuthorityComparison&) = delete;
  ~AuthorityComparison();

  AuthorityOrder operator()(ir::ProcessId process, const ir::Node& gate, const ir::Node& other);

private:
  struct Formulas;
  const View& view_;
  std::unique_ptr<Formulas> formulas_;  // made when first needed
};

}  // namespace wain::lint
