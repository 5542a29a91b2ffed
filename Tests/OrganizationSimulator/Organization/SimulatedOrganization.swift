package import Foundation

/// The organization that the simulator plays: a tree of organizational units (OUs) and accounts, policies and
/// where they are attached.
///
/// It is made in one of three ways: from an indented tree (`init(tree:)`, whose comment gives the grammar),
/// by `generated(accounts:organizationalUnits:policies:seed:)`, or from the tree and then by the mutating
/// functions in `SimulatedOrganization+Changes.swift`, which do what an administrator does in the console.
///
/// Ids are text, as on the wire, so that tests can also play ids that AWS never gives.
package struct SimulatedOrganization: Sendable {
  package enum FeatureSet: String, Sendable {
    case all = "ALL"
    case consolidatedBilling = "CONSOLIDATED_BILLING"
  }

  package enum PolicyTypeStatus: String, Sendable {
    case enabled = "ENABLED"
    case pendingEnable = "PENDING_ENABLE"
    case pendingDisable = "PENDING_DISABLE"
  }

  package struct PolicyTypeSummary: Hashable, Sendable {
    package let type: String
    package var status: PolicyTypeStatus
  }

  package struct Root: Hashable, Sendable {
    package let id: String
    package var name: String
    /// In the order of enabling. A type that is not listed is disabled.
    package var policyTypes: [PolicyTypeSummary] = []
  }

  package struct OrganizationalUnit: Hashable, Sendable {
    package let id: String
    package var name: String
    package var parentID: String

    package init(id: String, name: String, parentID: String) {
      self.id = id
      self.name = name
      self.parentID = parentID
    }
  }

  package struct Policy: Hashable, Sendable {
    package let id: String
    package var name: String
    package var description: String
    package var type: String
    package var isAWSManaged: Bool
    /// The document exactly as `DescribePolicy` hands it out.
    package var content: String

    package init(
      id: String, name: String, description: String = "",
      type: String = SimulatedOrganization.optOutPolicyType, isAWSManaged: Bool = false, content: String
    ) {
      self.id = id
      self.name = name
      self.description = description
      self.type = type
      self.isAWSManaged = isAWSManaged
      self.content = content
    }
  }

  package struct ResourcePolicy: Hashable, Sendable {
    package var id: String
    package var content: String

    package init(id: String, content: String) {
      self.id = id
      self.content = content
    }
  }

  /// A service that AWS was told to trust, in the organization or with one account as its delegated
  /// administrator.
  package struct ServiceGrant: Hashable, Sendable {
    package var principal: String
    package var since: Date
  }

  package static let optOutPolicyType = "AISERVICES_OPT_OUT_POLICY"

  package let id: String
  package let managementAccountID: String
  package var partition = "aws"
  package var featureSet = FeatureSet.all
  package internal(set) var root: Root
  package internal(set) var organizationalUnits: [String: OrganizationalUnit] = [:]
  package internal(set) var accounts: [String: SimulatedAccount] = [:]
  package internal(set) var policies: [String: Policy] = [:]
  package var resourcePolicy: ResourcePolicy?
  package var trustedServices: [ServiceGrant] = []

  /// The order in which listings answer: that of the tree, and additions at the end.
  package internal(set) var accountIDs: [String] = []
  package internal(set) var policyIDs: [String] = []
  /// Keyed by the id of the root or OU. OUs and accounts directly below it, each in listing order.
  var childUnitIDs: [String: [String]] = [:]
  var childAccountIDs: [String: [String]] = [:]

  /// Policy ids by node id, in the order of attachment. Nodes without attachments have no entry.
  package internal(set) var attachments: [String: [String]] = [:]
  /// When the node's policies last changed in a way that moves `LastUpdatedTimestamp`; nodes never touched
  /// are absent.
  var touchedAt: [String: Date] = [:]
  /// What CloudTrail has recorded.
  package var trail = SimulatedTrail()

  init(id: String, managementAccountID: String, root: Root) {
    self.id = id
    self.managementAccountID = managementAccountID
    self.root = root
  }
}

/// A member of a simulated organization.
package struct SimulatedAccount: Hashable, Sendable {
  /// The newer of the two state fields of AWS; the old `Status` follows from it.
  package enum State: String, Sendable, CaseIterable {
    case pendingActivation = "PENDING_ACTIVATION"
    case active = "ACTIVE"
    case suspended = "SUSPENDED"
    case pendingClosure = "PENDING_CLOSURE"
    case closed = "CLOSED"

    /// The value of the old field: a closed account reads SUSPENDED. AWS documents none for an account that
    /// is not activated yet, so there the field stays away.
    package var status: String? {
      switch self {
      case .pendingActivation: nil
      case .active: "ACTIVE"
      case .suspended, .closed: "SUSPENDED"
      case .pendingClosure: "PENDING_CLOSURE"
      }
    }
  }

  package enum JoinedMethod: String, Sendable {
    case invited = "INVITED"
    case created = "CREATED"
  }

  package let id: String
  package var name: String
  package var email: String
  package var parentID: String
  package var state = State.active
  package var joinedMethod = JoinedMethod.created
  package var joinedAt = Date(timeIntervalSince1970: 1_704_067_200)
  /// `LastUpdatedTimestamp` of the effective policy until a later change moves it.
  package var effectivePolicyUpdatedAt = Date(timeIntervalSince1970: 1_717_200_000)
  package var hasInvalidEffectivePolicy = false
  /// The services for which the account is a delegated administrator.
  package var delegatedServices: [SimulatedOrganization.ServiceGrant] = []

  package init(id: String, name: String, parentID: String) {
    self.id = id
    self.name = name
    self.parentID = parentID
    email = "aws-\(id)@example.com"
  }
}
