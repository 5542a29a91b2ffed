/// What forms need to know besides the plan.
package struct FormOptions: Hashable, Sendable {
  /// The version of this tool, which files name.
  package var toolVersion: String
  /// The snapshot that the plan is made from: its id and when it was observed; nil without one.
  package var origin: String?
  /// The partition's Region of Organizations, where CloudFormation reaches it and CloudTrail records it.
  package var region = "us-east-1"
  /// Whether Terraform is to own the organization itself.
  package var managesOrganization = false
  /// Since when the whole organization is opted out; nil when it is not, or not known.
  package var optOut: OptOutFacts?
  /// The robots.txt that a site has; nil when there is none.
  package var robots: String?
  /// The role that may change policies and leave the organization all the same.
  package var role = "OptOutPolicyAdministrator"

  package init(toolVersion: String, origin: String?) {
    self.toolVersion = toolVersion
    self.origin = origin
  }

  /// `Made by optout-audit 0.1.0 from snapshot s-… of o-…, observed …`, without its full stop.
  var madeBy: String {
    "Made by optout-audit \(toolVersion)" + (origin.map { " from \($0)" } ?? " without a snapshot")
  }
}
