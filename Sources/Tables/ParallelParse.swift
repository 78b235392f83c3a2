/// The full parse of a text: chunks on all processors, put together in order.
///
/// What always holds: the result does not depend on where the text is cut, because values are
/// joined in order and codes count by first appearance over the whole text. This is the one file
/// of `Tables` that uses several threads.
import Dispatch
import Glibc
import Support

/// Everything one parse found, by column and chunk.
struct ParsedText: Sendable {
  var parts: [[ColumnPart]]
  var rowCount: Int
  var badRows: [BadRow]
  var badCount: Int
}

/// One chunk of the work. A class, because each thread fills its own.
private final class ChunkWork: @unchecked Sendable {
  let parts: [ColumnPart]
  let range: Range<Int>
  var badRows: [BadRow] = []
  var badCount = 0
  var rowCount = 0

  init(_ plans: [ColumnPlan], _ range: Range<Int>, rows: Int) {
    parts = plans.map { ColumnPart(plan: $0, rows: rows) }
    self.range = range
  }

  func parse(_ tokenizer: RowTokenizer, _ run: Run, maxRows: Int) {
    var batch = RowBatch(columnCount: parts.count)
    var scratch = Scratch()
    var position = range.lowerBound
    while position < range.upperBound, rowCount < maxRows, !run.isCancelled {
      position = tokenizer.fill(&batch, from: position, to: range.upperBound)
      batch.rowCount = min(batch.rowCount, maxRows - rowCount)
      for (column, part) in parts.enumerated() {
        part.append(batch, column: column, base: tokenizer.base, scratch: &scratch)
      }
      rowCount += batch.rowCount
    }
    badRows = batch.badRows
    badCount = batch.badCount
  }
}

enum ParallelParse {
  /// How many threads there are to use.
  static let threads = max(1, min(64, sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  /// Reads the whole text by the plans.
  static func parse(
    _ text: ByteBuffer, _ dialect: Dialect, _ plans: [ColumnPlan], maxRows: Int?,
    rowBytes: Double, chunks: Int?, _ run: Run
  ) throws -> ParsedText {
    let size = text.count - dialect.dataStart
    let count = maxRows != nil ? 1 : chunks ?? (size < 1 << 18 ? 1 : threads)
    let cuts = RowBoundaries.find(text, dialect, count: count)
    let tokenizer = RowTokenizer(text, dialect)
    let work = zip(cuts, cuts.dropFirst()).map { start, end in
      ChunkWork(
        plans, start..<end,
        rows: min(maxRows ?? .max, Int(Double(end - start) / max(1, rowBytes) * 1.02) + 256))
    }
    let shared = Shared(tokenizer: tokenizer)
    DispatchQueue.concurrentPerform(iterations: work.count) { index in
      work[index].parse(shared.tokenizer, run, maxRows: maxRows ?? .max)
    }
    try run.checkpoint()
    var bad: [BadRow] = []
    for chunk in work { bad.append(contentsOf: chunk.badRows) }
    return ParsedText(
      parts: plans.indices.map { column in work.map { $0.parts[column] } },
      rowCount: work.reduce(0) { $0 + $1.rowCount },
      badRows: Array(bad.prefix(Limits.listedBadRows)),
      badCount: work.reduce(0) { $0 + $1.badCount })
  }

  /// The text is only read while the threads run.
  private struct Shared: @unchecked Sendable {
    let tokenizer: RowTokenizer
  }

  /// The profile of each column of a sample.
  static func profiles(_ batch: borrowing RowBatch, _ tokenizer: RowTokenizer) -> [ColumnProfile] {
    let count = batch.columnCount
    let slots = Slots<ColumnProfile>(count: count)
    let sample = SampleCells(batch)
    let shared = Shared(tokenizer: tokenizer)
    forEach(count) { column in
      slots.put(
        ColumnProfile(sample, column: column, base: shared.tokenizer.base), at: column)
    }
    return slots.values
  }

  /// Does something for each place, on all processors.
  static func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
    DispatchQueue.concurrentPerform(iterations: count, execute: body)
  }
}

/// A place per piece of work, each filled by one thread. A class, because all threads share it.
final class Slots<Value>: @unchecked Sendable {
  private let base: UnsafeMutablePointer<Value?>
  private let count: Int

  init(count: Int) {
    self.count = count
    base = .allocate(capacity: count)
    base.initialize(repeating: nil, count: count)
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }

  func put(_ value: Value, at place: Int) { base[place] = value }

  var values: [Value] { (0..<count).compactMap { base[$0] } }
}

/// Joins the parts of a column.
enum ColumnJoin {
  /// The values of all columns, columns that were left out as empty texts.
  static func all(_ parsed: ParsedText, _ plans: [ColumnPlan]) -> [ColumnValues] {
    let slots = Slots<ColumnValues>(count: plans.count)
    ParallelParse.forEach(plans.count) { column in
      slots.put(values(parsed.parts[column], plans[column], rows: parsed.rowCount), at: column)
      for part in parsed.parts[column] { part.release() }
    }
    return slots.values
  }

  /// The values of a column, and how many are missing.
  static func values(_ parts: [ColumnPart], _ plan: ColumnPlan, rows: Int) -> ColumnValues {
    switch plan {
    case .text: .text(text(parts, rows))
    case .skipped: .text(TextColumn(codes: [], dictionary: TextDictionary([])))
    case .number: .number(number(parts, rows))
    case .date: .date(date(parts, rows))
    }
  }

  private static func text(_ parts: [ColumnPart], _ rows: Int) -> TextColumn {
    guard let first = parts.first else {
      return TextColumn(codes: [], dictionary: TextDictionary([]))
    }
    let maps = parts.dropFirst().map { first.dictionary.merge($0.dictionary) }
    let codes = [Int32](most: rows) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      LargeMemory.prepare(base, rows * MemoryLayout.stride(ofValue: base[0]))
      (base + 0).update(from: first.codes.base, count: first.codes.count)
      count = first.codes.count
      for (part, map) in zip(parts.dropFirst(), maps) {
        let source = part.codes.base
        for row in 0..<part.codes.count {
          let code = source[row]
          base[count &+ row] = code < 0 ? -1 : map[Int(code)]
        }
        count += part.codes.count
      }
    }
    return TextColumn(codes: codes, dictionary: first.dictionary.texts())
  }

  private static func number(_ parts: [ColumnPart], _ rows: Int) -> NumberColumn {
    let values = [Double](most: rows) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      LargeMemory.prepare(base, rows * MemoryLayout.stride(ofValue: base[0]))
      for part in parts {
        (base + count).update(from: part.numbers.base, count: part.numbers.count)
        count += part.numbers.count
      }
    }
    let percent = parts.reduce(0) { $0 + $1.percentCount }
    let currency = parts.lazy.map(\.currency).first { $0 != 0 }
    return NumberColumn(
      values: values, missing: missing(parts, rows), isInteger: parts.allSatisfy(\.isInteger),
      isPercent: percent > 0 && percent * 2 >= rows - parts.reduce(0) { $0 + $1.missingCount },
      currency: currency.map { NumberCell.currencies[Int($0) - 1] })
  }

  private static func date(_ parts: [ColumnPart], _ rows: Int) -> DateColumn {
    let days = [Int32](most: rows) { buffer, count in
      guard let base = buffer.baseAddress else { return }
      LargeMemory.prepare(base, rows * MemoryLayout.stride(ofValue: base[0]))
      for part in parts {
        (base + count).update(from: part.codes.base, count: part.codes.count)
        count += part.codes.count
      }
    }
    var seconds: [Int32] = []
    if parts.contains(where: \.hasSeconds) {
      seconds.reserveCapacity(rows)
      for part in parts {
        seconds.append(
          contentsOf: UnsafeBufferPointer(start: part.seconds.base, count: part.seconds.count))
        seconds.append(
          contentsOf: repeatElement(0, count: part.codes.count - part.seconds.count))
      }
    }
    return DateColumn(days: days, seconds: seconds, missing: missing(parts, rows))
  }

  private static func missing(_ parts: [ColumnPart], _ rows: Int) -> [Bool] {
    guard parts.contains(where: { $0.missingCount > 0 }) else { return [] }
    var missing: [Bool] = []
    missing.reserveCapacity(rows)
    for part in parts {
      missing.append(
        contentsOf: UnsafeBufferPointer(start: part.missing.base, count: part.missing.count))
      missing.append(
        contentsOf: repeatElement(false, count: part.rowCount - part.missing.count))
    }
    return missing
  }
}
