import Foundation

/// Who runs the process, as the operating system says.
enum SystemUser {
  /// The user's name; `uid 1000` where the system knows no name.
  static func name() -> String {
    let id = getuid()
    guard let entry = getpwuid(id), let name = entry.pointee.pw_name else { return "uid \(id)" }
    return String(cString: name)
  }
}
