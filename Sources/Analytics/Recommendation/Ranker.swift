/// A model in use: what it scores, how it looks at a history, and what chosen items become.
import Learning
import Numerics
import Support

struct Ranker: Sendable {
  let method: RecommendOptions.Method
  var scorer: any ItemScorer
  var recency = ChoiceMatrix.Recency.flat
  /// Items that were chosen before come first, those chosen most and latest in front.
  var ownFirst = false

  /// The best items of a person of the matrix.
  ///
  /// - Parameters:
  ///   - barred: items that may not be recommended to anybody.
  ///   - scores: room for one score per item.
  func best(
    _ count: Int, _ person: Int, in matrix: ChoiceMatrix, now: Int64, allowsOwn: Bool,
    barred: [Int32], scores: UnsafeMutableBufferPointer<Float>
  ) -> [RankedItem] {
    let history = matrix.history(person, recency, now: now)
    scorer.score(history, person: recency == .flat ? person : nil, into: scores)
    if allowsOwn, ownFirst { raise(matrix.range(person), matrix, scores) }
    return TopItems.best(
      count, of: scores, without: allowsOwn ? [barred] : [barred, history.items])
  }

  /// The best items of each of several people of the matrix.
  func best(
    _ count: Int, _ people: [Int], in matrix: ChoiceMatrix, now: Int64, allowsOwn: Bool,
    barred: [Int32]
  ) -> [[RankedItem]] {
    guard allowsOwn, ownFirst else {
      let askers = people.map {
        Asker(matrix.history($0, recency, now: now), person: recency == .flat ? $0 : nil)
      }
      return scorer.best(count, askers, own: allowsOwn, barred: barred)
    }
    var scores = [Float](repeating: 0, count: matrix.itemCount)
    return scores.withUnsafeMutableBufferPointer { room in
      people.map {
        best(
          count, $0, in: matrix, now: now, allowsOwn: allowsOwn, barred: barred, scores: room)
      }
    }
  }

  /// The best items for somebody with a history of their own.
  func best(
    _ count: Int, _ history: ItemHistory, allowsOwn: Bool, barred: [Int32]
  ) -> [RankedItem] {
    var scores = [Float](repeating: 0, count: scorer.itemCount)
    return scores.withUnsafeMutableBufferPointer {
      scorer.score(history, person: nil, into: $0)
      return TopItems.best(count, of: $0, without: allowsOwn ? [barred] : [barred, history.items])
    }
  }

  /// Puts own items above all others, the more and the later they were chosen the higher.
  private func raise(
    _ range: Range<Int>, _ matrix: ChoiceMatrix, _ scores: UnsafeMutableBufferPointer<Float>
  ) {
    var highest: Float = 0
    for score in scores where score.isFinite && score > highest { highest = score }
    for place in range {
      let late = Float(Math.exp(-0.05 * Double(matrix.ranks[place])))
      scores[Int(matrix.items[place])] = highest + 1 + matrix.totals[place] * late
    }
  }
}

/// What most people choose, the same for everybody.
struct PopularityScorer: ItemScorer {
  let counts: [Float]

  var itemCount: Int { counts.count }

  init(_ counts: [Double]) { self.counts = counts.map { Float($0) } }

  /// Choices count half for each so many days since.
  init(_ matrix: ChoiceMatrix, halfLifeDays: Double, now: Int64) {
    var counts = [Double](repeating: 0, count: matrix.itemCount)
    for place in matrix.items.indices {
      let age = Double(max(0, now - matrix.times[place])) / 86_400
      counts[Int(matrix.items[place])] += Decay.left(after: age, half: halfLifeDays)
    }
    self.init(counts)
  }

  func score(_ history: ItemHistory, person: Int?, into scores: UnsafeMutableBufferPointer<Float>) {
    for item in counts.indices { scores[item] = counts[item] }
  }

  func contributions(_ history: ItemHistory, to item: Int) -> [Double] { [] }
}
