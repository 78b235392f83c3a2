/// The sets of clustering.json, prepared as written there.
import Foundation
import Numerics
import Support
import TestKit
import Testing

enum ClusterData {
  static let names = ["mall", "wholesale", "rfm", "mall_income_score_unscaled"]
  static let hasShared = Repository.hasShared

  static func points(_ name: String) throws -> Matrix {
    switch name {
    case "mall": scaled(try mall(3))
    case "wholesale": scaled(try wholesale())
    case "rfm": scaled(try retail.get())
    default: try mall(2)
    }
  }

  static func scaled(_ raw: Matrix) -> Matrix { Scaling.standard(of: raw).apply(to: raw) }

  private static func lines(_ path: String) throws -> [[Substring]] {
    let path = try #require(Repository.shared(path))
    return try String(contentsOfFile: path, encoding: .utf8)
      .split(whereSeparator: \.isNewline).dropFirst().map { $0.split(separator: ",") }
  }

  private static func mall(_ width: Int) throws -> Matrix {
    Matrix(rows: try lines("data/mall/mall.csv").map { $0.suffix(width).compactMap { Double($0) } })
  }

  private static func wholesale() throws -> Matrix {
    Matrix(
      rows: try lines("data/wholesale/wholesale.csv").map { cells in
        cells.suffix(6).compactMap { Double($0) }.map { log1p($0) }
      })
  }

  /// Recency, orders and money of the customers of Online Retail, by rising id, in logarithms.
  private static let retail = Result { () throws -> Matrix in
    let path = try #require(Repository.shared("data/online_retail/online_retail.csv.gz"))
    let script = """
      gzip -dc '\(path)' | awk -F, 'NR > 1 && $(NF-1) != "" && substr($1, 1, 1) != "C" \
      && $(NF-4) > 0 && $(NF-2) > 0 { id = $(NF-1) + 0; day = substr($(NF-3), 1, 10); \
      if (day > last[id]) last[id] = day; \
      if (!((id, $1) in seen)) { seen[id, $1] = 1; orders[id]++ } \
      money[id] += $(NF-4) * $(NF-2) } \
      END { for (id in last) printf "%d %s %d %.17g\\n", id, last[id], orders[id], money[id] }' \
      | sort -n
      """
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let day = Date.ISO8601FormatStyle().year().month().day()
    let snapshot = try Date("2011-12-10", strategy: day)
    let rows = try text.split(separator: "\n").map { line -> [Double] in
      let words = line.split(separator: " ")
      let recency = snapshot.timeIntervalSince(try Date(String(words[1]), strategy: day)) / 86_400
      return [recency.rounded(), Double(words[2]) ?? 0, Double(words[3]) ?? 0].map { log1p($0) }
    }
    return Matrix(rows: rows)
  }

  /// Labels numbered by their first appearance.
  static func canonical(_ labels: [Int]) -> [Int] {
    var numbers: [Int: Int] = [:]
    return labels.map { label in
      if let number = numbers[label] { return number }
      numbers[label] = numbers.count
      return numbers.count - 1
    }
  }

  static func sizes(_ labels: [Int]) -> [Int] {
    Dictionary(grouping: labels) { $0 }.values.map(\.count).sorted(by: >)
  }

  /// Blobs around `groupCount` far centres, in turn.
  static func blobs(_ rowCount: Int, _ width: Int, _ groupCount: Int, seed: UInt64) -> Matrix {
    var random = SeededRandom(seed: seed)
    let values = (0..<rowCount * width).map { place -> Double in
      let (row, column) = (place / width, place % width)
      return Double((row % groupCount) * (column + 2) * 7 % 31) + random.normal()
    }
    return Matrix(rowCount: rowCount, columnCount: width, values: values)
  }

  static func integers(_ tree: Any?, _ path: String) -> [Int] {
    (value(tree, path) as? [NSNumber] ?? []).map(\.intValue)
  }

  static func numbers(_ tree: Any?, _ path: String) -> [Double] {
    (value(tree, path) as? [NSNumber] ?? []).map(\.doubleValue)
  }
}
