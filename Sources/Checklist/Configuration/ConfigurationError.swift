/// Why the configuration cannot be used: everything that is wrong with it.
package struct ConfigurationError: Error, Hashable, Sendable {
  /// Never empty.
  package var problems: [DocumentProblem]
}
