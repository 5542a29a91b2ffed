/// A part of AWS with its own accounts, and where its services answer.
///
/// The hosts follow the endpoint rules in botocore's `endpoint-rule-set-1.json` of each service.
package struct Partition: Hashable, Sendable {
  /// As in ARNs, for example `aws-us-gov`.
  package var id: String
  /// What the names of its Regions begin with, up to the first hyphen after the area: `us-gov-`.
  var regionPrefix: String
  var suffix: String
  var dualStackSuffix: String
  /// Organizations and Cost Explorer have one control plane for the partition, in this Region, where CloudTrail
  /// records what is done to organizations.
  package var controlRegion: String

  /// The partition of a Region; `aws` for a Region that no other partition claims, as the rules have it.
  package static func containing(region: String) -> Partition {
    others.first { region.hasPrefix($0.regionPrefix) } ?? aws
  }

  /// The partition that an ARN names; nil for one that is not known, and for what is no ARN.
  package static func named(inARN arn: String) -> Partition? {
    let parts = arn.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "arn" else { return nil }
    return all.first { $0.id == parts[1] }
  }

  /// Whether AI services opt-out policies can be made there at all.
  ///
  /// [Organizations in GovCloud](https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-organizations.html)
  package var hasOptOutPolicies: Bool { id != "aws-us-gov" }

  /// - Parameter region: where the services answer that have no control plane for the whole partition.
  func host(of service: AWSService, region: String, fips: Bool, dualStack: Bool) -> String {
    let region = signingRegion(of: service, region: region)
    // In GovCloud the plain hosts are FIPS hosts, but for Cost Explorer's.
    let needsOwnHost = fips && !(id == "aws-us-gov" && service != .costExplorer && !dualStack)
    let needsOwnDualStackHost = fips && !(id == "aws-us-gov" && service == .cloudWatch)
    let name = service.hostName + (needsOwnHost && needsOwnDualStackHost ? "-fips" : "")
    // Cost Explorer of the European Sovereign Cloud answers under the dual-stack suffix without being asked to.
    let isDualStack = dualStack || (id == "aws-eusc" && service == .costExplorer && !fips)
    return "\(name).\(region).\(isDualStack ? dualStackSuffix : suffix)"
  }

  func signingRegion(of service: AWSService, region: String) -> String {
    switch service {
    case .organizations, .costExplorer, .cloudTrail: controlRegion
    case .sts, .cloudWatch, .sso, .ssoOIDC: region
    }
  }

  package static let aws = Partition(
    id: "aws", regionPrefix: "", suffix: "amazonaws.com", dualStackSuffix: "api.aws",
    controlRegion: "us-east-1")

  package static let all = [aws] + others

  private static let others = [
    Partition(
      id: "aws-cn", regionPrefix: "cn-", suffix: "amazonaws.com.cn",
      dualStackSuffix: "api.amazonwebservices.com.cn", controlRegion: "cn-northwest-1"),
    Partition(
      id: "aws-us-gov", regionPrefix: "us-gov-", suffix: "amazonaws.com", dualStackSuffix: "api.aws",
      controlRegion: "us-gov-west-1"),
    Partition(
      id: "aws-iso", regionPrefix: "us-iso-", suffix: "c2s.ic.gov", dualStackSuffix: "api.aws.ic.gov",
      controlRegion: "us-iso-east-1"),
    Partition(
      id: "aws-iso-b", regionPrefix: "us-isob-", suffix: "sc2s.sgov.gov", dualStackSuffix: "api.aws.scloud",
      controlRegion: "us-isob-east-1"),
    Partition(
      id: "aws-iso-e", regionPrefix: "eu-isoe-", suffix: "cloud.adc-e.uk",
      dualStackSuffix: "api.cloud-aws.adc-e.uk", controlRegion: "eu-isoe-west-1"),
    Partition(
      id: "aws-iso-f", regionPrefix: "us-isof-", suffix: "csp.hci.ic.gov",
      dualStackSuffix: "api.aws.hci.ic.gov", controlRegion: "us-isof-south-1"),
    Partition(
      id: "aws-eusc", regionPrefix: "eusc-de-", suffix: "amazonaws.eu",
      dualStackSuffix: "api.amazonwebservices.eu", controlRegion: "eusc-de-east-1"),
  ]
}
