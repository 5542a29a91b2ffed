import OrganizationSimulator
import Testing

@Suite struct StatusTests {
  @Test func `the JSON has the keys and types of the contract`() async throws {
    let store = try await SharedFixtures.twoOrganizations()
    let run = try await store.run("status", "--json", "--organization", "o-mixedorg001")
    #expect(run.status == 1)
    #expect(run.errors.isEmpty)
    let answer = try run.json()
    let kinds = answer.kinds
    for (key, kind) in [
      "organization": "string", "snapshot": "object", "policyTypeEnabled": "bool", "verdict": "string",
      "lock": "string",
      "counts": "object", "accounts": "array", "canEdit": "array",
    ] { #expect(kinds[key] == kind, "\(key)") }
    #expect(answer.string("organization") == "o-mixedorg001")
    let counts = try #require(answer.object("counts"))
    // The suspended account is listed and counts in nothing else.
    #expect(counts.int("accounts") == 4)
    #expect(counts.int("active") == 3)
    #expect(counts.int("optedOut") == 2)
    #expect(counts.int("partial") == 1)
    #expect(counts.int("notOptedOut") == 0)
    #expect(counts.int("unknown") == 0)
    #expect(!answer.objects("canEdit").isEmpty)
    for account in answer.objects("accounts") {
      for (key, kind) in [
        "id": "string", "name": "string", "state": "string", "path": "array", "verdict": "string",
        "lock": "string",
        "evidence": "string", "optedInServices": "array", "uncoveredServices": "array",
      ] { #expect(account.kinds[key] == kind, "\(key)") }
      #expect(["object", "null"].contains(account.kinds["optOutSince"]))
      #expect(["string", "null"].contains(account.kinds["reason"]))
    }
  }

  @Test func `accounts say where they are and what is wrong`() async throws {
    let store = try await SharedFixtures.twoOrganizations()
    let answer = try await store.run("status", "--json", "--organization", "o-mixedorg001").json()
    let accounts = answer.objects("accounts")
    #expect(
      accounts.compactMap { $0.string("id") } == [
        "111111111111", "444444444444", "555555555555", "666666666666",
      ])
    #expect(accounts[0].strings("path") == ["r-cd34"])
    #expect(accounts[1].strings("path") == ["r-cd34", "ou-cd34-sandbox01"])
    #expect(accounts[1].string("verdict") == "partial")
    #expect(accounts[1].strings("optedInServices") == ["lex"])
    #expect(accounts[1].isNull("optOutSince"))
    #expect(accounts[2].string("state") == "SUSPENDED")
    let since = try #require(accounts[3].object("optOutSince"))
    #expect(["string", "null"].contains(since.kinds["earliest"]))
    #expect(since.string("latest")?.hasSuffix("Z") == true)
    #expect(accounts[3].strings("uncoveredServices") == [])
  }

  @Test func `an organization is opted out however an inactive account stands`() async throws {
    let tree = SampleOrganizations.mixed.replacing(" policies=p-optinlex1\n    555", with: "\n    555")
    let (store, _) = try await TestStore.collecting(tree)
    let run = try await store.run("status", "--json")
    let answer = try run.json()
    #expect(run.status == 0)
    #expect(answer.string("verdict") == "optedOut")
    #expect(
      answer.objects("accounts").first { $0.string("id") == "555555555555" }?.string("verdict") == "partial")
  }

  @Test func `an inactive account without an answer has a reason`() async throws {
    var options = ExportOptions()
    options.effectivePolicyAccounts = ["111111111111", "444444444444", "666666666666"]
    options.failures["describe-policy/p-optinlex1.json"] =
      "An error occurred (AccessDeniedException) when calling the DescribePolicy operation: no"
    let (store, collect) = try await TestStore.collecting(SampleOrganizations.mixed, options: options)
    #expect(collect.status == 1)
    let answer = try await store.run("status", "--json").json()
    let old = try #require(answer.objects("accounts").first { $0.string("id") == "555555555555" })
    #expect(old.string("verdict") == "unknown")
    #expect(old.isNull("optOutSince"))
    #expect(old.string("reason")?.isEmpty == false)
    #expect(answer.object("counts")?.int("unknown") == 0)
  }

  @Test func `an unread root leaves the policy type null and the answer not green`() async throws {
    var options = ExportOptions()
    options.failures["list-roots.json"] =
      "An error occurred (AccessDeniedException) when calling the ListRoots operation: You don't have permissions"
    let (store, collect) = try await TestStore.collecting(SampleOrganizations.locked, options: options)
    #expect(collect.status == 1)
    let sealed = try collect.json()
    #expect(sealed.object("snapshot")?.bool("complete") == false)
    #expect(sealed.objects("unknown").contains { $0.string("reason")?.contains("AccessDenied") == true })
    let answer = try await store.run("status", "--json").json()
    #expect(answer.isNull("policyTypeEnabled"))
  }

  @Test func `a collect in which everything below the organization was denied is never green`() async throws {
    var options = ExportOptions()
    let denied = "An error occurred (AccessDeniedException) when calling the X operation: no"
    for file in ["list-roots", "list-policies", "describe-resource-policy", "list-delegated-administrators"] {
      options.failures["\(file).json"] = denied
    }
    for id in ["111111111111", "222222222222", "333333333333"] {
      options.failures["describe-effective-policy/\(id).json"] = denied
    }
    let (store, collect) = try await TestStore.collecting(SampleOrganizations.locked, options: options)
    #expect(collect.status == 1)
    let run = try await store.run("status", "--json")
    #expect(run.status == 1)
    #expect(try run.json().string("verdict") == "unknown")
    #expect(try run.json().string("lock") == "unknown")
    #expect(try await store.run("check").status == 1)
  }

  @Test func `text puts the answer first and messages nowhere else`() async throws {
    let store = try await SharedFixtures.twoOrganizations()
    let run = try await store.run("status", "--organization", "o-lockedorg01", "--as-of", "2026-10-02")
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    let lines = run.text.split(separator: "\n")
    #expect(lines[0].hasPrefix("OPTED OUT"))
    #expect(lines.contains { $0.hasPrefix("LOCKED") })
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(
      run.text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(
        "2 days before 2026-10-02"))
    #expect(!run.text.contains("\u{1B}"))
  }

  @Test func `locked and reported can be required`() async throws {
    let store = try await SharedFixtures.twoOrganizations()
    let run = try await store.run(
      "status", "--organization", "o-lockedorg01", "--require-lock", "--require-reported")
    #expect(run.status == 0)
  }
}
