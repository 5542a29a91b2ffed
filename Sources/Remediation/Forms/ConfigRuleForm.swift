/// A custom AWS Config rule that evaluates the effective policy of every account, through representatives.
struct ConfigRuleForm {
  var options: FormOptions

  func files() throws(RemediationError) -> [GeneratedFile] {
    let handler = try FileTemplate("config_rule.py").verbatim
    return [
      GeneratedFile(
        path: "config-rule/config-rule.yaml",
        text: try FileTemplate("config-rule.yaml").filled([
          "madeBy": options.madeBy, "handler": handler.trimmed,
        ])), GeneratedFile(path: "config-rule/config_rule.py", text: handler),
    ]
  }
}
