package import OrganizationModel

extension RandomOrganization {
  /// Changes a few things at random: places, attachments, texts, accounts.
  package mutating func change() {
    for _ in 0...numbers.number(below: 3) {
      switch numbers.number(below: 5) {
      case 0:
        let account = Self.accounts[numbers.number(below: Self.accounts.count)]
        parents[account] = container()
      case 1:
        let nodes = [Self.root] + Self.units + Self.accounts
        let node = nodes[numbers.number(below: nodes.count)]
        let policy = texts.keys.sorted()[numbers.number(below: texts.count)]
        if attachments[node]?.contains(policy) == true {
          attachments[node]?.removeAll { $0 == policy }
        } else {
          attachments[node, default: []].append(policy)
        }
      case 2:
        var policies = RandomPolicies(seed: numbers.next())
        texts[texts.keys.sorted()[numbers.number(below: texts.count)]] = policies.text()
      case 3:
        // An account leaves, or comes back.
        let account = Self.accounts[numbers.number(below: Self.accounts.count)]
        parents[account] = parents[account] == nil ? container() : nil
      default:
        // Units only move to those before them, so that no loop comes about.
        let index = 1 + numbers.number(below: Self.units.count - 1)
        parents[Self.units[index]] =
          numbers.once(in: 3) ? Self.root : Self.units[numbers.number(below: index)]
      }
    }
  }

  /// The organization with answers of AWS, right and wrong ones, and with things that could not be read, at random.
  package mutating func observedSnapshot(at time: String) throws(SnapshotTreeError) -> Snapshot {
    var result = try snapshot()
    if let moment = Timestamp(time) {
      result.header.startedAt = moment.adding(.seconds(-5))
      result.header.observedAt = moment
    }
    let answers = [
      "{}", #"{"services":{"default":{"opt_out_policy":"optOut"}}}"#,
      #"{"services":{"default":{"opt_out_policy":"optOut"},"lex":{"opt_out_policy":"optIn"}}}"#, "no JSON",
    ]
    for account in result.accounts {
      switch numbers.number(below: 6) {
      case 0: break
      case 1: result.effectivePolicies[account.id] = .unread(reason: "AccessDenied \(account.id)")
      case 2:
        let other = result.accounts[numbers.number(below: result.accounts.count)].id
        result.effectivePolicies[account.id] = .representative(account: other)
      default:
        let text = numbers.once(in: 8) ? nil : answers[numbers.number(below: answers.count)]
        result.effectivePolicies[account.id] = .reported(
          ReportedEffectivePolicy(text: text, lastUpdated: nil))
      }
    }
    if numbers.once(in: 8) { result.policiesUnread = "AccessDenied" }
    if numbers.once(in: 8) { result.root = .unread(reason: "AccessDenied") }
    if numbers.once(in: 8), case .known(var root) = result.root {
      root.policyTypes = [:]
      result.root = .known(root)
    }
    if numbers.once(in: 8), let policy = result.policies.first {
      result.targetsUnread[policy.id] = "AccessDenied"
    }
    for index in result.accounts.indices where numbers.once(in: 10) { result.accounts[index].parent = nil }
    for index in result.accounts.indices where numbers.once(in: 10) {
      result.accounts[index].state = "SUSPENDED"
    }
    return result
  }
}
