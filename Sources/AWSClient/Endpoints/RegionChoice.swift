/// Which Region is used, and what says so.
///
/// An explicit one, `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's, else us-east-1.
/// [AWS Region](https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html)
package struct RegionChoice: Hashable, Sendable {
  package static let standard = "us-east-1"

  package let region: String
  /// `--region`, a variable's name, `profile "audit"`, or `the standard one`.
  package let chosenBy: String

  package init(explicit: String?, environment: [String: String], profile: Profile?) {
    let candidates = [
      (explicit, "--region"), (environment["AWS_REGION"], "AWS_REGION"),
      (environment["AWS_DEFAULT_REGION"], "AWS_DEFAULT_REGION"),
      (profile?["region"], "profile \"\(profile?.name ?? "")\""),
    ]
    let first = candidates.first { $0.0?.isEmpty == false }
    region = first?.0 ?? Self.standard
    chosenBy = first?.1 ?? "the standard one"
  }
}
