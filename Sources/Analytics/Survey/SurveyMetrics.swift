/// What surveys say: net promoter score, satisfaction and effort, by group, over time, and what
/// goes with good and bad answers.
package import Learning
import Numerics
package import Support
package import Tables

package struct SurveyOptions: Sendable {
  /// Headers of the columns of answers; nil for those found.
  package var scores: [String]?
  package var kind: SurveyKind?
  package var period: CalendarPeriod?
  /// Headers; nil for all columns of few words.
  package var groupBy: [String]?

  package init() {}
}

package struct SurveyMetrics: Sendable {
  /// One question of the survey.
  package struct Question: Sendable {
    package let header: String
    package let scale: SurveyScale
    package let figure: SurveyFigure
    /// How often each answer was given, the lowest first.
    package let counts: [(answer: Double, count: Int)]
    package let unanswered: Int
  }

  package struct Period: Sendable {
    package let name: String
    package let figure: SurveyFigure
  }

  /// The way the figure goes, from one period to the next.
  package struct Trend: Sendable {
    package let period: CalendarPeriod
    package let periods: [Period]
    /// Per period, in the unit of the figure, with where it lies.
    package let slope: Bounded?
    /// The last period less the one before.
    package let last: Bounded?
  }

  package let questions: [Question]
  /// Of the first question.
  package let trend: Trend?
  package let drivers: [SurveyDriver]
  package let rowCount: Int
  package let notices: [Notice]

  package init(_ table: Table, _ options: SurveyOptions, _ run: Run) throws {
    let columns = try Self.columns(table, options)
    let answers = try columns.map { try SurveyAnswers($0, wish: options.kind) }
    rowCount = table.rowCount
    questions = try answers.map { answers in
      guard !answers.given.isEmpty else {
        throw AnalyticsError.noUsableRows(why: "\(answers.header) holds no answer")
      }
      return answers.question
    }
    let first = answers[0]
    run.report(0.3, Phrase(en: "following the figure", zh: "计算趋势"))
    trend = try Self.trend(table, first, options, run)
    run.report(0.5, Phrase(en: "comparing groups", zh: "比较分组"))
    let found = try SurveyDrivers(table, first, others: Array(answers.dropFirst()), options, run)
    drivers = found.drivers
    notices = Self.notices(first, questions[0], found)
  }

  private static func columns(_ table: Table, _ options: SurveyOptions) throws -> [Column] {
    if let wished = options.scores {
      return try wished.map { header in
        guard let column = table.columns.first(where: { $0.header == header }) else {
          throw AnalyticsError.unknownName(
            parameter: "params.scores", found: header, known: table.columns.map(\.header))
        }
        return column
      }
    }
    let roles: [Role] = [.npsScore, .satisfaction, .rating]
    let found = roles.compactMap { table.column($0) }
    let others = table.columns.filter { column in
      !found.contains { $0.index == column.index }
        && SurveyAnswers.names.contains(where: column.header.lowercased().contains)
        && (column.number != nil || SurveyAnswers.isWorded(column))
    }
    // A score that no role was found for, perhaps since it holds what no such score can.
    let main = others.first { SurveyAnswers.isMain($0.header) }
    guard let first = found.first ?? main else {
      throw AnalyticsError.missingRole(
        roles: roles.map(\.rawValue), headers: table.columns.map(\.header))
    }
    return [first] + found.dropFirst() + others.filter { $0.index != first.index }
  }

  private static func trend(
    _ table: Table, _ answers: SurveyAnswers, _ options: SurveyOptions, _ run: Run
  ) throws -> Trend? {
    guard let dates = table.column(.date)?.date else { return nil }
    let dated = answers.given.filter { dates.missing.isEmpty || !dates.missing[$0.row] }
    guard let first = dated.map({ dates.days[$0.row] }).min(),
      let last = dated.map({ dates.days[$0.row] }).max()
    else { return nil }
    let period = options.period ?? (last - first > 120 ? .month : .week)
    let range = period.index(of: first)...period.index(of: last)
    guard range.count <= Limits.cohortPeriods else {
      throw AnalyticsError.tooManyPeriods(found: range.count, allowed: Limits.cohortPeriods)
    }
    var byPeriod = [[Double]](repeating: [], count: range.count)
    for entry in dated {
      byPeriod[period.index(of: dates.days[entry.row]) - range.lowerBound].append(entry.value)
    }
    let filled = byPeriod.indices.filter { !byPeriod[$0].isEmpty }
    let unit = answers.scale.kind == .nps ? 100.0 : 1
    let points = filled.flatMap { place in
      byPeriod[place].map { (Double(place), answers.scale.share($0) * unit) }
    }
    var change: Bounded?
    if filled.count > 1 {
      let (now, before) = (byPeriod[filled[filled.count - 1]], byPeriod[filled[filled.count - 2]])
      change =
        SurveyDrivers.difference(
          now.map { answers.scale.share($0) * unit }, before.map { answers.scale.share($0) * unit }
        )?.bounds
    }
    return Trend(
      period: period,
      periods: filled.map { place in
        Period(
          name: period.name(range.lowerBound + place),
          figure: SurveyFigure(byPeriod[place], answers.scale))
      }, slope: filled.count > 2 ? slope(points) : nil, last: change)
  }

  /// Least squares, with the bounds of Student's t.
  static func slope(_ points: [(x: Double, y: Double)]) -> Bounded? {
    let (x, y) = (Moments(of: points.map(\.x)), Moments(of: points.map(\.y)))
    let n = Double(points.count)
    guard n > 2, x.variance > 0 else { return nil }
    let squares = x.variance * n
    let slope = points.map { ($0.x - x.mean) * ($0.y - y.mean) }.pairwiseSum / squares
    let left = points.map { point in
      let error = point.y - y.mean - slope * (point.x - x.mean)
      return error * error
    }.pairwiseSum
    let reach =
      StudentT.quantile(0.975, degrees: n - 2) * (left / (n - 2) / squares).squareRoot()
    return Bounded(slope, lower: slope - reach, upper: slope + reach)
  }

  private static func notices(
    _ answers: SurveyAnswers, _ question: Question, _ found: SurveyDrivers
  ) -> [Notice] {
    var notices: [Notice] = []
    if question.unanswered > 0 {
      let (given, all) = (question.figure.count, question.figure.count + question.unanswered)
      notices.append(
        Notice(
          "unanswered",
          en: "\(given) of \(all) rows hold an answer; those who gave none may think otherwise",
          zh: "\(all) 行中 \(given) 行有评分；未作答者的看法可能不同", path: answers.header))
    }
    if answers.isWorded {
      notices.append(
        Notice(
          "wordsAsScores", en: "answers in words were read as 1 to 5",
          zh: "文字评价已按 1 至 5 分读取", path: answers.header))
    }
    if found.left > 0 {
      notices.append(
        Notice(
          "columnsLeftOut",
          en:
            "\(found.left) columns were not compared: they identify people or hold too many words",
          zh: "\(found.left) 列未参与比较：含个人信息或取值过多"))
    }
    return notices
  }

  /// How sure the figure is, by the width of its interval.
  package var grade: Grade {
    let figure = questions[0].figure
    let isNet = questions[0].scale.kind == .nps
    let reach = (figure.upper - figure.lower) / 2 * (isNet ? 1 : 100)
    let letter: Grade.Letter = reach <= 5 ? .a : reach <= 10 ? .b : reach <= 20 ? .c : .d
    let points = Words.fixed(reach, 1)
    return Grade(
      letter,
      Phrase(
        en: "\(figure.count) answers: the figure is known to within \(points) points, 95 % sure",
        zh: "\(figure.count) 份评分：95 % 置信下误差 ±\(points) 点"))
  }
}

/// The answers to one question.
struct SurveyAnswers: Sendable {
  let header: String
  let index: Int
  let scale: SurveyScale
  let given: [(row: Int, value: Double)]
  let unanswered: Int
  let isWorded: Bool

  /// Parts of headers that name further questions.
  static let names = [
    "satisfaction", "score", "rating", "csat", "nps", "ces", "effort", "ease", "quality", "service",
    "满意", "评分", "打分", "得分", "质量", "服务", "物流", "价格", "推荐", "费力",
  ]

  /// Whether a header names a survey as a whole, not one side of it.
  static func isMain(_ header: String) -> Bool {
    let name = header.lowercased()
    return ["nps", "csat", "ces", "effort", "satisf", "score", "recommend", "满意", "推荐", "费力", "评分"]
      .contains(where: name.contains)
  }

  static func isWorded(_ column: Column) -> Bool {
    guard column.number == nil else { return false }
    let words = column.asText().dictionary.strings
    return !words.isEmpty && words.allSatisfy { SurveyScale.number($0) != nil }
  }

  /// - Throws: `scoresOutside` where answers lie off the scale.
  init(_ column: Column, wish: SurveyKind?) throws(AnalyticsError) {
    var given: [(row: Int, value: Double)] = []
    var rowCount = 0
    isWorded = Self.isWorded(column)
    if let number = column.number {
      rowCount = number.values.count
      for row in number.values.indices where !column.isMissing(row) {
        given.append((row, number.values[row]))
      }
    } else if isWorded {
      let text = column.asText()
      rowCount = text.codes.count
      let values = text.dictionary.strings.map { SurveyScale.number($0) ?? 0 }
      for (row, code) in text.codes.enumerated() where code >= 0 {
        given.append((row, values[Int(code)]))
      }
    } else {
      throw .unusableTarget(
        header: column.header, why: "it holds no numbers", headers: [column.header])
    }
    header = column.header
    index = column.index
    scale = SurveyScale.of(
      column.header, role: column.role, wish: wish, highest: given.map(\.value).max() ?? 0)
    self.given = given
    unanswered = rowCount - given.count
    let outside = given.filter { $0.value < scale.lowest || scale.highest < $0.value }
    guard outside.isEmpty else {
      throw .scoresOutside(
        header: header, lowest: scale.lowest, highest: scale.highest, count: outside.count,
        first: outside.prefix(5).map { AnalyticsError.StrayScore(row: $0.row + 1, value: $0.value) }
      )
    }
  }

  var question: SurveyMetrics.Question {
    let values = given.map(\.value)
    let counts = Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
    return SurveyMetrics.Question(
      header: header, scale: scale, figure: SurveyFigure(values, scale),
      counts: counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, unanswered: unanswered)
  }
}
