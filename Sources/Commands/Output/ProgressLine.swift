import AWSClient
import Collector
import Foundation
import OrganizationModel
import Parallelism

/// One line on the terminal that says how far a collect has come.
final class ProgressLine: Sendable {
  private struct State {
    var line = ""
    var lastShown: ContinuousClock.Instant?
    var effectiveStart: ContinuousClock.Instant?
    /// Whether the plan was told with the exact number of effective policies, which need not be told again.
    var isPlanExact = false
  }

  private let context: CommandContext
  private let client: AWSClient
  private let share: Double
  private let readsEvents: Bool
  private let takesOver: Bool
  private let start = ContinuousClock.now
  private let state = Locked(State())

  /// - Parameters:
  ///   - share: the part of AWS's documented rates that is used.
  ///   - takesOver: whether answers of the snapshot before may stand in place of questions.
  init(
    context: CommandContext, client: AWSClient, share: Double, readsEvents: Bool, takesOver: Bool
  ) {
    self.context = context
    self.client = client
    self.share = share
    self.readsEvents = readsEvents
    self.takesOver = takesOver
  }

  func show(_ progress: CollectProgress) {
    switch progress {
    case .planned(let size, let observedAt): tellPlan(size, observedAt)
    case .asking(let accounts): tellAsking(accounts)
    case .takingOver(let taken): tell(taken)
    default: break
    }
    guard context.showsProgress else { return }
    let now = ContinuousClock.now
    let line = state.withLock { state -> String? in
      // Ten times a second is enough to look alive, and cheap.
      if let last = state.lastShown, now - last < .milliseconds(100), !progress.isMilestone { return nil }
      if state.effectiveStart == nil, case .effectivePolicies = progress { state.effectiveStart = now }
      state.lastShown = now
      return text(progress, since: state.effectiveStart ?? now, now: now)
    }
    if let line { context.progress(line) }
  }

  func clear() { context.progress("") }

  /// Prints a message that stays, above the line of progress.
  func tell(_ message: String) {
    context.progress("")
    context.note(message)
  }

  private func tell(_ taken: TakenOver) {
    let what = plural(taken.count, "effective policy", "effective policies")
    switch taken.origin {
    case .interruptedCollect:
      tell(
        "going on where a collect was interrupted: \(what) that it read \(TimeWords.span(taken.readAt)) "
          + "are not asked for again (--fresh starts over)")
    case .unchangedSince(let observedAt):
      tell(
        "\(what) of the snapshot of \(observedAt) are not asked for again: read \(TimeWords.span(taken.readAt)), "
          + "and nothing on their paths changed since")
    }
  }

  /// Says what all of it takes, before anything is listed where a snapshot tells how much there is.
  private func tellPlan(_ size: CollectSize, _ observedAt: Timestamp?) {
    state.withLock { $0.isPlanExact = observedAt == nil }
    let source = observedAt.map { "as many as at the snapshot of \($0)" } ?? "counted by listing"
    let plan = PlanOutput(
      organization: "", size: size, source: source, share: share, readsEvents: readsEvents)
    tell(plan.line(isPaced: client.pace == .documented, mayBeFewer: takesOver && observedAt != nil))
  }

  /// Says what the longest part takes before it is under way. AWS documents no rate for DescribeEffectivePolicy, so a
  /// paced run begins with one request a second and learns.
  private func tellAsking(_ accounts: Int) {
    guard !state.withLock({ $0.isPlanExact }) else { return }
    var line =
      "asking AWS for \(plural(accounts, "effective policy", "effective policies")), one request each"
    if client.pace == .documented, accounts >= 60 {
      line += ", about \(plural((accounts + 59) / 60, "minute")) at one a second, less as AWS allows more"
      line += " (--effective representative asks for fewer)"
    }
    tell(line)
  }

  private func text(
    _ progress: CollectProgress, since: ContinuousClock.Instant, now: ContinuousClock.Instant
  ) -> String {
    let sent = client.statistics.totalRequests
    let seconds = max((now - start).seconds, 0.001)
    let rate = "\(sent) requests, \(Int((Double(sent) / seconds).rounded())) a second"
    switch progress {
    case .organization(let id): return "organization \(id) — \(rate)"
    case .accounts(let count): return "\(count) accounts — \(rate)"
    case .organizationalUnits(let count): return "\(count) organizational units — \(rate)"
    case .policies(let count): return "\(count) policies — \(rate)"
    case .takingOver(let taken): return "\(taken.count) effective policies read earlier — \(rate)"
    case .planned(let size, _): return "\(size.accounts) accounts — \(rate)"
    case .asking(let accounts): return "asking for \(accounts) effective policies — \(rate)"
    case .askingForEvents(let names): return "asking CloudTrail for \(names) kinds of events — \(rate)"
    case .checkingAgain(let what): return "checking again: \(what) — \(rate)"
    case .effectivePolicies(let done, let total):
      let elapsed = (now - since).seconds
      let left = done > 0 ? elapsed / Double(done) * Double(total - done) : 0
      let remaining = left >= 90 ? "\(Int(left / 60)) min left" : "\(Int(left.rounded(.up))) s left"
      return "effective policies \(done) of \(total), \(remaining) — \(rate)"
    }
  }
}

extension CollectProgress {
  /// Whether it is shown however short ago the last one was.
  fileprivate var isMilestone: Bool {
    switch self {
    case .effectivePolicies(let done, let total): done == total
    case .organization, .accounts, .organizationalUnits, .policies, .planned, .asking, .takingOver,
      .askingForEvents, .checkingAgain:
      true
    }
  }
}
