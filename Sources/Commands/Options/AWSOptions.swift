import AWSClient
import ArgumentParser
import Foundation
import OrganizationModel
import OrganizationsAPI

extension Pace: ExpressibleByArgument {}
extension EffectiveMode: ExpressibleByArgument {}

/// How AWS is reached.
struct AWSOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The profile of the shared AWS files. Else AWS_PROFILE.", valueName: "name"))
  var profile: String?

  @Option(
    help: ArgumentHelp("A Region of the organization's partition. Else AWS_REGION.", valueName: "region"))
  var region: String?

  @Option(
    name: .customLong("assume-role"),
    help: ArgumentHelp("A role to assume with the keys that are found.", valueName: "arn"))
  var assumeRole: String?

  @Option(
    name: .customLong("external-id"),
    help: ArgumentHelp("The external id that the role of --assume-role expects.", valueName: "id"))
  var externalID: String?

  @Option(
    name: .customLong("role-session-name"),
    help: ArgumentHelp(
      "The name of the session of --assume-role, which CloudTrail shows. Else optout-audit.",
      valueName: "name"))
  var roleSessionName: String?

  @Option(
    name: .customLong("endpoint-url"),
    help: ArgumentHelp("Another endpoint for every service called. Else AWS_ENDPOINT_URL.", valueName: "url"))
  var endpointURL: String?

  @Flag(
    name: .customLong("allow-http"),
    help: "Allow an endpoint with plain http that is not on this machine.")
  var allowHTTP = false

  @Option(
    help: ArgumentHelp(
      "documented: a share of AWS's documented rates from the start. adaptive: unpaced until throttled. "
        + "Else documented, and adaptive on another endpoint.", valueName: "pace"))
  var pace: Pace?

  @Option(
    name: .customLong("rate-share"),
    help: ArgumentHelp("The share of AWS's documented rates to use.", valueName: "0…1"))
  var rateShare = 0.5

  /// The role to assume; nil when none is wanted.
  var role: RoleRequest? {
    assumeRole.map { RoleRequest(arn: $0, sessionName: roleSessionName, externalID: externalID) }
  }

  func validate() throws {
    try validateRole()
    guard rateShare > 0, rateShare <= 1 else {
      throw ValidationError("--rate-share must be greater than 0 and at most 1")
    }
  }

  private func validateRole() throws {
    guard let assumeRole else {
      if externalID != nil { throw ValidationError("--external-id goes with --assume-role") }
      if roleSessionName != nil { throw ValidationError("--role-session-name goes with --assume-role") }
      return
    }
    guard assumeRole.wholeMatch(of: /arn:aws[a-z-]*:iam::[0-9]{12}:role\/[\x21-\x7E]{1,512}/) != nil else {
      throw ValidationError(
        "--assume-role \(assumeRole.debugDescription) is not the ARN of a role; "
          + "write it as arn:aws:iam::123456789012:role/Auditor")
    }
    if let roleSessionName, roleSessionName.wholeMatch(of: /[A-Za-z0-9_+=,.@-]{2,64}/) == nil {
      throw ValidationError(
        "--role-session-name \(roleSessionName.debugDescription) is not allowed; "
          + "write 2 to 64 letters, digits or characters of _+=,.@-")
    }
  }
}
