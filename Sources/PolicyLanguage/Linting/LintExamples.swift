/// Policy texts for the examples of rules.
enum LintExamples {
  static let hardened = """
    {"services":{"@@operators_allowed_for_child_policies":["@@none"],"default":{\
    "@@operators_allowed_for_child_policies":["@@none"],"opt_out_policy":{\
    "@@operators_allowed_for_child_policies":["@@none"],"@@assign":"optOut"}}}}
    """

  /// Each service with its value, and no lock.
  static func values(_ values: KeyValuePairs<String, String>) -> String {
    let members = values.map { "\"\($0.key)\":{\"opt_out_policy\":{\"@@assign\":\"\($0.value)\"}}" }
    return "{\"services\":{\(members.joined(separator: ","))}}"
  }

  /// `inner` as the members of the setting of `default`.
  static func setting(_ inner: String) -> String {
    "{\"services\":{\"default\":{\"opt_out_policy\":{\(inner)}}}}"
  }
}
