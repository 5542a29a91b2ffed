import Checklist
import Testing

@Suite struct ScoreTests {
  @Test func `what is not applicable is left out and percent is rounded down`() {
    let score = Score(of: [
      .passed, .passed, .failed(reason: "x"), .notApplicable(reason: "x"),
    ])
    #expect(score.percent == 66)
    #expect(Score(of: [.passed, .notAssessed(reason: "x")]).percent == 50)
    #expect(Score(of: [.notApplicable(reason: "x")]).percent == nil)
  }
}
