import Testing

@testable import Reporting

struct SHA256Tests {
  @Test(arguments: [
    ("", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
    ("abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
  ])
  func `digests are those of the standard`(text: String, base64: String) {
    #expect(SHA256.base64(of: text) == base64)
  }
}
