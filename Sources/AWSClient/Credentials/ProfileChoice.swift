/// Which profile is used.
package enum ProfileChoice: Hashable, Sendable {
  /// Named on the command line; the environment's keys are then not looked at.
  case explicit(String)
  /// Named by this environment variable.
  case environment(variable: String, name: String)
  case standard

  /// An explicit name, then `AWS_DEFAULT_PROFILE`, then `AWS_PROFILE`, in botocore's order, then `default`.
  package init(explicit: String?, environment: [String: String]) {
    if let explicit {
      self = .explicit(explicit)
      return
    }
    for variable in ["AWS_DEFAULT_PROFILE", "AWS_PROFILE"] {
      if let name = environment[variable], !name.isEmpty {
        self = .environment(variable: variable, name: name)
        return
      }
    }
    self = .standard
  }

  package var name: String {
    switch self {
    case .explicit(let name), .environment(_, let name): name
    case .standard: "default"
    }
  }

  /// What named the profile; nil for the standard one.
  package var chosenBy: String? {
    switch self {
    case .explicit: "--profile"
    case .environment(let variable, _): variable
    case .standard: nil
    }
  }

  var isExplicit: Bool {
    if case .explicit = self { true } else { false }
  }
}
