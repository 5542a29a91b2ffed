import Checklist

/// How `checklists` shows catalogues.
enum ChecklistsOutput {
  // MARK: - Text

  static func list(_ catalogues: [ChecklistCatalogue], _ context: CommandContext) -> String {
    var table = TextTable(header: ["ID", "ITEMS", "BY PERSONS", "TITLE"])
    table.rows = catalogues.map { catalogue in
      let persons = catalogue.items.count { !$0.kind.isAutomatic }
      return [catalogue.id, "\(catalogue.items.count)", "\(persons)", catalogue.title]
    }
    return table.text(columns: context.columns)
  }

  static func text(_ catalogues: [ChecklistCatalogue], _ context: CommandContext) -> String {
    catalogues.map { text($0, context) }.joined(separator: "\n\n")
  }

  private static func text(_ catalogue: ChecklistCatalogue, _ context: CommandContext) -> String {
    let title = "\(TerminalText.safe(catalogue.title)) [\(catalogue.id)]"
    var lines = [context.styled(TerminalText.wrapped(title, to: context.columns, indent: 2), .bold)]
    func add(_ text: String, indent: Int) {
      let line = String(repeating: " ", count: indent) + TerminalText.safe(text)
      lines.append(TerminalText.wrapped(line, to: context.columns, indent: indent + 2))
    }
    if let about = catalogue.about { add(about, indent: 2) }
    add("Source: \(catalogue.source.text), \(catalogue.source.edition)", indent: 2)
    for item in catalogue.items {
      lines += ["", context.styled(item.id, .bold)]
      add(item.title, indent: 2)
      add(item.question, indent: 4)
      add("Assessed by: \(item.assessedByText)", indent: 4)
      if let terms = item.attestation { add("An attestation \(phrase(terms))", indent: 4) }
      add("Passes when: \(item.passesWhen)", indent: 4)
      for statement in item.awsStates ?? [] {
        add(
          "AWS states (not observable): \(statement.statement) \(statement.page), \(statement.date)",
          indent: 4)
      }
      add("Proves: \(item.proves)", indent: 4)
      add("Does not prove: \(item.doesNotProve)", indent: 4)
      for reference in item.references { add("Reference: \(phrase(reference))", indent: 4) }
      add("What to do: \(item.remediation)", indent: 4)
    }
    return lines.joined(separator: "\n")
  }

  private static func phrase(_ terms: AttestationTerms) -> String {
    let details = terms.requiredDetails
    return "holds \(terms.renewalDays) days"
      + (details.isEmpty ? "" : " and names \(details.joined(separator: ", "))")
  }

  private static func phrase(_ reference: ItemReference) -> String {
    [reference.framework, reference.edition, reference.section].compactMap(\.self).joined(separator: ", ")
      + (reference.url.map { " <\($0)>" } ?? "")
  }

  static func text(_ validated: [ValidatedCatalogue], _ context: CommandContext) -> String {
    validated.flatMap { file -> [String] in
      let path = TerminalText.safe(file.path)
      if let catalogue = file.catalogue {
        return ["\(path): right, \(catalogue.items.count) \(catalogue.items.count == 1 ? "item" : "items")"]
      }
      return file.problems.map { "\(path): \(TerminalText.safe($0.description))" }
    }.joined(separator: "\n")
  }

  // MARK: - JSON

  static func json(listing catalogues: [ChecklistCatalogue]) -> JSONValue {
    .object([
      (
        "checklists",
        .array(
          catalogues.map {
            .object([
              ("id", .string($0.id)), ("title", .string($0.title)),
              ("source", .string("\($0.source.text), \($0.source.edition)")),
              ("items", .number($0.items.count)),
            ])
          })
      )
    ])
  }

  static func json(_ catalogues: [ChecklistCatalogue]) -> JSONValue {
    .object([("checklists", .array(catalogues.map(json)))])
  }

  private static func json(_ catalogue: ChecklistCatalogue) -> JSONValue {
    .object([
      ("id", .string(catalogue.id)), ("title", .string(catalogue.title)),
      ("about", .optional(catalogue.about)),
      ("source", .string("\(catalogue.source.text), \(catalogue.source.edition)")),
      ("items", .array(catalogue.items.map(json))),
    ])
  }

  private static func json(_ item: ChecklistItem) -> JSONValue {
    let terms = item.attestation.map { terms in
      JSONValue.object([
        ("renewalDays", .number(terms.renewalDays)), ("details", .strings(terms.requiredDetails)),
      ])
    }
    return .object([
      ("id", .string(item.id)), ("title", .string(item.title)), ("question", .string(item.question)),
      ("kind", .string(item.kind.rawValue)), ("automatic", .bool(item.kind.isAutomatic)),
      ("check", .optional(item.check)), ("assessedBy", .string(item.assessedByText)),
      ("attestation", terms ?? .null), ("passesWhen", .string(item.passesWhen)),
      ("awsStates", .array((item.awsStates ?? []).map(CheckOutput.json))), ("proves", .string(item.proves)),
      ("doesNotProve", .string(item.doesNotProve)),
      (
        "references",
        .array(
          item.references.map {
            CheckOutput.json(
              Reference(framework: $0.framework, edition: $0.edition, section: $0.section, url: $0.url))
          })
      ),
      ("remediation", .string(item.remediation)),
    ])
  }

  static func json(_ validated: [ValidatedCatalogue]) -> JSONValue {
    .object([
      (
        "files",
        .array(
          validated.map { file in
            .object([
              ("path", .string(file.path)),
              ("items", file.catalogue.map { .number($0.items.count) } ?? .null),
              (
                "problems",
                .array(
                  file.problems.map {
                    .object([
                      ("path", .string($0.path)), ("line", $0.line.map { .number($0) } ?? .null),
                      ("message", .string($0.message)),
                    ])
                  })
              ),
            ])
          })
      )
    ])
  }
}
