extension ServicesInUseSection: Templated {
  static var tags: Tags<ServicesInUseSection> {
    var tags = Tags<ServicesInUseSection>()
    tags.text("basis") { $0.basis }
    tags.flag("hasServices") { !$0.services.isEmpty }
    tags.list("services") { $0.services }
    return tags
  }
}

extension ServicesInUseSection.Service: Templated {
  static var tags: Tags<Self> {
    var tags = Tags<Self>()
    tags.text("name") { $0.name }
    tags.text("key") { $0.key }
    tags.text("eligibility") { $0.eligibility }
    tags.text("eligibilitySource", optional: { $0.eligibilitySource })
    tags.text("users") { $0.users }
    return tags
  }
}
