import PolicyLanguage
import TestSupport
import Testing

/// Laws of inheritance that hold for every tree, tried on random ones. A seed names each.
@Suite struct InheritanceLawsTests {
  private static let seeds: Range<UInt64> = 0..<400

  /// What `path` amounts to.
  static func inherited(_ path: RandomPath, orderIsKnown: Bool = true) throws -> InheritedPolicy {
    var inherited = InheritedPolicy()
    for level in path.levels { inherited.apply(try self.level(level, orderIsKnown: orderIsKnown)) }
    return inherited
  }

  static func level(_ level: RandomPath.Level, orderIsKnown: Bool) throws -> InheritanceLevel {
    InheritanceLevel(
      node: level.node,
      policies: try level.policies.map {
        LevelPolicy(id: $0.id, content: .document(try PolicyDocument(parsing: $0.text)))
      }, attachmentOrder: orderIsKnown ? level.policies.map(\.id) : nil)
  }

  private static func values(of service: String, in inherited: InheritedPolicy) -> Set<OptOutValue?> {
    Set(inherited.outcomes.map { $0[service]?.value })
  }

  @Test(arguments: [true, false])
  func `a value locked above never changes below`(orderIsKnown: Bool) throws {
    var locked = 0
    for seed in Self.seeds {
      let path = RandomPath(seed: seed)
      var inherited = InheritedPolicy()
      for level in path.levels {
        let above = inherited
        inherited.apply(try Self.level(level, orderIsKnown: orderIsKnown))
        for (service, key) in above.keys where key.setting?.allowed.contains(.assign) == false {
          locked += 1
          #expect(
            Self.values(of: service, in: inherited) == Self.values(of: service, in: above),
            "seed \(seed)\n\(path)")
        }
        if above.lockedBy != nil {
          #expect(Set(inherited.effectivePolicies) == Set(above.effectivePolicies), "seed \(seed)\n\(path)")
        }
      }
    }
    #expect(locked > 100)
  }

  @Test(arguments: [true, false])
  func `adding a policy never reopens a lock`(orderIsKnown: Bool) throws {
    var locks = 0
    for seed in Self.seeds {
      let path = RandomPath(seed: seed)
      var added = path
      var policies = RandomPolicies(seed: ~seed)
      let depth = policies.numbers.number(below: path.levels.count)
      added.levels[depth].policies.append(RandomPath.Policy(id: "p-\(depth)z", text: policies.text()))
      let before = try Self.inherited(path, orderIsKnown: orderIsKnown)
      let after = try Self.inherited(added, orderIsKnown: orderIsKnown)
      if let services = before.services {
        #expect(after.services?.allowed.isSubset(of: services.allowed) == true, "seed \(seed)")
      }
      for (service, key) in before.keys {
        guard let other = after.keys[service] else { continue }
        #expect(other.container.allowed.isSubset(of: key.container.allowed), "seed \(seed)")
        guard let setting = key.setting, let otherSetting = other.setting else { continue }
        #expect(otherSetting.allowed.isSubset(of: setting.allowed), "seed \(seed)\n\(added)")
      }
      if let node = before.lockedBy, let lockDepth = path.levels.firstIndex(where: { $0.node == node }),
        depth > lockDepth
      {
        locks += 1
        #expect(after.lockedBy == node, "seed \(seed)\n\(added)")
        #expect(after.openings.isEmpty)
      }
    }
    #expect(locks > 5)
  }

  @Test func `permuting policies on a node without conflicts changes nothing`() throws {
    var permuted = 0
    for seed in Self.seeds {
      let path = RandomPath(seed: seed)
      let plain = try Self.inherited(path, orderIsKnown: false)
      guard plain.conflicts.isEmpty else { continue }
      for depth in path.levels.indices where path.levels[depth].policies.count > 1 {
        for order in permutations(path.levels[depth].policies) {
          permuted += 1
          var other = path
          other.levels[depth].policies = order
          // The texts change places under the same ids, and under a known order.
          var renamed = path
          for (index, policy) in order.enumerated() {
            renamed.levels[depth].policies[index].text = policy.text
          }
          for inherited in [try Self.inherited(other), try Self.inherited(renamed, orderIsKnown: false)] {
            #expect(inherited.effectivePolicies == plain.effectivePolicies, "seed \(seed)\n\(path)")
            #expect(inherited.openings == plain.openings, "seed \(seed)")
            #expect(inherited.lockedBy == plain.lockedBy, "seed \(seed)")
          }
        }
      }
    }
    #expect(permuted > 100)
  }

  @Test(arguments: [true, false])
  func `every value has one origin that contains it at that position`(orderIsKnown: Bool) throws {
    var values = 0
    for seed in Self.seeds {
      let path = RandomPath(seed: seed)
      let inherited = try Self.inherited(path, orderIsKnown: orderIsKnown)
      for outcome in inherited.outcomes {
        for (service, proven) in outcome {
          values += 1
          let statements = try origins(of: proven.provenance, in: path).flatMap { text in
            let document = try PolicyDocument(parsing: text)
            #expect(
              text.from(proven.provenance.position).hasPrefix("\"\(proven.value.rawValue)\""), "seed \(seed)")
            return document.services.statements.filter {
              $0.setting?.assignment?.position == proven.provenance.position
            }
          }
          #expect(statements.map(\.service) == [service], "seed \(seed)\n\(path)")
          #expect(statements.first?.setting?.assignment?.value == proven.value, "seed \(seed)")
        }
      }
      for statement in inherited.ignored {
        let texts = origins(of: statement.provenance, in: path)
        #expect(texts.count == 1, "seed \(seed)")
        #expect(texts.first?.from(statement.provenance.position).hasPrefix("\"") == true, "seed \(seed)")
      }
    }
    #expect(values > 300)
  }

  /// The texts of the policies that `provenance` names.
  private func origins(of provenance: Provenance, in path: RandomPath) -> [String] {
    path.levels.filter { $0.node == provenance.node }.flatMap(\.policies).filter {
      $0.id == provenance.policy
    }
    .map(\.text)
  }
}

/// All orders of `elements`.
func permutations<Element>(_ elements: [Element]) -> [[Element]] {
  guard !elements.isEmpty else { return [[]] }
  return elements.indices.flatMap { index in
    var rest = elements
    let first = rest.remove(at: index)
    return permutations(rest).map { [first] + $0 }
  }
}

extension String {
  /// The text from `position` on, found by counting lines and Unicode scalars.
  fileprivate func from(_ position: SourcePosition) -> String {
    let lines = unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(position.line - 1) else { return "" }
    return String(String.UnicodeScalarView(lines[position.line - 1].dropFirst(position.column - 1)))
  }
}
