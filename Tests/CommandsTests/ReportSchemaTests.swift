import Foundation
import TestSupport
import Testing

/// `report.json` of the demo held against `schemas/report-1.schema.json`. The schema is closed, so a member that it does
/// not have fails; scripts/check-outputs asks check-jsonschema the same.
@Suite struct ReportSchemaTests {
  private static func schema() throws -> [String: Any] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let data = try Data(contentsOf: root.appendingPathComponent("schemas/report-1.schema.json"))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func `every member of the report is in the schema, and every required one in the report`()
    async throws
  {
    let schema = try Self.schema()
    let demo = try await SharedFixtures.demo()
    let data = try Data(contentsOf: URL(fileURLWithPath: demo.folder).appendingPathComponent("report.json"))
    let problems = Self.problems(
      try JSONSerialization.jsonObject(with: data), schema, in: schema, at: "report.json")
    #expect(problems.isEmpty, "\(problems.prefix(5))")
  }

  @Test func `a member that the schema does not have is noticed`() throws {
    let schema = try Self.schema()
    let problems = Self.problems(["format": "optout-audit-report", "extra": 1], schema, in: schema, at: "x")
    #expect(
      problems == ["x.extra is not in the schema", "x.formatVersion is missing", "x.report is missing"])
  }

  @Test func `every object of the schema is closed`() throws {
    func walk(_ value: Any) {
      if let object = value as? [String: Any] {
        if object["properties"] is [String: Any], object["type"] as? String == "object" {
          #expect(object["additionalProperties"] as? Bool == false, "\(object["description"] ?? "")")
        }
        object.values.forEach(walk)
      } else if let list = value as? [Any] {
        list.forEach(walk)
      }
    }
    walk(try Self.schema())
  }

  /// Members that are unknown or missing, by path.
  private static func problems(
    _ value: Any, _ schema: [String: Any], in root: [String: Any], at path: String
  ) -> [String] {
    if let reference = schema["$ref"] as? String, let name = reference.split(separator: "/").last,
      let found = (root["$defs"] as? [String: Any])?[String(name)] as? [String: Any]
    {
      return problems(value, found, in: root, at: path)
    }
    if let list = value as? [Any], let items = schema["items"] as? [String: Any] {
      return list.enumerated().flatMap { problems($1, items, in: root, at: "\(path)[\($0)]") }
    }
    guard let object = value as? [String: Any] else { return [] }
    let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
    let unknown = object.keys.filter { properties[$0] == nil }.sorted()
    let missing = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }.sorted()
    return unknown.map { "\(path).\($0) is not in the schema" } + missing.map { "\(path).\($0) is missing" }
      + properties.sorted { $0.key < $1.key }.flatMap { name, inner in
        object[name].map { problems($0, inner, in: root, at: "\(path).\(name)") } ?? []
      }
  }
}
