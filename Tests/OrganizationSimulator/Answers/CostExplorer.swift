/// One line of a bill: a service in an account and month.
package struct SimulatedCost: Hashable, Sendable {
  /// `2026-08`
  package var month: String
  package var service: String
  package var account: String
  /// A decimal number.
  package var amount: String

  package init(month: String, service: String, account: String, amount: String) {
    self.month = month
    self.service = service
    self.account = account
    self.amount = amount
  }
}

/// GetCostAndUsage for months, by service and linked account.
///
/// https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html
struct CostExplorer {
  let behaviour: SimulatorBehaviour
  let operation: String
  let input: JSONValue?

  func answer() throws(AWSError) -> JSONValue {
    guard operation == "GetCostAndUsage" else {
      throw AWSError(code: "UnknownOperationException", message: "")
    }
    guard let input, let start = input["TimePeriod"]?["Start"]?.string,
      let end = input["TimePeriod"]?["End"]?.string, input["Granularity"]?.string == "MONTHLY",
      input["Metrics"]?.array == [.string("UnblendedCost")]
    else { throw AWSError(code: "ValidationException", message: "A required member is missing.") }
    let groups = input["GroupBy"]?.array?.compactMap { $0["Key"]?.string } ?? []
    guard groups == ["SERVICE", "LINKED_ACCOUNT"] else {
      throw AWSError(code: "ValidationException", message: "Group Definition dimension is invalid.")
    }
    guard start < end else {
      throw AWSError(
        code: "ValidationException", message: "Start date (and hour) should be before end date (and hour)")
    }
    let costs = behaviour.costs.filter { $0.month >= start.prefix(7) && $0.month + "-01" < end }
    let offset = try place(of: input["NextPageToken"]?.string, count: costs.count)
    let page = costs.dropFirst(offset).prefix(behaviour.costPageSize)
    var members: [JSONValue.Member] = [
      .init(
        "GroupDefinitions",
        .array(groups.map { .object([.init("Type", "DIMENSION"), .init("Key", .string($0))]) })),
      .init("ResultsByTime", .array(months(of: page))), .init("DimensionValueAttributes", .array([])),
    ]
    let next = offset + page.count
    if next < costs.count { members.append(.init("NextPageToken", .string("page-\(next)"))) }
    return .object(members)
  }

  private func place(of token: String?, count: Int) throws(AWSError) -> Int {
    guard let token else { return 0 }
    guard token.hasPrefix("page-"), let place = Int(token.dropFirst(5)), (0..<count).contains(place) else {
      throw AWSError(code: "InvalidNextTokenException", message: "The pagination token is invalid.")
    }
    return place
  }

  private func months(of costs: ArraySlice<SimulatedCost>) -> [JSONValue] {
    var order: [String] = []
    for cost in costs where !order.contains(cost.month) { order.append(cost.month) }
    return order.map { month in
      .object([
        .init(
          "TimePeriod",
          .object([.init("Start", .string(month + "-01")), .init("End", .string(month + "-28"))])),
        .init("Total", .object([])),
        .init("Groups", .array(costs.filter { $0.month == month }.map(group))), .init("Estimated", false),
      ])
    }
  }

  private func group(_ cost: SimulatedCost) -> JSONValue {
    .object([
      .init("Keys", .array([.string(cost.service), .string(cost.account)])),
      .init(
        "Metrics",
        .object([
          .init(
            "UnblendedCost",
            .object([.init("Amount", .string(cost.amount)), .init("Unit", "USD")]))
        ])),
    ])
  }
}
