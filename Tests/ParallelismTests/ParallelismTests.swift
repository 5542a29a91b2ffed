import Parallelism
import Testing

@Suite struct ParallelismTests {
  private struct Refusal: Error, Equatable { var number: Int }

  @Test func `what is made of each element comes in their order`() {
    #expect(Array(0..<1000).concurrentMap { $0 * 2 } == (0..<1000).map { $0 * 2 })
    #expect([Int]().concurrentMap { $0 }.isEmpty)
  }

  @Test func `the first refusal is thrown, and the others are made all the same`() {
    let made = Locked<Set<Int>>([])
    #expect(throws: Refusal(number: 3)) {
      try Array(0..<100).concurrentMap { number throws(Refusal) in
        made.withLock { _ = $0.insert(number) }
        if number % 10 == 3 { throw Refusal(number: number) }
      }
    }
    #expect(made.withLock { $0 } == Set(0..<100))
  }

  @Test func `of two things both are had, or the refusal of the first that refuses`() {
    let both = together({ [1, 2] }, { "three" })
    #expect(both.0 == [1, 2] && both.1 == "three")
    #expect(throws: Refusal(number: 2)) {
      _ = try together({ () throws(Refusal) in 1 }, { () throws(Refusal) -> Int in throw Refusal(number: 2) })
    }
    #expect(throws: Refusal(number: 1)) {
      _ = try together(
        { () throws(Refusal) -> Int in throw Refusal(number: 1) },
        { () throws(Refusal) -> Int in throw Refusal(number: 2) })
    }
  }
}
