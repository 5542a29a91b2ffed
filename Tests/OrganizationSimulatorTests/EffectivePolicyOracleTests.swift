import OrganizationSimulator
import Testing

@Suite struct EffectivePolicyOracleTests {
  /// One case: the documents on each node, root first, and the services of the effective policy.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let levels: [[String]]
    let effective: [String: String]

    var testDescription: String { name }
  }

  private static let none = #""@@operators_allowed_for_child_policies":["@@none"]"#

  private static func policy(_ services: String...) -> String {
    #"{"services":{\#(services.joined(separator: ","))}}"#
  }

  private static func set(_ service: String, _ value: String, lock: String? = nil, leafLock: String? = nil)
    -> String
  {
    let outer = lock.map { $0 + "," } ?? ""
    let inner = leafLock.map { $0 + "," } ?? ""
    return #""\#(service)":{\#(outer)"opt_out_policy":{\#(inner)"@@assign":"\#(value)"}}"#
  }

  private static let lockedAll = policy(none, set("default", "optOut", lock: none, leafLock: none))
  private static let lockedDefault = policy(set("default", "optOut", lock: none, leafLock: none))
  private static let mixed = policy(
    set("default", "optOut"), set("comprehend", "optOut", leafLock: none), set("rekognition", "optIn"))

  /// The first group is printed or stated in AWS's user guide, or was seen in answers of AWS; the second
  /// follows from its rules.
  static let cases: [Case] = [
    .init(
      name: "two services on an account",
      levels: [[policy(set("rekognition", "optOut"), set("lex", "optIn"))]],
      effective: ["rekognition": "optOut", "lex": "optIn"]),
    .init(
      name: "default beside services",
      levels: [[mixed]], effective: ["default": "optOut", "comprehend": "optOut", "rekognition": "optIn"]),
    .init(
      name: "a locked service stays",
      levels: [[mixed], [policy(set("comprehend", "optIn"))]],
      effective: ["default": "optOut", "comprehend": "optOut", "rekognition": "optIn"]),
    .init(name: "locks leave no trace", levels: [[lockedAll]], effective: ["default": "optOut"]),
    .init(
      name: "a lock on services keeps new services out",
      levels: [[lockedAll], [policy(set("lex", "optIn"))]], effective: ["default": "optOut"]),
    .init(name: "default locked alone", levels: [[lockedDefault]], effective: ["default": "optOut"]),
    .init(
      name: "a lock on default leaves services open",
      levels: [[lockedDefault], [policy(set("lex", "optIn"))]],
      effective: ["default": "optOut", "lex": "optIn"]),
    .init(
      name: "one service locked",
      levels: [[policy(set("rekognition", "optOut", leafLock: none))]], effective: ["rekognition": "optOut"]),
    .init(
      name: "default is not expanded", levels: [[policy(set("default", "optOut"))]],
      effective: ["default": "optOut"]),
    .init(
      name: "the first attached wins",
      levels: [[policy(set("lex", "optOut")), policy(set("lex", "optIn"))]], effective: ["lex": "optOut"]),
    .init(
      name: "a lock cannot be loosened below",
      levels: [
        [lockedDefault],
        [
          #"{"services":{"default":{"@@operators_allowed_for_child_policies":["@@all"],"opt_out_policy":{"@@operators_allowed_for_child_policies":["@@assign"]}}}}"#
        ],
        [policy(set("default", "optIn"))],
      ], effective: ["default": "optOut"]),

    .init(name: "nothing attached", levels: [[], [], []], effective: [:]),
    .init(
      name: "inert documents",
      levels: [
        [#"{"services":{}}"#, #"{"services":{"default":{}}}"#, #"{"services":{"q":{"opt_out_policy":{}}}}"#]
      ],
      effective: [:]),
    .init(
      name: "operators at the root of the document do nothing",
      levels: [[#"{"@@assign":"optOut",\#(none)}"#], [policy(set("q", "optOut"))]], effective: ["q": "optOut"]
    ),
    .init(
      name: "a lower node overrides what is open",
      levels: [[policy(set("lex", "optOut"))], [policy(set("lex", "optIn"))]], effective: ["lex": "optIn"]),
    .init(
      name: "a lock on containers does not freeze the value",
      levels: [
        [policy(none, set("lex", "optOut", lock: none))], [policy(set("lex", "optIn"))],
      ], effective: ["lex": "optIn"]),
    .init(
      name: "a lock does not bind its own node",
      levels: [[policy(none, set("default", "optOut")), policy(set("lex", "optIn"))]],
      effective: ["default": "optOut", "lex": "optIn"]),
    .init(
      name: "locks on one node add up",
      levels: [
        [
          #"{"services":{"lex":{"opt_out_policy":{"@@operators_allowed_for_child_policies":["@@assign","@@append"]}}}}"#,
          #"{"services":{"lex":{"opt_out_policy":{"@@operators_allowed_for_child_policies":["@@remove"]}}}}"#,
        ], [policy(set("lex", "optIn"))],
      ], effective: [:]),
    .init(
      name: "append on a container lets keys in",
      levels: [
        [#"{"services":{"@@operators_allowed_for_child_policies":["@@append"]}}"#],
        [policy(set("lex", "optIn"))],
      ], effective: ["lex": "optIn"]),
    .init(
      name: "remove on a container lets no keys in",
      levels: [
        [#"{"services":{"@@operators_allowed_for_child_policies":["@@remove"]}}"#],
        [policy(set("lex", "optIn"))],
      ], effective: [:]),
    .init(
      name: "a locked service without a value cannot be filled",
      levels: [[#"{"services":{"lex":{\#(none)}}}"#], [policy(set("lex", "optIn"))]], effective: [:]),
    .init(
      name: "the lock of a blocked change is blocked with it",
      levels: [
        [#"{"services":{"@@operators_allowed_for_child_policies":["@@none"],"q":{}}}"#],
        [policy(set("lex", "optIn", leafLock: none), set("q", "optOut"))], [policy(set("q", "optIn"))],
      ], effective: ["q": "optIn"]),
  ]

  @Test(arguments: cases)
  func `the effective policy follows the documented rules`(_ example: Case) throws {
    let levels = try example.levels.map { try $0.map { try JSONParser.parse($0) } }
    let document = EffectivePolicyOracle(levels: levels).document
    let services = Dictionary(
      uniqueKeysWithValues: (document["services"]?.members ?? []).map {
        ($0.name, $0.value["opt_out_policy"]?.string)
      })
    #expect(services == example.effective)
    if example.effective.isEmpty { #expect(document.text == "{}") }
  }

  @Test func `the order of attachment in the tree decides for the accounts below`() async throws {
    try await withSimulator(.sample()) { client async throws in
      #expect(
        try await client.effectivePolicy(of: "444444444444")
          == #"{"services":{"default":{"opt_out_policy":"optOut"},"lex":{"opt_out_policy":"optOut"}}}"#)
      #expect(
        try await client.effectivePolicy(of: "333333333333")
          == #"{"services":{"default":{"opt_out_policy":"optOut"},"lex":{"opt_out_policy":"optOut"},"polly":{"opt_out_policy":"optIn"}}}"#
      )
    }
  }
}
