import OrganizationSimulator
import Testing

@Suite struct PagingTests {
  @Test func `a listing comes in pages of twenty`() async throws {
    try await withSimulator(.flat(accounts: 45)) { client async throws in
      let (items, sizes) = try await client.pages("ListAccounts", "Accounts")
      #expect(sizes == [20, 20, 6])
      #expect(items.compactMap { $0["Id"]?.string } == client.simulator.organization.accountIDs)
    }
  }

  @Test(
    arguments: [(nil, [20, 6]), (20, [20, 6]), (13, [13, 13]), (26, nil), (0, nil)] as [(Int?, [Int]?)])
  func `MaxResults is one to twenty`(wanted: Int?, sizes: [Int]?) async throws {
    try await withSimulator(.flat(accounts: 25)) { client async throws in
      let input: [String: JSONValue] = wanted.map { ["MaxResults": JSONValue(integerLiteral: $0)] } ?? [:]
      if let sizes {
        #expect(try await client.pages("ListAccounts", "Accounts", input).sizes == sizes)
      } else {
        let response = try await client.call("ListAccounts", .object(input.map { .init($0.key, $0.value) }))
        #expect(response.status == 400)
        #expect(response.errorCode == "InvalidInputException")
      }
    }
  }

  @Test func `pages may be empty and go on`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.pageSize = 10
    behaviour.emptyPagesBeforeEachPage = 2
    behaviour.endsWithEmptyPage = true
    try await withSimulator(.flat(accounts: 14), behaviour) { client async throws in
      let (items, sizes) = try await client.pages("ListAccounts", "Accounts")
      #expect(sizes == [0, 0, 10, 0, 0, 5, 0])
      #expect(items.compactMap { $0["Id"]?.string } == client.simulator.organization.accountIDs)
    }
  }

  @Test func `a listing without items ends at once`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.endsWithEmptyPage = true
    try await withSimulator(.flat(accounts: 1), behaviour) { client async throws in
      #expect(
        try await client.pages(
          "ListOrganizationalUnitsForParent", "OrganizationalUnits", ["ParentId": "r-ab12"]
        ).sizes
          == [0])
    }
  }

  @Test func `a token belongs to its listing`() async throws {
    try await withSimulator(.flat(accounts: 30)) { client async throws in
      let token = try #require(try await client.call("ListAccounts").json["NextToken"])
      let other = try await client.call("ListAccountsForParent", ["ParentId": "r-ab12", "NextToken": token])
      #expect(other.errorCode == "InvalidInputException")
      #expect(other.json["Reason"] == "INVALID_PAGINATION_TOKEN")
      #expect(
        try await client.call("ListAccounts", ["NextToken": "nonsense"]).errorCode == "InvalidInputException")
      #expect(
        try await client.call("ListAccounts", ["NextToken": token]).json["Accounts"]?.array?.count == 11)
    }
  }
}
