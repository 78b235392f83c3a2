/// `plot`: pictures that hold together whatever is drawn, and nobody's name in them.
import Foundation
import Methods
import Support
import TestKit
import Testing
import Wire

@Suite struct PlotTests {
  /// The members every request for this kind has here: few groups are tried, to save time.
  private func members(_ kind: String) -> [JSONMember] {
    [JSONMember("kind", .string(kind))] + (kind == "kCurve" ? [JSONMember("kMax", 3)] : [])
  }

  private static let kinds = ["clusters", "kCurve", "rfmHeatmap", "cohorts", "histogram"]

  private func orders(_ count: Int, customers: Int = 30) -> JSON {
    .array(
      (0..<count).map { index in
        let (day, month, customer) = (1 + index * 5 % 27, 1 + index % 9, index % customers)
        let date = "2024-0\(month)-\(day < 10 ? "0" : "")\(day)"
        let phone = "555-01\(10 + index % 89)"
        let amount = Int64(10 + index * 13 % 90)
        return [
          "customer_id": .string("cust-\(customer)"),
          "full name": .string("Person\(customer) Secret"), "phone": .string(phone),
          "date": .string(date), "amount": .int(amount),
        ]
      })
  }

  @Test(arguments: kinds, ["en", "zh"])
  func `every kind is a whole picture in both languages`(kind: String, language: String) throws {
    for width in [320, 720, 1_600] {
      let result = try answer(
        "plot",
        .object(
          members(kind) + [
            JSONMember("rows", orders(160)), JSONMember("lang", .string(language)),
            JSONMember("width", .int(Int64(width))),
          ]))
      try Picture.check(result, width: Double(width))
      let svg = result["svg"]?.string ?? ""
      #expect(!svg.contains("NaN") && !svg.contains("inf"))
      let hasHan = svg.unicodeScalars.contains { 0x4e00...0x9fff ~= $0.value }
      #expect(hasHan == (language == "zh"))
    }
  }

  @Test(arguments: kinds)
  func `nobody's name, number or id is in a picture`(kind: String) throws {
    let result = try answer("plot", .object(members(kind) + [JSONMember("rows", orders(160))]))
    let text = result.text()
    for word in ["Secret", "555-01", "cust-1"] { #expect(!text.contains(word)) }
  }

  @Test(arguments: [1, 2, 3, 5, 9])
  func `few rows are drawn or refused by a code`(count: Int) throws {
    for kind in Self.kinds {
      let outcome = try call(
        "plot", .object(members(kind) + [JSONMember("rows", orders(count, customers: 4))]))
      if let result = outcome.result {
        try Picture.check(result, width: 720)
      } else {
        #expect([3001, 3002].contains(outcome.code), "\(kind): \(outcome.message ?? "")")
      }
    }
  }

  @Test func `names that are long and strange stay inside`() throws {
    let header = "<b>A \"very\" long & odd header that can stand nowhere 非常长的列名非常长的列名"
    let rows = (0..<60).map { row -> JSON in
      let figures = [row * 7 % 31, row * row % 97, row % 13].map { JSON.int(Int64($0)) }
      let members = zip([header, "年收入（万元）", "score"], figures).map { JSONMember($0, $1) }
      return .object([JSONMember("customer_id", .string("c\(row)"))] + members)
    }
    for kind in ["clusters", "histogram", "kCurve"] {
      for width in [320, 720] {
        var wish = members(kind)
        wish += [JSONMember("rows", .array(rows)), JSONMember("width", .int(Int64(width)))]
        if kind == "histogram" { wish.append(JSONMember("column", .string(header))) }
        try Picture.check(try answer("plot", .object(wish)), width: Double(width))
      }
    }
  }

  @Test func `many points are drawn as many as the bound has, and it is said`() throws {
    for (count, drawn) in [
      (Limits.plotPoints, Limits.plotPoints), (Limits.plotPoints + 1, Limits.plotPoints),
    ] {
      let rows = (0..<count).map { row -> JSON in
        let id = JSON.string("c\(row)")
        let (a, b) = (JSON.int(Int64(row % 71)), JSON.int(Int64(row % 97)))
        return ["customer_id": id, "a": a, "b": b]
      }
      let result = try answer(
        "plot", ["kind": "clusters", "rows": .array(rows), "k": 3, "method": "kmeans"])
      #expect(result["data"]?.array?.count == drawn)
      let isSaid = result["svg"]?.string?.contains("chosen by the seed") ?? false
      #expect(isSaid == (drawn < count))
    }
  }

  @Test func `what a kind has no use for is refused`() throws {
    let rows = orders(40)
    for (kind, name, value) in [
      ("histogram", "k", 3), ("cohorts", "column", "amount"), ("clusters", "metric", "orders"),
      ("kCurve", "bins", 5), ("rfmHeatmap", "kMax", 5), ("rfmHeatmap", "bins", 11),
      ("clusters", "x", "nothing"), ("histogram", "column", "phone"),
      ("clusters", "method", "rules"),
    ] as [(String, String, JSON)] {
      let wish: JSON = .object([
        JSONMember("kind", .string(kind)), JSONMember("rows", rows), JSONMember(name, value),
      ])
      let outcome = try call("plot", wish)
      #expect(outcome.code == -32602 && outcome.data?["path"] == .string("params.\(name)"))
    }
    let wordy: JSON = [["a": "x"], ["a": "y"]]
    let none = try call("plot", ["kind": "histogram", "rows": wordy, "column": "a"])
    #expect(none.message?.contains("of which there is none") == true)
    let unknown = try call("plot", ["kind": "pie", "rows": rows])
    for kind in Self.kinds { #expect(unknown.message?.contains(kind) == true) }
    for width in [319, 4_001] {
      let wish: JSON = ["kind": "cohorts", "rows": rows, "width": .int(Int64(width))]
      #expect(try call("plot", wish).code == -32602)
    }
    #expect(try call("plot", ["kind": "cohorts", "rows": rows, "width": 4_000]).code == nil)
  }

  @Test func `the file holds the picture of the answer`() throws {
    let folder = TemporaryFolder()
    let path = folder.file("groups.svg")
    let wish: JSON = [
      "kind": "cohorts", "rows": orders(60), "outputPath": .string(path), "lang": "zh",
    ]
    let result = try answer("plot", wish)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == result["svg"]?.string)
    #expect(result["output"]?["path"]?.string?.hasSuffix("groups.svg") == true)
    #expect(try call("plot", wish).code == 5007)
  }

  @Test func `one seed draws one picture`() throws {
    let wish: JSON = ["kind": "clusters", "rows": orders(120), "k": 3]
    #expect(try answer("plot", wish)["svg"] == answer("plot", wish)["svg"])
  }

  @Test(
    .enabled(if: Repository.hasShared, "the data beside the repository are absent"),
    arguments: kinds)
  func `a real shop is drawn`(kind: String) throws {
    let path = try #require(Repository.shared("data/cdnow/CDNOW_sample.txt"))
    let wish = JSON.object(members(kind) + [JSONMember("path", .string(path))])
    try Picture.check(try answer("plot", wish), width: 720)
  }
}
