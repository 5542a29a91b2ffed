import AWSClient
import Foundation
import TestSupport
import Testing

@testable import OrganizationsAPI

/// What a scanner reads is what the decoder reads, and what the decoder refuses the scanner does not read.
@Suite struct AnswerScannerTests {
  private static let effectivePolicies = [
    #"{"EffectivePolicy":{"LastUpdatedTimestamp":1767225600.123,"PolicyContent":"{\"services\":{\"default\":{\"opt_out_policy\":\"optOut\"}}}","PolicyType":"AISERVICES_OPT_OUT_POLICY","TargetId":"111111111111"}}"#,
    #" { "EffectivePolicy" : { "PolicyContent" : "{}\u00e4\n\/" , "LastUpdatedTimestamp" : "2026-01-01T00:00:00.5+02:00", "x": [1, -2.5, true, null, {"y": []}] } } "#,
    #"{"EffectivePolicy":{"PolicyContent":"ü","LastUpdatedTimestamp":null,"TargetId":null}}"#,
  ]

  private static let accounts = [
    #"{"Accounts":[{"Id":"111111111111","Arn":"arn:aws:organizations::1:account/o-x/1","Email":"a@b.c","Name":"Ünï \"x\"","State":"ACTIVE","Status":"ACTIVE","Paths":["o-x/r-x/1/"],"JoinedMethod":"CREATED","JoinedTimestamp":1700000000},{"Id":"222222222222"}],"NextToken":"t\"1"}"#,
    #"{"Accounts":[],"NextToken":null,"ResponseMetadata":{"a":"\u0041"}}"#,
    #"{"Accounts":[{"Id":"1","Paths":null,"JoinedTimestamp":"2024-01-02T03:04:05Z","State":null}]}"#,
  ]

  private func isSame<Answer: ScannedAnswer>(
    _ type: Answer.Type, _ text: [UInt8], _ same: (Answer, Answer) -> Bool
  ) -> (isScanned: Bool, isSame: Bool) {
    let data = Data(text)
    guard let scanned = AnswerScanner.read(data, { Answer(scanning: &$0) }) else { return (false, true) }
    guard let decoded = try? JSONDecoder().decode(type, from: data) else { return (true, false) }
    return (true, same(scanned, decoded))
  }

  private func judge(_ text: [UInt8], isPolicy: Bool) -> (isScanned: Bool, isSame: Bool) {
    isPolicy
      ? isSame(DescribeEffectivePolicyAnswer.self, text) { $0.effectivePolicy == $1.effectivePolicy }
      : isSame(AccountsPage.self, text) { $0.items == $1.items && $0.nextToken == $1.nextToken }
  }

  @Test func `answers as AWS and its CLI write them are scanned`() {
    for (texts, isPolicy) in [(Self.effectivePolicies, true), (Self.accounts, false)] {
      for text in texts {
        let (isScanned, isSame) = judge(Array(text.utf8), isPolicy: isPolicy)
        #expect(isScanned && isSame, "\(text)")
      }
    }
  }

  @Test(arguments: [
    #"{"EffectivePolicy":{"PolicyContent":"a","PolicyContent":"b"}}"#,
    #"{"EffectivePolicy":{"PolicyContent":null,"PolicyContent":"b"}}"#,
    #"{"EffectivePolicy":{"PolicyContent":"a"},"EffectivePolicy":{"PolicyContent":"b"}}"#,
    #"{"EffectivePolicy":{"PolicyContent":"a"}} x"#, #"{"EffectivePolicy":{"PolicyContent":"a"}"#,
    #"{"EffectivePolicy":{"PolicyContent":1}}"#, #"{"EffectivePolicy":{}}"#, #"{"EffectivePolicy":null}"#,
    #"{"EffectivePolicy":{"PolicyContent":"a","LastUpdatedTimestamp":"soon"}}"#,
    #"{"EffectivePolicy":{"PolicyContent":"a","LastUpdatedTimestamp":1e300}}"#,
    #"{"EffectivePolicy":{"PolicyContent":"a","x":01}}"#, #"{"EffectivePolicy":{"PolicyContent":"\ud800"}}"#,
    #"{"EffectivePolicy":{"PolicyContent":"a",}}"#, "[]", "", "{", "\"",
  ])
  func `everything else is left to the decoder`(text: String) {
    #expect(!judge(Array(text.utf8), isPolicy: true).isScanned)
  }

  @Test func `deep nesting and bytes that are no text are left to the decoder`() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(!judge(Array(#"{"x":\#(deep)"#.utf8), isPolicy: true).isScanned)
    #expect(
      !judge(
        Array(#"{"EffectivePolicy":{"PolicyContent":""#.utf8) + [0xFF] + Array("\"}}".utf8), isPolicy: true
      ).isScanned)
  }

  @Test func `a document with changed bytes is scanned only where the decoder reads the same`() {
    var numbers = SeededNumbers(seed: 11)
    let alphabet = Array(#"{}[]",:\u0n1.-e tfl"#.utf8) + [0x80, 0xC3, 0xFF, 0x00, 0x1F]
    for (texts, isPolicy) in [(Self.effectivePolicies, true), (Self.accounts, false)] {
      var scanned = 0
      for round in 0..<6_000 {
        var bytes = Array(texts[round % texts.count].utf8)
        for _ in 0...(round % 3) {
          let place = numbers.number(below: bytes.count)
          switch numbers.number(below: 3) {
          case 0: bytes[place] = alphabet[numbers.number(below: alphabet.count)]
          case 1: bytes.remove(at: place)
          default: bytes.insert(alphabet[numbers.number(below: alphabet.count)], at: place)
          }
        }
        let result = judge(bytes, isPolicy: isPolicy)
        scanned += result.isScanned ? 1 : 0
        #expect(result.isSame, "\(String(decoding: bytes, as: UTF8.self))")
      }
      #expect(scanned > 500, "\(scanned)")
    }
  }
}
