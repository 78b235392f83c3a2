/// Values of subscribers from how long they have been there and who has left: a shifted
/// beta-geometric model, so those who have stayed long are expected to stay longer.
import Learning
import Numerics
import Support
import Tables

struct SubscriberValue {
  private let options: LifetimeOptions
  private let ids: [String]
  /// Whole months each has been there.
  private let periods: [Int]
  private let hasLeft: [Bool]
  /// What each pays a month; 1 where the table does not say.
  private let fees: [Double]
  private let headers: (tenure: String, churn: String, fee: String?)
  private let isDays: Bool
  private let asOf: Int32?

  /// Headers that speak of months.
  private static let months = ["month", "月"]
  private static let fees = ["charge", "fee", "price", "费"]

  /// Whether a header says that its numbers are what is paid a month.
  private static func isMonthlyFee(_ column: Column) -> Bool {
    let name = column.header.lowercased()
    return column.number != nil && months.contains { name.contains($0) }
      && fees.contains { name.contains($0) }
  }

  /// Tenures over this are days, when the header does not say.
  private static let mostMonths = 400.0

  init(_ table: Table, options: LifetimeOptions, _ run: Run) throws {
    self.options = options
    asOf = options.asOf
    guard let tenure = table.column(.tenureDays), let numbers = tenure.number else {
      throw AnalyticsError.missingRole(
        roles: ["tenureDays"], headers: table.columns.map(\.header))
    }
    guard let churn = table.column(.churn) else {
      throw AnalyticsError.missingRole(roles: ["churn"], headers: table.columns.map(\.header))
    }
    let isInverted = table.roles[.churn]?.inverted ?? false
    let label = try BinaryLabel(churn, positive: nil, inverted: isInverted)
    let fee =
      table.columns.first { Self.isMonthlyFee($0) } ?? table.column(.amount)
      ?? table.column(.unitPrice) ?? table.column(.monetary)
    let keys = CustomerKeys(table)
    let rows = (0..<table.rowCount).filter { row in
      keys.ofRow[row] >= 0 && !tenure.isMissing(row) && label.values[row] >= 0
        && numbers.values[row] >= 0
    }
    guard !rows.isEmpty else {
      throw AnalyticsError.noUsableRows(why: "no row has a tenure and says whether they left")
    }
    let name = tenure.header.lowercased()
    let most = rows.map { numbers.values[$0] }.max() ?? 0
    isDays = !Self.months.contains { name.contains($0) } && most > Self.mostMonths
    let unit = isDays ? LifetimeOptions.daysPerMonth : 1
    ids = rows.map { keys[Int(keys.ofRow[$0])] }
    let gone = rows.map { label.values[$0] == 1 }
    hasLeft = gone
    // Who left within a month left at its end.
    periods = rows.enumerated().map { place, row in
      let whole = Int(min(1e6, numbers.values[row] / unit))
      return gone[place] ? max(1, whole) : whole
    }
    let money = fee?.number
    fees = rows.map { row in
      money.map { $0.missing.isEmpty || !$0.missing[row] ? $0.values[row] : 0 } ?? 1
    }
    headers = (tenure.header, churn.header, money == nil ? nil : fee?.header)
  }

  func value(_ run: Run) throws -> PlainValue {
    let lives = SubscriberLives(periods: periods, hasLeft: hasLeft)
    let fit = try ShiftedBetaGeometricFit(lives, run)
    let discounts = PlainValue.discounts(options)
    let longest = periods.max() ?? 0
    let payments = (0...longest).map { fit.model.payments(after: $0, discounts: discounts) }
    let customers = ids.indices.map { customer -> PlainValue.Customer in
      let (age, fee) = (periods[customer], fees[customer])
      let coming = hasLeft[customer] ? 0 : payments[age]
      let shown = [coming, fee].map(Words.short)
      return PlainValue.Customer(
        id: ids[customer], historical: fee * Double(age), payments: coming, payment: fee,
        value: options.margin * coming * fee - options.acquisitionCost,
        steps: hasLeft[customer]
          ? Phrase(en: "has left after \(age) months", zh: "已在第 \(age) 个月流失")
          : Phrase(
            en: "stayed \(age) months: \(shown[0]) payments of \(shown[1]) to come, discounted",
            zh: "已留存 \(age) 个月：预期还有 \(shown[0]) 次（折现）每次 \(shown[1]) 的付款"))
    }
    return PlainValue(
      .retention, customers,
      parameters: [
        LifetimeValue.Parameter(
          name: "alpha", value: fit.model.alpha, standardError: fit.standardErrors?[0]),
        LifetimeValue.Parameter(
          name: "beta", value: fit.model.beta, standardError: fit.standardErrors?[1]),
      ],
      steps: [
        "retention in month t = (beta + t - 1) / (alpha + beta + t - 1)",
        "payments = sum over \(options.horizonMonths) months of the chance to stay so long / (1 +"
          + " discountRate)^(delay / 12)",
        "ltv = margin * fee * payments - cac",
      ],
      grade: grade(fit, lives), definition: definition(fit),
      notices: notices(fit), asOf: asOf, horizonMonths: options.horizonMonths)
  }

  private func grade(_ fit: ShiftedBetaGeometricFit, _ lives: SubscriberLives) -> Grade {
    let (left, count) = (Words.fixed(lives.leavers, 0), Words.fixed(lives.count, 0))
    let isEnough = fit.rung == .maximum && lives.leavers >= 30
    return Grade(
      fit.rung == .prior ? .d : isEnough ? .b : .c,
      Phrase(
        en: "\(left) of \(count) have left: the retention of the months ahead is "
          + (fit.rung == .prior ? "a cautious guess" : "read off them, and was not tested"),
        zh: "\(count) 位中有 \(left) 位流失：未来留存率"
          + (fit.rung == .prior ? "为保守估计" : "由此推得，未经后续检验")))
  }

  private func definition(_ fit: ShiftedBetaGeometricFit) -> Phrase {
    let first = Words.percent(fit.model.retention(1))
    let later = Words.percent(fit.model.retention(13))
    return Phrase(
      en: "value = margin * monthly fee * payments to come in \(options.horizonMonths) months, less"
        + " cac; who has stayed t months stays another with (beta + t) / (alpha + beta + t):"
        + " \(first) in the first month, \(later) after a year (shifted beta-geometric)",
      zh: "价值 = 毛利率 × 月费 × 未来 \(options.horizonMonths) 个月的预期付款次数 − 获客成本；已留存 t 个月者再留一月的概率为"
        + " (beta + t) / (alpha + beta + t)：首月 \(first)，一年后 \(later)（sBG 模型）")
  }

  private func notices(_ fit: ShiftedBetaGeometricFit) -> [Notice] {
    var notices: [Notice] = []
    if headers.fee == nil {
      notices.append(
        Notice(
          "noFee", en: "no column says what they pay: values count payments of 1",
          zh: "没有费用列：价值按每次付款为 1 计"))
    }
    if isDays {
      notices.append(
        Notice(
          "tenureInDays", en: "\(headers.tenure) is read as days", zh: "\(headers.tenure) 按天读取",
          path: "columns"))
    }
    if options.margin == 1, headers.fee != nil {
      notices.append(
        Notice(
          "revenueNotProfit", en: "margin is 1, so this is revenue, not profit",
          zh: "margin 为 1，结果是收入而非利润", path: "margin"))
    }
    switch fit.rung {
    case .maximum: break
    case .geometric:
      notices.append(
        Notice(
          "oneRate", en: "everybody leaves at about one rate: no loyal core is seen",
          zh: "流失率大致恒定，未见忠诚核心"))
    case .prior:
      notices.append(
        Notice(
          "priorUsed", en: "too few have left to learn from: a cautious prior stands in",
          zh: "流失者过少，以保守先验代替"))
    }
    return notices
  }
}
