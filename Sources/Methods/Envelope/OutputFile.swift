/// A file that a request asked for: written whole beside its place, then moved there.
import Contract
import Support
import Tables
import Wire

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct OutputFile {
  /// Absolute, with links in the folder resolved.
  let path: String

  init(_ wanted: String, overwrite: Bool, in workspace: Workspace) throws {
    let parts = wanted.split(separator: "/", omittingEmptySubsequences: false)
    guard let name = parts.last, !name.isEmpty, name != ".", name != "..", !wanted.utf8.contains(0)
    else {
      throw ParameterError(
        path: "params.outputPath", expected: "the path of a file", found: wanted.quotedShort)
    }
    let folder = parts.count == 1 ? "." : parts.dropLast().joined(separator: "/")
    guard let resolved = realpath(folder.isEmpty ? "/" : folder, nil) else {
      throw TableError.fileNotFound(path: folder, candidates: [])
    }
    defer { free(resolved) }
    let base = String(cString: resolved)
    path = base == "/" ? "/\(name)" : "\(base)/\(name)"
    guard workspace.allows(path) else {
      throw TableError.pathNotAllowed(path: wanted, why: .outsideRoots)
    }
    try Self.check(path, overwrite: overwrite)
  }

  private static func check(_ path: String, overwrite: Bool) throws {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw TableError.pathNotAllowed(path: path, why: isFolder ? .directory : .device)
    }
    guard overwrite else {
      throw Failure(
        .outputExists, "\(path) exists already",
        hint: Phrase(en: "set overwrite: true to replace it", zh: "如需覆盖，请设置 overwrite: true"),
        facts: [JSONMember("path", .string(path))])
    }
  }

  /// Writes a file of one piece.
  func write(_ bytes: [UInt8]) throws {
    var isDone = false
    _ = try write(
      {
        defer { isDone = true }
        return isDone ? nil : bytes
      }, Run(), hashed: false)
  }

  /// Writes piece after piece, until there is none. Readable by its owner only: it holds what the
  /// answer holds. A file that is given up leaves nothing behind.
  func write(
    _ parts: () -> [UInt8]?, _ run: Run, hashed: Bool = true
  ) throws -> WrittenFile {
    let temporary = "\(path).\(getpid()).part"
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw TableError.unreadable(path: path, errno: errno) }
    var hash = TextHash()
    var total = 0
    var code: Int32 = 0
    do {
      while code == 0, let part = parts() {
        try run.checkpoint()
        total += part.count
        if hashed { hash.add(part) }
        code = Self.put(part, file)
      }
    } catch {
      close(file)
      unlink(temporary)
      throw error
    }
    close(file)
    if code == 0, rename(temporary, path) != 0 { code = errno }
    guard code == 0 else {
      unlink(temporary)
      throw TableError.unreadable(path: path, errno: code)
    }
    return WrittenFile(bytes: total, hash: hashed ? hash.text : "")
  }

  /// Writes all of some bytes; the error of the system, or 0.
  private static func put(_ bytes: [UInt8], _ file: Int32) -> Int32 {
    var start = 0
    return bytes.withUnsafeBytes { buffer in
      while start < buffer.count {
        let count = Glibc.write(file, buffer.baseAddress.map { $0 + start }, buffer.count - start)
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { return count < 0 ? errno : EIO }
        start += count
      }
      return 0
    }
  }
}

/// How large a file became, and the hash of its text.
struct WrittenFile {
  let bytes: Int
  let hash: String
}
