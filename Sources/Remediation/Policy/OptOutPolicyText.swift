package import PolicyLanguage

/// Writes AI services opt-out policies as AWS stores them: one line, keys sorted, every level closed that should be.
///
/// The form is that of AWS's first example, which locks all three levels:
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out_syntax.html>.
package enum OptOutPolicyText {
  private static let none = #""@@operators_allowed_for_child_policies":["@@none"]"#
  private static let assign = #""@@operators_allowed_for_child_policies":["@@assign"]"#

  /// Everything opted out, and nothing for a lower level to change or add.
  package static let hardened = root(optedIn: [], open: [])

  /// The policy of the root.
  ///
  /// - Parameters:
  ///   - optedIn: services that are opted in for the whole organization, for good.
  ///   - open: services that are opted out, but whose value a lower level may change. The list of services stays
  ///     closed, so nothing else becomes possible.
  package static func root(optedIn: Set<String>, open: Set<String>) -> String {
    var members = [none, statement(EffectivePolicy.defaultKey, .optOut)]
    for service in optedIn.union(open).sorted() {
      members.append(
        optedIn.contains(service)
          ? statement(service, .optIn)
          : "\(JSONText.quoted(service)):{\"opt_out_policy\":{\(assign),\"@@assign\":\"optOut\"}}")
    }
    return "{\"services\":{\(members.joined(separator: ","))}}"
  }

  /// A policy for a node below the root that gives `services` one value and closes it to everything further down. The
  /// list of services is closed at the root, so it does not repeat that.
  package static func leaf(_ services: Set<String>, _ value: OptOutValue) -> String {
    mixed(optedIn: value == .optIn ? services : [], optedOut: value == .optOut ? services : [])
  }

  /// The same for services of which some are opted in and some out.
  package static func mixed(optedIn: Set<String>, optedOut: Set<String>) -> String {
    let members = optedIn.union(optedOut).sorted().map {
      statement($0, optedIn.contains($0) ? .optIn : .optOut)
    }
    return "{\"services\":{\(members.joined(separator: ","))}}"
  }

  private static func statement(_ service: String, _ value: OptOutValue) -> String {
    "\(JSONText.quoted(service)):{\(none),\"opt_out_policy\":{\(none),\"@@assign\":\"\(value.rawValue)\"}}"
  }
}
