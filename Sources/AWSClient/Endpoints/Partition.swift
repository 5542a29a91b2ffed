/// A part of AWS with its own accounts, and where its services answer.
///
/// The hosts follow the endpoint rules in botocore's `endpoint-rule-set-1.json` of each service.
package struct Partition: Hashable, Sendable {
  /// As in ARNs, for example `aws-us-gov`.
  package var id: String
  /// What the names of its Regions begin with, up to the first hyphen after the area: `us-gov-`.
  var regionPrefixes: [String]
  var suffix: String
  /// Organizations and Cost Explorer have one control plane for the partition, in this Region.
  package var controlRegion: String
  var costExplorerHost: String

  /// The partition of a Region; `aws` for a Region that no other partition claims, as the rules have it.
  package static func containing(region: String) -> Partition {
    let partition = others.first { $0.regionPrefixes.contains { region.hasPrefix($0) } }
    return partition ?? aws
  }

  func host(of service: AWSService, region: String) -> String {
    switch service {
    case .organizations: "organizations.\(controlRegion).\(suffix)"
    case .sts: "sts.\(region).\(suffix)"
    case .cloudTrail: "cloudtrail.\(controlRegion).\(suffix)"
    case .costExplorer: costExplorerHost
    }
  }

  func signingRegion(of service: AWSService, region: String) -> String {
    switch service {
    case .organizations, .costExplorer, .cloudTrail: controlRegion
    case .sts: region
    }
  }

  package static let aws = Partition(
    id: "aws", regionPrefixes: [], suffix: "amazonaws.com", controlRegion: "us-east-1",
    costExplorerHost: "ce.us-east-1.amazonaws.com")

  private static let others = [
    Partition(
      id: "aws-cn", regionPrefixes: ["cn-"], suffix: "amazonaws.com.cn", controlRegion: "cn-northwest-1",
      costExplorerHost: "ce.cn-northwest-1.amazonaws.com.cn"),
    Partition(
      id: "aws-us-gov", regionPrefixes: ["us-gov-"], suffix: "amazonaws.com",
      controlRegion: "us-gov-west-1", costExplorerHost: "ce.us-gov-west-1.amazonaws.com"),
    Partition(
      id: "aws-iso", regionPrefixes: ["us-iso-"], suffix: "c2s.ic.gov", controlRegion: "us-iso-east-1",
      costExplorerHost: "ce.us-iso-east-1.c2s.ic.gov"),
    Partition(
      id: "aws-iso-b", regionPrefixes: ["us-isob-"], suffix: "sc2s.sgov.gov",
      controlRegion: "us-isob-east-1", costExplorerHost: "ce.us-isob-east-1.sc2s.sgov.gov"),
    Partition(
      id: "aws-iso-e", regionPrefixes: ["eu-isoe-"], suffix: "cloud.adc-e.uk",
      controlRegion: "eu-isoe-west-1", costExplorerHost: "ce.eu-isoe-west-1.cloud.adc-e.uk"),
    Partition(
      id: "aws-iso-f", regionPrefixes: ["us-isof-"], suffix: "csp.hci.ic.gov",
      controlRegion: "us-isof-south-1", costExplorerHost: "ce.us-isof-south-1.csp.hci.ic.gov"),
    // Cost Explorer answers under the dual-stack suffix here, without dual stack being asked for.
    Partition(
      id: "aws-eusc", regionPrefixes: ["eusc-de-"], suffix: "amazonaws.eu",
      controlRegion: "eusc-de-east-1", costExplorerHost: "ce.eusc-de-east-1.api.amazonwebservices.eu"),
  ]
}
