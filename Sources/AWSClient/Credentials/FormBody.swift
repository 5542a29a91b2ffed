import Foundation

/// Fields of a form, as the query protocol sends them.
enum FormBody {
  /// `Name=value&…` in the order given, without the fields that have no value.
  static func encoded(_ fields: [(String, String?)]) -> Data {
    let pairs = fields.compactMap { name, value in value.map { "\(name)=\(escaped($0))" } }
    return Data(pairs.joined(separator: "&").utf8)
  }

  /// `text` with every byte but the unreserved ones of RFC 3986 as `%XX`.
  static func escaped(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (byte < 16 ? "0" : "") + digits
      }
    }
    return result
  }
}
