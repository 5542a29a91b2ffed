package import OrganizationModel
package import PolicyLanguage

/// For `default` and each service: in how many active accounts it is opted out, and how.
package struct Coverage: Hashable, Sendable, Encodable {
  package var sentence: String
  /// `default` first, then by key.
  package var rows: [Row]
  package var activeAccounts: Int

  package struct Row: Hashable, Sendable, Encodable {
    package var key: String
    package var name: String
    package var note: String?
    /// Opted out by a value of its own.
    package var explicit: Int
    /// Opted out because `default` is.
    package var byDefault: Int
    package var optedIn: Int
    /// Neither has a value of its own nor a `default` to follow.
    package var uncovered: Int
    /// Accounts whose effective policy is not known.
    package var unknown: Int

    package var optedOut: Int { explicit + byDefault }
    package var total: Int { optedOut + optedIn + uncovered + unknown }
    /// Opted out in every active account.
    package var isFull: Bool { total > 0 && optedOut == total }

    init(key: String, name: String, note: String?, in policies: [EffectivePolicy: Int], unknown: Int) {
      self.key = key
      self.name = name
      self.note = note
      self.unknown = unknown
      explicit = 0
      byDefault = 0
      optedIn = 0
      uncovered = 0
      for (policy, count) in policies {
        switch (policy.value(for: key), policy.values[key]) {
        case (.optOut?, .some): explicit += count
        case (.optOut?, nil): byDefault += count
        case (.optIn?, _): optedIn += count
        case (nil, _): uncovered += count
        }
      }
    }
  }

  /// `default`, and the rows whose numbers are not those of `default`.
  package var notableRows: [Row] {
    guard let standard = rows.first else { return [] }
    return rows.filter { row in
      row.key == standard.key
        || (row.optedOut, row.optedIn, row.uncovered, row.unknown)
          != (standard.optedOut, standard.optedIn, standard.uncovered, standard.unknown)
    }
  }

  package init(of active: [AccountPosture], in catalogue: ServiceCatalogue) {
    var policies: [EffectivePolicy: Int] = [:]
    var unknown = 0
    for posture in active {
      if let effective = posture.effective {
        policies[effective, default: 0] += 1
      } else {
        unknown += 1
      }
    }
    let foreign = Set(policies.keys.flatMap(\.values.keys)).filter { !catalogue.contains($0) }.sorted()
    rows =
      [
        Row(
          key: EffectivePolicy.defaultKey, name: "every service without its own key, future ones included",
          note: nil, in: policies, unknown: unknown)
      ]
      + catalogue.services.map {
        Row(key: $0.key, name: $0.name, note: $0.note, in: policies, unknown: unknown)
      }
      + foreign.map {
        Row(
          key: $0, name: "unknown to this version",
          note: "the service list of this version does not have the key",
          in: policies, unknown: unknown)
      }
    activeAccounts = active.count
    let services = rows.dropFirst()
    sentence =
      "\(Words.number(services.count { $0.isFull })) of \(Words.count(services.count, "service")) "
      + "\(services.count == 1 ? "is" : "are") opted out in every active account."
  }
}
