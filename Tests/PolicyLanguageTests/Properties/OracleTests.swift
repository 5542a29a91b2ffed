import PolicyLanguage
import TestSupport
import Testing

/// The engine held against an evaluator that shares no code with it, on random trees.
@Suite struct OracleTests {
  private static func oracle(_ path: RandomPath) throws -> EffectivePolicy {
    try EffectivePolicy(parsing: try oracleAnswer(levels: path.levels.map { $0.policies.map(\.text) }))
  }

  /// `path` with the policies of each node in every order; of the node at `fixed` in those that keep its last policy.
  private static func orders(of path: RandomPath, keepingLastAt fixed: Int? = nil) -> [RandomPath] {
    path.levels.indices.reduce([path]) { paths, depth in
      let policies = path.levels[depth].policies
      let orders = permutations(policies).filter { depth != fixed || $0.last == policies.last }
      return paths.flatMap { path in
        orders.map { order in
          var copy = path
          copy.levels[depth].policies = order
          return copy
        }
      }
    }
  }

  @Test func `with known orders the engine agrees with the oracle`() throws {
    for seed: UInt64 in 1_000..<2_000 {
      let path = RandomPath(seed: seed)
      let engine = try InheritanceLawsTests.inherited(path)
      #expect(engine.effectivePolicies == [try Self.oracle(path)], "seed \(seed)\n\(path)")
    }
  }

  @Test func `without orders the engine finds what the oracle finds in all orders`() throws {
    var ambiguous = 0
    for seed: UInt64 in 2_000..<2_200 {
      let path = RandomPath(seed: seed)
      let engine = try InheritanceLawsTests.inherited(path, orderIsKnown: false)
      let oracle = Set(try Self.orders(of: path).map(Self.oracle))
      #expect(Set(engine.effectivePolicies) == oracle, "seed \(seed)\n\(path)")
      ambiguous += oracle.count > 1 ? 1 : 0
    }
    #expect(ambiguous > 10)
  }

  @Test func `a policy known to be attached last wins only where no other assigns`() throws {
    var concerned = 0
    for seed: UInt64 in 3_000..<3_300 {
      let path = RandomPath(seed: seed)
      guard let depth = path.levels.firstIndex(where: { $0.policies.count > 1 }) else { continue }
      concerned += 1
      var engine = InheritedPolicy()
      for (index, level) in path.levels.enumerated() {
        var step = try InheritanceLawsTests.level(level, orderIsKnown: false)
        if index == depth { step.attachedLast = level.policies.suffix(1).map(\.id) }
        engine.apply(step)
      }
      let oracle = Set(try Self.orders(of: path, keepingLastAt: depth).map(Self.oracle))
      #expect(Set(engine.effectivePolicies) == oracle, "seed \(seed)\n\(path)")
    }
    #expect(concerned > 100)
  }
}
