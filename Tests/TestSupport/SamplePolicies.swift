/// Policies that many tests use.
package enum SamplePolicies {
  /// `default` opted out and locked at all three levels, as AWS's page writes it.
  package static let hardened = """
    {"services": {
      "@@operators_allowed_for_child_policies": ["@@none"],
      "default": {
        "@@operators_allowed_for_child_policies": ["@@none"],
        "opt_out_policy": {
          "@@operators_allowed_for_child_policies": ["@@none"],
          "@@assign": "optOut"}}}}
    """

  /// Assigns `value` to `service` and locks nothing.
  package static func assigning(_ value: String, to service: String = "default") -> String {
    "{\"services\": {\"\(service)\": {\"opt_out_policy\": {\"@@assign\": \"\(value)\"}}}}"
  }

  /// Assigns each value and locks nothing.
  package static func assigning(_ values: KeyValuePairs<String, String>) -> String {
    let members = values.map { "\"\($0.key)\": {\"opt_out_policy\": {\"@@assign\": \"\($0.value)\"}}" }
    return "{\"services\": {\(members.joined(separator: ", "))}}"
  }
}
