/// What the system knows of a process: memory, processor time, descriptors.
import Foundation
package import Glibc

/// Read anew at each question.
package struct ProcessFacts {
  private let folder: String

  /// Facts of that process.
  package init(_ pid: pid_t) { folder = "/proc/\(pid)" }

  private func text(_ name: String) -> String {
    (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? ""
  }

  private func status(_ name: String) -> Int {
    let line = text("status").split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0
  }

  /// Memory in use, in KiB.
  package var residentKB: Int { status("VmRSS") }
  /// The most it ever was.
  package var residentPeakKB: Int { status("VmHWM") }
  /// The most that was ever reserved.
  package var virtualPeakKB: Int { status("VmPeak") }
  package var threads: Int { status("Threads") }

  /// Processor time taken, in milliseconds.
  package var processorMilliseconds: Int {
    // Behind the name, which may hold spaces, the twelfth and thirteenth words are user and system.
    let words = text("stat").split(separator: ")").last?.split(separator: " ") ?? []
    guard words.count > 12, let user = Int(words[11]), let system = Int(words[12]) else { return 0 }
    return (user + system) * 1_000 / max(1, sysconf(Int32(_SC_CLK_TCK)))
  }

  /// Open descriptors and what each of them leads to.
  package var descriptors: [Int: String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/fd")) ?? []
    var found: [Int: String] = [:]
    for name in names {
      guard let number = Int(name),
        let target = try? FileManager.default.destinationOfSymbolicLink(
          atPath: "\(folder)/fd/\(name)")
      else { continue }
      found[number] = target
    }
    return found
  }

  /// Sockets it holds that are not Unix sockets.
  package var foreignSockets: [String] {
    let held = descriptors.values.filter { $0.hasPrefix("socket:[") }
    let unix = Set(
      text("net/unix").split(separator: "\n").compactMap { line in
        line.split(separator: " ").dropFirst(6).first.map { "socket:[\($0)]" }
      })
    return held.filter { !unix.contains($0) }
  }
}
