import EvidencePack

/// Signs packs with a key and its certificate, both read before any work is done.
struct PackSigner {
  let key: [UInt8]
  let certificate: [UInt8]

  /// Nil when nothing is to be signed.
  init?(key: String?, certificate: String?) throws {
    guard let key, let certificate else { return nil }
    self.key = try Self.read(key, "--sign-key")
    self.certificate = try Self.read(certificate, "--sign-cert")
    // Found out before the report is made.
    _ = try Self.sign([], self.key, self.certificate)
  }

  func files(for pack: Pack) throws -> [PackFile] {
    let text = try Self.sign(pack.checksums, key, certificate)
    return [PackFile(path: Pack.signaturePath, text: text, role: .manifest)]
  }

  private static func sign(_ content: [UInt8], _ key: [UInt8], _ certificate: [UInt8]) throws -> String {
    do throws(PackError) {
      return try CMSSignature.sign(content, key: key, certificate: certificate)
    } catch {
      throw CommandFailure(error)
    }
  }

  private static func read(_ path: String, _ option: String) throws -> [UInt8] {
    do { return try BoundedFile.bytes(at: path, limit: 1_000_000) } catch {
      throw CommandFailure("cannot read \"\(path)\", which \(option) names: \(error)")
    }
  }
}
