/// Packed files: the same table as unpacked, in one member or many; cut, damaged or too large ones
/// are refused.
import CZlib
import Support
import Testing

@testable import Tables

@Suite struct GzipTests {
  private static let text: String = {
    var random = SeededRandom(seed: 8)
    let rows = (0..<5_000).map { _ in
      "客户\(random.below(900)),2024-0\(1 + random.below(9))-1\(random.below(10)),\(random.below(9_999))"
    }
    return "客户ID,日期,金额\n" + rows.joined(separator: "\n") + "\n"
  }()

  private func packed(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    deflateInit2_(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, zlibVersion(), size)
    defer { deflateEnd(&stream) }
    var input = bytes
    let room = Int(deflateBound(&stream, UInt(bytes.count))) + 64
    return input.withUnsafeMutableBufferPointer { from in
      [UInt8](unsafeUninitializedCapacity: room) { to, count in
        stream.next_in = from.baseAddress
        stream.avail_in = UInt32(from.count)
        stream.next_out = to.baseAddress
        stream.avail_out = UInt32(to.count)
        #expect(deflate(&stream, Z_FINISH) == Z_STREAM_END)
        count = to.count - Int(stream.avail_out)
      }
    }
  }

  private func read(_ bytes: [UInt8]) throws -> Table {
    try TableReader.read(bytes: bytes, named: "t", ReadOptions(), Run())
  }

  @Test func `a packed file gives the same table`() throws {
    let plain = try read(Array(Self.text.utf8))
    #expect(plain.rowCount == 5_000)
    let whole = try read(packed(Array(Self.text.utf8)))
    #expect(whole.version == plain.version)
    #expect(whole.columns.map(\.header) == plain.columns.map(\.header))
    let bytes = Array(Self.text.utf8)
    let members = packed(Array(bytes[..<9_999])) + packed([]) + packed(Array(bytes[9_999...]))
    #expect(try read(members + [0, 0, 0]).version == plain.version)
  }

  @Test func `a packed file that is cut at any place is refused or whole`() throws {
    let bytes = packed(Array("a,b\n1,2\n3,4\n".utf8))
    for count in 2..<bytes.count {
      #expect(throws: TableError.self, "cut at \(count)") { try read(Array(bytes[..<count])) }
    }
    #expect(try read(bytes).rowCount == 2)
  }

  @Test func `damage is found and never read as data`() throws {
    let bytes = packed(Array(Self.text.utf8))
    let version = try read(bytes).version
    var random = SeededRandom(seed: 9)
    for _ in 0..<200 {
      var copy = bytes
      copy[10 + random.below(bytes.count - 10)] ^= UInt8(1 + random.below(255))
      let table = try? read(copy)
      #expect(table == nil || table?.version == version)
    }
    #expect(throws: TableError.self) { try read(bytes + Array("more".utf8)) }
    #expect(throws: TableError.self) { try read(packed(bytes)) }
  }

  @Test func `what comes out has the bound of a file`() throws {
    let bytes = [UInt8](repeating: 65, count: 100_000)
    let buffer = ByteBuffer(packed(bytes))
    #expect(try Gzip.unpacked(buffer, named: "t", limit: 100_000, Run()).count == 100_000)
    #expect(throws: TableError.fileTooLarge(path: "t", bytes: 100_000, limit: 99_999)) {
      try Gzip.unpacked(buffer, named: "t", limit: 99_999, Run())
    }
  }

  @Test func `unpacking can be cancelled`() throws {
    let run = Run()
    run.cancel()
    let buffer = ByteBuffer(packed([UInt8](repeating: 65, count: 1_000)))
    #expect(throws: Cancelled.self) { try Gzip.unpacked(buffer, named: "t", run) }
  }

  @Test(arguments: [("a/orders.csv.gz", "orders"), ("orders.gz", "orders"), (".gz", ".gz")])
  func `the name of a packed file is that of what is in it`(path: String, name: String) {
    #expect(SimilarNames.stem(path) == name)
  }
}
