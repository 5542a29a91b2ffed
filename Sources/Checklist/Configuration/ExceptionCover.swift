package import OrganizationModel
import PolicyLanguage

/// What accepted exceptions accept of an organization's posture on a day.
///
/// It changes no verdict and no outcome. An exception accepts the opt-in of one service in an account, or in all
/// accounts below a node, through its last day.
package struct ExceptionCover: Hashable, Sendable {
  /// The active accounts with a service that is opted in, sorted by id.
  package var accounts: [Account]
  /// Every exception of the configuration, in its order, with what it comes to.
  package var exceptions: [Use]
  /// Whether every active account is opted out but for what is accepted.
  package var nothingElseIsWrong: Bool

  package struct Account: Hashable, Sendable {
    package var id: AccountID
    /// Accepted opt-ins, by service in sorted order. Of several exceptions for one service that which holds longest
    /// stands here.
    package var covered: [AcceptedException]
    /// Opted-in services that no exception accepts, sorted.
    package var uncovered: [String]
    /// Exceptions that have expired and would have accepted one of `uncovered`.
    package var expired: [AcceptedException]
    /// Whether accepted opt-ins are all that keeps the account from being opted out.
    package var hasNothingElseWrong: Bool

    /// The last day on which all that is wrong is accepted; nil when something else is wrong.
    package var acceptedUntil: Timestamp? {
      hasNothingElseWrong ? covered.map(\.expires).min() : nil
    }
  }

  /// An exception with the active accounts whose opt-in it accepts; none when it has expired.
  package struct Use: Hashable, Sendable {
    package var exception: AcceptedException
    package var isExpired: Bool
    /// Sorted.
    package var accounts: [AccountID]
  }

  package init(posture: OrganizationPosture, exceptions: [AcceptedException], date: Timestamp) {
    let active = posture.accounts.filter(\.account.isActive)
    accounts = active.compactMap { Account($0, exceptions: exceptions, date: date) }
    self.exceptions = exceptions.map { exception in
      let isExpired = !exception.holds(on: date)
      let accepted = isExpired ? [] : active.filter { exception.concerns($0) }
      return Use(exception: exception, isExpired: isExpired, accounts: accepted.map(\.account.id))
    }
    let accepted = Set(accounts.filter(\.hasNothingElseWrong).map(\.id))
    nothingElseIsWrong =
      !active.isEmpty && active.allSatisfy { $0.verdict == .optedOut || accepted.contains($0.account.id) }
  }

  /// What is accepted of `account`; nil when it is inactive or nothing in it is opted in.
  package subscript(account: AccountID) -> Account? {
    // There may be thousands, and each is asked for.
    var (low, high) = (0, accounts.count)
    while low < high {
      let middle = (low + high) / 2
      if accounts[middle].id < account { low = middle + 1 } else { high = middle }
    }
    return low < accounts.count && accounts[low].id == account ? accounts[low] : nil
  }
}

extension AcceptedException {
  /// Its last day counts.
  package func holds(on date: Timestamp) -> Bool { expires.days(since: date) >= 0 }

  /// Whether the service is opted in in the account, and the account is the node or lies below it.
  fileprivate func concerns(_ posture: AccountPosture) -> Bool {
    // An opt-in of `default` covers services that nobody has named, so nobody can have accepted it.
    service != EffectivePolicy.defaultKey && posture.optedInServices.contains(service)
      && (node == .account(posture.account.id) || posture.path.contains(node))
  }
}

extension ExceptionCover.Account {
  fileprivate init?(_ posture: AccountPosture, exceptions: [AcceptedException], date: Timestamp) {
    let services = posture.optedInServices
    guard !services.isEmpty else { return nil }
    let concerning = exceptions.filter { $0.concerns(posture) }
    let holding = concerning.filter { $0.holds(on: date) }
    id = posture.account.id
    covered = services.compactMap { service in
      holding.filter { $0.service == service }.max { $0.expires < $1.expires }
    }
    let accepted = Set(covered.map(\.service))
    uncovered = services.filter { !accepted.contains($0) }
    let missing = Set(uncovered)
    expired = concerning.filter { missing.contains($0.service) }
    hasNothingElseWrong =
      uncovered.isEmpty && posture.verdict == .partial
      && posture.effective?.value(for: EffectivePolicy.defaultKey) == .optOut
  }
}
