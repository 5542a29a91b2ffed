package import PolicyLanguage

/// An AI services opt-out policy that stands in a file.
package struct FoundPolicy: Hashable, Sendable {
  /// What it is called there: a resource's name or address, a policy's id. Nil when the file is the policy. Untrusted text.
  package var name: String?
  package var content: Content

  package enum Content: Hashable, Sendable {
    /// The file itself, whose text is what would be stored.
    case file(String)
    /// An object inside a template; its positions are those of the file.
    case object(JSONNode)
    /// A string inside the file, beginning at a position; what would be stored is its value.
    case text(String, at: SourcePosition)
    /// What would be stored is not in the file, for instance because it is put together later. The reason is a clause.
    case unresolved(reason: String, at: SourcePosition)
  }

  package init(name: String?, content: Content) {
    self.name = name
    self.content = content
  }
}
