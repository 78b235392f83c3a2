/// How far the probabilities of a model on snapshots may be off: the model is made again without
/// each tenth of the customers, whose days go together.
import Learning
import Numerics
import Support

struct OrderSpread: Sendable {
  /// What a model was made of: a row a customer and day.
  struct Past {
    let rows: Matrix
    let labels: [Double]
    /// Of each row, a number of its customer.
    let customers: [Int]
  }

  private let replicas: [OrderModel]
  /// From the deviation over the rows that were used to that over all.
  private let scale: Double

  /// Most rows that models are made again of.
  static let mostRows = 20_000

  /// Nil where a label is too rare to leave customers out.
  init?(_ past: Past, _ kind: OrderModel.Kind, l2: Double?, seed: UInt64, _ run: Run) throws {
    let step = max(1, past.labels.count / Self.mostRows)
    let used = past.labels.indices.filter { past.customers[$0] % step == 0 }
    var replicas: [OrderModel] = []
    for group in 0..<Jackknife.groups {
      try run.checkpoint()
      let kept = used.filter { past.customers[$0] / step % Jackknife.groups != group }
      let labels = kept.map { past.labels[$0] }
      guard Set(labels).count == 2 else { return nil }
      replicas.append(try OrderModel(kind, past.rows.rows(kept), labels, l2: l2, seed: seed, run))
    }
    self.replicas = replicas
    scale = (Double(used.count) / Double(past.labels.count)).squareRoot()
  }

  /// The standard deviation of the log-odds of a row.
  func deviation(_ rows: Matrix, row: Int) -> Double {
    let cells = Matrix(rowCount: 1, columnCount: rows.columnCount, values: Array(rows.row(row)))
    return scale * Jackknife.deviation(replicas.map { Math.logit($0.probability(cells)) })
  }
}
