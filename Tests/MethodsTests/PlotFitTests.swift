/// `plot` of what a model makes of a feature, of what matters, and of who is still there.
import Foundation
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct PlotFitTests {
  private func warnings(_ result: JSON?) -> [String] {
    result?["warnings"]?.array?.compactMap { $0["code"]?.string } ?? []
  }

  /// Predictions of the kept model for rows, in the order of the rows.
  private func predictions(_ rows: [JSON], in workspace: inout Workspace) throws -> [Double] {
    let answer = try call(
      "predict",
      ["model": "kept", "rows": .array(rows), "limit": .int(Int64(rows.count)), "explain": 0],
      in: &workspace)
    let found = try #require(answer.result?["predictions"]?.array, "\(answer)")
    var byId: [String: Double] = [:]
    for row in found { byId[row["customerId"]?.string ?? ""] = row["prediction"]?.double }
    return try rows.map { try #require(byId[$0["customer_id"]?.string ?? ""]) }
  }

  private func replacing(_ name: String, in row: JSON, with value: JSON) -> JSON {
    guard case .object(let members) = row else { return row }
    return .object(members.map { $0.key == name ? JSONMember(name, value) : $0 })
  }

  @Test(arguments: [("churned", "gbdt"), ("churned", "logistic"), ("spend", "linear")])
  func `a fit is what predict says on average when all have the same value`(
    target: String, kind: String
  ) throws {
    var (workspace, _) = try PlotModelTests.trained(target, kind: kind)
    let rows = try #require(PlotModelTests.customers(300).array)
    let result = try call(
      "plot", ["kind": "fit", "model": "kept", "rows": .array(rows), "x": "age", "lang": "en"],
      in: &workspace
    ).result
    let curve = try PlotModelTests.points(result, "the model on average")
    #expect(curve.count >= 20 && zip(curve, curve.dropFirst()).allSatisfy { $0.x < $1.x })
    for point in [curve[0], curve[curve.count / 2], curve[curve.count - 1]] {
      let same = rows.map { replacing("age", in: $0, with: .int(Int64(point.x))) }
      let said = try predictions(same, in: &workspace).sorted()
      let mean = said.reduce(0, +) / Double(said.count)
      #expect(abs(mean - point.y) < 1e-4 * max(1, abs(mean)))
      // Type 7 quantiles by hand.
      for (share, bound) in [(0.1, point.low), (0.9, point.high)] {
        let place = share * Double(said.count - 1)
        let (below, part) = (Int(place), place - place.rounded(.down))
        let value = said[below] + part * (said[below + 1] - said[below])
        #expect(abs(value - (bound ?? .infinity)) < 1e-4 * max(1, abs(value)))
      }
    }
  }

  @Test func `a fit of words ranks them, and one of memory needs no data`() throws {
    var (workspace, _) = try PlotModelTests.trained("spend", kind: "linear")
    let words = try call("plot", ["kind": "fit", "model": "kept", "x": "city"], in: &workspace)
    let rows = try #require(words.result?["data"]?.array)
    #expect(Set(rows.compactMap { $0["name"]?.string }) == ["Rome", "Oslo", "Bern"])
    try Picture.check(try #require(words.result), width: 720)
    // The rows that are remembered are all of 600, so what is drawn is what the data give.
    let alone = try call("plot", ["kind": "fit", "model": "kept", "lang": "en"], in: &workspace)
    let with = try call(
      "plot",
      ["kind": "fit", "model": "kept", "rows": PlotModelTests.customers(600), "lang": "en"],
      in: &workspace)
    #expect(alone.result?["title"] == "spend by age")
    #expect(alone.result?["data"] == with.result?["data"])
  }

  @Test func `as published, points are joined in the order of the file, and the flaws are said`()
    throws
  {
    var (workspace, _) = try PlotModelTests.trained("spend", kind: "linear")
    let rows = try #require(PlotModelTests.customers(200).array)
    let wish: [JSONMember] = [
      JSONMember("kind", "fit"), JSONMember("model", "kept"), JSONMember("x", "age"),
      JSONMember("rows", .array(rows)), JSONMember("lang", "both"),
    ]
    let drawn = try call(
      "plot", .object(wish + [JSONMember("asPublished", true)]), in: &workspace
    ).result
    let line = try PlotModelTests.points(drawn, "predictions, joined")
    let said = try predictions(rows, in: &workspace)
    #expect(line.map(\.x) == rows.compactMap { $0["age"]?.double })
    #expect(zip(line, said).allSatisfy { abs($0.y - $1) < 1e-2 } && line.count == said.count)
    let warning = try #require(drawn?["warnings"]?.array?.first)
    #expect(warning["code"] == "publishedFit")
    let text = warning["message"]?.text() ?? ""
    for word in ["zigzag", "3 features", "partial dependence", "锯齿", "偏依赖"] {
      #expect(text.contains(word), "\(word) in \(text)")
    }
    let plain = try call("plot", .object(wish), in: &workspace).result
    #expect(!warnings(plain).contains("publishedFit"))
  }

  @Test func `of a sorted file and one feature nothing is said of zigzags and lines`() throws {
    let rows = (0..<60).map { row -> JSON in
      let spend = 100 + 3 * row + row * 7 % 11
      return ["age": .int(Int64(20 + row / 2)), "spend": .int(Int64(spend))]
    }
    let result = try answer(
      "plot",
      ["kind": "fit", "rows": .array(rows), "target": "spend", "x": "age", "asPublished": true])
    let text = result["warnings"]?.array?.first?["message"]?.text() ?? ""
    #expect(text.contains("as published") && !text.contains("zigzag") && !text.contains("features"))
  }

  @Test func `a purchase of 0 and 1 is learnt by logistic, and it is said`() throws {
    let rows = (0..<200).map { row -> JSON in
      let (age, income) = (20 + row * 7 % 45, 20 + row * 11 % 60)
      let isBought = age + income + row * 13 % 37 > 105
      return [
        "age": .int(Int64(age)), "income": .int(Int64(income)), "purchase": isBought ? 1 : 0,
      ]
    }
    func plot(_ more: [JSONMember]) throws -> JSON {
      try answer(
        "plot",
        .object(
          [
            JSONMember("kind", "fit"), JSONMember("rows", .array(rows)), JSONMember("x", "age"),
            JSONMember("target", "purchase"), JSONMember("features", ["age", "income"]),
            JSONMember("lang", "en"),
          ] + more))
    }
    let published = try plot([JSONMember("asPublished", true)])
    #expect(warnings(published) == ["publishedFit", "chanceNotLine"])
    #expect(published["warnings"]?.text().contains("learnt by logistic") == true)
    let line = try PlotModelTests.points(published, "predictions, joined")
    #expect(line.count == 200 && line.allSatisfy { 0 < $0.y && $0.y < 1 })
    let straight = try plot([JSONMember("modelKind", "linear")])
    #expect(straight["warnings"]?.text().contains("modelKind logistic") == true)
    let better = try plot([JSONMember("modelKind", "logistic")])
    #expect(warnings(better) == ["chanceNotLine"])
    let rates = try PlotModelTests.points(better, "observed rate")
    #expect(
      rates.count == 10 && rates.allSatisfy { ($0.low ?? 2) <= $0.y && $0.y <= ($0.high ?? -1) })
  }

  @Test func `importance draws the weights of the training, or of the rows that are given`() throws
  {
    var workspace = Workspace()
    let rows = PlotModelTests.customers(600)
    let made = try call(
      "trainModel",
      ["rows": rows, "target": "churned", "kind": "logistic", "cv": 0, "saveAs": "kept"],
      in: &workspace)
    let weights = try #require(made.result?["importance"]?.array)
    let drawn = try call("plot", ["kind": "importance", "model": "kept"], in: &workspace)
    let items = try #require(drawn.result?["data"]?.array)
    #expect(items.compactMap { $0["name"]?.string } == weights.compactMap { $0["feature"]?.string })
    for (item, weight) in zip(items, weights) {
      let (value, deviation) = (weight["value"]?.double ?? 9, weight["deviation"]?.double ?? 9)
      #expect(abs((item["value"]?.double ?? -9) - value) < 1e-5)
      #expect(abs((item["high"]?.double ?? -9) - value - deviation) < 1e-5)
    }
    let other = try call(
      "plot",
      ["kind": "importance", "model": "kept", "rows": PlotModelTests.customers(90, from: 900)],
      in: &workspace)
    #expect(other.result != nil && other.result?["data"] != drawn.result?["data"])
  }

  /// Customers of two plans who leave or stay, by a fixed rule.
  private func members(_ count: Int, plans: Int = 2) -> [JSON] {
    (0..<count).map { row in
      let plan = row % plans
      return [
        "member": .string("m\(row)"), "months": .int(Int64(1 + row * 7 % 19 + 4 * plan)),
        "plan": .string("plan \(plan)"), "left": .string(row * 5 % 7 < 4 ? "yes" : "no"),
      ]
    }
  }

  @Test func `survival curves are products of shares, one for each group`() throws {
    let rows = members(140)
    let result = try answer(
      "plot",
      [
        "kind": "survival", "rows": .array(rows), "duration": "months", "event": "left",
        "groupBy": "plan",
      ])
    try Picture.check(result, width: 720)
    for plan in ["plan 0", "plan 1"] {
      let own = rows.filter { $0["plan"]?.string == plan }.map {
        (time: $0["months"]?.double ?? 0, isEnd: $0["left"]?.string == "yes")
      }
      let curve = try PlotModelTests.points(result, plan)
      #expect(curve.first?.x == 0 && curve.first?.y == 1)
      var share = 1.0
      for point in curve.dropFirst() {
        let atRisk = own.count { $0.time >= point.x }
        share *= 1 - Double(own.count { $0.time == point.x && $0.isEnd }) / Double(atRisk)
        #expect(abs(share - point.y) < 1e-5)
        #expect((point.low ?? 2) <= point.y + 1e-9 && point.y <= (point.high ?? -1) + 1e-9)
      }
      #expect(curve.count == Set(own.map(\.time)).count + 1)
    }
  }

  @Test func `as many groups as there are colours are drawn, and it is said`() throws {
    let most = Limits.plotGroups
    for (plans, drawn) in [(most, most), (most + 1, most)] {
      let result = try answer(
        "plot",
        [
          "kind": "survival", "rows": .array(members(180, plans: plans)), "duration": "months",
          "event": "left", "groupBy": "plan", "lang": "zh",
        ])
      let names = Set(result["data"]?.array?.compactMap { $0["series"]?.string } ?? [])
      #expect(names.count == drawn)
      #expect(result["svg"]?.string?.contains("未绘出") == (plans > drawn))
      try Picture.check(result, width: 720)
    }
  }

  @Test func `as many features and words as the bound has are drawn, and it is said`() throws {
    let most = Limits.plotFeatures
    for count in [most, most + 1] {
      let rows = (0..<420).map { row -> JSON in
        var members = (0..<count - 1).map { feature in
          JSONMember("f\(feature)", .int(Int64(row * (feature + 3) % 31)))
        }
        members.append(JSONMember("city", .string("city \(row % count)")))
        let spend = row * 3 % 31 * 5 + row % count * 20
        return .object(members + [JSONMember("spend", .int(Int64(spend)))])
      }
      for (kind, more) in [("importance", []), ("fit", [JSONMember("x", "city")])] {
        let result = try answer(
          "plot",
          .object(
            [
              JSONMember("kind", .string(kind)), JSONMember("rows", .array(rows)),
              JSONMember("target", "spend"), JSONMember("modelKind", "ridge"),
              JSONMember("lang", "en"),
            ] + more))
        try Picture.check(result, width: 720)
        #expect(result["data"]?.array?.count == most)
        #expect(result["svg"]?.string?.contains("not drawn") == (count > most))
      }
    }
  }

  @Test func `durations below 0 and rows without any are not drawn`() throws {
    let below = try call(
      "plot",
      [
        "kind": "survival", "duration": "months", "event": "left",
        "rows": [["months": -1, "left": "yes"], ["months": 3, "left": "no"]],
      ])
    #expect(below.code == 1009)
    let some = try answer(
      "plot",
      [
        "kind": "survival", "duration": "months", "event": "left",
        "rows": [
          ["months": 2, "left": "yes"], ["months": 3, "left": "no"],
          ["months": .null, "left": "no"],
        ],
      ])
    #expect(warnings(some).contains("rowsLeftOut"))
  }

  @Test(
    .enabled(if: Repository.hasShared, "the data beside the repository are absent"),
    arguments: [nil, "Month-to-month", "One year", "Two year"])
  func `curves of telco are those of lifelines`(contract: String?) throws {
    let path = try #require(Repository.shared("data/telco/telco.csv"))
    let curves =
      value(
        try Repository.reference("survival.json"), "results.kaplan_meier") as? [String: Any]
    let expected = try #require(curves?[contract.map { "Contract=\($0)" } ?? "all"])
    var wish: [JSONMember] = [
      JSONMember("kind", "survival"), JSONMember("path", .string(path)),
      JSONMember("duration", "tenure"), JSONMember("event", "Churn"), JSONMember("lang", "en"),
    ]
    if contract != nil { wish.append(JSONMember("groupBy", "Contract")) }
    let result = try answer("plot", .object(wish))
    let drawn = try PlotModelTests.points(result, contract ?? "all")
    let times = try #require(value(expected, "times") as? [Double])
    let shares = try #require(value(expected, "survival") as? [Double])
    #expect(drawn.map(\.x) == times)
    // A picture's data have five decimals.
    #expect(zip(drawn, shares).allSatisfy { abs($0.y - $1) < 6e-6 } && shares.count == 73)
  }

  @Test(
    .enabled(if: Repository.hasShared, "the data beside the repository are absent"),
    arguments: [false, true])
  func `the published example is one call on a file with ages`(isPublished: Bool) throws {
    let path = try #require(Repository.shared("data/mall/mall.csv"))
    let result = try answer(
      "plot",
      [
        "kind": "fit", "path": .string(path), "target": "Spending Score (1-100)",
        "features": ["Age", "Annual Income (k$)"], "modelKind": "linear", "x": "Age", "lang": "en",
        "asPublished": .bool(isPublished),
      ])
    try Picture.check(result, width: 720)
    #expect(warnings(result).contains("publishedFit") == isPublished)
    // Slope of the least squares fit on both columns, by scikit-learn 1.9.1.
    let line = try PlotModelTests.points(
      result, isPublished ? "predictions, joined" : "the model on average")
    if !isPublished {
      let (first, last) = (try #require(line.first), try #require(line.last))
      let slope = (last.y - first.y) / (last.x - first.x)
      #expect(abs(slope - -0.60478726) < 1e-4)
    } else {
      #expect(line.count == 200)
    }
  }
}
