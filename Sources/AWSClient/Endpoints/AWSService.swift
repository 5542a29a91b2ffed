/// The AWS services that are called.
package enum AWSService: String, Hashable, Sendable, CaseIterable {
  case organizations
  case sts
  case cloudTrail
  case costExplorer

  /// The name in signatures and IAM actions.
  package var signingName: String {
    switch self {
    case .organizations: "organizations"
    case .sts: "sts"
    case .cloudTrail: "cloudtrail"
    case .costExplorer: "ce"
    }
  }

  /// The tail of `AWS_ENDPOINT_URL_<SERVICE>`: the service id in capitals with underscores.
  ///
  /// [Service-specific endpoints](https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html)
  package var environmentSuffix: String {
    switch self {
    case .organizations: "ORGANIZATIONS"
    case .sts: "STS"
    case .cloudTrail: "CLOUDTRAIL"
    case .costExplorer: "COST_EXPLORER"
    }
  }
}
