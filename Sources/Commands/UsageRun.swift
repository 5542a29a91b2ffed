import AWSClient
import Collector
import Foundation
import HistoryStore
import OrganizationModel
import OrganizationsAPI

/// Asks Cost Explorer which services were billed, after a snapshot was sealed, and records the answer.
struct UsageRun {
  /// What AWS bills for one request, with the day of the page that says so.
  static let price = "US$0.01"
  static let priceDate = "2026-09-02"
  static let priceSource = "https://aws.amazon.com/aws-cost-management/aws-cost-explorer/pricing/"

  var context: CommandContext
  /// The beginning of the first day asked for; nil for the usual one.
  var from: Timestamp?

  /// - Throws: `CommandFailure` when the store cannot take the answer; that AWS gives none is an outcome.
  func record(
    for organization: OrganizationID, using client: AWSClient, into store: HistoryStore
  ) async throws -> UsageOutcome {
    let to = context.today
    let from = from ?? Self.usualStart(before: to)
    guard from < to else {
      throw CommandFailure(
        "--usage-from \(from.day) is not before today; Cost Explorer knows whole past days")
    }
    context.note(
      "asking Cost Explorer for \(from.day) to \(to.day): AWS bills \(Self.price) for each request "
        + "(as of \(Self.priceDate), \(Self.priceSource))")
    let result = try await Interruption.watching {
      () async -> Result<ServiceUsage, OperationFailure> in
      do throws(OperationFailure) {
        return .success(
          try await UsageCollector.usage(from: from, to: to, using: LiveOrganizations(client: client)))
      } catch {
        return .failure(error)
      }
    }
    let requests = client.statistics.requests["GetCostAndUsage"] ?? 0
    switch result {
    case .failure(let failure):
      return UsageOutcome(usage: nil, failure: "\(failure)", requests: requests, entry: nil)
    case .success(let usage):
      do {
        let entry = try store.append(
          LedgerDraft(organization: organization, kind: .usage, recordedAt: context.now(), body: usage))
        return UsageOutcome(usage: usage, failure: nil, requests: requests, entry: entry)
      } catch {
        throw CommandFailure(error)
      }
    }
  }

  /// The first day of the month three months before that of `day`, so that the last whole quarter's months are in.
  static func usualStart(before day: Timestamp) -> Timestamp {
    let parts = day.day.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3 else { return day }
    let months = parts[0] * 12 + parts[1] - 1 - 3
    let month = months % 12 + 1
    return Timestamp("\(months / 12)-\(month < 10 ? "0" : "")\(month)-01") ?? day
  }
}

/// What came of asking for usage.
struct UsageOutcome {
  /// Nil when AWS did not answer.
  var usage: ServiceUsage?
  /// Why not, a sentence without a period.
  var failure: String?
  /// Requests that AWS bills.
  var requests: Int
  var entry: LedgerEntry?

  static let subject = "services in use (Cost Explorer)"

  var json: JSONValue {
    .object([
      ("from", .optional(usage?.from.day)), ("to", .optional(usage?.to.day)),
      ("services", .number(usage.map { UsedService.services(of: $0).count } ?? 0)),
      ("requests", .number(requests)), ("failure", .optional(failure)), ("entry", .optional(entry?.digest)),
    ])
  }

  var line: String {
    let billed = "\(plural(requests, "request")) that AWS bills"
    guard let usage else {
      return "  services in use: unknown: \(TerminalText.safe(failure ?? "")) (\(billed))"
    }
    let services = UsedService.services(of: usage)
    return "  services in use: \(plural(services.count, "name")) that are AI services or may be, "
      + "\(usage.from.day) to \(usage.to.day) (\(billed))"
  }
}
