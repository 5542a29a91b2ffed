package import AWSClient
import Foundation

/// Finds out which of the read operations the caller may use, by calling each of them once for as little as it gives.
///
/// AWS decides on permission before it looks for what is asked about, so that "not found" shows that an operation
/// is allowed. Cost Explorer is left out, because each of its answers costs money.
package struct PermissionCheck: Sendable {
  /// What was found about one caller.
  package struct Findings: Hashable, Sendable {
    package var standing: CallerStanding
    /// Nil when DescribeOrganization is denied.
    package var organization: OrganizationDescription?
    /// In the order in which they were asked.
    package var actions: [CheckedAction]
  }

  private static let policyType = "AISERVICES_OPT_OUT_POLICY"
  /// Ids of the right form for calls whose subject is not known; nothing has them.
  private static let noRoot = "r-0000"
  private static let noPolicy = "p-00000000"

  private let client: AWSClient

  package init(client: AWSClient) {
    self.client = client
  }

  package func run(as caller: CallerIdentity) async -> Findings {
    let organization = await ask("DescribeOrganization")
    let roots = await ask("ListRoots", paged: true)
    let accounts = await ask("ListAccounts", paged: true)
    let policies = await ask("ListPolicies", ["Filter": Self.policyType], paged: true)
    let root = roots.firstID(in: "Roots") ?? Self.noRoot
    let policy = policies.firstID(in: "Policies") ?? Self.noPolicy
    let services = await ask("ListDelegatedServicesForAccount", ["AccountId": caller.account], paged: true)
    let answers = [
      organization, roots, accounts, policies,
      await ask("DescribePolicy", ["PolicyId": policy]),
      await ask("ListTargetsForPolicy", ["PolicyId": policy], paged: true),
      await ask("ListOrganizationalUnitsForParent", ["ParentId": root], paged: true),
      await ask("ListAccountsForParent", ["ParentId": root], paged: true),
      await ask("DescribeEffectivePolicy", ["PolicyType": Self.policyType, "TargetId": caller.account]),
      await ask("ListAccountsWithInvalidEffectivePolicy", ["PolicyType": Self.policyType], paged: true),
      await ask("DescribeResourcePolicy"),
      await ask("ListDelegatedAdministrators", paged: true),
      services,
      await ask("ListAWSServiceAccessForOrganization", paged: true),
      await ask("LookupEvents", of: .cloudTrail, paged: true),
    ]
    let description = organization.decoded(DescribeOrganizationAnswer.self)?.organization
    return Findings(
      standing: standing(
        of: caller, description, organization, services: services, others: [roots, accounts]),
      organization: description, actions: answers.map(\.checked))
  }

  private func standing(
    of caller: CallerIdentity, _ description: OrganizationDescription?, _ organization: Reply,
    services: Reply, others: [Reply]
  ) -> CallerStanding {
    if organization.failure?.kind == .notInOrganization { return .inNoOrganization }
    guard let description else { return .unknown }
    if description.managementAccountID == caller.account { return .managementAccount }
    if services.failure == nil { return .delegatedAdministrator }
    return others.contains { $0.failure == nil } ? .delegatedByPolicy : .member
  }

  /// - Parameter paged: whether the operation lists, so that one item is asked for.
  private func ask(
    _ operation: String, of service: JSONService = .organizations, _ fields: [String: String] = [:],
    paged: Bool = false
  ) async -> Reply {
    let call = AWSCall(
      service: service.service, operation: operation,
      wireProtocol: .json11(targetPrefix: service.targetPrefix),
      body: RequestBody(fields: fields, pageSize: paged ? 1 : nil).encoded())
    do {
      return Reply(call: call, body: try await client.call(call), failure: nil)
    } catch {
      return Reply(call: call, body: Data(), failure: OperationFailure(error))
    }
  }
}

/// What one of the calls brought.
private struct Reply {
  var call: AWSCall
  var body: Data
  var failure: OperationFailure?

  var checked: CheckedAction {
    CheckedAction(action: call.action, finding: finding)
  }

  private var finding: CheckedAction.Finding {
    guard let failure else { return .allowed }
    let reason = failure.message.isEmpty ? failure.code : "\(failure.code): \(failure.message)"
    switch failure.kind {
    case .accessDenied: return .missing(reason: reason)
    case .notFound, .invalidInput: return .allowed
    case .throttled, .expiredCredential, .invalidCredential, .clockSkew, .notInOrganization, .unsupported,
      .serverError, .network, .malformedAnswer, .missingFile:
      return .unclear(reason: reason)
    }
  }

  func decoded<Answer: Decodable>(_ type: Answer.Type) -> Answer? {
    failure == nil ? try? JSONAnswer.decode(type, from: body) : nil
  }

  /// The id of the first item of a list.
  func firstID(in list: String) -> String? {
    let fields = try? JSONSerialization.jsonObject(with: body) as? [String: Any]
    return (fields?[list] as? [[String: Any]])?.first?["Id"] as? String
  }
}
