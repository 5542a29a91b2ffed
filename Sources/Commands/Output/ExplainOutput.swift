import OrganizationModel
import PolicyLanguage

/// How `explain` shows an explanation to people: the way down with what each level sets, locks and loses, then the result.
struct ExplainOutput {
  var explanation: Explanation

  private struct Line {
    var indent = 0
    var text: String
    var style: TextStyle?
  }

  func text(_ context: CommandContext) -> String {
    var lines: [Line] = []
    for (depth, level) in explanation.levels.enumerated() { lines += levelLines(level, indent: 2 * depth) }
    lines.append(Line(text: ""))
    lines += resultLines + answerLines + conflictLines + lockLines + editorLines
    return lines.map { line in
      let margin = String(repeating: " ", count: line.indent)
      let wrapped = TerminalText.wrapped(margin + line.text, to: context.columns, indent: line.indent + 4)
      return line.style.map { context.styled(wrapped, $0) } ?? wrapped
    }.joined(separator: "\n")
  }

  // MARK: - The way down

  private func levelLines(_ level: InheritanceLevel, indent: Int) -> [Line] {
    var lines = [Line(indent: indent, text: named(node: level.node), style: .bold)]
    if let reason = level.unknownAttachments {
      lines.append(Line(indent: indent + 2, text: "not known which policies: \(TerminalText.safe(reason))"))
    } else if level.policies.isEmpty {
      lines.append(Line(indent: indent + 2, text: "no policy"))
    }
    for policy in level.policies {
      switch policy.content {
      case .unreadable(let reason):
        let text = "\(named(policy.id)): not readable (\(TerminalText.safe(reason)))"
        lines.append(Line(indent: indent + 2, text: text))
      case .document(let document):
        lines.append(Line(indent: indent + 2, text: named(policy.id)))
        let statements = statementLines(document, policy: policy.id, node: level.node)
        lines += statements.map { Line(indent: indent + 4, text: $0) }
        if statements.isEmpty { lines.append(Line(indent: indent + 4, text: nothingSaid)) }
      }
    }
    return lines
  }

  private var nothingSaid: String {
    explanation.service.map { "says nothing about \"\(TerminalText.safe($0))\"" } ?? "says nothing"
  }

  private func statementLines(_ document: PolicyDocument, policy: String, node: String) -> [String] {
    var lines: [String] = []
    if let control = document.services.childControl, !control.allowed.allowsNewKeys {
      lines.append("closes the list of services (\(control.position))")
    }
    let lost = explanation.ignored.filter { $0.provenance.policy == policy && $0.provenance.node == node }
    for statement in document.services.statements where explanation.concerns(statement.service) {
      let name = TerminalText.safe(statement.service)
      let assignment = statement.setting?.assignment
      let ignored = lost.filter { $0.service == statement.service }
      var parts: [String] = []
      if let assignment { parts.append("\(name) = \(assignment.value.rawValue) (\(assignment.position))") }
      if statement.setting?.childControl?.allowed.contains(.assign) == false { parts.append("locks \(name)") }
      if parts.isEmpty { parts.append("\(name) without a value (\(statement.position))") }
      var line = parts.joined(separator: ", ")
      if ignored.isEmpty, let assignment {
        line += fate(
          of: Provenance(policy: policy, node: node, position: assignment.position), statement.service)
      }
      lines.append(line)
      lines += ignored.map { ignored in
        let position = ignored.provenance.position
        return "  ignored\(position == assignment?.position ? "" : " (\(position))"): \(reason(ignored))"
      }
    }
    // What belongs to no service, or to a key whose value is not an object.
    let services = Set(document.services.statements.map(\.service))
    lines += lost.filter { $0.service.map { !services.contains($0) } ?? true }.map {
      "ignored (\($0.provenance.position)): \(reason($0))"
    }
    return lines
  }

  /// What became of an assignment that no lock stops; empty when it is in force.
  private func fate(of assignment: Provenance, _ service: String) -> String {
    let outcomes = explanation.inherited.outcomes
    let winners = outcomes.compactMap { $0[service]?.provenance }
    let wins = winners.count { $0 == assignment }
    if wins == outcomes.count { return "" }
    if let winner = winners.first(where: { $0.node != assignment.node }), wins == 0 {
      return " — overwritten by \(named(winner.policy)) on \(named(node: winner.node))"
    }
    if explanation.conflicts.contains(where: { $0.service == service && $0.node == assignment.node }) {
      return " — in force if attached first"
    }
    return winners.first.map { " — \(named($0.policy)) on the same node gives it" } ?? ""
  }

  private func reason(_ statement: IgnoredStatement) -> String {
    func by(_ lock: Provenance) -> String {
      "\(named(lock.policy)) on \(named(node: lock.node)) (\(lock.position))"
    }
    switch statement.reason {
    case .servicesLocked(let lock): return "the list of services is locked by \(by(lock))"
    case .serviceLocked(let lock): return "the service key is locked by \(by(lock))"
    case .valueLocked(let lock): return "the value is locked by \(by(lock))"
    case .attachedLater(let first): return "\(named(first.policy)) was attached to the same node earlier"
    case .notAccepted(let why): return TerminalText.safe(why)
    }
  }

  // MARK: - The result

  private var resultLines: [Line] {
    var lines: [Line] = []
    if explanation.snapshot.isPolicyTypeEnabled == false {
      lines.append(Line(text: "The policy type is not enabled, so none of this is in force."))
    }
    lines += serviceLines
    guard let effective = explanation.effective else {
      let why = explanation.posture?.reason ?? explanation.inherited.uncertainty
      lines.append(Line(text: "In force: unknown" + (why.map { " (\(TerminalText.safe($0)))" } ?? "")))
      return lines
    }
    if effective.values.isEmpty { lines.append(Line(text: "In force: nothing, no service is opted out")) }
    for value in explanation.values {
      let origin =
        value.origin.map { "set by \(named($0.policy)) on \(named(node: $0.node)), \(place($0))" }
        ?? "by AWS's answer; no policy in the snapshot sets it"
      let lock =
        value.lock.map { "locked by \(named($0.policy)) on \(named(node: $0.node)), \(place($0))" }
        ?? "not locked"
      lines.append(
        Line(text: "In force: \(TerminalText.safe(value.service)) = \(value.value.rawValue)", style: .bold))
      lines.append(Line(indent: 2, text: origin))
      lines.append(Line(indent: 2, text: lock))
    }
    return lines
  }

  /// What one service gets, and whether by itself or by `default`.
  private var serviceLines: [Line] {
    guard let service = explanation.service else { return [] }
    let name = TerminalText.safe(service)
    var lines: [Line] = []
    if !ServiceCatalogue.builtIn.contains(service) {
      let date = ServiceCatalogue.builtIn.catalogueDate
      lines.append(
        Line(
          text: "\"\(name)\" is no service key that this version knows (list of \(date)); services has all."))
    }
    guard let effective = explanation.effective, service != EffectivePolicy.defaultKey else { return lines }
    let value = effective.value(for: service)?.rawValue ?? "nothing"
    let isOwn = effective.values[service] != nil
    let ground = isOwn ? "by its own value" : "it has no value of its own and follows default"
    lines.append(Line(text: "\(name): \(value) (\(ground))"))
    return lines
  }

  private func place(_ provenance: Provenance) -> String {
    "line \(provenance.position.line), column \(provenance.position.column)"
  }

  private var answerLines: [Line] {
    guard case .account = explanation.target else {
      return [Line(text: "AWS answers for accounts only; this is computed for an account directly below.")]
    }
    guard let reported = explanation.reported else {
      let why = explanation.posture?.reason.map { " (\(TerminalText.safe($0)))" } ?? ""
      return [Line(text: "AWS's answer: none\(why)")]
    }
    let source =
      explanation.representative.map { " for account \($0), which has the same path and policies" } ?? ""
    if explanation.agrees == true { return [Line(text: "AWS reports the same\(source).")] }
    var lines = [Line(text: "AWS's answer\(source): \(phrase(reported))")]
    if explanation.agrees == nil {
      lines.append(Line(text: "Computed: not known, so there is nothing to compare it with"))
    } else {
      lines.append(
        Line(text: "Computed: " + (explanation.computed.map(phrase) ?? "depends on the order of attachment")))
      let cause = explanation.disagreementCause.map { " Likely cause: \(TerminalText.safe($0))." } ?? ""
      lines.append(Line(text: "AWS reports otherwise than computed from the policies.\(cause)", style: .bad))
    }
    return lines
  }

  private func phrase(_ policy: EffectivePolicy) -> String {
    guard !policy.values.isEmpty else { return "nothing" }
    return policy.values.sorted { $0.key < $1.key }.map {
      "\(TerminalText.safe($0.key)) = \($0.value.rawValue)"
    }
    .joined(separator: ", ")
  }

  private var conflictLines: [Line] {
    explanation.conflicts.map { conflict in
      Line(
        text: "Order-dependent: \(conflict.policies.map { named($0) }.joined(separator: " and ")) on "
          + "\(named(node: conflict.node)) give \"\(TerminalText.safe(conflict.service))\" different values. The one "
          + "attached first wins, and AWS does not tell which that is.", style: .doubtful)
    }
  }

  private var lockLines: [Line] {
    var lines: [Line] = []
    if let uncertainty = explanation.inherited.uncertainty {
      lines.append(Line(text: "Not certain: \(TerminalText.safe(uncertainty))", style: .doubtful))
    }
    guard explanation.snapshot.isPolicyTypeEnabled != false else { return lines }
    guard let openings = explanation.openings else {
      return lines + [Line(text: "What a policy further down could change is not known.")]
    }
    let what = explanation.service.map { _ in "this service" } ?? "this"
    guard !openings.isEmpty else {
      let by = explanation.above.lockedBy.map { " (closed at \(named(node: $0)))" } ?? ""
      return lines + [Line(text: "No policy further down can change \(what)\(by).", style: .good)]
    }
    let whereTo: String
    if case .account = explanation.target { whereTo = "on this account" } else { whereTo = "further down" }
    let phrases = TerminalText.safe(openings.map(\.phrase).joined(separator: ", "))
    return lines + [Line(text: "A policy \(whereTo) could: \(phrases)", style: .bad)]
  }

  private var editorLines: [Line] {
    let editors = explanation.canEdit.editors.map {
      "\(TerminalText.safe($0.principal)) (\(TerminalText.safe($0.explanation)))"
    }
    let text = "Can edit the policies: " + (editors.isEmpty ? "not known" : editors.joined(separator: "; "))
    return [Line(text: text)]
      + explanation.canEdit.unread.map { Line(indent: 2, text: "not known: \(TerminalText.safe($0))") }
  }

  // MARK: - Names

  private func named(_ policy: String) -> String {
    explanation.policyName(policy).map { "\(TerminalText.safe($0)) (\(policy))" } ?? policy
  }

  private func named(node: String) -> String {
    let snapshot = explanation.snapshot
    let name: String? =
      switch NodeID(node) {
      case .account(let id)?: snapshot.accounts.first { $0.id == id }?.name
      case .organizationalUnit(let id)?: snapshot.organizationalUnits.first { $0.id == id }?.name
      case .root?: snapshot.root.value?.name
      case nil: nil
      }
    return name.map { "\(TerminalText.safe($0)) (\(node))" } ?? node
  }
}
