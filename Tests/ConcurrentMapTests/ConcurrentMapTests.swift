import ConcurrentMap
import Synchronization
import Testing

@Suite struct ConcurrentMapTests {
  private struct Refusal: Error, Equatable { var number: Int }

  @Test func `what is made of each element comes in their order`() {
    #expect(Array(0..<1000).concurrentMap { $0 * 2 } == (0..<1000).map { $0 * 2 })
    #expect([Int]().concurrentMap { $0 }.isEmpty)
  }

  @Test func `the first refusal is thrown, and the others are made all the same`() {
    let made = Mutex<Set<Int>>([])
    #expect(throws: Refusal(number: 3)) {
      try Array(0..<100).concurrentMap { number throws(Refusal) in
        made.withLock { _ = $0.insert(number) }
        if number % 10 == 3 { throw Refusal(number: number) }
      }
    }
    #expect(made.withLock { $0 } == Set(0..<100))
  }
}
