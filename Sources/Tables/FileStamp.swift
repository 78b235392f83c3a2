/// Files of the system: which they are, whether they may be read, and their bytes.
///
/// What always holds: only regular files are opened, and they are read whole with `read(2)`. A
/// mapping would be faster to set up, but a file that is cut short by another program would then
/// end the process with SIGBUS. A file that changes while it is read is refused.
import Glibc
import Support

/// What tells one state of a file from another. Equal stamps mean the same content.
package struct FileStamp: Sendable, Hashable {
  /// The absolute path, with symbolic links resolved.
  package let path: String
  /// Bytes of the file.
  package let size: Int
  /// When the content last changed, in nanoseconds since 1970.
  package let mtimeNs: Int64
  /// The number of the file in its file system.
  package let inode: UInt64

  /// The stamp of a regular file; anything else is refused.
  package static func of(path: String) throws(TableError) -> FileStamp {
    guard path.utf8.count <= Limits.pathBytes else {
      throw .fileNotFound(path: path.prefix(200) + "...", candidates: [])
    }
    guard !path.utf8.contains(0) else { throw .fileNotFound(path: path, candidates: []) }
    guard let resolved = realpath(path, nil) else {
      let code = errno
      if code == EACCES { throw .pathNotAllowed(path: path, why: .noPermission) }
      if code == ENOENT || code == ENOTDIR || code == ENAMETOOLONG {
        throw .fileNotFound(path: path, candidates: SimilarNames.candidates(for: path))
      }
      throw .unreadable(path: path, errno: code)
    }
    defer { free(resolved) }
    let absolute = String(cString: resolved)
    var status = stat()
    guard stat(absolute, &status) == 0 else { throw .unreadable(path: absolute, errno: errno) }
    return try FileStamp(absolute, status)
  }

  init(_ path: String, _ status: stat) throws(TableError) {
    if let why = Self.refusal(status.st_mode & S_IFMT) {
      throw .pathNotAllowed(path: path, why: why)
    }
    self.path = path
    self.size = Int(status.st_size)
    self.mtimeNs = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    self.inode = UInt64(status.st_ino)
  }

  private static func refusal(_ kind: mode_t) -> TableError.Refusal? {
    switch kind {
    case S_IFREG: nil
    case S_IFDIR: .directory
    case S_IFIFO: .fifo
    case S_IFSOCK: .socket
    default: .device
    }
  }
}

/// The bytes of a file, with room behind them so that scanners may read past the end.
final class FileBytes {
  let stamp: FileStamp
  let buffer: ByteBuffer

  /// Reads a regular file whole.
  init(_ path: String, _ run: Run) throws {
    let stamp = try FileStamp.of(path: path)
    guard stamp.size <= Limits.fileBytes else {
      throw TableError.fileTooLarge(path: stamp.path, bytes: stamp.size, limit: Limits.fileBytes)
    }
    // Without O_NONBLOCK a FIFO that takes the file's place would hold the thread for ever.
    let descriptor = open(stamp.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == EACCES {
        throw TableError.pathNotAllowed(path: stamp.path, why: .noPermission)
      }
      throw TableError.unreadable(path: stamp.path, errno: errno)
    }
    defer { close(descriptor) }
    guard try Self.stamp(of: descriptor, stamp.path) == stamp else {
      throw TableError.datasetChanged(path: stamp.path)
    }
    let buffer = ByteBuffer(count: stamp.size)
    try Self.fill(buffer, from: descriptor, stamp.path, run)
    guard try Self.stamp(of: descriptor, stamp.path) == stamp else {
      throw TableError.datasetChanged(path: stamp.path)
    }
    self.stamp = stamp
    self.buffer = buffer
  }

  private static func stamp(of descriptor: Int32, _ path: String) throws(TableError) -> FileStamp {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(path: path, errno: errno) }
    return try FileStamp(path, status)
  }

  private static func fill(
    _ buffer: ByteBuffer, from descriptor: Int32, _ path: String, _ run: Run
  ) throws {
    // Most of the time goes into fresh pages of memory, which processors can share.
    let piece = 4 << 20
    let count = (buffer.count + piece - 1) / piece
    let results = Slots<Int32>(count: count)
    ParallelParse.forEach(count) { index in
      let start = index * piece
      let end = min(buffer.count, start + piece)
      results.put(run.isCancelled ? 0 : read(descriptor, buffer, start, end), at: index)
    }
    try run.checkpoint()
    for code in results.values where code != 0 {
      throw code == -1
        ? TableError.datasetChanged(path: path) : TableError.unreadable(path: path, errno: code)
    }
  }

  /// Reads a stretch of the file: 0, or -1 when the file ends early, or an error of the system.
  private static func read(
    _ descriptor: Int32, _ buffer: ByteBuffer, _ start: Int, _ end: Int
  ) -> Int32 {
    var done = start
    while done < end {
      let got = pread(descriptor, buffer.base + done, end - done, off_t(done))
      if got < 0, errno == EINTR { continue }
      if got < 0 { return errno }
      if got == 0 { return -1 }
      done += got
    }
    return 0
  }
}

/// Bytes that are owned, fixed in number, and followed by `ByteBuffer.padding` further bytes, the
/// first of which scanners may set. A class, because the memory is freed with it.
final class ByteBuffer: @unchecked Sendable {
  static let padding = 64
  let base: UnsafeMutablePointer<UInt8>
  let count: Int

  init(count: Int) {
    self.count = count
    base = UnsafeMutablePointer<UInt8>.allocate(capacity: count + Self.padding)
    LargeMemory.prepare(base, count)
    (base + count).initialize(repeating: 0, count: Self.padding)
  }

  convenience init(_ bytes: some Collection<UInt8>) {
    self.init(count: bytes.count)
    _ = UnsafeMutableBufferPointer(start: base, count: count).initialize(from: bytes)
  }

  deinit { base.deallocate() }

  /// Gives the memory back to the system while others still hold on to the buffer: from now on the
  /// bytes are undefined and must not be read.
  func discard() { LargeMemory.discard(base, count) }

  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }
}

/// Names in a folder that resemble one that is not there.
enum SimilarNames {
  /// Up to five names, the nearest first.
  static func candidates(for path: String) -> [String] {
    let cut = path.utf8.lastIndex(of: 47)
    let folder = cut.map { String(path[...$0]) } ?? "."
    let wanted = cut.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var found: [(distance: Int, name: String)] = []
    for _ in 0..<10_000 {
      guard let entry = readdir(handle) else { break }
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard !name.hasPrefix(".") else { continue }
      let distance = EditDistance.between(key(name), key(wanted))
      if distance <= max(2, wanted.utf8.count / 3) || stem(name) == stem(wanted) {
        found.append((distance, name))
      }
    }
    found.sort { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return found.prefix(5).map(\.name)
  }

  /// The name of a file without folder and ending.
  static func stem(_ path: String) -> String {
    var bytes = Array(path.utf8)
    if let cut = bytes.lastIndex(of: 47) { bytes.removeFirst(cut + 1) }
    let packing = Array(".gz".utf8)
    if bytes.count > packing.count, bytes.suffix(packing.count).elementsEqual(packing) {
      bytes.removeLast(packing.count)
    }
    if let dot = bytes.lastIndex(of: 46), dot > 0 { bytes.removeLast(bytes.count - dot) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func key(_ name: String) -> [UInt8] { Array(name.lowercased().utf8.prefix(64)) }
}

/// How many single changes lead from one name to another.
enum EditDistance {
  static func between<Element: Equatable>(_ left: [Element], _ right: [Element]) -> Int {
    if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let above = row[j + 1]
        row[j + 1] = a == b ? diagonal : min(diagonal, above, row[j]) + 1
        diagonal = above
      }
    }
    return row[right.count]
  }
}
