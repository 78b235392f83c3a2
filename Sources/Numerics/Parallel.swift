/// The only threads outside the server: chunks of fixed length, results in chunk order.
///
/// The chunks do not depend on the number of threads, so neither does the answer, to the last bit.
import Dispatch

package enum Parallel {
  /// Applies `work` to every chunk of `0 ..< count` and returns the results in order. Stops with
  /// the error of the first chunk that throws.
  package static func map<Result: Sendable>(
    count: Int, chunk: Int, _ work: @Sendable (Range<Int>) throws -> Result
  ) throws -> [Result] {
    let chunks = max(0, (count + chunk - 1) / chunk)
    if chunks <= 1 { return count == 0 ? [] : [try work(0..<count)] }
    var slots = [Swift.Result<Result, any Error>?](repeating: nil, count: chunks)
    slots.withUnsafeMutableBufferPointer { buffer in
      let places = Slots(base: buffer.baseAddress)
      DispatchQueue.concurrentPerform(iterations: chunks) { index in
        let range = (index * chunk)..<min(count, (index + 1) * chunk)
        places.put(Swift.Result { try work(range) }, at: index)
      }
    }
    return try slots.map { slot in
      guard let slot else { preconditionFailure("a chunk did not run") }
      return try slot.get()
    }
  }

  /// Changes every part in its place, and returns what `work` says of each in order. Stops with the
  /// error of the first that throws.
  package static func update<Part: Sendable, Result: Sendable>(
    _ parts: inout [Part], _ work: @Sendable (inout Part) throws -> Result
  ) throws -> [Result] {
    if parts.count == 1 { return [try work(&parts[0])] }
    var results = [Swift.Result<Result, any Error>?](repeating: nil, count: parts.count)
    parts.withUnsafeMutableBufferPointer { parts in
      let own = Places(base: parts.baseAddress)
      results.withUnsafeMutableBufferPointer { buffer in
        let places = Slots(base: buffer.baseAddress)
        DispatchQueue.concurrentPerform(iterations: parts.count) { index in
          guard let part = own.base?.advanced(by: index) else { return }
          places.put(Swift.Result { try work(&part.pointee) }, at: index)
        }
      }
    }
    return try results.map { slot in
      guard let slot else { preconditionFailure("a part did not run") }
      return try slot.get()
    }
  }

  /// Writes one value per index of `0 ..< count`; every chunk gets its own stretch of the answer,
  /// where `initial` stands before its work: the first touch of memory is shared out as well.
  package static func fill<Value: Sendable>(
    count: Int, chunk: Int, initial: Value,
    _ work: @Sendable (Range<Int>, UnsafeMutableBufferPointer<Value>) throws -> Void
  ) throws -> [Value] {
    try [Value](most: count) { buffer, filled in
      let places = SharedPlaces(buffer)
      // Every chunk runs, also after one that throws, and begins with its initial values.
      defer { filled = count }
      _ = try map(count: count, chunk: chunk) { range in
        let part = places.stretch(range)
        part.initialize(repeating: initial)
        try work(range, part)
      }
    }
  }

  /// Two things at once.
  package static func both<First: Sendable, Second: Sendable>(
    _ first: @Sendable () throws -> First, _ second: @Sendable () throws -> Second
  ) throws -> (First, Second) {
    var (one, two): (Result<First, any Error>?, Result<Second, any Error>?) = (nil, nil)
    try withUnsafeMutablePointer(to: &one) { onePlace in
      try withUnsafeMutablePointer(to: &two) { twoPlace in
        let (ones, twos) = (Slots(base: onePlace), Slots(base: twoPlace))
        _ = try map(count: 2, chunk: 1) { range in
          if range.lowerBound == 0 {
            ones.put(Result { try first() }, at: 0)
          } else {
            twos.put(Result { try second() }, at: 0)
          }
        }
      }
    }
    guard let one, let two else { preconditionFailure("a part did not run") }
    return (try one.get(), try two.get())
  }
}

/// A buffer whose places several threads write, each place one thread: whoever divides it among
/// them says which.
package struct SharedPlaces<Value>: @unchecked Sendable {
  private let buffer: UnsafeMutableBufferPointer<Value>

  package init(_ buffer: UnsafeMutableBufferPointer<Value>) { self.buffer = buffer }

  package subscript(place: Int) -> Value {
    get { buffer[place] }
    nonmutating set { buffer[place] = newValue }
  }

  /// The places of a range, counted from its beginning.
  package func stretch(_ range: Range<Int>) -> UnsafeMutableBufferPointer<Value> {
    UnsafeMutableBufferPointer(rebasing: buffer[range])
  }
}

/// Places that chunks write, each its own: no two threads touch the same one.
private struct Slots<Value>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Value?>?

  func put(_ value: Value, at index: Int) { base?[index] = value }
}

/// Parts that are changed in place, each by one thread.
private struct Places<Value>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Value>?
}
