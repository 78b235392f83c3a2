/// What the caller left open: the kind of model and its settings, found on the training rows.
import Learning
import Numerics
import Support

struct LearnerChoice: Sendable {
  let settings: LearnerSettings

  /// Most rows on which settings are compared.
  static let mostRows = 20_000
  static let folds = 5
  /// Penalties tried, from strong to weak; of the absolute kind for each row.
  static let ridges = [100.0, 30, 10, 3, 1, 0.3, 0.1]
  static let lassos = [0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001]

  init(_ settings: LearnerSettings) { self.settings = settings }

  /// A model with nothing left open, and the settings that make the same one of other rows.
  func choose(
    _ rows: EncodedRows, _ targets: LearnerTargets, _ run: Run
  ) throws -> (learner: any FittedLearner, settings: LearnerSettings) {
    let chosen = try closed(rows, targets, run)
    return (try LearnerFitting(chosen).fit(rows, targets, run), chosen)
  }

  private func closed(
    _ rows: EncodedRows, _ targets: LearnerTargets, _ run: Run
  ) throws -> LearnerSettings {
    let step = max(1, rows.count / Self.mostRows)
    let places = Array(stride(from: 0, to: rows.count, by: step))
    let (some, known) = (rows.picking(places), targets.picking(places))
    var chosen = settings
    let isBlend = chosen.kind == .auto || chosen.kind == .blend
    if isBlend { chosen.kind = targets.isLabel ? .logistic : .ridge }
    switch chosen.kind {
    case .logistic:
      if chosen.l2 == nil { chosen.l2 = try ridge(some, known, run) }
    case .ridge:
      if chosen.l2 == nil {
        chosen.l2 = try best(Self.ridges, chosen, some, known, run) { $0.l2 = $1 }
      }
    case .lasso, .l1Logistic:
      if chosen.l1 == nil {
        // Of numbers, in their own unit.
        let unit = targets.isLabel ? 1 : Moments(of: known.values).variance.squareRoot()
        let shares = Self.lassos.map { $0 * unit }
        let share = try best(shares, chosen, some, known, run) {
          $0.l1 = $1 * Double(some.count) * 0.8
        }
        chosen.l1 = share * Double(rows.count)
      }
    default: break
    }
    return isBlend ? try BlendSearch(settings: settings).closed(chosen, some, known, run) : chosen
  }

  /// The ridge penalty of a logistic regression.
  private func ridge(
    _ rows: EncodedRows, _ targets: LearnerTargets, _ run: Run
  ) throws -> Double {
    let ones = Int(targets.positives)
    guard min(ones, rows.count - ones) >= 10 else { return 1 }
    return try RidgePath.choose(rows.matrix(run), labels: targets.values, run).l2
  }

  /// The value that foretells held-out folds best; of equal ones the first. The middle one where
  /// there are too few rows to tell.
  private func best(
    _ values: [Double], _ chosen: LearnerSettings, _ rows: EncodedRows,
    _ targets: LearnerTargets, _ run: Run, _ set: (inout LearnerSettings, Double) -> Void
  ) throws -> Double {
    let ones = Int(targets.positives)
    let rarest = targets.isLabel ? min(ones, rows.count - ones) : rows.count
    guard rarest >= 10 else { return values[values.count / 2] }
    let folds = Folds(rows, targets, count: Self.folds)
    var found = (value: values[0], loss: Double.infinity)
    for value in values {
      var wish = chosen
      set(&wish, value)
      wish.calibration = .none
      let unseen = try folds.unseen(run) { part, known in
        let learner = try LearnerFitting(wish).fit(part, known, run)
        return { try learner.predictions($0, run) }
      }
      let loss = targets.losses(unseen).pairwiseSum
      if loss < found.loss { found = (value, loss) }
    }
    return found.value
  }
}
