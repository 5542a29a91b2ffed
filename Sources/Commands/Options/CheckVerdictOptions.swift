import ArgumentParser
import Checklist

/// What makes `check` end with status 1.
struct CheckVerdictOptions: ParsableArguments {
  @Option(
    name: .customLong("fail-under"),
    help: ArgumentHelp("Also exit 1 when a checklist's score is below this.", valueName: "percent"))
  var failUnder: Int?

  @Flag(
    name: .customLong("allow-not-assessed"),
    help: "Leave items alone that could not be assessed from evidence.")
  var allowNotAssessed = false

  @Flag(help: "Also exit 1 when an item that a person has to attest is not assessed.")
  var strict = false

  @Flag(
    name: .customLong("accept-exceptions"),
    help: "Leave failures alone that are nothing but opt-ins that the configuration accepts.")
  var acceptExceptions = false

  func validate() throws {
    if let failUnder, !(0...100).contains(failUnder) {
      throw ValidationError("--fail-under \(failUnder) is not a percentage; give 0 to 100")
    }
  }

  /// Whether the item, by itself, makes the status 1.
  func isFinding(_ item: ItemResult) -> Bool {
    switch item.outcome {
    case .passed, .notApplicable: false
    case .failed: !(acceptExceptions && item.acceptance != nil)
    case .notAssessed: item.kind.isAutomatic ? !allowNotAssessed : strict
    }
  }

  /// Checklists whose score is too low.
  func tooLow(_ results: [ChecklistResult]) -> [ChecklistResult] {
    guard let failUnder else { return [] }
    return results.filter { ($0.score.percent ?? 100) < failUnder }
  }

  func isFinding(_ results: [ChecklistResult]) -> Bool {
    results.flatMap(\.items).contains(where: isFinding) || !tooLow(results).isEmpty
  }
}
