import OrganizationSimulator

/// What the simulator's evaluator gives for levels of texts, root first, each level's in the order of attachment; in
/// AWS's shape. It stands alone in its file because both sides have a `JSONParser`.
func oracleAnswer(levels: [[String]]) throws -> String {
  let documents = try levels.map { try $0.map { try JSONParser.parse($0) } }
  return EffectivePolicyOracle(levels: documents).document.text
}
