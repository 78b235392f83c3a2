/// Memory for whole files and columns, in large pages where the system gives them.
///
/// Filling fresh memory costs a fault per page: with pages of two megabytes that is a tenth of the
/// time of reading a file.
import Glibc

enum LargeMemory {
  static let pageBytes = 2 << 20

  /// Asks for large pages for memory that is about to be filled.
  static func prepare(_ base: UnsafeMutableRawPointer, _ bytes: Int) {
    guard bytes >= 2 * pageBytes else { return }
    let start = (UInt(bitPattern: base) + UInt(pageBytes - 1)) & ~UInt(pageBytes - 1)
    let end = UInt(bitPattern: base + bytes) & ~UInt(pageBytes - 1)
    guard start < end, let aligned = UnsafeMutableRawPointer(bitPattern: start) else { return }
    // The answer does not matter: without large pages everything works as before.
    madvise(aligned, Int(end - start), Int32(14))  // MADV_HUGEPAGE
  }

  /// Gives the whole pages of memory back whose content no one needs any more.
  static func discard(_ base: UnsafeMutableRawPointer, _ bytes: Int) {
    let page = UInt(sysconf(Int32(_SC_PAGESIZE)))
    let start = (UInt(bitPattern: base) + page - 1) & ~(page - 1)
    let end = UInt(bitPattern: base + bytes) & ~(page - 1)
    guard start < end, let aligned = UnsafeMutableRawPointer(bitPattern: start) else { return }
    madvise(aligned, Int(end - start), Int32(MADV_DONTNEED))
  }
}
