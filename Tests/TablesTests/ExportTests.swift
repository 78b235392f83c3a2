/// Files as tills, shop platforms and spreadsheets export them, in both languages: what each column
/// was taken for, how many rows there are, and what the reader was told. `Tests/Exports` holds
/// them, `expected.json` beside them says what is right.
import Foundation
import Support
import TestKit
import Testing

@testable import Tables

@Suite struct ExportTests {
  struct Export: Decodable, Sendable, CustomTestStringConvertible {
    let file: String
    let roles: [String: String]
    let kind: String?
    let rows: Int?
    let notices: [String]?
    let values: Values?

    struct Values: Decodable, Sendable {
      let amountSum: Double?
      let firstDate: String?
      let firstCustomer: String?
    }

    var testDescription: String { file }

    func read() throws -> Table {
      try TableReader.read(
        path: Repository.file("Tests/Exports/\(file)").path, ReadOptions(), Run())
    }
  }

  static let all: [Export] = {
    let data = try? Data(contentsOf: Repository.file("Tests/Exports/expected.json"))
    return data.flatMap { try? JSONDecoder().decode([Export].self, from: $0) } ?? []
  }()

  static let readable = all.filter { $0.rows != 0 }

  @Test func `there are at least sixty files, and each is expected`() throws {
    let folder = Repository.file("Tests/Exports").path
    let files = Set(try FileManager.default.contentsOfDirectory(atPath: folder))
    let names = Self.all.map { $0.file.precomposedStringWithCanonicalMapping }
    #expect(names.count >= 60)
    #expect(
      Set(files.map(\.precomposedStringWithCanonicalMapping)) == Set(names + ["expected.json"]))
  }

  @Test func `of all roles of all files at least 95 of 100 are right, and none is made up`() throws
  {
    var (right, all, extra) = (0, 0, 0)
    for export in Self.readable {
      let roles = try export.read().roles
      for (name, header) in export.roles {
        all += 1
        if let role = Role(rawValue: name), roles[role]?.header == header { right += 1 }
      }
      extra += roles.keys.filter { export.roles[$0.rawValue] == nil }.count
    }
    #expect(right * 100 >= all * 95, "\(right) of \(all)")
    #expect(extra * 100 <= all * 5, "\(extra) of \(all)")
  }

  @Test(arguments: readable)
  func `columns, rows and doubts of an export are seen as they are`(_ export: Export) throws {
    let table = try export.read()
    let found = Dictionary(
      table.roles.map { ($0.key.rawValue, $0.value.header) }, uniquingKeysWith: { a, _ in a })
    #expect(found == export.roles)
    if let kind = export.kind { #expect(table.kind.rawValue == kind) }
    if let rows = export.rows { #expect(table.rowCount == rows) }
    let codes = Set(table.notices.map(\.code))
    #expect(codes.isSuperset(of: export.notices ?? []), "\(codes)")
    if let sum = export.values?.amountSum {
      let amounts = try #require(table.column(.amount)?.number)
      #expect(abs(amounts.values.reduce(0, +) - sum) < 0.005)
    }
    if let day = export.values?.firstDate {
      let dates = try #require(table.column(.date)?.date)
      #expect(dates.days.min().map { CivilDate.text(days: $0) } == day)
    }
    if let id = export.values?.firstCustomer {
      #expect(table.column(.customerId)?.text?[0] == id)
    }
  }

  @Test(arguments: all.filter { $0.rows == 0 })
  func `a file without rows says so`(_ export: Export) {
    #expect { try export.read() } throws: { error in
      if case TableError.emptyTable = error { true } else { false }
    }
  }
}
