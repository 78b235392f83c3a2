/// A summed hazard that goes on beyond what was seen as it went on last.
import Learning

struct CarriedHazard: Sendable {
  private let seen: @Sendable (Double) -> Double
  private let lastTime: Double
  private let rate: Double

  /// - Parameters:
  ///   - seen: the sum up to a time.
  ///   - lastTime: the longest time that was seen.
  ///   - width: how far back the rate is taken from that goes on.
  init(
    lastTime: Double, width: Double, _ seen: @escaping @Sendable (Double) -> Double
  ) {
    self.seen = seen
    self.lastTime = lastTime
    let width = min(width, lastTime)
    rate = width > 0 ? max(0, seen(lastTime) - seen(lastTime - width)) / width : 0
  }

  func value(at time: Double) -> Double {
    time <= lastTime ? seen(time) : seen(lastTime) + rate * (time - lastTime)
  }

  /// What comes on top from one time to a later one.
  func rise(from start: Double, further: Double) -> Double {
    max(0, value(at: start + further) - value(at: start))
  }
}
