package import AWSClient
package import Foundation

/// [DescribeEffectivePolicy](https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeEffectivePolicy.html)
extension LiveOrganizations {
  package func describeEffectivePolicy(
    type: String, account: String?
  ) async throws(OperationFailure) -> EffectivePolicyDescription {
    var fields = ["PolicyType": type]
    fields["TargetId"] = account
    return try await answer(
      DescribeEffectivePolicyAnswer.self, operation: "DescribeEffectivePolicy", target: account,
      body: RequestBody(fields: fields)
    ).effectivePolicy
  }
}

package struct DescribeEffectivePolicyAnswer: Decodable, Sendable {
  package var effectivePolicy: EffectivePolicyDescription

  private enum CodingKeys: String, CodingKey {
    case effectivePolicy = "EffectivePolicy"
  }
}

extension DescribeEffectivePolicyAnswer: ScannedAnswer {
  package init?(scanning scanner: inout AnswerScanner) {
    var policy: EffectivePolicyDescription?
    let isWhole = scanner.object { scanner, key in
      guard case "EffectivePolicy" = key else { return scanner.skip() }
      guard policy == nil else { return false }
      policy = EffectivePolicyDescription(scanning: &scanner)
      return policy != nil
    }
    guard isWhole, let policy else { return nil }
    effectivePolicy = policy
  }
}

/// What applies to one account after inheritance.
package struct EffectivePolicyDescription: Hashable, Sendable {
  /// Plain values without operators, exactly as AWS sends them.
  package var content: String
  package var lastUpdated: Date?
  /// The account; empty when AWS does not say it.
  package var targetID: String

  package init(content: String, lastUpdated: Date? = nil, targetID: String) {
    self.content = content
    self.lastUpdated = lastUpdated
    self.targetID = targetID
  }
}

extension EffectivePolicyDescription {
  fileprivate init?(scanning scanner: inout AnswerScanner) {
    var (content, target): (String?, String?)
    var lastUpdated: Date?
    var seen = SeenKeys()
    let isWhole = scanner.object { scanner, key in
      switch key {
      case "PolicyContent": seen.insert(0) && scanner.read(&content)
      case "LastUpdatedTimestamp": seen.insert(1) && scanner.read(&lastUpdated)
      case "TargetId": seen.insert(2) && scanner.read(&target)
      default: scanner.skip()
      }
    }
    guard isWhole, let content else { return nil }
    self.init(content: content, lastUpdated: lastUpdated, targetID: target ?? "")
  }
}

extension EffectivePolicyDescription: Decodable {
  private enum CodingKeys: String, CodingKey {
    case content = "PolicyContent"
    case lastUpdated = "LastUpdatedTimestamp"
    case targetID = "TargetId"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    content = try container.decode(String.self, forKey: .content)
    lastUpdated = try container.date(.lastUpdated)
    targetID = try container.text(.targetID)
  }
}
