/// Small computations on columns that several questions share.
import Numerics
package import Tables

package enum Quantities {
  /// The value in the middle.
  ///
  /// - Parameter pause: called in between, where the work may be ended.
  package static func median(
    _ values: [Double], pause: () throws -> Void
  ) rethrows -> Double {
    Quantile.of(sorted: try values.ascending(pause: pause), 0.5)
  }

  package static func median(_ values: [Double]) -> Double { median(values, pause: {}) }

  /// Places in the order of their group, those of one group as they came.
  ///
  /// - Parameter group: the group of a place, 0 ..< groupCount.
  package static func order<Places: Sequence<Int>>(
    of places: Places, groupCount: Int, _ group: (Int) -> Int
  ) -> [Int] {
    var members = [[Int]](repeating: [], count: groupCount)
    for place in places { members[group(place)].append(place) }
    return members.flatMap { $0 }
  }

  /// The third standardised moment; 0 for a constant.
  package static func skewness(_ values: [Double]) -> Double {
    let moments = Moments(of: values)
    guard moments.variance > 1e-300, !values.isEmpty else { return 0 }
    let spread = moments.variance.squareRoot()
    let cubes = values.map { value -> Double in
      let z = (value - moments.mean) / spread
      return z * z * z
    }
    return cubes.pairwiseSum / Double(values.count)
  }

  /// The values of a number column that are there.
  package static func present(_ column: NumberColumn) -> [Double] {
    guard !column.missing.isEmpty else { return column.values }
    return column.values.indices.filter { !column.missing[$0] }.map { column.values[$0] }
  }

  /// The values with missing ones replaced.
  package static func filled(_ column: NumberColumn, with value: Double) -> [Double] {
    guard !column.missing.isEmpty else { return column.values }
    return column.values.indices.map { column.missing[$0] ? value : column.values[$0] }
  }
}
