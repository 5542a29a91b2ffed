import OrganizationModel
import PolicyLanguage

/// The rule of Prowler's check, which looks at policies' texts alone: it passes when any one policy of the list assigns
/// optOut to `default` and closes that value to lower levels, whether it is attached or not.
struct ProwlerRule {
  /// Policies that alone make the check pass, by id.
  let matching: [Policy]
  /// Policies that assign optOut to `default` without closing it.
  let unlocked: [Policy]

  init(_ snapshot: Snapshot) {
    var matching: [Policy] = []
    var unlocked: [Policy] = []
    for policy in snapshot.policies {
      guard let text = policy.content.value, let document = try? PolicyDocument(parsing: text),
        let setting = document.services.statements.first(where: { $0.service == EffectivePolicy.defaultKey })?
          .setting, setting.assignment?.value == .optOut
      else { continue }
      if setting.childControl?.allowed == [] { matching.append(policy) } else { unlocked.append(policy) }
    }
    self.matching = matching
    self.unlocked = unlocked
  }

  var passes: Bool { !matching.isEmpty }
}
