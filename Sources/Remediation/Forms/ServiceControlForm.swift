/// A service control policy that keeps member accounts from changing opt-out policies and from leaving, but for one role.
struct ServiceControlForm {
  var options: FormOptions

  func files() throws(RemediationError) -> [GeneratedFile] {
    let text = try FileTemplate("scp.json").filled(["role": options.role])
    let readme = try FileTemplate("scp.md").filled(["madeBy": options.madeBy, "role": options.role])
    return [
      GeneratedFile(path: "scp/protect-ai-opt-out.json", text: text),
      GeneratedFile(path: "scp/README.md", text: readme),
    ]
  }
}
