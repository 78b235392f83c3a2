/// Churn from a column that says who has left: ridge logistic regression, tested on rows it has not
/// seen, then fitted on all.
import Learning
import Numerics
import Support
import Tables

struct LabelledChurn {
  private let table: Table
  private let options: ChurnOptions
  private let label: Column
  private let labels: BinaryLabel
  private let known: [Int]
  private let keys: CustomerKeys

  init(_ table: Table, _ label: Column, options: ChurnOptions) throws {
    self.table = table
    self.options = options
    self.label = label
    let isInverted = table.roles[.churn].map { $0.column == label.index && $0.inverted } ?? false
    labels = try BinaryLabel(label, positive: options.positive, inverted: isInverted)
    let values = labels.values
    known = values.indices.filter { values[$0] >= 0 }
    keys = CustomerKeys(table)
    guard !known.isEmpty else {
      throw AnalyticsError.noUsableRows(why: "no row has a value in \(label.header)")
    }
  }

  /// Columns that may be features.
  private func columns() throws -> [Column] {
    if let wanted = options.features {
      return try wanted.map { header in
        guard let column = table.column(named: header) else {
          throw AnalyticsError.unusableFeature(
            header: header, why: "no such column", headers: table.columns.map(\.header))
        }
        return column
      }
    }
    let excluded: Set<Role> = [.customerId, .orderId, .text, .textLabel, .itemName]
    return table.columns.filter { column in
      guard column.index != label.index else { return false }
      guard let role = column.role else { return true }
      return !role.isPersonal && !excluded.contains(role)
    }
  }

  func predict(_ run: Run) throws -> ChurnPrediction {
    let y = known.map { Double(labels.values[$0]) }
    let positives = Int(y.reduce(0, +))
    guard positives > 0, positives < y.count else {
      if options.isStrict {
        throw AnalyticsError.singleClass(
          label: positives == 0 ? labels.negative : labels.positive, count: y.count)
      }
      return baseRate(y)
    }
    if options.isStrict, y.count < 30 || min(positives, y.count - positives) < 5 {
      throw AnalyticsError.notEnoughData(have: y.count, need: 30, what: "labelled customers")
    }
    let columns = try columns()
    let tested = try test(columns, y, run)
    return try final(columns, y, tested, run)
  }

  private struct Tested {
    let evaluation: Evaluation
    let l2: Double
  }

  /// Fits on the training rows alone and scores the others.
  private func test(_ columns: [Column], _ y: [Double], _ run: Run) throws -> Tested {
    let (train, test, words) = split(y)
    let design = Design(columns, train: train.map { known[$0] })
    let x = design.matrix(train.map { known[$0] })
    let yTrain = train.map { y[$0] }
    run.report(0.1, Phrase(en: "choosing the penalty", zh: "选择正则强度"))
    let l2 = try options.l2 ?? penalty(x, yTrain, run)
    let model = try LogisticRegression(l2: l2).fit(x, labels: yTrain, run)
    let p = model.probabilities(design.matrix(test.map { known[$0] }))
    let cut = options.cut(labels: yTrain, probabilities: model.probabilities(x))
    let rate = yTrain.reduce(0, +) / Double(yTrain.count)
    return Tested(
      evaluation: Evaluation(
        labels: test.map { y[$0] }, probabilities: p, trainRate: rate, threshold: cut,
        split: words),
      l2: l2)
  }

  private func penalty(_ x: Matrix, _ y: [Double], _ run: Run) throws -> Double {
    let ones = Int(y.reduce(0, +))
    guard min(ones, y.count - ones) >= 10 else { return 1 }
    guard y.count > 20_000 else { return try RidgePath.choose(x, labels: y, run).l2 }
    let step = y.count / 20_000
    let rows = stride(from: 0, to: y.count, by: step).map { $0 }
    let found = try RidgePath.choose(x.rows(rows), labels: rows.map { y[$0] }, run).l2
    return found
  }

  private func split(_ y: [Double]) -> (train: [Int], test: [Int], words: Phrase) {
    let every = max(2, Int((1 / options.testFraction).rounded()))
    let share = Words.percent(1 / Double(every))
    if options.split == .time, let order = timeOrder() {
      let cut = y.count - y.count / every
      return (
        order[..<cut].sorted(), order[cut...].sorted(),
        Phrase(en: "the latest \(share) of rows by date", zh: "按日期最晚的 \(share) 行")
      )
    }
    if options.split == .systematic {
      let parts = Split.systematic(count: y.count, every: every)
      return (
        parts.train, parts.test,
        Phrase(en: "every \(every)th row, from the first", zh: "从首行起每 \(every) 行取一行")
      )
    }
    let parts = Split.stratified(y, every: every)
    return (
      parts.train, parts.test,
      Phrase(
        en: "every \(every)th row of those who left and of those who stayed",
        zh: "流失与未流失各每 \(every) 行取一行")
    )
  }

  private func timeOrder() -> [Int]? {
    guard let dates = table.columns.first(where: { $0.date != nil })?.date else { return nil }
    return known.indices.sorted { (dates.days[known[$0]], $0) < (dates.days[known[$1]], $1) }
  }

  /// Fits on all labelled rows and scores every row of the table.
  private func final(
    _ columns: [Column], _ y: [Double], _ tested: Tested, _ run: Run
  ) throws -> ChurnPrediction {
    run.report(0.7, Phrase(en: "fitting on all rows", zh: "用全部数据拟合"))
    let design = Design(columns, train: known)
    let x = design.matrix(known)
    let model = try LogisticRegression(l2: tested.l2).fit(x, labels: y, run)
    let rows = (0..<table.rowCount).filter { keys.ofRow[$0] >= 0 }
    let all = design.matrix(rows)
    let probabilities = model.probabilities(all)
    let money = table.column(.monetary)?.number ?? table.column(.amount)?.number
    return ChurnPrediction(
      method: "logistic", mode: .labelled, ids: rows.map { keys[Int(keys.ofRow[$0])] },
      probabilities: probabilities, aliveProbabilities: nil, daysSinceLast: nil,
      expectedNextDay: nil,
      valuesAtRisk: money.map { column in
        rows.indices.map { probabilities[$0] * column.values[rows[$0]] }
      },
      threshold: tested.evaluation.threshold, highTier: options.highTier,
      mediumTier: options.mediumTier, evaluation: tested.evaluation,
      coefficients: coefficients(design, model),
      explanation: explanation(design, model, x, all, rows), definition: definition,
      grade: tested.evaluation.grade, notices: notices(design, rows), asOf: nil, windowDays: nil,
      horizonDays: nil, snapshotDays: [], lapsedCount: 0, leaks: leaks(design, x, y))
  }

  private func coefficients(
    _ design: Design, _ model: LogisticModel
  ) -> [ChurnPrediction.Coefficient] {
    let scaled = design.inOriginalUnits(model.coefficients)
    let errors = model.standardErrors.map { design.inOriginalUnits(Array($0.dropFirst())) }
    return scaled.indices.map { index in
      ChurnPrediction.Coefficient(
        feature: scaled[index].name, value: scaled[index].value,
        standardError: errors?[index].value)
    }
  }

  private func explanation(
    _ design: Design, _ model: LogisticModel, _ x: Matrix, _ all: Matrix, _ rows: [Int]
  ) -> Explanation {
    let terms = LinearTerms(model, rows: x, groups: design.features.map(\.range))
    return Explanation(base: terms.base) { customer in
      let effects = terms.effects(all.row(customer))
      return Explanation.sorted(
        effects.indices.map { index in
          let header = design.features[index].header
          let value = design.text(index, row: rows[customer])
          return Explanation.Effect(
            feature: header, value: value, effect: effects[index],
            text: ReasonWords.phrase(Phrase(verbatim: header), value, effects[index]))
        })
    }
  }

  /// Features that alone tell nearly everything are suspicious.
  private func leaks(_ design: Design, _ x: Matrix, _ y: [Double]) -> [ChurnPrediction.Leak] {
    design.features.flatMap { feature in
      feature.range.compactMap { column -> ChurnPrediction.Leak? in
        let metrics = BinaryMetrics(labels: y, probabilities: x.column(column))
        guard let auc = metrics.rocAuc, max(auc, 1 - auc) > 0.98 else { return nil }
        return ChurnPrediction.Leak(feature: design.names[column], rocAuc: max(auc, 1 - auc))
      }
    }
  }

  private var definition: Phrase {
    Phrase(
      en: "churn = \(label.header) is \(labels.positive); the probability is that of this label",
      zh: "流失 = \(label.header) 为 \(labels.positive)；概率即该标签的概率")
  }

  private func notices(_ design: Design, _ rows: [Int]) -> [Notice] {
    var notices: [Notice] = []
    let incomplete = design.incompleteRows(rows)
    if incomplete > 0 {
      notices.append(
        Notice(
          "missingFilled",
          en: "\(incomplete) rows lack a value; the median, or \"(missing)\" for words, stands in",
          zh: "\(incomplete) 行缺少数值，数值取中位数，文字记为 (missing)"))
    }
    let unlabelled = table.rowCount - known.count
    if unlabelled > 0 {
      notices.append(
        Notice(
          "rowsWithoutLabel", en: "\(unlabelled) rows have no label: scored, not learnt from",
          zh: "\(unlabelled) 行无标签：仅评分，不参与训练", path: label.header))
    }
    let left = design.leftOut.map(\.header)
    if !left.isEmpty {
      let list = left.joined(separator: ", ")
      notices.append(
        Notice("columnsLeftOut", en: "not used as features: \(list)", zh: "未作为特征：\(list)"))
    }
    return notices
  }

  /// The answer when all labels are equal.
  private func baseRate(_ y: [Double]) -> ChurnPrediction {
    let rate = (y.reduce(0, +) + 0.5) / Double(y.count + 1)
    let ids = known.map { keys[Int(max(0, keys.ofRow[$0]))] }
    let same = Phrase(en: "all \(y.count) rows have the same label", zh: "全部 \(y.count) 行标签相同")
    return ChurnPrediction(
      method: "baseRate", mode: .labelled, ids: ids,
      probabilities: [Double](repeating: rate, count: ids.count), aliveProbabilities: nil,
      daysSinceLast: nil, expectedNextDay: nil, valuesAtRisk: nil, threshold: 0.5,
      highTier: options.highTier, mediumTier: options.mediumTier, evaluation: nil,
      coefficients: [], explanation: Explanation(base: Math.logit(rate)) { _ in [] },
      definition: definition, grade: Grade(.d, same),
      notices: [Notice("singleClass", en: same.en, zh: same.zh, path: label.header)], asOf: nil,
      windowDays: nil, horizonDays: nil, snapshotDays: [], lapsedCount: 0, leaks: [])
  }
}
