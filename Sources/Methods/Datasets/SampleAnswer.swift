/// The answer of `generateSample`: rows of the data, and what was planted.
import Analytics
import Contract
import Support
import Tables
import Wire

struct SampleAnswer: Answer {
  let summary: Said
  let headers: [String]
  let rows: SampleRows
  let truth: SampleTruth
  let warnings: [Warning]
  let meta: Meta
  let total: Int
  let nextCursor: String?
  var output: SavedFile?
  var truthOutput: SavedFile?

  init(_ sample: Sample, _ params: DataParams, _ page: Page, _ run: Run) {
    let options = sample.options
    let say = params.lang == .auto ? Speaker(options.language) : Speaker(params.lang, of: nil)
    let (from, to) = (
      CivilDate.text(days: sample.firstDay), CivilDate.text(days: options.lastDay)
    )
    let (count, rowCount) = (sample.customers.count, sample.rowCount)
    let left = sample.customers.count(where: \.hasLeft)
    let trade = options.preset.words
    summary = say(
      Phrase(
        en: "\(rowCount) rows of \(count) invented customers (\(trade.en)), "
          + "\(from) to \(to); \(left) of them have left.",
        zh: "\(count) 位虚构客户的 \(rowCount) 行数据（\(trade.zh)），\(from) 至 \(to)；其中 "
          + "\(left) 位已流失。"))
    headers = sample.headers
    rows = SampleRows(sample: sample, format: params.format, page: page.range)
    truth = SampleTruth(sample, page.range, say)
    warnings = [
      say(
        Notice(
          "invented",
          en: "nobody in these data exists: names are made up, numbers are masked or kept for"
            + " stories, addresses end in example.com",
          zh: "数据中的人均不存在：姓名为虚构，号码已脱敏或为保留号段，邮箱为 example.com"))
    ]
    meta = Meta(
      nil, method: options.preset.rawValue, customers: count, asOf: options.lastDay,
      seed: params.seed, run)
    total = page.total
    nextCursor = page.nextCursor
  }

  static let members: [Member<Self>] = [
    Member("summary", \.summary, "What was made, in a sentence."),
    Member("headers", \.headers, "The headers of the data."),
    Member("rows", \.rows, "Rows of the data, as the file holds them."),
    Member("truth", \.truth, "What was planted."),
    Member("warnings", \.warnings, "What to know about the data."),
    Member("meta", \.meta, "How they were made."),
    Member("total", \.total, "Rows in all."),
    Member("nextCursor", ifAny: \.nextCursor, "The cursor of the next page."),
    Member("output", ifAny: \.output, "The file of the data."),
    Member("truthOutput", ifAny: \.truthOutput, "The file of what was planted in each customer."),
  ]
}

/// Rows as objects, columns or CSV. Cells are texts, as in a file.
struct SampleRows: OutputValue {
  let sample: Sample
  let format: RowFormat
  let page: Range<Int>

  static var schema: Schema { QueryRowList.schema }

  func write(_ writer: inout JSONWriter) {
    switch format {
    case .objects:
      writer.beginArray()
      for row in page {
        writer.beginObject()
        for (header, cell) in zip(sample.headers, sample.cells(ofRow: row)) where !cell.isEmpty {
          writer.key(header)
          writer.string(cell)
        }
        writer.endObject()
      }
      writer.endArray()
    case .columns:
      let rows = page.map { sample.cells(ofRow: $0) }
      writer.beginObject()
      for (place, header) in sample.headers.enumerated() {
        writer.key(header)
        writer.beginArray()
        for row in rows {
          if row[place].isEmpty { writer.null() } else { writer.string(row[place]) }
        }
        writer.endArray()
      }
      writer.endObject()
    case .csv:
      var bytes: [UInt8] = []
      CSVWriter.append(row: sample.headers, to: &bytes)
      for row in page { CSVWriter.append(row: sample.cells(ofRow: row), to: &bytes) }
      bytes.withUnsafeBufferPointer { writer.string(utf8: $0) }
    }
  }
}

/// What is true of a sample, beside what its rows show.
struct SampleTruth: Answer {
  let archetypes: [ArchetypeAnswer]
  let tastes: [Said]?
  let ownTasteShare: Double?
  let weights: OutputMap<Double>?
  let left: Int
  let customers: TruthRows

  init(_ sample: Sample, _ rows: Range<Int>, _ say: Speaker) {
    let isLedger = !sample.tastes.isEmpty
    archetypes = sample.archetypes.enumerated().map { place, kind in
      ArchetypeAnswer(
        name: say(kind.name), share: kind.share,
        customers: sample.customers.count { $0.archetype == place },
        ordersPerMonth: kind.ordersPerMonth, leavePerMonth: kind.leavePerMonth)
    }
    tastes = isLedger ? sample.tastes.map { say($0) } : nil
    ownTasteShare = isLedger ? SampleCustomer.loyaltyToTaste : nil
    weights =
      isLedger ? nil : OutputMap(sample.weights.map { (key: $0.column, value: $0.weight) })
    left = sample.customers.count(where: \.hasLeft)
    customers = TruthRows(
      sample: sample, places: Set(rows.map { sample.customer(ofRow: $0) }).sorted())
  }

  static let members: [Member<Self>] = [
    Member("archetypes", \.archetypes, "The kinds of customers."),
    Member("tastes", ifAny: \.tastes, "The corners of the range that customers like."),
    Member(
      "ownTasteShare", ifAny: \.ownTasteShare,
      "The share of purchases from the own corner; the others come from any."),
    Member(
      "weights", ifAny: \.weights,
      "What a standard deviation of the logarithm of a column adds to the log-odds of leaving."),
    Member("left", \.left, "Customers who have left."),
    Member("customers", \.customers, "The truth of the customers in these rows."),
  ]
}

struct ArchetypeAnswer: Answer {
  let name: Said
  let share: Double
  let customers: Int
  let ordersPerMonth: Double?
  let leavePerMonth: Double?

  static let members: [Member<Self>] = [
    Member("name", \.name, "Its name."),
    Member("share", \.share, "The chance that a customer is of this kind."),
    Member("customers", \.customers, "Customers of this kind."),
    Member(
      "ordersPerMonth", ifAny: \.ordersPerMonth, "Mean orders in thirty days of average season."),
    Member("leavePerMonth", ifAny: \.leavePerMonth, "The rate of leaving in thirty days."),
  ]
}

/// What was planted in each of some customers.
struct TruthRows: OutputValue {
  let sample: Sample
  let places: [Int]

  static var schema: Schema { .array(of: .type("object")) }

  func write(_ writer: inout JSONWriter) {
    writer.beginArray()
    for place in places {
      writer.beginObject()
      for (header, cell) in zip(sample.truthHeaders, sample.truth(of: place)) {
        writer.key(header)
        switch cell {
        case .missing: writer.null()
        case .text(let text): writer.string(text)
        case .number(let number): writer.double(number)
        }
      }
      writer.endObject()
    }
    writer.endArray()
  }
}
