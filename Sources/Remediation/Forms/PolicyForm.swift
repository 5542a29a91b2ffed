/// The policies as JSON documents, each as AWS should store it.
enum PolicyForm {
  static func files(for plan: RemediationPlan) -> [GeneratedFile] {
    var files = [GeneratedFile(path: "ai-services-opt-out.json", text: plan.rootText + "\n")]
    var texts: [String] = []
    for placement in plan.placements where !texts.contains(placement.text) { texts.append(placement.text) }
    for (index, text) in texts.enumerated() {
      files.append(GeneratedFile(path: "ai-services-exception-\(index + 1).json", text: text + "\n"))
    }
    return files
  }
}
