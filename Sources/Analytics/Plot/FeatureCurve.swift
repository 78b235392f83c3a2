/// What a model says when one feature takes each of its values in turn and all others stay.
///
/// The mean is the partial dependence of Friedman 2001, section 8.2; the band holds eight in ten
/// rows one by one (Goldstein and others 2015). Every value that is asked about occurs in a row.
import Learning
import Numerics
import Support
import Tables

struct FeatureCurve: Sendable {
  struct Point: Sendable {
    /// Of a number; the place of a word.
    let value: Double
    let name: String
    let mean: Double
    let low: Double
    let high: Double
  }

  let points: [Point]
  /// Words that are too rare to be drawn.
  let leftOut: Int

  /// Rows that are asked about, and rows whose values are looked at.
  static let mostRows = 500
  static let mostValues = 5_000

  /// Over the sorted values of a number, or the words in the order of the model.
  init(_ model: PredictionModel, _ rows: EncodedRows, feature: Int, _ run: Run) throws {
    let asked = rows.picking(Self.evenly(rows.count, Self.mostRows))
    let some = Self.evenly(rows.count, Self.mostValues).map { rows.rows[$0] }
    let holders =
      model.encoder.features[feature].isNumber
      ? Self.numbers(rows.features, feature, some) : Self.words(rows.features, feature, some)
    let drawn = holders.prefix(
      model.encoder.features[feature].isNumber ? holders.count : Limits.plotFeatures)
    leftOut = holders.count - drawn.count
    var points: [Point] = []
    for (place, holder) in drawn.enumerated() {
      try run.checkpoint()
      run.report(
        0.8 + 0.2 * Double(place) / Double(drawn.count), Phrase(en: "drawing", zh: "绘图"))
      let changed = asked.moving(
        feature, to: [Int](repeating: holder.row, count: asked.count))
      let found = try model.predictions(changed, run).ascending()
      points.append(
        Point(
          value: holder.value, name: holder.name,
          mean: found.pairwiseSum / Double(max(1, found.count)),
          low: Quantile.of(sorted: found, 0.1), high: Quantile.of(sorted: found, 0.9)))
    }
    self.points = points
  }

  private typealias Holder = (value: Double, name: String, row: Int)

  /// Values between which about equally many rows lie, and a row that has each.
  private static func numbers(
    _ features: BoundFeatures, _ feature: Int, _ rows: [Int]
  ) -> [Holder] {
    var rowOfValue: [Double: Int] = [:]
    var values: [Double] = []
    for row in rows {
      guard let value = features.number(feature, row: row) else { continue }
      values.append(value)
      if rowOfValue[value] == nil { rowOfValue[value] = row }
    }
    var grid = PartialDependence()
    grid.pointCount = 40
    return grid.values(of: values).compactMap { value in
      rowOfValue[value].map { (value, Words.short(value), $0) }
    }
  }

  /// The most frequent words, and a row that has each.
  private static func words(
    _ features: BoundFeatures, _ feature: Int, _ rows: [Int]
  ) -> [Holder] {
    var placeOfWord: [String: Int] = [:]
    var found: [(name: String, row: Int, count: Int)] = []
    for row in rows {
      let name = features.text(feature, row: row)
      if let place = placeOfWord[name] {
        found[place].count += 1
      } else {
        placeOfWord[name] = found.count
        found.append((name, row, 1))
      }
    }
    let order = found.indices.sorted { (-found[$0].count, $0) < (-found[$1].count, $1) }
    return order.enumerated().map {
      (Double($0.offset), found[$0.element].name, found[$0.element].row)
    }
  }

  /// So many places of all, evenly.
  static func evenly(_ count: Int, _ most: Int) -> [Int] {
    count <= most ? Array(0..<count) : (0..<most).map { $0 * count / most }
  }
}
