/// The socket's place in the file system: made, taken over, refused, removed.
///
/// Everything between looking at the path and listening on it happens under a lock of the folder,
/// so of several servers that start at once exactly one wins. Only a socket that nobody answers on
/// is ever removed, and at the end only the one that was made here.
import Glibc
import Support

struct SocketFile {
  let path: String
  let descriptor: Int32
  /// Nil for a file that somebody else looks after.
  private let identity: Identity?

  private struct Identity: Equatable {
    let device: UInt
    let node: UInt
  }

  private static let backlog: Int32 = 1_024
  private static let lockMilliseconds = 5_000

  /// Listens on a path that is free or stale.
  init(listeningOn path: String) throws(ServerError) {
    try Self.check(path)
    let folder = try Self.lockedFolder(of: path)
    defer { Glibc.close(folder) }
    try Self.clear(path)
    self.path = path
    descriptor = try Self.listen(path)
    identity = Self.identity(of: path)
  }

  /// A socket that listens already; its file belongs to whoever made it.
  init(handed descriptor: Int32) {
    path = ""
    self.descriptor = descriptor
    identity = nil
  }

  /// Removes the file, unless another one has taken its place. No new client finds the server; the
  /// descriptor stays with the thread that accepts, which closes it.
  func remove() {
    if let identity, Self.identity(of: path) == identity { unlink(path) }
  }

  /// Refuses paths the system would cut.
  static func check(_ path: String) throws(ServerError) {
    guard !path.isEmpty else { throw .socketPathEmpty }
    let bytes = path.utf8.count
    guard bytes <= Limits.socketPathBytes else { throw .socketPathTooLong(bytes: bytes) }
  }

  /// Refuses a path where something else lies than a socket.
  static func checkPlace(_ path: String) throws(ServerError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
  }

  private static func lockedFolder(of path: String) throws(ServerError) -> Int32 {
    var parent = "."
    if let slash = path.lastIndex(of: "/") {
      parent = slash == path.startIndex ? "/" : String(path[..<slash])
    }
    try makeFolder(parent)
    let folder = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw .noFolder(path: parent, reason: errno) }
    let deadline = Clock.after(milliseconds: lockMilliseconds)
    while flock(folder, LOCK_EX | LOCK_NB) != 0 {
      let reason = errno
      guard reason == EWOULDBLOCK || reason == EINTR, Clock.now < deadline else {
        Glibc.close(folder)
        throw .noFolder(path: parent, reason: reason)
      }
      poll(nil, 0, 10)
    }
    return folder
  }

  /// Makes the folder and those above it for this user only.
  private static func makeFolder(_ path: String) throws(ServerError) {
    var missing: [String] = []
    var current = path
    var status = stat()
    while stat(current, &status) != 0, errno == ENOENT {
      missing.append(current)
      guard let slash = current.lastIndex(of: "/"), slash != current.startIndex else { break }
      current = String(current[..<slash])
    }
    for folder in missing.reversed() where mkdir(folder, 0o700) != 0 && errno != EEXIST {
      throw .noFolder(path: folder, reason: errno)
    }
  }

  private static func clear(_ path: String) throws(ServerError) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT { return }
      throw .cannotListen(path: path, reason: errno)
    }
    guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
    let reason = knock(path)
    if reason == 0 { throw .liveSocket(path: path) }
    // Its server has just removed it.
    if reason == ENOENT { return }
    guard reason == ECONNREFUSED else { throw .cannotListen(path: path, reason: reason) }
    guard unlink(path) == 0 || errno == ENOENT else {
      throw .cannotListen(path: path, reason: errno)
    }
  }

  /// 0 when somebody listens on the path, or why nobody does.
  static func knock(_ path: String) -> Int32 {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let probe = socket(AF_UNIX, kind, 0)
    guard probe >= 0 else { return errno }
    defer { Glibc.close(probe) }
    let reason = withAddress(of: path) { Glibc.connect(probe, $0, $1) } == 0 ? 0 : errno
    return reason == EAGAIN || reason == EINPROGRESS ? 0 : reason
  }

  private static func listen(_ path: String) throws(ServerError) -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .cannotListen(path: path, reason: errno) }
    // The file gets the mode of the socket. A mask would be that of all threads.
    fchmod(descriptor, 0o600)
    let bound = withAddress(of: path) { bind(descriptor, $0, $1) } == 0
    let reason = errno
    guard bound, Glibc.listen(descriptor, backlog) == 0 else {
      let reason = bound ? errno : reason
      Glibc.close(descriptor)
      if reason == EADDRINUSE { throw .liveSocket(path: path) }
      throw .cannotListen(path: path, reason: reason)
    }
    return descriptor
  }

  private static func identity(of path: String) -> Identity? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    return Identity(device: UInt(status.st_dev), node: UInt(status.st_ino))
  }

  /// Calls `body` with the address of a path that `check` has passed.
  static func withAddress<R>(
    of path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R
  ) -> R {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { room in
      for (index, byte) in path.utf8.prefix(room.count - 1).enumerated() { room[index] = byte }
    }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
