/// Sums and products of long vectors of one length, for searches over many weights.
///
/// Long ones are cut into chunks of fixed length, which threads share; sums of chunks are added in
/// order, so the answer does not depend on the number of threads.
enum Vectors {
  /// Up to so many numbers one thread is quicker.
  static let shortMax = 1 << 17
  private static let chunk = 1 << 16

  /// The sum of the products.
  static func dot(_ a: [Double], _ b: [Double]) -> Double {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        guard a.count > shortMax else { return dot(a, b, 0..<a.count) }
        let (one, other) = (Shared(a), Shared(b))
        return each(a.count) { dot(one.values, other.values, $0) }.reduce(0, +)
      }
    }
  }

  /// `a` and `factor` times `b`.
  static func sum(_ a: [Double], _ factor: Double, _ b: [Double]) -> [Double] {
    [Double](unsafeUninitializedCapacity: a.count) { out, count in
      count = a.count
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          let (one, other, places) = (Shared(a), Shared(b), SharedPlaces(out))
          _ = each(a.count) { range in
            let own = places.stretch(range)
            for place in range {
              own[place - range.lowerBound] = one.values[place] + factor * other.values[place]
            }
          }
        }
      }
    }
  }

  /// Adds `factor` times `a`.
  static func add(_ factor: Double, _ a: [Double], to sum: inout [Double]) {
    a.withUnsafeBufferPointer { a in
      sum.withUnsafeMutableBufferPointer { sum in
        let (one, places) = (Shared(a), SharedPlaces(sum))
        _ = each(a.count) { range in
          let own = places.stretch(range)
          for place in range { own[place - range.lowerBound] += factor * one.values[place] }
        }
      }
    }
  }

  static func scale(_ values: inout [Double], by factor: Double) {
    values.withUnsafeMutableBufferPointer { values in
      let places = SharedPlaces(values)
      _ = each(values.count) { range in
        let own = places.stretch(range)
        for place in own.indices { own[place] *= factor }
      }
    }
  }

  private static func each<Result: Sendable>(
    _ count: Int, _ work: @Sendable (Range<Int>) -> Result
  ) -> [Result] {
    guard count > shortMax else { return [work(0..<count)] }
    // No chunk throws, so there is nothing to hear of.
    return (try? Parallel.map(count: count, chunk: chunk, work)) ?? []
  }

  private static func dot(
    _ a: UnsafeBufferPointer<Double>, _ b: UnsafeBufferPointer<Double>, _ range: Range<Int>
  ) -> Double {
    var sums = SIMD8<Double>(repeating: 0)
    var index = range.lowerBound
    let end = range.lowerBound + range.count / 8 * 8
    while index < end {
      var (x, y) = (SIMD8<Double>(), SIMD8<Double>())
      for lane in 0..<8 {
        x[lane] = a[index + lane]
        y[lane] = b[index + lane]
      }
      sums += x * y
      index += 8
    }
    var total = sums.sum()
    while index < range.upperBound {
      total += a[index] * b[index]
      index += 1
    }
    return total
  }
}

/// Values that several threads read.
private struct Shared: @unchecked Sendable {
  let values: UnsafeBufferPointer<Double>

  init(_ values: UnsafeBufferPointer<Double>) { self.values = values }
}
