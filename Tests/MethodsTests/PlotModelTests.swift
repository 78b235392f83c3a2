/// `plot` of models: the pictures show the figures of the evaluation, on the same rows.
import Foundation
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct PlotModelTests {
  static let ofLabels = [
    "roc", "pr", "lift", "calibration", "predictedVsActual", "importance", "fit",
  ]

  /// Customers of whom the older and rarer leave more often, by a fixed rule with exceptions.
  static func customers(_ count: Int, from first: Int = 0, isChinese: Bool = false) -> JSON {
    .array(
      (first..<(first + count)).map { index in
        let (age, visits) = (18 + index * 7 % 60, index * 11 % 23)
        let isGone = age - 2 * visits + index * 29 % 41 > 45
        let spend = 3 * Double(age) + 12 * Double(visits) + Double(index * 17 % 50)
        let city = ["Rome", "Oslo", "Bern"][index % 3]
        return isChinese
          ? [
            "客户编号": .string("c\(index)"), "姓名": .string("秘密\(index)"), "年龄": .int(Int64(age)),
            "到店次数": .int(Int64(visits)), "城市": .string(city), "消费金额": .double(spend),
            "是否流失": .string(isGone ? "是" : "否"),
          ]
          : [
            "customer_id": .string("cust-\(index)"), "name": .string("Secret \(index)"),
            "phone": .string("555-01\(10 + index % 89)"), "age": .int(Int64(age)),
            "visits": .int(Int64(visits)), "city": .string(city), "spend": .double(spend),
            "churned": .string(isGone ? "yes" : "no"),
          ]
      })
  }

  private func wish(_ kind: String, _ more: [JSONMember]) -> JSON {
    .object([JSONMember("kind", .string(kind))] + more)
  }

  private func members(_ pairs: [(String, JSON)]) -> [JSONMember] {
    pairs.map { JSONMember($0.0, $0.1) }
  }

  /// The points of the series that begins with these words.
  static func points(
    _ result: JSON?, _ series: String
  ) throws -> [(x: Double, y: Double, low: Double?, high: Double?)] {
    let rows = try #require(result?["data"]?.array)
    return try rows.filter { $0["series"]?.string?.hasPrefix(series) == true }.map {
      (
        try #require($0["x"]?.double), try #require($0["y"]?.double), $0["low"]?.double,
        $0["high"]?.double
      )
    }
  }

  @Test(arguments: ofLabels, [true, false])
  func `every kind is a whole picture in both languages`(kind: String, isChinese: Bool) throws {
    for width in [320, 720, 1_600] {
      let target: JSON = isChinese ? "是否流失" : "churned"
      let result = try answer(
        "plot",
        wish(
          kind,
          members([
            ("rows", Self.customers(240, isChinese: isChinese)), ("target", target),
            ("modelKind", "logistic"), ("width", .int(Int64(width))),
          ])))
      try Picture.check(result, width: Double(width))
      let svg = result["svg"]?.string ?? ""
      #expect(!svg.contains("NaN") && !svg.contains("inf"))
      #expect(svg.unicodeScalars.contains { 0x4e00...0x9fff ~= $0.value } == isChinese)
      for word in ["Secret", "555-01", "cust-1", "秘密"] { #expect(!result.text().contains(word)) }
    }
  }

  /// A workspace with a model of who leaves, and what its training said of unseen rows.
  static func trained(
    _ target: String, kind: String
  ) throws -> (workspace: Workspace, evaluation: JSON) {
    var workspace = Workspace()
    let made = try call(
      "trainModel",
      [
        "rows": Self.customers(600), "target": .string(target), "kind": .string(kind), "cv": 0,
        "features": ["age", "visits", "city"], "saveAs": "kept",
      ], in: &workspace)
    let all = try #require(made.result?["evaluation"], "\(made)")
    #expect(made.result?["model"]?.string == "kept")
    return (workspace, try #require(all["label"] ?? all["number"]))
  }

  @Test func `the curves have the areas, the lift and the bins of the evaluation`() throws {
    var (workspace, evaluation) = try Self.trained("churned", kind: "logistic")
    func plot(_ kind: String) throws -> JSON? {
      try call("plot", wish(kind, members([("model", "kept"), ("lang", "en")])), in: &workspace)
        .result
    }
    let roc = try Self.points(try plot("roc"), "the model")
    let area = zip(roc, roc.dropFirst()).reduce(0) {
      $0 + ($1.1.x - $1.0.x) * ($1.1.y + $1.0.y) / 2
    }
    #expect(abs(area - (evaluation["rocAuc"]?.double ?? -1)) < 1e-5)
    let chosen = try #require(try Self.points(try plot("roc"), "at the threshold").first)
    #expect(abs(chosen.y - (evaluation["recall"]?.double ?? -1)) < 1e-5)
    let pr = try Self.points(try plot("pr"), "the model")
    let average = zip(pr, pr.dropFirst()).reduce(0) { $0 + ($1.1.x - $1.0.x) * $1.1.y }
    #expect(abs(average - (evaluation["prAuc"]?.double ?? -1)) < 1e-5)
    let lift = try Self.points(try plot("lift"), "highest")
    let tenth = try #require(lift.first { abs($0.x - 0.1) < 1e-6 })
    #expect(abs(tenth.y - (evaluation["liftTop10"]?.double ?? -1)) < 1e-5)
    #expect(abs((lift.last?.y ?? 0) - 1) < 1e-9 && lift.last?.x == 1)
    #expect(lift.allSatisfy { ($0.low ?? 9) <= $0.y && $0.y <= ($0.high ?? 0) })
    let bins = try #require(evaluation["reliability"]?.array)
    let drawn = try Self.points(try plot("calibration"), "observed")
    #expect(drawn.count == bins.count && bins.count > 3)
    for (point, bin) in zip(drawn, bins) {
      #expect(abs(point.x - (bin["meanProbability"]?.double ?? -1)) < 1e-5)
      #expect(abs(point.y - (bin["rate"]?.double ?? -1)) < 1e-5)
    }
    let tenths = try Self.points(try plot("predictedVsActual"), "a tenth")
    #expect(tenths.count == 10 && zip(tenths, tenths.dropFirst()).allSatisfy { $0.x <= $1.x })
  }

  @Test func `points of numbers have the error of the evaluation`() throws {
    var (workspace, evaluation) = try Self.trained("spend", kind: "linear")
    let result = try call(
      "plot", ["kind": "predictedVsActual", "model": "kept", "lang": "en"], in: &workspace
    ).result
    let rows = try Self.points(result, "rows")
    #expect(rows.count == evaluation["rows"]?.int.map(Int.init))
    let squares = rows.reduce(0) { $0 + ($1.x - $1.y) * ($1.x - $1.y) }
    let rmse = (squares / Double(rows.count)).squareRoot()
    #expect(abs(rmse - (evaluation["rmse"]?.double ?? -1)) < 1e-3)
  }

  @Test func `a model learnt on the spot is that of trainModel, and new rows judge a kept one`()
    throws
  {
    var (workspace, _) = try Self.trained("churned", kind: "logistic")
    let kept = try call("plot", ["kind": "roc", "model": "kept", "lang": "en"], in: &workspace)
    let fresh = try answer(
      "plot",
      [
        "kind": "roc", "rows": Self.customers(600), "target": "churned", "modelKind": "logistic",
        "features": ["age", "visits", "city"], "lang": "en",
      ])
    #expect(kept.result?["data"] == fresh["data"])
    let new = Self.customers(300, from: 5_000)
    let judged = try call("evaluateModel", ["model": "kept", "rows": new], in: &workspace)
    let drawn = try call(
      "plot", ["kind": "roc", "model": "kept", "rows": new, "lang": "en"], in: &workspace)
    let curve = try Self.points(drawn.result, "the model")
    let area = zip(curve, curve.dropFirst()).reduce(0) {
      $0 + ($1.1.x - $1.0.x) * ($1.1.y + $1.0.y) / 2
    }
    let auc = judged.result?["evaluation"]?["label"]?["rocAuc"]?.double ?? -1
    #expect(abs(area - auc) < 1e-5)
    #expect(drawn.result?["data"] != kept.result?["data"])
  }

  @Test func `what does not fit is refused by name`() throws {
    var (workspace, _) = try Self.trained("spend", kind: "linear")
    let rows = Self.customers(40)
    for (wish, path) in [
      (["kind": "roc", "model": "kept"], "params.kind"),
      (["kind": "roc", "model": "kept", "target": "spend"], "params.target"),
      (["kind": "roc", "model": "kept", "features": ["age"]], "params.features"),
      (["kind": "cohorts", "model": "kept", "rows": rows], "params.model"),
      (["kind": "clusters", "rows": rows, "target": "age"], "params.target"),
      (["kind": "lift", "rows": rows, "k": 3], "params.k"),
      (["kind": "calibration"], "params"), (["kind": "survival", "model": "kept"], "params.model"),
      (["kind": "roc", "model": "kept", "asPublished": true], "params.asPublished"),
      (["kind": "fit", "model": "kept", "x": "shoe size"], "params.x"),
      (["kind": "fit", "model": "kept", "x": "city", "asPublished": true], "params.x"),
      (["kind": "fit", "model": "kept", "groupBy": "city"], "params.groupBy"),
      (["kind": "survival", "rows": rows, "duration": "shoe size"], "params.duration"),
      (["kind": "survival", "rows": rows, "duration": "city"], "params.duration"),
      (["kind": "survival", "rows": rows, "duration": "age", "groupBy": "name"], "params.groupBy"),
    ] as [(JSON, String)] {
      let outcome = try call("plot", wish, in: &workspace)
      #expect(outcome.code == -32602 && outcome.data?["path"]?.string == path, "\(outcome)")
    }
    let unknown = try call("plot", ["kind": "roc", "model": "other"], in: &workspace)
    #expect(unknown.code == 2001)
    let few = try call(
      "plot", ["kind": "roc", "rows": Self.customers(1), "target": "churned"], in: &workspace)
    #expect(few.code == 2004)
  }

  @Test func `few rows are drawn or refused by a code`() throws {
    for count in [0, 1, 2, 3, 5, 12] {
      for kind in Self.ofLabels {
        for target in ["churned", "spend"] {
          let outcome = try call(
            "plot",
            wish(
              kind,
              members([
                ("rows", Self.customers(count)), ("target", .string(target)),
                ("features", ["age", "visits"]),
              ])))
          if let result = outcome.result {
            try Picture.check(result, width: 720)
          } else {
            #expect([-32602, 1006, 2004, 3001].contains(outcome.code), "\(outcome)")
          }
        }
      }
    }
  }
}
