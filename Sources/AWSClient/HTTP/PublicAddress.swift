import CCurl
import Foundation

/// Whether an IP address is one of the public internet.
///
/// Refused is what IANA's registries of special-purpose addresses do not call globally reachable
/// (https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry),
/// multicast, and IPv6 addresses that carry a refused IPv4 address inside.
enum PublicAddress {
  /// False for families other than IPv4 and IPv6, such as Unix sockets.
  static func isPublic(_ address: UnsafePointer<sockaddr>, length: UInt32) -> Bool {
    let raw = UnsafeRawPointer(address)
    switch Int32(address.pointee.sa_family) {
    case AF_INET where Int(length) >= MemoryLayout<sockaddr_in>.size:
      let bytes = withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in.self).sin_addr) { Array($0) }
      return isPublic(bytes)
    case AF_INET6 where Int(length) >= MemoryLayout<sockaddr_in6>.size:
      let bytes = withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) }
      return isPublic(bytes)
    default: return false
    }
  }

  /// - Parameter bytes: 4 or 16 of them, in network order.
  static func isPublic(_ bytes: [UInt8]) -> Bool {
    if bytes.count == 4 { return !refusedIPv4.contains { matches(bytes, $0) } }
    guard bytes.count == 16 else { return false }
    for (prefix, offset) in embeddedIPv4 where matches(bytes, prefix) {
      return isPublic(Array(bytes[offset..<offset + 4]))
    }
    return matches(bytes, globalUnicast) && !refusedIPv6.contains { matches(bytes, $0) }
  }

  /// - Parameter text: an address in figures; anything else is not public.
  static func isPublic(text: String) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET, text, &bytes) == 1 { return isPublic(Array(bytes[..<4])) }
    return inet_pton(AF_INET6, text, &bytes) == 1 && isPublic(bytes)
  }

  /// The text of an address, for messages.
  static func text(_ address: UnsafePointer<sockaddr>, length: UInt32) -> String {
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    guard getnameinfo(address, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else {
      return "an address of another family"
    }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private typealias Prefix = (bytes: [UInt8], length: Int)

  private static func matches(_ address: [UInt8], _ prefix: Prefix) -> Bool {
    for (index, byte) in prefix.bytes.enumerated() {
      let bits = min(8, prefix.length - 8 * index)
      guard bits > 0 else { break }
      let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
      if address[index] & mask != byte & mask { return false }
    }
    return true
  }

  private static let refusedIPv4: [Prefix] = [
    ([0], 8), ([10], 8), ([100, 64], 10), ([127], 8), ([169, 254], 16), ([172, 16], 12), ([192, 0, 0], 24),
    ([192, 0, 2], 24), ([192, 88, 99], 24), ([192, 168], 16), ([198, 18], 15), ([198, 51, 100], 24),
    ([203, 0, 113], 24), ([224], 4), ([240], 4),
  ]

  private static let globalUnicast: Prefix = ([0x20], 3)

  private static let refusedIPv6: [Prefix] = [
    ([0x20, 0x01, 0x00, 0x00], 23), ([0x20, 0x01, 0x0D, 0xB8], 32), ([0x3F, 0xFF], 20),
  ]

  // IPv4-mapped, NAT64 and 6to4, each with the place where the IPv4 address begins.
  private static let embeddedIPv4: [(Prefix, Int)] = [
    ((Array(repeating: 0, count: 10) + [0xFF, 0xFF], 96), 12),
    (([0x00, 0x64, 0xFF, 0x9B] + Array(repeating: 0, count: 8), 96), 12),
    (([0x20, 0x02], 16), 2),
  ]
}
