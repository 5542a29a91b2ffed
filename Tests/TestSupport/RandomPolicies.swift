/// Random numbers from a seed: the same seed gives the same numbers everywhere (SplitMix64: Steele, Lea, Flood, Fast
/// Splittable Pseudorandom Number Generators, 2014).
package struct SeededNumbers: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number below `bound`, which is at least 1.
  package mutating func number(below bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// True once in `count` times.
  package mutating func once(in count: Int) -> Bool { number(below: count) == 0 }
}

/// Texts of policies that AWS accepts, with values, locks and parts without a value at random, laid out at random.
package struct RandomPolicies: Sendable {
  package var numbers: SeededNumbers
  /// Few, so that policies meet.
  package static let services = ["default", "lex", "polly"]
  private static let controls = [
    #"["@@none"]"#, #"["@@none"]"#, #"["@@assign"]"#, #"["@@append"]"#, #"["@@remove"]"#, #"["@@all"]"#,
    #"["@@assign", "@@append"]"#,
  ]

  package init(seed: UInt64) { numbers = SeededNumbers(seed: seed) }

  package mutating func text() -> String {
    var members = control(once: 4)
    for service in Self.services where numbers.once(in: 2) {
      var parts = control(once: 4)
      if !numbers.once(in: 6) {
        var setting = control(once: 3)
        if !numbers.once(in: 6) {
          setting.append("\"@@assign\":\(gap)\"\(numbers.once(in: 2) ? "optOut" : "optIn")\"")
        }
        parts.append("\"opt_out_policy\":\(gap)\(object(setting))")
      }
      members.append("\"\(service)\":\(gap)\(object(parts))")
    }
    return "{\(gap)\"services\":\(gap)\(object(members))\(gap)}"
  }

  private mutating func control(once count: Int) -> [String] {
    guard numbers.once(in: count) else { return [] }
    let list = Self.controls[numbers.number(below: Self.controls.count)]
    return ["\"@@operators_allowed_for_child_policies\":\(gap)\(list)"]
  }

  private mutating func object(_ members: [String]) -> String {
    let separator = ",\(gap)"
    return "{\(gap)\(members.shuffled(using: &numbers).joined(separator: separator))\(gap)}"
  }

  private var gap: String {
    mutating get { ["", "", " ", "\n", "\n  ", "\r\n\t"][numbers.number(below: 6)] }
  }
}

/// The way from a root to an account: nodes with the texts of their policies in the order of attachment.
package struct RandomPath: Sendable, CustomStringConvertible {
  package struct Policy: Hashable, Sendable {
    package var id: String
    package var text: String

    package init(id: String, text: String) {
      self.id = id
      self.text = text
    }
  }

  package struct Level: Hashable, Sendable {
    package var node: String
    package var policies: [Policy]
  }

  package var levels: [Level] = []

  /// Two to four levels with none to three policies each.
  package init(seed: UInt64) {
    var policies = RandomPolicies(seed: seed)
    for depth in 0..<(2 + policies.numbers.number(below: 3)) {
      let count = policies.numbers.number(below: 4)
      // Ids are in no relation to the order of attachment.
      let names = ["a", "b", "c"].shuffled(using: &policies.numbers)
      levels.append(
        Level(
          node: "n-\(depth)",
          policies: (0..<count).map { Policy(id: "p-\(depth)\(names[$0])", text: policies.text()) }))
    }
  }

  package var description: String {
    levels.map { level in
      "\(level.node): " + level.policies.map { "\($0.id) \($0.text)" }.joined(separator: " | ")
    }.joined(separator: "\n")
  }
}
