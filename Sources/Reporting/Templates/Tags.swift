import Mustache

/// A type whose values templates show.
protocol Templated {
  static var tags: Tags<Self> { get }
}

/// The tags of a `Subject`, each with what it shows.
///
/// One list is both what is rendered and what templates are checked against, so neither can drift from the other. A value
/// that is absent shows as nothing and never falls through to a tag of the same name further out, which the library
/// does for tags that do not exist.
struct Tags<Subject> {
  private(set) var shapes: [String: TagShape] = [:]
  private var readers: [String: (Subject) -> Any] = [:]

  func read(_ name: String, of subject: Subject) -> Any? { readers[name]?(subject) }

  mutating func text(_ name: String, _ read: @escaping (Subject) -> String) {
    add(name, .text, read)
  }

  /// A text that may be absent; as a section it shows its inside once when there is one.
  mutating func text(_ name: String, optional read: @escaping (Subject) -> String?) {
    add(name, .text) { subject in
      guard let text = read(subject) else { return Absent() }
      return text
    }
  }

  /// A number with its thousands separated.
  mutating func number(_ name: String, _ read: @escaping (Subject) -> Int) {
    add(name, .text) { Words.number(read($0)) }
  }

  mutating func flag(_ name: String, _ read: @escaping (Subject) -> Bool) {
    add(name, .flag, read)
  }

  mutating func texts(_ name: String, _ read: @escaping (Subject) -> [String]) {
    add(name, .texts, read)
  }

  mutating func list<Child: Templated>(_ name: String, _ read: @escaping (Subject) -> [Child]) {
    let tags = Child.tags
    add(name, .list(tags.shapes)) { subject in
      read(subject).map { TemplateObject(subject: $0, tags: tags) }
    }
  }

  mutating func object<Child: Templated>(_ name: String, _ read: @escaping (Subject) -> Child?) {
    let tags = Child.tags
    add(name, .object(tags.shapes)) { subject in
      guard let child = read(subject) else { return Absent() }
      return TemplateObject(subject: child, tags: tags)
    }
  }

  private mutating func add(_ name: String, _ shape: TagShape, _ read: @escaping (Subject) -> Any) {
    shapes[name] = shape
    readers[name] = read
  }
}

/// What a tag stands for, and what can be asked inside its section.
indirect enum TagShape {
  case text
  case flag
  case texts
  case list([String: TagShape])
  case object([String: TagShape])
}

/// A subject as the library reads it.
struct TemplateObject<Subject>: MustacheParent {
  let subject: Subject
  let tags: Tags<Subject>

  func child(named name: String) -> Any? { tags.read(name, of: subject) }
}

/// A value that is not there: shows as nothing, and only inverted sections show their inside.
private struct Absent: MustacheCustomRenderable {
  var renderText: String { "" }
  var isNull: Bool { true }
}
