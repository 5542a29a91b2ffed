/// The version of the tool, which stands under every snapshot's digest.
enum Version {
  static let current = "0.1.0"
}
