import Foundation
import PolicyLanguage
import Testing

/// The worked examples of AWS's pages on opt-out policies, inheritance and operators, and cases derived from them.
@Suite struct DocumentedCasesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    struct Level: Sendable {
      var target: String
      /// Texts in order of attachment.
      var policies: [String]
    }

    var name: String
    var levels: [Level]
    var effective: String
    var isOrderDependent: Bool
    var testDescription: String { name }
  }

  static let cases: [Case] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/effective-policy-cases.json")
    guard let data = FileManager.default.contents(atPath: file.path(percentEncoded: false)),
      let list = try? JSONSerialization.jsonObject(with: data) as? [[String: Any]]
    else { return [] }
    func text(_ value: Any?) -> String {
      let data = try? JSONSerialization.data(withJSONObject: value ?? [:])
      return String(decoding: data ?? Data(), as: UTF8.self)
    }
    return list.map { entry in
      Case(
        name: entry["name"] as? String ?? "",
        levels: (entry["levels"] as? [[String: Any]] ?? []).map { level in
          Case.Level(
            target: level["target"] as? String ?? "", policies: (level["policies"] as? [Any] ?? []).map(text))
        },
        effective: text(entry["effective"]), isOrderDependent: entry["order_dependent"] as? Bool ?? false)
    }
  }()

  @Test func `all cases are there`() {
    #expect(Self.cases.count == 11)
  }

  @Test(arguments: cases)
  func `a case has its effective policy`(row: Case) throws {
    let expected = try EffectivePolicy(parsing: row.effective)
    let ordered = try inherited(through: row, orderIsKnown: true)
    #expect(ordered.effectivePolicies == [expected])
    let unordered = try inherited(through: row, orderIsKnown: false)
    #expect(unordered.effectivePolicies.contains(expected))
    #expect((unordered.effectivePolicies.count > 1) == row.isOrderDependent)
    #expect(unordered.uncertainty == nil)
  }

  private func inherited(through row: Case, orderIsKnown: Bool) throws -> InheritedPolicy {
    var inherited = InheritedPolicy()
    for level in row.levels {
      let policies = try level.policies.enumerated().map { index, text in
        LevelPolicy(id: "p-\(index)", content: .document(try PolicyDocument(parsing: text)))
      }
      inherited.apply(
        InheritanceLevel(
          node: level.target, policies: policies, attachmentOrder: orderIsKnown ? policies.map(\.id) : nil))
    }
    return inherited
  }
}
