/// The certificate authorities to trust instead of the system's.
enum CertificateBundle {
  private static let maxBytes = 50_000_000

  /// The path that `AWS_CA_BUNDLE` names; nil when it names none.
  static func path(_ context: CommandContext) throws -> String? {
    try checked(context.environment["AWS_CA_BUNDLE"].flatMap { $0.isEmpty ? nil : $0 })
  }

  /// `path`, whose file libcurl opens itself and would wait for if it were a named pipe.
  static func checked(_ path: String?) throws(CommandFailure) -> String? {
    guard let path else { return nil }
    do throws(BoundedFileError) {
      _ = try BoundedFile.bytes(at: path, limit: maxBytes, isRegular: true)
    } catch {
      throw CommandFailure("cannot read the CA bundle \(path) (AWS_CA_BUNDLE, ca_bundle): \(error)")
    }
    return path
  }
}
