/// Some of the rows a model was made of, kept with it so that it can go on learning: enough to
/// stand for all, each with the weight of those it stands for. No ids are kept.
import Learning
import Support
import Tables

struct RowMemory: Sendable {
  /// Cells by feature, in the encoder's order.
  let cells: [[FeatureValue]]
  let targets: [Double]
  let weights: [Double]

  /// Most rows that are kept.
  static let most = 2_000

  /// Every n-th of the rows; all of few.
  init(_ rows: EncodedRows, _ targets: [Double], weights: [Double]? = nil) {
    let step = max(1, (rows.count + Self.most - 1) / Self.most)
    let places = Array(stride(from: 0, to: rows.count, by: step))
    cells = rows.features.encoder.features.indices.map { feature in
      places.map { rows.features.value(feature, row: rows.rows[$0]) }
    }
    self.targets = places.map { targets[$0] }
    let total = weights?.reduce(0, +) ?? Double(targets.count)
    let own = weights.map { all in places.map { all[$0] } } ?? places.map { _ in 1 }
    // What the kept ones weigh together is what all did.
    let scale = total / max(1e-300, own.reduce(0, +))
    self.weights = own.map { $0 * scale }
  }

  var memoryBytes: Int { cells.count * targets.count * 24 + targets.count * 16 }
}

extension BoundFeatures {
  /// These rows behind those of a memory, as rows of a table that was never written.
  func rows(after memory: RowMemory, _ rows: [Int]) -> (columns: [Column], count: Int) {
    let columns = encoder.features.indices.map { feature in
      Self.column(
        encoder.features[feature], feature,
        memory.cells[feature] + rows.map { value(feature, row: $0) })
    }
    return (columns, memory.targets.count + rows.count)
  }
}
