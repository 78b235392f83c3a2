/// Every method that takes a table, on tables that are hardly one: no row, one, two, five, columns
/// without any difference, columns without any value. Each gives an answer that fits its schema, or
/// an error that is the caller's and not the server's.
import Analytics
import Foundation
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct SmallTableTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    let name: String
    let rows: JSON

    var testDescription: String { name }

    init(_ name: String, _ rows: [JSON]) {
      self.name = name
      self.rows = .array(rows)
    }
  }

  private static func orders(_ count: Int, isConstant: Bool = false) -> [JSON] {
    (0..<count).map { index in
      let day = isConstant ? 1 : index + 1
      return [
        "customer_id": .string(isConstant ? "a" : "c\(index % 3)"),
        "order_date": .string("2024-01-0\(day)"),
        "product": .string(isConstant ? "tea" : "p\(index % 2)"),
        "amount": .double(isConstant ? 5 : 5 + Double(index)),
      ]
    }
  }

  private static func customers(_ count: Int, isConstant: Bool = false) -> [JSON] {
    (0..<count).map { index -> JSON in
      let age = isConstant ? 30 : 20 + 7 * index
      let spent = isConstant ? 100 : 100 * index
      let churned = isConstant || index % 2 == 0 ? "否" : "是"
      let comment = isConstant ? "好" : "很好吃，第\(index)次来"
      return [
        "客户ID": .string("k\(index)"), "年龄": .int(Int64(age)), "累计消费": .int(Int64(spent)),
        "是否流失": .string(churned), "评论": .string(comment),
      ]
    }
  }

  static let shapes: [Shape] =
    [0, 1, 2, 5].flatMap {
      [Shape("orders of \($0)", orders($0)), Shape("customers of \($0)", customers($0))]
    } + [
      Shape("five equal orders", orders(5, isConstant: true)),
      Shape("five equal customers", customers(5, isConstant: true)),
      Shape(
        "rows without values",
        (0..<5).map { ["customer_id": .string("c\($0)"), "amount": .null, "date": .null] }),
      Shape("one column", (0..<5).map { ["x": .int(Int64($0))] }),
      Shape(
        "huge numbers",
        (0..<5).map { index -> JSON in
          let amount = index % 2 == 0 ? 1e59 : -1e59
          return [
            "customer_id": .string("c\(index)"), "date": "2024-01-01", "amount": .double(amount),
          ]
        }),
      Shape(
        "odd texts",
        (0..<5).map { index -> JSON in
          [
            "customer_id": .string("\u{0}\u{202e}\(index)\"\\,\n"),
            "date": .string(index == 0 ? "0001-01-01" : "9999-12-31"), "amount": 1,
            "comment": "😀\u{fe0f}\u{200d}",
          ]
        }),
    ]

  /// Beside `rows`, what a method needs to be asked at all.
  private static let needed: [String: [JSON]] = [
    "compareSegments": [["a": 1, "b": 2]],
    "assignSegment": [["model": "kept"]],
    "segment": [[:]]
      + ["rfm", "rfm8", "kmeans", "kprototypes", "gmm", "hierarchical", "dbscan", "lifecycle"].map {
        ["method": .string($0)]
      } + [
        ["method": "value"], ["rules": [["name": "x", "when": ["customer_id": "c1"]]]],
      ],
    "predictChurn": [[:], ["mode": "survival"], ["model": "cox", "includeLapsed": true]],
    "cleanDataset": [[:], ["dedupe": "near", "missing": "fill", "outliers": "clip"]],
    "cohorts": [[:], ["metric": "revenue", "by": "week"], ["metric": "ltv"]],
    "buildFeatures": [["set": "rfm"], ["set": "full"]],
    "ltv": [[:], ["method": "bgNbd"]],
    "customerProfile": [["customerId": "c1"]],
    "plot": ["clusters", "kCurve", "rfmHeatmap", "cohorts", "histogram"].map {
      ["kind": .string($0)]
    },
    "queryRows": [[:], ["groupBy": ["customer_id"]]],
    "trainModel": LearnerKind.allCases.map { kind in
      let target = kind.learns.labels ? "churn" : "monetary"
      return ["kind": .string(kind.rawValue), "target": .string(target)]
    },
    "compareModels": [[:], ["target": "amount"], ["target": "monetary"]],
    "tuneModel": [["kind": "logistic"], ["kind": "ridge", "target": "monetary"]],
    "scorecard": [["purpose": "test"], ["purpose": "test", "target": "churn"]],
    "auditFairness": [["model": "learned"], ["model": "learned", "groups": ["customerId"]]],
    "unitEconomics": [[:], ["marketingSpend": 100]],
    "scoreCustomerValue": [[:], ["normalize": "none"]],
    "evaluateFormula": [["expression": "1 + 1"]],
    "predictPurchase": [[:], ["model": "linear"], ["item": "tea"]],
    "mitigateBias": [
      ["model": "learned"], ["model": "learned", "group": "customerId", "method": "dropProxy"],
    ],
    "predict": [["model": "learned"]],
    "evaluateModel": [["model": "learned"]],
    "monitorModel": [["model": "learned"]],
    "explain": [["model": "learned", "row": 1]],
    "whatIf": [["model": "learned", "row": 1, "goal": "low"]],
    "churnSummary": [[:], ["by": "quarter", "churnWindowDays": 1], ["by": "day"]],
    "survival": [
      [:], ["method": "km"], ["method": "weibull"], ["method": "cox", "duration": "monetary"],
      ["by": "age", "horizons": [1, 1e9]],
    ],
  ]

  /// The methods that take rows, each with its parameters.
  private static var asked: [(method: String, params: JSON)] {
    AllMethods.entries.map(\.description)
      .filter { description in description.parameters.contains { $0.name == "rows" } }
      .filter { $0.name != "appendRows" }
      .flatMap { description in
        (needed[description.name] ?? [[:]]).map { (description.name, $0) }
      }
  }

  @Test func `many methods are asked`() {
    #expect(Set(Self.asked.map(\.method)).count >= 18)
  }

  @Test(arguments: shapes)
  func `each method answers or refuses`(_ shape: Shape) throws {
    var workspace = Workspace()
    _ = try call(
      "segment", ["rows": .array(Self.orders(60)), "method": "rfm", "saveAs": "kept"],
      in: &workspace)
    _ = try call(
      "trainModel",
      ["rows": .array(Self.customers(60)), "kind": "logistic", "saveAs": "learned"], in: &workspace)
    for (method, params) in Self.asked {
      var members = [JSONMember("rows", shape.rows)]
      members += params.object ?? []
      var copy = workspace
      let answer = try call(method, .object(members), in: &copy)
      #expect(answer.code != -32603, "\(method) \(params): \(answer)")
      if case .failure(_, let message, _) = answer {
        #expect(!message.isEmpty && !message.contains("Optional("), "\(method): \(message)")
      }
    }
  }
}
