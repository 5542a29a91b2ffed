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

  func validate() throws {
    guard rateShare > 0, rateShare <= 1 else {
      throw ValidationError("--rate-share must be greater than 0 and at most 1")
    }
  }
}
