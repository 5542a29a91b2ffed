import OrganizationModel

/// Some of the active accounts, for a sentence that counts them and names a few.
///
/// Account names come from members and stand here as AWS sent them; whoever prints them escapes them.
struct AccountGroup {
  static let exampleLimit = 3

  var members: [AccountPosture]
  /// How many active accounts there are in all.
  var total: Int

  init(_ members: [AccountPosture], of all: [AccountPosture]) {
    self.members = members
    total = all.count
  }

  var isEmpty: Bool { members.isEmpty }

  /// `2 of 40 active accounts`
  var count: String {
    "\(members.count) of \(total) active \(total == 1 ? "account" : "accounts")"
  }

  /// `4 of 40 active accounts: Payments (333333333333), Web (444444444444), Dev (555555555555), ...`
  var naming: String {
    var examples = members.prefix(Self.exampleLimit).map { Self.name($0.account) }
    if members.count > Self.exampleLimit { examples.append("...") }
    return "\(count): \(examples.joined(separator: ", "))"
  }

  /// The different reasons of the members, up to the example limit, each once.
  func reasons(_ reason: (AccountPosture) -> String?) -> String {
    var distinct: [String] = []
    for text in members.compactMap(reason) where !distinct.contains(text) {
      distinct.append(text)
      if distinct.count > Self.exampleLimit {
        distinct[Self.exampleLimit] = "..."
        break
      }
    }
    return distinct.joined(separator: "; ")
  }

  private static func name(_ account: Account) -> String {
    account.name.isEmpty ? account.id.rawValue : "\(account.name) (\(account.id))"
  }
}
