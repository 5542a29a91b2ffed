import PolicyLanguage
import Yams

/// Reads YAML into the same nodes as JSON, with the positions of the YAML.
///
/// A value tagged with the short form of a CloudFormation function, `!Sub x`, becomes the long form, `{"Fn::Sub": x}`.
enum YAMLDocument {
  /// More nodes than a 10 MB file that is written out has; aliases of aliases can ask for any number.
  static let nodeLimit = 500_000

  /// The documents of a stream, without empty ones.
  static func roots(of text: String) throws(PolicyFileError) -> [JSONNode] {
    guard !AliasGuard.mayHaveAliasInKey(text) else {
      throw .yaml(problem: "it has both aliases and keys that are not text", nil)
    }
    var converter = YAMLConverter()
    var roots: [JSONNode] = []
    do {
      let parser = try Parser(yaml: text)
      while let node = try parser.nextRoot() {
        roots.append(try converter.convert(node, depth: 0))
      }
    } catch let error as PolicyFileError {
      throw error
    } catch let error as YamlError {
      throw failure(error)
    } catch {
      throw .yaml(problem: "\(error)", nil)
    }
    return roots
  }

  private static func failure(_ error: YamlError) -> PolicyFileError {
    func position(_ mark: Mark) -> SourcePosition {
      SourcePosition(line: max(mark.line, 1), column: max(mark.column, 1))
    }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return .yaml(problem: problem, position(mark))
    case .duplicatedKeysInMapping(let keys, let context):
      return .yaml(
        problem: "the key \(Excerpt.quoted(keys.first ?? "")) stands twice", position(context.mark))
    case .reader(let problem, _, _, _): return .yaml(problem: problem, nil)
    case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      return .yaml(problem: "it is not understood", nil)
    }
  }
}

private struct YAMLConverter {
  private var count = 0

  mutating func convert(_ node: Node, depth: Int) throws(PolicyFileError) -> JSONNode {
    let position = Self.position(of: node)
    count += 1
    guard count <= YAMLDocument.nodeLimit, depth < JSONParser.depthLimit else {
      throw .yaml(problem: "it is nested too deeply, or its aliases repeat too much", position)
    }
    let plain = JSONNode(try value(of: node, depth: depth), at: position)
    guard let function = Self.function(of: node) else { return plain }
    return JSONNode(.object([JSONMember(key: function, position: position, value: plain)]), at: position)
  }

  private mutating func value(of node: Node, depth: Int) throws(PolicyFileError) -> JSONNode.Value {
    switch node {
    case .scalar(let scalar): return Self.value(of: scalar)
    case .mapping(let mapping):
      var members: [JSONMember] = []
      for (key, value) in mapping {
        members.append(
          JSONMember(
            key: key.scalar?.string ?? "", position: Self.position(of: key),
            value: try convert(value, depth: depth + 1)))
      }
      return .object(members)
    case .sequence(let sequence):
      var elements: [JSONNode] = []
      for element in sequence { elements.append(try convert(element, depth: depth + 1)) }
      return .array(elements)
    case .alias: return .null
    }
  }

  /// A plain scalar by YAML 1.1's rules, which CloudFormation follows; any other is a string.
  private static func value(of scalar: Node.Scalar) -> JSONNode.Value {
    let text = scalar.string
    guard scalar.style == .plain || scalar.style == .any, !scalar.tag.description.hasPrefix("!") else {
      return .string(text)
    }
    switch text.lowercased() {
    case "true", "yes", "on": return .boolean(true)
    case "false", "no", "off": return .boolean(false)
    case "null", "~", "": return .null
    default: break
    }
    guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first), Double(text) != nil else {
      return .string(text)
    }
    return .number(text)
  }

  /// The long name of the CloudFormation function that tags the node.
  private static func function(of node: Node) -> String? {
    let tag: String
    switch node {
    case .scalar(let scalar): tag = scalar.tag.description
    case .mapping(let mapping): tag = mapping.tag.description
    case .sequence(let sequence): tag = sequence.tag.description
    case .alias: return nil
    }
    guard tag.hasPrefix("!"), tag.utf8.count > 1 else { return nil }
    let name = String(tag.dropFirst())
    return name == "Ref" || name == "Condition" ? name : "Fn::\(name)"
  }

  private static func position(of node: Node) -> SourcePosition {
    SourcePosition(line: max(node.mark?.line ?? 1, 1), column: max(node.mark?.column ?? 1, 1))
  }
}
