import Checklist
import OrganizationModel
import PolicyLanguage
import Testing
import Timeline

@testable import Reporting

struct ReportModelTests {
  @Test func `accounts with the same posture are one group, worst first`() throws {
    let model = ReportModel(try SampleReport.input())
    let groups = model.exceptions.map { ($0.verdict.word, $0.lock.word, $0.accounts.map { $0.id.suffix(2) }) }
    #expect(groups.map(\.0).first == "not opted out")
    let byVerdict = groups.map { "\($0.0), \($0.1): \($0.2.joined(separator: " "))" }
    #expect(
      byVerdict == [
        "not opted out, open: 01", "not opted out, open: 10", "partly opted out, open: 09",
        "partly opted out, open: 11", "unknown, lock unknown: 12 13", "opted out, open: 06 07 08",
        "opted out, locked: 05",
      ])
    #expect(model.inOrder.map { $0.accounts.count } == [2, 1])
    #expect(model.inactive.map(\.state) == ["SUSPENDED"])
  }

  @Test func `every account is in exactly one place`() throws {
    let input = try SampleReport.input()
    let model = ReportModel(input)
    #expect(model.accounts.map(\.id) == input.observation.posture.accounts.map(\.account.id.rawValue))
  }

  @Test func `reasons that differ by request id only are the same`() throws {
    let model = ReportModel(try SampleReport.input())
    let group = try #require(model.exceptions.first { $0.verdict.word == "unknown" })
    #expect(group.accounts.count == 2)
    #expect(group.reason?.contains("bbbbbbbb") == false)
    #expect(group.accounts[0].reason?.contains("bbbbbbbb") == true)
  }

  @Test func `every exception has a fix and no group in order has one`() throws {
    let model = ReportModel(try SampleReport.input())
    #expect(model.exceptions.allSatisfy { $0.fix != nil })
    #expect(model.inOrder.allSatisfy { $0.fix == nil })
    #expect(model.answer.worst == model.exceptions.first)
  }

  @Test func `opt-out dates are intervals with the source of each bound`() throws {
    let model = ReportModel(try SampleReport.input())
    let dates = Dictionary(uniqueKeysWithValues: model.accounts.map { ($0.id.suffix(2), $0.since) })
    let changed = try #require(dates["06"] ?? nil)
    #expect(changed.text == "between 2026-07-01T05:58:30Z and 2026-10-01T06:00:00.250Z")
    #expect(changed.sources == "s-aaaaaaaaaaaa not opted out; s-bbbbbbbbbbbb opted out")
    let new = try #require(dates["03"] ?? nil)
    #expect(new.earliestSource == "s-aaaaaaaaaaaa not seen")
    let always = try #require(dates["02"] ?? nil)
    #expect(always.text == "no later than 2026-07-01T06:00:00Z")
    #expect(always.earliest == nil)
    #expect(dates["09"] == .some(nil))
  }

  @Test func `an accepted exception is named with who accepted it, and stays an exception`() throws {
    var input = try SampleReport.input()
    let plain = ReportModel(input)
    let account = try #require(
      plain.exceptions.flatMap(\.accounts).first { account in
        // An opt-in of default cannot be accepted.
        !account.optedIn.isEmpty && !account.optedIn.contains("default")
      })
    let id = try #require(AccountID(account.id))
    input.exceptions = ExceptionCover(
      posture: input.observation.posture,
      exceptions: account.optedIn.map {
        AcceptedException(
          service: $0, node: .account(id), reason: "a trial", approver: "The Board",
          expires: input.reportDate)
      }, date: input.reportDate)
    let model = ReportModel(input)
    let group = try #require(model.exceptions.first { $0.accounts.contains { $0.id == account.id } })
    #expect(group.acceptance?.contains("by The Board: a trial") == true)
    #expect(group.fix != nil)
    #expect(model.answer.verdict == plain.answer.verdict)
    #expect(model.accounts.map(\.verdict) == plain.accounts.map(\.verdict))
    let places = model.policyFindings.filter { $0.acceptance != nil }
    #expect(places.allSatisfy { account.optedIn.contains($0.service) })
    input.exceptions = ExceptionCover(
      posture: input.observation.posture,
      exceptions: [
        AcceptedException(
          service: account.optedIn[0], node: .account(id), reason: "a trial", approver: "The Board",
          expires: input.reportDate.adding(.seconds(-86_400)))
      ], date: input.reportDate)
    let late = try #require(
      ReportModel(input).exceptions.first { $0.accounts.contains { $0.id == account.id } })
    #expect(late.acceptedUntil == nil)
    #expect(late.acceptance?.contains("by The Board expired on") == true)
  }

  @Test func `a policy that opts in from two nodes is to be mended once`() throws {
    var input = try SampleReport.input()
    let lex = try #require(ReportModel(input).policyFindings.first { $0.service == "lex" })
    var snapshot = input.observation.posture.snapshot
    let chat = try #require(snapshot.accounts.first { $0.name == "chat-bot" })
    for number in 1...2 {
      let unit = OrganizationalUnitID(unchecked: "ou-abcd-9\(number)111111")
      snapshot.organizationalUnits.append(
        OrganizationalUnit(
          id: unit, arn: "", name: "Bots \(number)", parent: .root(RootID(unchecked: "r-abcd"))))
      for policy in ["p-open0001", lex.policy] {
        snapshot.attachments.append(
          Attachment(policy: PolicyID(unchecked: policy), node: .organizationalUnit(unit)))
      }
      let id = AccountID(unchecked: "10000000003\(number)")
      snapshot.accounts.append(
        Account(
          id: id, arn: "", name: "bot-\(number)", state: "ACTIVE", joinedAt: nil,
          parent: .organizationalUnit(unit)))
      snapshot.effectivePolicies[id] = snapshot.effectivePolicies[chat.id]
    }
    snapshot.attachments.sort()
    input.observation.posture = OrganizationPosture(of: snapshot)
    let model = ReportModel(input)
    #expect(Set(model.policyFindings.filter { $0.policy == lex.policy }.map(\.node)).count > 2)
    let group = try #require(model.exceptions.first { $0.accounts.contains { $0.name == "bot-1" } })
    #expect(group.accounts.contains { $0.name == "bot-2" })
    #expect(group.fix?.ranges(of: "(\(lex.policy), ").count == 1, "\(group.fix ?? "")")
  }

  @Test func `what is not known is counted by kind`() throws {
    let gaps = ReportModel(try SampleReport.input()).gaps
    #expect(gaps.lines.map(\.count) == [2, 2, 1, 2, 1, 1, 1, 2])
    #expect(gaps.unread.count == 2)
    #expect(!gaps.isEmpty)
  }

  @Test(arguments: [
    (SnapshotSource.export(observedAtGiven: true), "time of observation"),
    (.live(endpoint: "http://127.0.0.1:1", callerARN: nil), "http://127.0.0.1:1"),
  ])
  func `what the operator asserts is said`(source: SnapshotSource, words: String) throws {
    var input = try SampleReport.input()
    input.observation.sealed.header.source = source
    #expect(ReportModel(input).gaps.asserted?.contains(words) == true)
    input.observation.sealed.header.source = .live(endpoint: nil, callerARN: nil)
    #expect(ReportModel(input).gaps.asserted == nil)
  }

  @Test func `policies name what is wrong with them`() throws {
    let rows = ReportModel(try SampleReport.input()).policies
    let problems = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0.problems.joined(separator: "; ")) })
    #expect(problems["p-locked01"]?.isEmpty == true)
    #expect(problems["p-broken01"]?.contains("does not parse") == true)
    #expect(problems["p-broken01"]?.contains("attached to nothing") == true)
    #expect(problems["p-unread01"]?.contains("could not be read: access denied") == true)
    #expect(problems["p-spare001"]?.contains("\"optout\" is not a value") == true)
    let locked = try #require(rows.first { $0.id == "p-locked01" })
    #expect(locked.size == SampleOrganization.lockedPolicy.count)
    #expect(locked.attachments.map(\.name) == ["Security"])
  }

  @Test func `coverage counts each active account once for each service`() throws {
    let coverage = ReportModel(try SampleReport.input()).coverage
    #expect(coverage.rows.allSatisfy { $0.total == coverage.activeAccounts })
    let rows = Dictionary(uniqueKeysWithValues: coverage.rows.map { ($0.key, $0) })
    let standard = try #require(rows["default"])
    #expect([standard.explicit, standard.optedIn, standard.uncovered, standard.unknown] == [8, 1, 2, 2])
    let lex = try #require(rows["lex"])
    #expect([lex.explicit, lex.byDefault, lex.optedIn, lex.uncovered, lex.unknown] == [1, 7, 2, 1, 2])
    #expect(rows["brandnew"]?.name == "unknown to this version")
    #expect(coverage.notableRows.map(\.key) == ["default", "lex", "brandnew"])
  }

  @Test func `an organization whose policy type is disabled is told to enable it`() throws {
    var input = try SampleReport.input()
    var snapshot = input.observation.posture.snapshot
    snapshot.root = .known(Root(id: RootID(unchecked: "r-abcd"), arn: "", name: "Root", policyTypes: [:]))
    input.observation.posture = OrganizationPosture(of: snapshot)
    let model = ReportModel(input)
    #expect(model.answer.verdict.word == "not opted out")
    #expect(model.answer.policyTypeSentence.contains("is not enabled"))
    #expect(model.answer.worst?.fix?.hasPrefix("Enable the policy type") == true)
  }

  @Test func `only plain https addresses become links`() throws {
    let model = ReportModel(try SampleReport.input())
    let links = model.checklists.flatMap(\.items).flatMap(\.references)
    #expect(Set(links.map { $0.url?.prefix(8) }) == ["https://", nil])
  }

  @Test func `scores can be recomputed from what is shown`() throws {
    let model = ReportModel(try SampleReport.input())
    #expect(model.checklists.map(\.percent) == ["33 %", "50 %", "100 %"])
    #expect(model.checklists[0].calculation == "1 / (1 + 1 + 1)")
  }

  @Test func `the report says how it came about`() throws {
    let method = ReportModel(try SampleReport.input()).method
    let facts = Dictionary(uniqueKeysWithValues: method.facts.map { ($0.label, $0.value) })
    #expect(facts["Previous digest"] == String(repeating: "a", count: 64))
    #expect(facts["Tool version of the snapshot"] == "1.0.0")
    #expect(facts["Tool version of the report"] == "1.1.0")
    #expect(facts["Chain"] == "intact")
    #expect(facts["Report date"] == "2026-10-02")
    #expect(facts["Observed (end of reading)"] == "2026-10-01T06:00:00.250Z")
    #expect(method.statement.contains("not a certificate"))
  }
}
