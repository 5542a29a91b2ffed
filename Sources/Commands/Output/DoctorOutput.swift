import AWSClient
import Foundation
import OrganizationsAPI

/// What `doctor` found, as text and as JSON.
struct DoctorOutput: Sendable {
  /// What a collect would do.
  enum State: String {
    case ready
    case incomplete
    case unusable
  }

  var signedIn: SignedIn
  var caller: CallerIdentity
  var findings: PermissionCheck.Findings

  var state: State {
    let allowed = findings.actions.count { $0.finding == .allowed }
    if allowed == 0 || findings.standing == .inNoOrganization { return .unusable }
    return allowed == findings.actions.count ? .ready : .incomplete
  }

  // MARK: - JSON

  var json: JSONValue {
    let credential = signedIn.credential
    return .object([
      ("state", .string(state.rawValue)),
      ("identity", .object([("arn", .string(caller.arn)), ("account", .string(caller.account))])),
      (
        "organization",
        .object([
          ("id", .optional(findings.organization?.id)), ("standing", .string(findings.standing.key)),
          ("managementAccount", .optional(findings.organization?.managementAccountID)),
        ])
      ),
      (
        "credentials",
        .object([
          ("source", .string(credential.source)), ("accessKeyEndsWith", .string(credential.lastFour)),
          ("expiresAt", .optional(credential.expiration.map { $0.formatted(.iso8601) })),
        ])
      ),
      (
        "profile",
        .object([
          ("name", .string(signedIn.profile.name)), ("chosenBy", .optional(signedIn.profile.chosenBy)),
        ])
      ),
      (
        "region",
        .object([
          ("name", .string(signedIn.region.region)), ("chosenBy", .string(signedIn.region.chosenBy)),
        ])
      ),
      ("partition", .string(signedIn.partition.id)),
      (
        "endpoints",
        .array(
          endpoints.map { service, endpoint in
            .object([
              ("service", .string(service.signingName)), ("url", .string(endpoint.url.absoluteString)),
              ("signingRegion", .string(endpoint.signingRegion)),
              ("overridden", .bool(endpoint.isOverridden)),
            ])
          })
      ),
      ("actions", .array(findings.actions.map(\.json))),
      ("missing", .strings(actions(.missing).map(\.action))),
    ])
  }

  private var endpoints: [(AWSService, Endpoint)] {
    [AWSService.organizations, .sts, .cloudTrail].compactMap { service in
      signedIn.client.endpoint(of: service).map { (service, $0) }
    }
  }

  private func actions(_ kind: CheckedAction.Kind) -> [CheckedAction] {
    findings.actions.filter { $0.kind == kind }
  }

  // MARK: - Text

  func text(_ context: CommandContext) -> String {
    var lines = [headline(context), ""] + facts
    lines += section("Missing", actions(.missing))
    lines += section("Could not be told", actions(.unclear))
    lines.append("")
    lines.append(next)
    return lines.map { TerminalText.wrapped($0, to: context.columns, indent: 6) }.joined(separator: "\n")
  }

  private func headline(_ context: CommandContext) -> String {
    let allowed = findings.actions.count { $0.finding == .allowed }
    switch state {
    case .ready:
      return context.styled("READY", .good) + "        all \(allowed) actions that collect uses are allowed"
    case .incomplete:
      return context.styled("INCOMPLETE", .doubtful)
        + "   \(allowed) of the \(findings.actions.count) actions that collect uses are allowed"
    case .unusable:
      let why =
        findings.standing == .inNoOrganization
        ? "account \(caller.account) is in no organization"
        : "none of the actions that collect uses is allowed"
      return context.styled("UNUSABLE", .bad) + "     \(why)"
    }
  }

  private var facts: [String] {
    let credential = signedIn.credential
    let until = credential.expiration.map { ", until \($0.formatted(.iso8601))" } ?? ""
    let profile = "\(signedIn.profile.name) (\(signedIn.profile.chosenBy ?? "the standard one"))"
    let region = signedIn.region
    let rows = [
      ("identity", caller.arn), ("account", "\(caller.account), \(standing)"),
      ("keys", "\(credential)\(until)"), ("profile", profile),
      ("Region", "\(region.region) (\(region.chosenBy)), partition \(signedIn.partition.id)"),
    ]
    return rows.map { "  \(TerminalText.padded($0, to: 10))\(TerminalText.safe($1))" }
      + endpoints.map { service, endpoint in
        "  \(TerminalText.padded("endpoint", to: 10))\(service.signingName) "
          + TerminalText.safe(endpoint.url.absoluteString)
      }
  }

  private var standing: String {
    let organization = findings.organization?.id ?? "its organization"
    return switch findings.standing {
    case .managementAccount: "the management account of \(organization)"
    case .delegatedAdministrator: "a delegated administrator of \(organization)"
    case .delegatedByPolicy: "reads \(organization) by its delegation policy"
    case .member: "a member of \(organization)"
    case .inNoOrganization: "in no organization"
    case .unknown: "its place in the organization could not be read"
    }
  }

  private func section(_ title: String, _ actions: [CheckedAction]) -> [String] {
    guard !actions.isEmpty else { return [] }
    return ["", title] + actions.flatMap { ["  \($0.action)", "    \(TerminalText.safe($0.reason ?? ""))"] }
  }

  private var next: String {
    switch state {
    case .ready: "next: optout-audit collect"
    case .incomplete, .unusable:
      findings.standing == .inNoOrganization
        ? "next: sign in with an account of the organization"
        : "next: grant what optout-audit iam-policy prints, in the management account or to a delegated administrator"
    }
  }
}

extension CheckedAction {
  fileprivate enum Kind: String {
    case allowed
    case missing
    case unclear
  }

  fileprivate var kind: Kind {
    switch finding {
    case .allowed: .allowed
    case .missing: .missing
    case .unclear: .unclear
    }
  }

  fileprivate var reason: String? {
    switch finding {
    case .allowed: nil
    case .missing(let reason), .unclear(let reason): reason
    }
  }

  fileprivate var json: JSONValue {
    .object([
      ("action", .string(action)), ("result", .string(kind.rawValue)), ("reason", .optional(reason)),
    ])
  }
}

extension CallerStanding {
  /// As in JSON.
  fileprivate var key: String {
    switch self {
    case .managementAccount: "managementAccount"
    case .delegatedAdministrator: "delegatedAdministrator"
    case .delegatedByPolicy: "delegatedByPolicy"
    case .member: "member"
    case .inNoOrganization: "inNoOrganization"
    case .unknown: "unknown"
    }
  }
}
