/// Many texts a slice at a time, so that somebody who waits hears how far it is.
import Support

struct TextSlices {
  let texts: [[UInt8]]
  /// How much of all was done before this slice.
  let progress: Double

  static let length = 32_768

  /// What `work` says of every slice, one after the other.
  ///
  /// - Parameter span: how much of all is done before the first slice, and after the last.
  static func map<Result>(
    _ texts: [[UInt8]], _ span: ClosedRange<Double>, _ run: Run,
    _ work: (TextSlices) throws -> [Result]
  ) throws -> [Result] {
    guard texts.count > length else {
      return try work(TextSlices(texts: texts, progress: span.lowerBound))
    }
    var all: [Result] = []
    for first in stride(from: 0, to: texts.count, by: length) {
      try run.checkpoint()
      let share = Double(first) / Double(texts.count)
      all += try work(
        TextSlices(
          texts: Array(texts[first..<min(texts.count, first + length)]),
          progress: span.lowerBound + share * (span.upperBound - span.lowerBound)))
    }
    return all
  }
}
