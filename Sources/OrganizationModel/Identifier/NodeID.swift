/// A place where a policy can be attached: the root, an organizational unit or an account.
package enum NodeID: Hashable, Sendable, Comparable, CustomStringConvertible {
  case root(RootID)
  case organizationalUnit(OrganizationalUnitID)
  case account(AccountID)

  /// The node with the id `text`, or nil when it is the id of none of the three.
  package init?(_ text: String) {
    if let id = AccountID(text) {
      self = .account(id)
    } else if let id = OrganizationalUnitID(text) {
      self = .organizationalUnit(id)
    } else if let id = RootID(text) {
      self = .root(id)
    } else {
      return nil
    }
  }

  package var rawValue: String {
    switch self {
    case .root(let id): id.rawValue
    case .organizationalUnit(let id): id.rawValue
    case .account(let id): id.rawValue
    }
  }

  package var description: String { rawValue }

  package static func < (left: Self, right: Self) -> Bool {
    if case .account(let left) = left, case .account(let right) = right { return left < right }
    return left.rawValue < right.rawValue
  }
}
