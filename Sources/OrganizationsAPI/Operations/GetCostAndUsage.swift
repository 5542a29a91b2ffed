import AWSClient
import Foundation

/// What was billed, by service and account.
package protocol CostReading: Sendable {
  /// One item for each month, service and linked account with anything on the bill, also when it cost nothing.
  ///
  /// - Parameters:
  ///   - from: the first day, `YYYY-MM-DD`.
  ///   - to: the first day not covered.
  func costAndUsage(from: String, to: String) async throws(OperationFailure) -> [BilledUse]
}

/// The unblended cost of one service in one account and month.
package struct BilledUse: Hashable, Sendable {
  /// As Cost Explorer names it: `Amazon Comprehend`.
  package var service: String
  /// Twelve digits.
  package var account: String
  /// A decimal number as Cost Explorer writes it: `0.0551724144`.
  package var amount: String
  /// `USD`
  package var unit: String

  package init(service: String, account: String, amount: String, unit: String) {
    self.service = service
    self.account = account
    self.amount = amount
    self.unit = unit
  }
}

/// [GetCostAndUsage](https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html)
extension LiveOrganizations: CostReading {
  package func costAndUsage(from: String, to: String) async throws(OperationFailure) -> [BilledUse] {
    let operation = "GetCostAndUsage"
    var request = CostRequest(from: from, to: to)
    var items: [BilledUse] = []
    var tokens: Set<String> = []
    for _ in 0..<Self.maxCostPages {
      if Task.isCancelled { throw .cancelled(operation: operation, target: nil) }
      let call = AWSCall(
        service: .costExplorer, operation: operation,
        wireProtocol: .json11(targetPrefix: "AWSInsightsIndexService"), body: request.encoded())
      let answer: CostAnswer
      do { answer = try await client.call(call, answer: CostAnswer.self) } catch {
        throw OperationFailure(error)
      }
      items += answer.uses
      guard let token = answer.nextPageToken else { return items }
      guard tokens.insert(token).inserted else {
        throw .malformed("page \(tokens.count + 1) repeats an earlier NextPageToken", operation, nil)
      }
      request.nextPageToken = token
    }
    throw .malformed("more than \(Self.maxCostPages) pages", operation, nil)
  }

  /// AWS bills every page, so that an endless listing must not be paid for.
  static let maxCostPages = 1000
}

private struct CostRequest: Encodable {
  var timePeriod: Period
  var nextPageToken: String?

  struct Period: Encodable {
    var start: String
    var end: String

    enum CodingKeys: String, CodingKey {
      case start = "Start"
      case end = "End"
    }
  }

  private struct Group: Encodable {
    var type = "DIMENSION"
    var key: String

    enum CodingKeys: String, CodingKey {
      case type = "Type"
      case key = "Key"
    }
  }

  enum CodingKeys: String, CodingKey {
    case timePeriod = "TimePeriod"
    case granularity = "Granularity"
    case metrics = "Metrics"
    case groupBy = "GroupBy"
    case nextPageToken = "NextPageToken"
  }

  init(from: String, to: String) {
    timePeriod = Period(start: from, end: to)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(timePeriod, forKey: .timePeriod)
    try container.encode("MONTHLY", forKey: .granularity)
    try container.encode([CostAnswer.metric], forKey: .metrics)
    // At most two groups are allowed, and these are the two.
    try container.encode([Group(key: "SERVICE"), Group(key: "LINKED_ACCOUNT")], forKey: .groupBy)
    try container.encodeIfPresent(nextPageToken, forKey: .nextPageToken)
  }

  /// The same request gives the same bytes.
  func encoded() -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(self)) ?? Data("{}".utf8)
  }
}

/// One page of the answer.
private struct CostAnswer: Decodable {
  static let metric = "UnblendedCost"

  var uses: [BilledUse]
  var nextPageToken: String?

  private struct Month: Decodable {
    var groups: [Group]?

    enum CodingKeys: String, CodingKey {
      case groups = "Groups"
    }
  }

  private struct Group: Decodable {
    var keys: [String]
    var metrics: [String: Amount]

    enum CodingKeys: String, CodingKey {
      case keys = "Keys"
      case metrics = "Metrics"
    }
  }

  private struct Amount: Decodable {
    var amount: String?
    var unit: String?

    enum CodingKeys: String, CodingKey {
      case amount = "Amount"
      case unit = "Unit"
    }
  }

  private enum CodingKeys: String, CodingKey {
    case months = "ResultsByTime"
    case nextPageToken = "NextPageToken"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    nextPageToken = try container.decodeIfPresent(String.self, forKey: .nextPageToken)
    if nextPageToken?.isEmpty == true { nextPageToken = nil }
    uses = []
    for month in try container.decodeIfPresent([Month].self, forKey: .months) ?? [] {
      for group in month.groups ?? [] {
        guard group.keys.count == 2 else {
          throw DecodingError.dataCorruptedError(
            forKey: .months, in: container, debugDescription: "a group has \(group.keys.count) keys, not 2")
        }
        let cost = group.metrics[Self.metric]
        uses.append(
          BilledUse(
            service: group.keys[0], account: group.keys[1], amount: cost?.amount ?? "0",
            unit: cost?.unit ?? ""))
      }
    }
  }
}
