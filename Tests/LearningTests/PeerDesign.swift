/// The peers' design matrices, made by the rules of `reference/README.md`: every fifth row tests,
/// numbers are scaled by the training rows, categories become 0/1 columns without the first.
import Foundation
import Numerics
import TestKit

/// A file as texts, column by column.
struct PeerTable {
  var names: [String] = []
  var columns: [String: [String]] = [:]

  init(_ path: String) throws {
    var rows = try Self.text(path).split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    guard !rows.isEmpty else { return }
    names = rows.removeFirst()
    for (place, name) in names.enumerated() { columns[name] = rows.map { $0[place] } }
  }

  /// The text of a file below `data`, packed or not; none of them has quotes.
  private static func text(_ path: String) throws -> String {
    if let plain = Repository.shared("data/" + path) {
      return try String(contentsOfFile: plain, encoding: .utf8)
    }
    guard let packed = Repository.shared("data/" + path + ".gz") else { return "" }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", packed]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).filter { $0 != "\"" }
  }

  subscript(name: String) -> [String] { columns[name] ?? [] }
}

struct PeerDesign {
  enum Kind { case number, flag, category }

  let names: [String]
  let features: Matrix
  let labels: [Double]
  let train: [Int]
  let test: [Int]

  init(
    _ table: PeerTable, _ spec: [(name: String, kind: Kind)], labels: [Double],
    train: ((Int) -> Bool)? = nil
  ) {
    let isTrain = train ?? { $0 % 5 != 0 }
    let rows = labels.indices
    var names: [String] = []
    var columns: [[Double]] = []
    for (name, kind) in spec {
      let texts = table[name]
      switch kind {
      case .category:
        let used = Set(rows.lazy.filter(isTrain).map { texts[$0] })
        // Names in these files are ASCII, so their order is that of the code points.
        for word in used.sorted(by: { Array($0.utf8).lexicographicallyPrecedes($1.utf8) })
          .dropFirst()
        {
          names.append("\(name)=\(word)")
          columns.append(texts.map { $0 == word ? 1 : 0 })
        }
      case .number, .flag:
        var column = texts.map { Double($0) ?? 0 }
        if kind == .number {
          let moments = Moments(of: rows.filter(isTrain).map { column[$0] })
          let spread = moments.variance.squareRoot()
          column = column.map { ($0 - moments.mean) / spread }
        }
        names.append(name)
        columns.append(column)
      }
    }
    self.names = names
    features = Matrix(columns: columns)
    self.labels = labels
    self.train = rows.filter(isTrain)
    test = rows.filter { !isTrain($0) }
  }

  var trainFeatures: Matrix { features.rows(train) }
  var trainLabels: [Double] { train.map { labels[$0] } }
  var testFeatures: Matrix { features.rows(test) }
  var testLabels: [Double] { test.map { labels[$0] } }
}

extension PeerDesign {
  /// Telco customers as the peers read them.
  static func telcoTable() throws -> PeerTable {
    var table = try PeerTable("telco/telco.csv")
    for name in table.names {
      table.columns[name] = table[name].map {
        $0 == "No internet service" || $0 == "No phone service" ? "No" : $0
      }
    }
    return table
  }

  /// - Parameter remainder: the rows whose place leaves this when divided by five are tested.
  static func churn(_ name: String, remainder: Int = 0) throws -> PeerDesign {
    let (table, spec, labels) = try churnColumns(name)
    return PeerDesign(table, spec, labels: labels) { $0 % 5 != remainder }
  }

  /// What is read of a set: the columns and how, and the labels.
  static func churnColumns(
    _ name: String
  ) throws -> (table: PeerTable, spec: [(name: String, kind: Kind)], labels: [Double]) {
    let table = try name == "telco" ? telcoTable() : PeerTable("\(name)/\(name).csv")
    let numbers: Set<String>
    var used = table.names
    var flags: Set<String> = []
    var target = "Churn"
    switch name {
    case "telco":
      numbers = ["tenure", "MonthlyCharges", "TotalCharges"]
      flags = ["SeniorCitizen"]
      used = Array(used.dropFirst().dropLast())
    case "bank_churn":
      numbers = [
        "CreditScore", "Age", "Tenure", "Balance", "NumOfProducts", "EstimatedSalary",
      ]
      flags = ["HasCrCard", "IsActiveMember"]
      target = "Exited"
      used = Array(used.dropFirst(3).dropLast())
    case "subscription_churn":
      used = [
        "Age", "Gender", "Tenure", "Usage Frequency", "Support Calls", "Payment Delay",
        "Subscription Type", "Contract Length", "Total Spend", "Last Interaction",
      ]
      numbers = Set(used).subtracting(["Gender", "Subscription Type", "Contract Length"])
    default:
      numbers = ["day", "campaign", "pdays", "previous", "age", "balance"]
      target = "y"
      used = used.filter { $0 != "duration" && $0 != "y" }
    }
    let spec = used.map { column -> (name: String, kind: Kind) in
      (column, numbers.contains(column) ? .number : flags.contains(column) ? .flag : .category)
    }
    let labels = table[target].map { ["Yes", "yes", "1", "1.0"].contains($0) ? 1.0 : 0 }
    return (table, spec, labels)
  }

  /// The peers' coefficients in the order of these columns, the intercept first if they have one.
  func coefficients(_ tree: Any?, intercept: Bool = true) -> [Double] {
    let map = tree as? [String: Any] ?? [:]
    return ((intercept ? ["intercept"] : []) + names).map {
      (map[$0] as? NSNumber)?.doubleValue ?? .nan
    }
  }
}

/// The largest difference between two lists.
func gap(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).map { abs($0 - $1) }.max() ?? 0
}

/// A list of numbers in a tree of Foundation values.
func numbers(_ tree: Any?, _ path: String) -> [Double] {
  (value(tree, path) as? [Any] ?? []).map { ($0 as? NSNumber)?.doubleValue ?? .nan }
}
