/// The page that documents checklists, made from them.
package enum ChecklistReference {
  /// The content of `docs/checklists.md` when `catalogues` are the built-in ones.
  package static func markdown(_ catalogues: [ChecklistCatalogue]) -> String {
    var lines = [
      "# Checklists", "",
      "What `optout-audit check` asks. This page is made from the catalogues; `UPDATE_GOLDEN=1 ./scripts/test --filter",
      "ChecklistReferenceTests` rewrites it, and `optout-audit checklists show --markdown` prints it.", "",
      "Items that are *automatic* are answered from evidence and may be overruled by nobody. A *probe* is answered from what",
      "was read outside AWS, and by a person's attestation where that does not settle it. Everything else is a person's",
      "attestation, which expires. No checklist proves compliance; each item says what it proves and what it does not.",
      "",
      "| checklist | items | automatic | with a probe | by a person |", "|---|---:|---:|---:|---:|",
    ]
    for catalogue in catalogues {
      let automatic = catalogue.items.count { $0.kind.isAutomatic }
      let probes = catalogue.items.count { $0.kind == .probe }
      lines.append(
        "| [\(text(catalogue.title))](#\(catalogue.id)) (`\(catalogue.id)`) | \(catalogue.items.count) | \(automatic) "
          + "| \(probes) | \(catalogue.items.count - automatic - probes) |")
    }
    for catalogue in catalogues { lines += section(catalogue) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func section(_ catalogue: ChecklistCatalogue) -> [String] {
    var lines = ["", "<a id=\"\(catalogue.id)\"></a>", "", "## \(text(catalogue.title))"]
    if let about = catalogue.about { lines += ["", text(about)] }
    lines += ["", "Source: \(text(catalogue.source.text)), \(text(catalogue.source.edition))."]
    for item in catalogue.items { lines += section(item) }
    if let questions = catalogue.reviewQuestions {
      lines += ["", "### Security Pillar questions", ""]
      lines += questions.map {
        "- **\(text($0.question))** \($0.helps ? "Helps" : "Does not help"): \(text($0.why))"
      }
    }
    return lines
  }

  private static func section(_ item: ChecklistItem) -> [String] {
    var lines = [
      "", "### \(item.id)", "", "**\(text(item.title))**", "", text(item.question), "",
      "- Kind: \(item.kind.isAutomatic ? "automatic" : item.kind == .probe ? "probe" : "by a person")",
      "- Assessed by: \(text(item.assessedByText))",
    ]
    if let terms = item.attestation {
      let details = terms.requiredDetails.map { "`\($0)`" }.joined(separator: ", ")
      lines.append(
        "- An attestation holds \(terms.renewalDays) days"
          + (details.isEmpty ? "." : " and must give \(details)."))
    }
    lines += [
      "- Passes when: \(text(item.passesWhen))", "- Proves: \(text(item.proves))",
      "- Does not prove: \(text(item.doesNotProve))",
    ]
    lines += (item.awsStates ?? []).map {
      "- AWS states, and this tool cannot observe: \(text($0.statement)) ([\(text($0.page))](\($0.url)), text of \($0.date))"
    }
    lines += item.references.map { reference in
      let words = [reference.framework, reference.edition, reference.section].compactMap(\.self)
        .joined(separator: ", ")
      return "- Reference: \(text(words))" + (reference.url.map { " <\($0)>" } ?? "")
    }
    lines.append("- What to do: \(text(item.remediation))")
    return lines
  }

  /// Catalogues hold plain text; only what Markdown would take for a tag or emphasis is escaped.
  private static func text(_ text: String) -> String {
    text.replacing("<", with: "\\<").replacing("*", with: "\\*").replacing("[", with: "\\[")
  }
}
