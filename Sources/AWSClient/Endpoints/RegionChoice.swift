/// Which Region is used: an explicit one, `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's, else us-east-1.
///
/// [AWS Region](https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html)
package enum RegionChoice {
  package static let standard = "us-east-1"

  package static func region(
    explicit: String?, environment: [String: String], profile: Profile?
  ) -> String {
    let candidates = [
      explicit, environment["AWS_REGION"], environment["AWS_DEFAULT_REGION"], profile?["region"],
    ]
    return candidates.lazy.compactMap { $0 }.first { !$0.isEmpty } ?? standard
  }
}
