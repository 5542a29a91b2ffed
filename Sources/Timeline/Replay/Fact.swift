import OrganizationModel

/// Something about an organization that has one value at a time.
///
/// Values are texts, so that what events say, what snapshots say and what was known before can be compared: a name, an id
/// of a node, a document, or `Fact.present` for what only is or is not there. Nil is absence.
enum Fact: Hashable {
  case account(AccountID)
  case accountName(AccountID)
  case accountState(AccountID)
  case accountPlace(AccountID)
  case unit(OrganizationalUnitID)
  case unitName(OrganizationalUnitID)
  case unitPlace(OrganizationalUnitID)
  case policy(PolicyID)
  case policyName(PolicyID)
  case policyContent(PolicyID)
  case attachment(Attachment)
  /// `Fact.present` when enabled.
  case policyType
  /// The resource-based delegation policy's text.
  case resourcePolicy
  /// A registration as delegated administrator for a service principal.
  case administrator(AccountID, service: String)

  static let present = "present"

  /// The thing that the fact is about, when it is a detail of one: while that is absent, the detail is no news.
  var owner: Fact? {
    switch self {
    case .accountName(let id), .accountState(let id), .accountPlace(let id): .account(id)
    case .unitName(let id), .unitPlace(let id): .unit(id)
    case .policyName(let id), .policyContent(let id): .policy(id)
    case .account, .unit, .policy, .attachment, .policyType, .resourcePolicy, .administrator: nil
    }
  }

  /// The order in which several that happened at no known moment are told: what others need comes first.
  var rank: Int {
    switch self {
    case .unit: 0
    case .unitPlace: 1
    case .unitName: 2
    case .account: 3
    case .accountPlace: 4
    case .accountName: 5
    case .accountState: 6
    case .policy: 7
    case .policyName: 8
    case .policyContent: 9
    case .policyType: 10
    case .attachment: 11
    case .resourcePolicy: 12
    case .administrator: 13
    }
  }

  /// Distinguishes facts of one rank, for a stable order.
  var id: String {
    switch self {
    case .account(let id), .accountName(let id), .accountState(let id), .accountPlace(let id): id.rawValue
    case .unit(let id), .unitName(let id), .unitPlace(let id): id.rawValue
    case .policy(let id), .policyName(let id), .policyContent(let id): id.rawValue
    case .attachment(let attachment): "\(attachment.node) \(attachment.policy)"
    case .policyType, .resourcePolicy: ""
    case .administrator(let id, let service): "\(id) \(service)"
    }
  }
}

/// A fact with the value that it gets.
struct Effect: Hashable {
  var fact: Fact
  var value: String?
}
