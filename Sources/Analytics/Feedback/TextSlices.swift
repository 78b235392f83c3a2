/// Many texts a slice at a time, so that somebody who waits hears how far it is.
import Learning
import Support

struct TextSlices {
  let texts: TextPile
  /// How much of all was done before this slice.
  let progress: Double

  static let length = 32_768

  /// What `work` says of every slice, one after the other.
  ///
  /// - Parameter span: how much of all is done before the first slice, and after the last.
  static func map<Result>(
    _ texts: some TextRows, _ span: ClosedRange<Double>, _ run: Run,
    _ work: (TextSlices) throws -> [Result]
  ) throws -> [Result] {
    guard texts.count > length else {
      return try work(TextSlices(texts: TextPile(texts), progress: span.lowerBound))
    }
    var all: [Result] = []
    for first in stride(from: 0, to: texts.count, by: length) {
      try run.checkpoint()
      let share = Double(first) / Double(texts.count)
      all += try work(
        TextSlices(
          texts: TextPile(texts[first..<min(texts.count, first + length)]),
          progress: span.lowerBound + share * (span.upperBound - span.lowerBound)))
    }
    return all
  }
}
