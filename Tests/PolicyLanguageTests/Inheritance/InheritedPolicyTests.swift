import PolicyLanguage
import TestSupport
import Testing

@Suite struct InheritedPolicyTests {
  private static let closed = #""@@operators_allowed_for_child_policies": ["@@none"]"#

  /// The hardened policy without some of its locks.
  private static func optOut(services: Bool, key: Bool, leaf: Bool) -> String {
    """
    {"services": {\(services ? closed + "," : "")
      "default": {\(key ? closed + "," : "")
        "opt_out_policy": {\(leaf ? closed + "," : "") "@@assign": "optOut"}}}}
    """
  }

  @Test func `nothing applies without policies`() throws {
    let inherited = try inherit([("r-root", [:])])
    #expect(inherited.effectivePolicy == EffectivePolicy())
    #expect(inherited.lockedBy == nil)
    #expect(inherited.openings == [.addService])
  }

  @Test func `a lower level overwrites what is open`() throws {
    let inherited = try inherit([
      ("r-root", ["p-a": SamplePolicies.assigning("optOut")]),
      ("ou-1", ["p-b": SamplePolicies.assigning("optIn")]),
    ])
    #expect(inherited.effectivePolicy?.values == ["default": .optIn])
  }

  @Test func `a value's origin is the position of the value`() throws {
    let inherited = try inherit([
      ("r-root", ["p-a": SamplePolicies.hardened]),
      ("ou-1", ["p-b": "{\"services\": {\n \"lex\": {\"opt_out_policy\": {\"@@assign\": \"optIn\"}}}}"]),
    ])
    let policy = try #require(inherited.effectivePolicy)
    #expect(
      inherited.provenance(of: policy)["default"]?.provenance
        == Provenance(policy: "p-a", node: "r-root", position: SourcePosition(line: 7, column: 19)))
    let lock = Provenance(policy: "p-a", node: "r-root", position: SourcePosition(line: 2, column: 45))
    let ignored = try #require(inherited.ignored.first)
    #expect(inherited.ignored.count == 1)
    #expect(ignored.service == "lex")
    #expect(ignored.reason == .servicesLocked(by: lock))
    #expect(
      ignored.provenance
        == Provenance(policy: "p-b", node: "ou-1", position: SourcePosition(line: 2, column: 41)))
  }

  // MARK: - Locks

  @Test func `all levels closed is locked by that node`() throws {
    let inherited = try inherit([("r-root", ["p-a": SamplePolicies.hardened]), ("ou-1", [:])])
    #expect(inherited.lockedBy == "r-root")
    #expect(inherited.openings.isEmpty)
  }

  @Test func `without the lock at services any service can be added`() throws {
    let inherited = try inherit([
      ("r-root", ["p-a": Self.optOut(services: false, key: true, leaf: true)]),
      ("ou-1", ["p-b": SamplePolicies.assigning("optIn", to: "rekognition")]),
    ])
    #expect(inherited.lockedBy == nil)
    #expect(inherited.openings.contains(.addService))
    #expect(inherited.effectivePolicy?.values == ["default": .optOut, "rekognition": .optIn])
  }

  @Test func `without the lock at the value it can be changed`() throws {
    let root = Self.optOut(services: true, key: true, leaf: false)
    let inherited = try inherit([("r-root", ["p-a": root])])
    #expect(inherited.lockedBy == nil)
    #expect(inherited.openings == [.changeValue("default")])
    let below = try inherit([
      ("r-root", ["p-a": root]), ("ou-1", ["p-b": SamplePolicies.assigning("optIn")]),
    ])
    #expect(below.effectivePolicy?.values == ["default": .optIn])
  }

  @Test func `the lock at the key adds nothing once its value is closed`() throws {
    let inherited = try inherit([
      ("r-root", ["p-a": Self.optOut(services: true, key: false, leaf: true)]),
      ("ou-1", ["p-b": SamplePolicies.assigning("optIn")]),
    ])
    #expect(inherited.lockedBy == "r-root")
    #expect(inherited.effectivePolicy?.values == ["default": .optOut])
  }

  @Test func `a lock at services alone is open`() throws {
    let inherited = try inherit([("r-root", ["p-a": Self.optOut(services: true, key: false, leaf: false)])])
    #expect(inherited.lockedBy == nil)
    #expect(inherited.openings == [.changeValue("default")])
  }

  @Test func `two nodes can close together, and the lower one locks`() throws {
    let inherited = try inherit([
      ("r-root", ["p-a": Self.optOut(services: false, key: false, leaf: true)]),
      ("ou-1", ["p-b": "{\"services\": {\(Self.closed)}}"]),
      ("ou-2", ["p-c": SamplePolicies.assigning("optIn", to: "lex")]),
    ])
    #expect(inherited.lockedBy == "ou-1")
    #expect(inherited.effectivePolicy?.values == ["default": .optOut])
  }

  @Test func `a lock cannot be loosened below`() throws {
    let inherited = try inherit([
      ("r-root", ["p-a": SamplePolicies.hardened]),
      (
        "ou-1",
        [
          "p-b": """
          {"services": {"@@operators_allowed_for_child_policies": ["@@all"], "default": {"opt_out_policy":
          {"@@operators_allowed_for_child_policies": ["@@assign"]}}}}
          """
        ]
      ),
      ("ou-2", ["p-c": SamplePolicies.assigning(["default": "optIn", "lex": "optIn"])]),
    ])
    #expect(inherited.effectivePolicy?.values == ["default": .optOut])
    #expect(inherited.lockedBy == "r-root")
  }

  @Test func `policies on one node do not bind each other`() throws {
    let inherited = try inherit([
      (
        "r-root",
        ["p-a": SamplePolicies.hardened, "p-b": SamplePolicies.assigning("optIn", to: "lex")]
      )
    ])
    #expect(inherited.effectivePolicy?.values == ["default": .optOut, "lex": .optIn])
    #expect(inherited.openings == [.changeValue("lex")])
    #expect(inherited.lockedBy == nil)
  }

  @Test func `lists on one node are intersected`() throws {
    func leaf(_ list: String) -> String {
      "{\"services\": {\"lex\": {\"opt_out_policy\": {\"@@assign\": \"optOut\", \"@@operators_allowed_for_child_policies\": \(list)}}}}"
    }
    let inherited = try inherit([
      ("r-root", ["p-a": leaf(#"["@@assign"]"#), "p-b": leaf(#"["@@append", "@@remove"]"#)]),
      ("ou-1", ["p-c": SamplePolicies.assigning("optIn", to: "lex")]),
    ])
    #expect(inherited.effectivePolicy?.values == ["lex": .optOut])
  }

  @Test func `a key without a value can be given one below`() throws {
    let root = """
      {"services": {\(Self.closed), "lex": {}, "default": {"opt_out_policy": {\(Self.closed), "@@assign": "optOut"}}}}
      """
    let inherited = try inherit([("r-root", ["p-a": root])])
    #expect(inherited.openings == [.addValue("lex")])
    #expect(inherited.lockedBy == nil)
    let below = try inherit([
      ("r-root", ["p-a": root]), ("ou-1", ["p-b": SamplePolicies.assigning("optIn", to: "lex")]),
    ])
    #expect(below.effectivePolicy?.values == ["default": .optOut, "lex": .optIn])
  }

  @Test(
    arguments: [
      #""lex": {"@@operators_allowed_for_child_policies": ["@@none"]}"#,
      #""lex": {"opt_out_policy": {"@@operators_allowed_for_child_policies": ["@@none"]}}"#,
    ])
  func `a key without a value that is closed stays without one`(key: String) throws {
    let inherited = try inherit([
      ("r-root", ["p-a": "{\"services\": {\(Self.closed), \(key)}}"]),
      ("ou-1", ["p-b": SamplePolicies.assigning("optIn", to: "lex")]),
    ])
    #expect(inherited.lockedBy == "r-root")
    #expect(inherited.effectivePolicy == EffectivePolicy())
    #expect(inherited.ignored.count == 1)
  }

  @Test func `allowing only append still lets a key be added`() throws {
    let inherited = try inherit([
      ("r-root", ["p-a": #"{"services": {"@@operators_allowed_for_child_policies": ["@@append"]}}"#]),
      ("ou-1", ["p-b": SamplePolicies.assigning("optOut", to: "lex")]),
    ])
    #expect(inherited.effectivePolicy?.values == ["lex": .optOut])
  }

  // MARK: - What is not known

  @Test func `an unreadable policy above makes all uncertain and below a lock nothing`() throws {
    let above = try inherit([("r-root", ["p-x": nil]), ("ou-1", ["p-a": SamplePolicies.hardened])])
    #expect(above.uncertainty != nil)
    #expect(above.lockedBy == nil)
    let beside = try inherit([("r-root", ["p-a": SamplePolicies.hardened, "p-x": nil])])
    #expect(beside.uncertainty != nil)
    #expect(beside.lockedBy == nil)
    let below = try inherit([("r-root", ["p-a": SamplePolicies.hardened]), ("ou-1", ["p-x": nil])])
    #expect(below.uncertainty == nil)
    #expect(below.lockedBy == "r-root")
    #expect(below.effectivePolicy?.values == ["default": .optOut])
  }

  @Test func `unknown attachments matter until something is locked`() throws {
    var inherited = InheritedPolicy()
    inherited.apply(InheritanceLevel(node: "r-root", policies: [], unknownAttachments: "not read"))
    #expect(inherited.uncertainty == "not read")

    var locked = try inherit([("r-root", ["p-a": SamplePolicies.hardened])])
    locked.apply(InheritanceLevel(node: "ou-1", policies: [], unknownAttachments: "not read"))
    #expect(locked.uncertainty == nil)
  }

  // MARK: - Order of attachment

  private static let both = SamplePolicies.assigning(["lex": "optOut", "polly": "optOut"])
  private static let neither = SamplePolicies.assigning(["lex": "optIn", "polly": "optIn"])

  @Test func `two policies with two disagreements have two outcomes`() throws {
    let inherited = try inherit([("r-root", ["p-a": Self.both, "p-b": Self.neither])])
    #expect(
      Set(inherited.effectivePolicies.map(\.values)) == [
        ["lex": .optOut, "polly": .optOut], ["lex": .optIn, "polly": .optIn],
      ])
    #expect(inherited.effectivePolicy == nil)
    #expect(inherited.openConflicts.map(\.service) == ["lex", "polly"])
    #expect(inherited.openConflicts.map(\.policies) == [["p-a", "p-b"], ["p-a", "p-b"]])
  }

  @Test func `policies that agree are no conflict`() throws {
    let inherited = try inherit([("r-root", ["p-a": Self.both, "p-b": Self.both])])
    #expect(inherited.outcomes.count == 1)
    #expect(inherited.conflicts.isEmpty)
  }

  @Test func `a conflict that is overruled below is none`() throws {
    let inherited = try inherit([
      ("r-root", ["p-a": Self.both, "p-b": Self.neither]), ("ou-1", ["p-c": Self.both]),
    ])
    #expect(inherited.effectivePolicy?.values == ["lex": .optOut, "polly": .optOut])
    #expect(inherited.openConflicts.isEmpty)
    #expect(inherited.outcomes.count == 1)
  }

  @Test(arguments: [(["p-a", "p-b"], OptOutValue.optOut), (["p-b", "p-a"], .optIn)])
  func `a known order settles a conflict`(order: [String], value: OptOutValue) throws {
    let inherited = try inherit(
      [("r-root", ["p-a": Self.both, "p-b": Self.neither])], orders: ["r-root": order])
    #expect(inherited.effectivePolicy?.values == ["lex": value, "polly": value])
    #expect(inherited.openConflicts.isEmpty)
    #expect(inherited.ignored.count == 2)
    #expect(inherited.ignored.allSatisfy { $0.provenance.policy == order[1] })
  }

  @Test func `an order that leaves a policy out settles nothing`() throws {
    let inherited = try inherit(
      [("r-root", ["p-a": Self.both, "p-b": Self.neither])], orders: ["r-root": ["p-b"]])
    #expect(inherited.effectivePolicies.count == 2)
  }

  @Test func `conflicts of three policies follow whole orders`() throws {
    let inherited = try inherit([
      (
        "r-root",
        [
          "p-a": SamplePolicies.assigning(["lex": "optOut", "polly": "optIn"]),
          "p-b": SamplePolicies.assigning(["lex": "optIn"]),
          "p-c": SamplePolicies.assigning(["polly": "optOut"]),
        ]
      )
    ])
    #expect(
      Set(inherited.effectivePolicies.map(\.values)) == [
        ["lex": .optOut, "polly": .optIn], ["lex": .optIn, "polly": .optIn],
        ["lex": .optOut, "polly": .optOut],
        ["lex": .optIn, "polly": .optOut],
      ])
  }

  @Test func `AWS's answer settles an outcome`() throws {
    var inherited = try inherit([("r-root", ["p-a": Self.both, "p-b": Self.neither])])
    inherited.settle(on: EffectivePolicy(["lex": .optIn, "polly": .optIn]))
    #expect(inherited.effectivePolicy?.values == ["lex": .optIn, "polly": .optIn])
    inherited.settle(on: EffectivePolicy(["lex": .optOut]))
    #expect(inherited.effectivePolicy?.values == ["lex": .optIn, "polly": .optIn])
  }

  @Test(.timeLimit(.minutes(1)))
  func `many policies that disagree end in a reason, not in endless work`() throws {
    var policies: [LevelPolicy] = []
    for index in 0..<12 {
      for (suffix, value) in [("a", "optOut"), ("b", "optIn")] {
        let document = try PolicyDocument(parsing: SamplePolicies.assigning(value, to: "service\(index)"))
        policies.append(LevelPolicy(id: "p-\(index)\(suffix)", content: .document(document)))
      }
    }
    var inherited = InheritedPolicy()
    inherited.apply(InheritanceLevel(node: "r-root", policies: policies))
    #expect(inherited.uncertainty != nil)
    inherited.apply(InheritanceLevel(node: "ou-1", policies: policies))
    #expect(inherited.outcomes.count <= 256)
  }

  @Test(.timeLimit(.minutes(1)))
  func `eight disagreements of pairs have 256 outcomes`() throws {
    var policies: [LevelPolicy] = []
    for index in 0..<8 {
      for (suffix, value) in [("a", "optOut"), ("b", "optIn")] {
        let document = try PolicyDocument(parsing: SamplePolicies.assigning(value, to: "service\(index)"))
        policies.append(LevelPolicy(id: "p-\(index)\(suffix)", content: .document(document)))
      }
    }
    var inherited = InheritedPolicy()
    inherited.apply(InheritanceLevel(node: "r-root", policies: policies))
    #expect(inherited.uncertainty == nil)
    #expect(inherited.effectivePolicies.count == 256)
  }

  @Test func `what AWS does not accept is listed as ignored`() throws {
    let inherited = try inherit([("r-root", ["p-a": SamplePolicies.assigning("optout")])])
    #expect(inherited.effectivePolicy == EffectivePolicy())
    #expect(inherited.ignored.count == 1)
    #expect(inherited.ignored[0].service == "default")
  }
}
