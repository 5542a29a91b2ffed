extension ServicesInUseSection: Templated {
  static var tags: Tags<ServicesInUseSection> {
    Tags()
      .text("basis") { $0.basis }
      .flag("hasServices") { !$0.services.isEmpty }
      .list("services") { $0.services }
  }
}

extension ServicesInUseSection.Service: Templated {
  static var tags: Tags<Self> {
    Tags()
      .text("name") { $0.name }
      .text("key") { $0.key }
      .text("eligibility") { $0.eligibility }
      .text("eligibilitySource", optional: { $0.eligibilitySource })
      .text("users") { $0.users }
  }
}
