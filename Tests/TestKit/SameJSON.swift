/// Whether two answers say the same: numbers to nine significant digits, because C libraries differ
/// in the last ones; figures of the machine and the moment are passed over.
package import Wire

package enum SameJSON {
  /// Members whose values depend on the machine or the moment.
  package static let passing: Set<String> = [
    "elapsedMs", "path", "version", "processId", "uptimeSeconds", "memoryBytes", "freedBytes",
  ]

  /// The first place where `found` differs from `wanted`; nil when it does not.
  package static func difference(_ found: JSON, _ wanted: JSON, at path: String = "$") -> String? {
    if let (a, b) = pair(found.double, wanted.double) {
      let scale = max(abs(a), abs(b))
      return abs(a - b) <= 1e-9 * scale || scale < 1e-12 ? nil : "\(path): \(a), expected \(b)"
    }
    if let (a, b) = pair(found.object, wanted.object) { return objects(a, b, path) }
    if let (a, b) = pair(found.array, wanted.array) {
      guard a.count == b.count else { return "\(path): \(a.count) elements, expected \(b.count)" }
      for index in a.indices {
        if let problem = difference(a[index], b[index], at: "\(path)[\(index)]") { return problem }
      }
      return nil
    }
    return found == wanted
      ? nil : "\(path): \(found.text().prefix(120)), expected \(wanted.text().prefix(120))"
  }

  private static func objects(_ a: [JSONMember], _ b: [JSONMember], _ path: String) -> String? {
    guard a.map(\.key) == b.map(\.key) else {
      return "\(path): members \(a.map(\.key)), expected \(b.map(\.key))"
    }
    for (own, other) in zip(a, b) where !passing.contains(own.key) {
      if let problem = difference(own.value, other.value, at: "\(path).\(own.key)") {
        return problem
      }
    }
    return nil
  }

  private static func pair<T>(_ a: T?, _ b: T?) -> (T, T)? {
    guard let a, let b else { return nil }
    return (a, b)
  }
}
