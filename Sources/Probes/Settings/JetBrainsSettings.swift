import OrganizationModel

/// Reads `options/aws.xml` of a JetBrains IDE.
///
/// Content sharing is the entry `OptInSendingMetric` of the map `value` in component `codewhispererSettings`, telemetry the
/// option `isTelemetryEnabled` of component `aws`; both are on when absent
/// (<https://github.com/aws/aws-toolkit-jetbrains>, CodeWhispererSettings.kt and AwsSettings.kt).
package enum JetBrainsSettings {
  package static let contentComponent = "codewhispererSettings"
  package static let contentKey = "OptInSendingMetric"
  package static let telemetryComponent = "aws"
  package static let telemetryOption = "isTelemetryEnabled"

  static func read(_ bytes: [UInt8], into file: inout SettingsProbe.File) {
    let tags: [XMLTag]
    do { tags = try XMLTag.tags(in: bytes) } catch {
      file.problem = "not XML: \(error)"
      return
    }
    guard tags.first(where: { $0.kind != .end })?.name == "application" else {
      file.problem = "the outermost element is not \"application\", so it is not an options file of an IDE"
      return
    }
    file.contentSharing = .absent
    file.telemetry = .absent
    var component: String?
    for tag in tags {
      if tag.name == "component" { component = tag.kind == .start ? tag.attributes["name"] : nil }
      let value = tag.attributes["value"]
      if component == contentComponent, tag.name == "entry", tag.attributes["key"] == contentKey {
        file.contentSharing = value == "false" ? .off : .on
      } else if component == telemetryComponent, tag.name == "option",
        tag.attributes["name"] == telemetryOption
      {
        file.telemetry = value == "false" ? .off : .on
      }
    }
  }
}
