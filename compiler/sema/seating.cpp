#include "sema/seating.h"

#include <optional>
#include <vector>

namespace wain::sema {
namespace {

/// A maximum matching of seats and declared
/// persons, by augmenting paths (Kuhn). A role with anonymous staff fills its own seat. Iterative: a
/// path may be as long as the committee.
class Seating {
public:
  Seating(const ir::Definition& definition, const ir::Actor& committee,
          const llvm::DenseMap<std::uint32_t, std::uint32_t>& staff)
      : definition_(definition), staff_(staff) {
    for (const ir::ActorId member : committee.members) add_seat(member);
  }

  std::uint32_t most() {
    std::uint32_t filled = anonymous_;
    for (std::uint32_t seat = 0; seat < seats_.size(); ++seat) filled += augment(seat) ? 1 : 0;
    return filled;
  }

private:
  void add_seat(ir::ActorId member) {
    const ir::Actor& actor = definition_[member];
    const auto replaced = staff_.find(member.index);
    const std::uint32_t staff = replaced == staff_.end() ? actor.staff : replaced->second;
    if (actor.kind == ir::ActorKind::Person) {
      seats_.push_back({member});
    } else if (staff > actor.persons.size()) {
      ++anonymous_;
    } else {
      seats_.push_back(actor.persons);
    }
  }

  /// Breadth first from a free seat over persons to the seats they hold, until a free person is found.
  bool augment(std::uint32_t start) {
    llvm::DenseMap<std::uint32_t, std::uint32_t> asked_by;  // person → seat
    std::vector<std::uint32_t> queue{start};
    for (std::size_t at = 0; at < queue.size(); ++at) {
      for (const ir::ActorId person : seats_[queue[at]]) {
        if (!asked_by.try_emplace(person.index, queue[at]).second) continue;
        const auto held = holds_.find(person.index);
        if (held != holds_.end()) {
          queue.push_back(held->second);
          continue;
        }
        take(person.index, start, asked_by);
        return true;
      }
    }
    return false;
  }

  /// Moves everybody on the path one seat on.
  void take(std::uint32_t person, std::uint32_t start,
            const llvm::DenseMap<std::uint32_t, std::uint32_t>& asked_by) {
    while (true) {
      const std::uint32_t seat = asked_by.lookup(person);
      const auto before = sits_.find(seat);
      const std::optional<std::uint32_t> left =
          before == sits_.end() ? std::nullopt : std::optional(before->second);
      holds_[person] = seat;
      sits_[seat] = person;
      if (seat == start || !left) return;
      person = *left;
    }
  }

  const ir::Definition& definition_;
  const llvm::DenseMap<std::uint32_t, std::uint32_t>& staff_;
  std::vector<std::vector<ir::ActorId>> seats_;
  std::uint32_t anonymous_ = 0;
  llvm::DenseMap<std::uint32_t, std::uint32_t> holds_;  // person → seat
  llvm::DenseMap<std::uint32_t, std::uint32_t> sits_;   // seat → person
};

}  // namespace

std::uint32_t most_seated(const ir::Definition& definition, const ir::Actor& committee,
                          const llvm::DenseMap<std::uint32_t, std::uint32_t>& staff) {
  return Seating(definition, committee, staff).most();
}

}  // namespace wain::sema
