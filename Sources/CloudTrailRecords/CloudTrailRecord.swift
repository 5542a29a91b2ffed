package import Foundation
package import OrganizationModel

/// One CloudTrail record, judged: an event of the organization, something to pass over, or something to refuse.
///
/// A record comes from LookupEvents, from an export of it or from a log file in S3, and has the same shape everywhere:
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html>. Nothing in
/// it is trusted: members may be missing, of another type, or of any length.
package enum CloudTrailRecord: Hashable, Sendable {
  /// A call that could change the answer for the organization.
  case event(Event)
  /// A record of another service than AWS Organizations.
  case otherService
  /// A call to AWS Organizations that changes nothing, or nothing that an audit looks at.
  case otherCall
  /// A record of another organization or account; the reason is a clause.
  case foreign(reason: String)
  /// A record that cannot be understood, so that what it records is not known; the reason is a clause.
  case refused(reason: String)

  /// - Parameters:
  ///   - data: the record as a JSON object.
  ///   - owner: whose records are wanted.
  package init(parsing data: Data, of owner: RecordOwner) {
    guard let record = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any] else {
      self = .refused(reason: "it is not a JSON object")
      return
    }
    self.init(RecordFields(record), of: owner)
  }

  package init(parsing text: String, of owner: RecordOwner) {
    self.init(parsing: Data(text.utf8), of: owner)
  }

  private init(_ record: RecordFields, of owner: RecordOwner) {
    guard let source = record.text("eventSource") else {
      self = .refused(reason: "it has no eventSource")
      return
    }
    guard source == "organizations.amazonaws.com" else {
      self = .otherService
      return
    }
    guard let name = record.text("eventName") else {
      self = .refused(reason: "it has no eventName")
      return
    }
    guard Self.names.contains(name) else {
      self = .otherCall
      return
    }
    do throws(RecordRefusal) {
      self = .event(try Self.event(name, record, of: owner))
    } catch {
      switch error {
      case .foreign(let reason): self = .foreign(reason: reason)
      case .unreadable(let reason): self = .refused(reason: reason)
      }
    }
  }

  private static let names = Set(Event.writeNames)

  private static func event(
    _ name: String, _ record: RecordFields, of owner: RecordOwner
  ) throws(RecordRefusal) -> Event {
    guard let id = record.text("eventID", limit: 100), !id.isEmpty, id.utf8.allSatisfy(Self.isIDByte) else {
      throw RecordRefusal.unreadable("it has no eventID")
    }
    guard let time = record.text("eventTime", limit: 40).flatMap({ Timestamp($0) }) else {
      throw RecordRefusal.unreadable("its eventTime is no time")
    }
    let identity = record.object("userIdentity")
    let trail = record.text("recipientAccountId") ?? identity?.text("accountId")
    let account = trail.flatMap { AccountID($0) }
    try owner.check(account: account, ofOrganizationsIn: record.object("responseElements"))
    let details = EventDetails(name, of: record, account: account)
    return Event(
      id: id, name: name, time: time, trailAccount: account, actor: EventActor(identity),
      sourceAddress: record.text("sourceIPAddress", limit: 256),
      errorCode: try errorCode(record) ?? details.failure, details: details.values)
  }

  /// An error that cannot be read is still an error, so that the call changed nothing.
  private static func errorCode(_ record: RecordFields) throws(RecordRefusal) -> String? {
    guard record.has("errorCode") else { return nil }
    guard let code = record.text("errorCode", limit: 256), !code.isEmpty else {
      throw RecordRefusal.unreadable("its errorCode is no text")
    }
    return code
  }

  private static func isIDByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

/// Whose records are wanted.
package struct RecordOwner: Hashable, Sendable {
  package var organization: OrganizationID
  /// The accounts whose trails count; nil where the trail is known to be the right one.
  package var accounts: Set<AccountID>?

  package init(organization: OrganizationID, accounts: Set<AccountID>? = nil) {
    self.organization = organization
    self.accounts = accounts
  }

  /// An account may have belonged to another organization before, which the ARNs of an answer show.
  func check(account: AccountID?, ofOrganizationsIn response: RecordFields?) throws(RecordRefusal) {
    if let accounts {
      guard let account else { throw RecordRefusal.foreign("it does not say in which account's trail it is") }
      guard accounts.contains(account) else {
        throw RecordRefusal.foreign("it is in the trail of account \(account), which no snapshot names")
      }
    }
    let others = response?.organizationsInARNs(depth: 8).subtracting([organization]) ?? []
    if let other = others.min() { throw RecordRefusal.foreign("it is about organization \(other)") }
  }
}

/// Why a record is no event of the organization.
enum RecordRefusal: Error {
  case foreign(String)
  case unreadable(String)
}

extension EventActor {
  fileprivate init(_ identity: RecordFields?) {
    let issuer = identity?.object("sessionContext")?.object("sessionIssuer")
    self.init(
      arn: identity?.text("arn"), type: identity?.text("type", limit: 100), role: issuer?.text("arn"),
      invokedBy: identity?.text("invokedBy", limit: 256))
  }
}
