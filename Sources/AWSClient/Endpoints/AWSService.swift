/// The AWS services that are called.
package enum AWSService: String, Hashable, Sendable, CaseIterable {
  case organizations
  case sts
  case cloudTrail
  case costExplorer
  case cloudWatch
  /// The portal of IAM Identity Center.
  case sso
  case ssoOIDC

  /// The name in signatures and IAM actions.
  package var signingName: String {
    switch self {
    case .organizations: "organizations"
    case .sts: "sts"
    case .cloudTrail: "cloudtrail"
    case .costExplorer: "ce"
    case .cloudWatch: "monitoring"
    case .sso: "sso"
    case .ssoOIDC: "sso-oauth"
    }
  }

  /// What hosts begin with, up to the Region; `-fips` goes behind it.
  var hostName: String {
    switch self {
    case .organizations: "organizations"
    case .sts: "sts"
    case .cloudTrail: "cloudtrail"
    case .costExplorer: "ce"
    case .cloudWatch: "monitoring"
    case .sso: "portal.sso"
    case .ssoOIDC: "oidc"
    }
  }

  /// The service's key in a `services` section: its service id in lower case with underscores.
  ///
  /// [Service-specific endpoints](https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html)
  var configurationKey: String {
    switch self {
    case .organizations: "organizations"
    case .sts: "sts"
    case .cloudTrail: "cloudtrail"
    case .costExplorer: "cost_explorer"
    case .cloudWatch: "cloudwatch"
    case .sso: "sso"
    case .ssoOIDC: "sso_oidc"
    }
  }

  /// The tail of `AWS_ENDPOINT_URL_<SERVICE>`.
  package var environmentSuffix: String { configurationKey.uppercased() }
}
