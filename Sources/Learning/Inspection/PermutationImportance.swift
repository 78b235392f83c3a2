/// How much a model needs a feature: what its loss rises by when the feature's values change rows.
///
/// Breiman 2001, section 10; Fisher, Rudin, Dominici 2019. Features that say the same stand in for
/// each other, so each alone may look small: such are better moved together, as one group.
package import Support

package struct PermutationImportance: Sendable, Equatable {
  /// How often each group is moved.
  package var repeats = 5
  package var seed: UInt64 = 42

  package init() {}

  /// What moving one group did.
  package struct Rise: Sendable, Equatable {
    /// The mean rise of the loss, and how far single ones lie from it: with a divisor one less than
    /// their number.
    package let mean: Double
    package let sd: Double
  }

  /// - Parameters:
  ///   - groups: features that are moved together; nil for each by itself.
  ///   - loss: of rows as they are given, in their order; smaller is better.
  /// - Returns: the loss of the rows as they are, and the rise for each group.
  package func measure<Rows: InspectedRows>(
    _ rows: Rows, groups: [[Int]]? = nil, _ run: Run, loss: (Rows) throws -> Double
  ) throws -> (base: Double, rises: [Rise]) {
    guard 1 <= repeats, repeats <= Limits.permutations else {
      throw FitError.badSetting(name: "repeats")
    }
    guard rows.rowCount >= 2 else { throw FitError.tooFewRows(have: rows.rowCount, need: 2) }
    let groups = groups ?? (0..<rows.featureCount).map { [$0] }
    let base = try loss(rows)
    var rises: [Rise] = []
    for (place, group) in groups.enumerated() {
      var found: [Double] = []
      for turn in 0..<repeats {
        try run.checkpoint()
        // The same for a group whatever other groups there are.
        var random = SeededRandom(seed: seed &+ UInt64(turn), stream: group.first ?? place)
        var order = Array(0..<rows.rowCount)
        random.shuffle(&order)
        found.append(try loss(rows.moving(group, by: order)) - base)
      }
      rises.append(Self.rise(found))
    }
    return (base, rises)
  }

  private static func rise(_ values: [Double]) -> Rise {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let divisor = Double(max(1, values.count - 1))
    return Rise(mean: mean, sd: (squares / divisor).squareRoot())
  }
}
