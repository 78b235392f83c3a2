/// Mutual information, Cramér's V and the correlation ratio: closed forms, and other ways to count.
import Foundation
import Learning
import Numerics
import Support
import Testing

@Suite struct AssociationTests {
  private func normals(_ count: Int, r: Double, seed: UInt64) -> (x: [Double], y: [Double]) {
    var random = SeededRandom(seed: seed)
    let x = (0..<count).map { _ in random.normal() }
    let y = x.map { r * $0 + (1 - r * r).squareRoot() * random.normal() }
    return (x, y)
  }

  private func information(_ x: [Double], _ y: [Double]) -> Double {
    let bins = Codes.bins(rows: x.count)
    return Contingency(Codes(x, most: bins), Codes(y, most: bins)).mutualInformation
  }

  // Sixteen bins a side lose a few percent of what two normal columns share; the noise is 0.01.
  @Test(arguments: [0.0, 0.2, -0.4, 0.6, 0.8])
  func `two normal columns share -log(1 - r²) / 2`(r: Double) {
    let (x, y) = normals(20_000, r: r, seed: 3)
    let wanted = -log(1 - r * r) / 2
    #expect(abs(information(x, y) - wanted) < 0.01 + 0.07 * wanted)
    let back = Contingency.correlation(ofInformation: wanted)
    #expect(abs(back - abs(r)) < 1e-9)
  }

  @Test(arguments: [60, 200, 1_000])
  func `columns that share nothing are not credited with what chance gives`(count: Int) {
    let found = (0..<200).map { turn -> Double in
      let (x, y) = normals(count, r: 0, seed: UInt64(turn + 10))
      return information(x, y)
    }
    let bins = Double(Codes.bins(rows: count))
    let uncorrected = (bins - 1) * (bins - 1) / (2 * Double(count))
    #expect(found.reduce(0, +) / 200 < uncorrected / 2.2)
  }

  @Test func `a table by hand gives its information and its V`() {
    // 40 10 / 10 40: log 2 less the entropy of 0.8 and 0.2.
    var (x, y): ([Int32], [Int32]) = ([], [])
    for (a, b, n) in [(0, 0, 400), (0, 1, 100), (1, 0, 100), (1, 1, 400)] {
      x += Array(repeating: Int32(a), count: n)
      y += Array(repeating: Int32(b), count: n)
    }
    let table = Contingency(Codes(x, count: 2), Codes(y, count: 2))
    let plain = log(2) + 0.8 * log(0.8) + 0.2 * log(0.2)
    #expect(abs(table.mutualInformation - (plain - 1.0 / 2_000)) < 1e-12)
    // V of the whole table is 0.6; the bias of a thousand rows is some 0.001.
    #expect(abs(table.cramersV - 0.6) < 0.002)
  }

  /// The entropies of both sides less that of the pairs: another way to the same figure.
  @Test func `information is what two entropies have more than their pair`() {
    var random = SeededRandom(seed: 9)
    let x = (0..<3_000).map { _ in Int32(random.below(6)) - 1 }
    let y = x.map { $0 >= 0 && random.unit() < 0.5 ? $0 % 3 : Int32(random.below(4)) - 1 }
    let pairs = zip(x, y).filter { $0 >= 0 && $1 >= 0 }
    func entropy(_ keys: [String]) -> Double {
      let counts = Dictionary(grouping: keys, by: { $0 }).mapValues { Double($0.count) }
      return counts.values.reduce(0) { $0 - $1 / Double(keys.count) * log($1 / Double(keys.count)) }
    }
    let (a, b) = (pairs.map { "\($0.0)" }, pairs.map { "\($0.1)" })
    let both = pairs.map { "\($0.0) \($0.1)" }
    let cells = Double(Set(both).count - Set(a).count - Set(b).count + 1)
    let wanted =
      entropy(a) + entropy(b) - entropy(both) - cells / (2 * Double(pairs.count))
    let table = Contingency(Codes(x, count: 5), Codes(y, count: 4))
    #expect(table.total == pairs.count)
    #expect(abs(table.mutualInformation - wanted) < 1e-12)
  }

  @Test func `bins hold equal counts and never part equal values`() {
    let even = Codes((0..<100).map(Double.init), most: 4)
    let sizes = (0..<4).map { bin in even.ofRow.count { $0 == bin } }
    #expect(even.count == 4 && sizes.allSatisfy { 24...26 ~= $0 })
    let tied = Codes([1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7], most: 3)
    #expect(Set(tied.ofRow.prefix(6)).count == 1)
    let few = Codes([5, 7, 5, 9, 7], most: 16)
    #expect(few.count == 3 && few.ofRow == [0, 1, 0, 2, 1])
    let gaps = Codes([1, 0, 3], present: [true, false, true], most: 4)
    #expect(gaps.ofRow == [0, -1, 1])
    #expect(Codes([], most: 4).count == 1)
  }

  @Test func `the ratio of two groups is the correlation with their flag`() {
    var random = SeededRandom(seed: 5)
    let flag = (0..<4_000).map { _ in Int32(random.below(2)) }
    let values = flag.map { Double($0) * 0.8 + random.normal() }
    let eta = CorrelationRatio.eta(values, groups: Codes(flag, count: 2))
    let r = Correlation.pearson(values, flag.map(Double.init)) ?? 0
    #expect(abs(eta - abs(r)) < 1e-3)
    let noise = (0..<4_000).map { _ in Int32(random.below(40)) }
    #expect(CorrelationRatio.eta(values, groups: Codes(noise, count: 40)) < 0.07)
    #expect(CorrelationRatio.eta([2, 2, 2], groups: Codes([0, 1, 0], count: 2)) == 0)
  }
}
