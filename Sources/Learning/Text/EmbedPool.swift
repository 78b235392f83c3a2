/// A small network for texts: a vector for each gram, their mean, and one dense layer.
///
/// Joulin, Grave, Bojanowski, Mikolov 2016, "Bag of tricks for efficient text classification".
/// Stochastic descent text by text with a rate that falls in a line to zero; labels of which a text
/// has one share a soft-max, others have a sigmoid each. Texts are put in random order before every
/// round: texts that come sorted by label ruin such a model. One thread learns, so the same seed
/// gives the same bits; reading texts and judging them use all.
import Numerics
package import Support

package struct EmbedPool: Sendable, Equatable {
  /// The length of a vector; rounded up to a multiple of 16.
  package var dimension = 16
  package var learningRate = 0.5
  package var epochs = 5
  /// The share of a text's grams that is left out, at random, each time it is learnt from.
  package var dropout = 0.0
  package var seed: UInt64 = 0

  package init() {}

  /// - Parameters:
  ///   - bags: the grams of each text; their numbers are below `gramCount`.
  package func fit(
    _ bags: GramBags, gramCount: Int, _ labels: LabelSets, _ run: Run,
    progress: ((Double) -> Void)? = nil
  ) throws -> EmbedPoolModel {
    guard labels.labelCount >= 2, labels.rowCount == bags.count, bags.count > 0 else {
      throw FitError.singleClass
    }
    guard learningRate > 0, learningRate.isFinite else {
      throw FitError.badSetting(name: "learningRate")
    }
    guard 0 <= dropout, dropout < 1 else { throw FitError.badSetting(name: "dropout") }
    var descent = PoolDescent(
      self, gramCount: gramCount, labelCount: labels.labelCount, isSingle: labels.isSingle)
    var random = SeededRandom(seed: seed, stream: 1)
    var order = Array(0..<bags.count)
    for epoch in 0..<max(1, epochs) {
      random.shuffle(&order)
      try descent.learn(
        bags, labels, order, from: Double(epoch) / Double(max(1, epochs)),
        to: Double(epoch + 1) / Double(max(1, epochs)), &random, run)
      progress?(Double(epoch + 1) / Double(max(1, epochs)))
    }
    return descent.model
  }
}

package struct EmbedPoolModel: Sendable, Equatable {
  package let labelCount: Int
  package let isSingle: Bool
  /// Vectors are this many times 16 numbers.
  let blocks: Int
  /// The vector of each gram, one after the other.
  let grams: [SIMD16<Float>]
  /// The vector of each label.
  let labels: [SIMD16<Float>]
  let biases: [Float]

  package var parameterCount: Int { 16 * (grams.count + labels.count) + biases.count }

  /// The chance of each label, text after text.
  package func probabilities(_ bags: GramBags, _ run: Run) throws -> [Double] {
    var all = try scores(bags, run)
    var row = [Float](repeating: 0, count: labelCount)
    for first in stride(from: 0, to: all.count, by: labelCount) {
      for k in 0..<labelCount { row[k] = Float(all[first + k]) }
      Self.chances(&row, isSingle: isSingle)
      for k in 0..<labelCount { all[first + k] = Double(row[k]) }
    }
    return all
  }

  /// The score of each label before it becomes a chance, text after text.
  package func scores(_ bags: GramBags, _ run: Run) throws -> [Double] {
    let parts = try Parallel.map(count: bags.count, chunk: 2048) { range in
      try run.checkpoint()
      var all: [Double] = []
      all.reserveCapacity(range.count * labelCount)
      var hidden = [SIMD16<Float>](repeating: .zero, count: blocks)
      for text in range {
        pool(bags, text, &hidden)
        for label in 0..<labelCount {
          var sum = SIMD16<Float>.zero
          for b in 0..<blocks { sum += hidden[b] * labels[label * blocks + b] }
          all.append(Double(sum.sum() + biases[label]))
        }
      }
      return all
    }
    return parts.flatMap(\.self)
  }

  /// What one occurrence of a gram adds to the score of a label, in a text of one gram.
  package func weight(_ gram: Int, of label: Int) -> Double {
    var sum = SIMD16<Float>.zero
    for b in 0..<blocks { sum += grams[gram * blocks + b] * labels[label * blocks + b] }
    return Double(sum.sum())
  }

  private func pool(_ bags: GramBags, _ text: Int, _ hidden: inout [SIMD16<Float>]) {
    for b in 0..<blocks { hidden[b] = .zero }
    let range = bags.range(text)
    guard !range.isEmpty else { return }
    for place in range {
      let base = Int(bags.ids[place]) * blocks
      for b in 0..<blocks { hidden[b] += grams[base + b] }
    }
    let share = 1 / Float(range.count)
    for b in 0..<blocks { hidden[b] *= share }
  }

  /// Scores become chances: by a soft-max, or each by a sigmoid.
  static func chances(_ scores: inout [Float], isSingle: Bool) {
    guard isSingle else {
      for k in scores.indices { scores[k] = Float(Math.sigmoid(Double(scores[k]))) }
      return
    }
    let top = scores.max() ?? 0
    var sum: Float = 0
    for k in scores.indices {
      scores[k] = Float(Math.exp(Double(scores[k] - top)))
      sum += scores[k]
    }
    for k in scores.indices { scores[k] /= sum }
  }
}

/// The weights while they are learnt.
private struct PoolDescent {
  private let wish: EmbedPool
  private let blocks: Int
  private let labelCount: Int
  private let isSingle: Bool
  private var grams: [SIMD16<Float>]
  private var labels: [SIMD16<Float>]
  private var biases: [Float]

  init(_ wish: EmbedPool, gramCount: Int, labelCount: Int, isSingle: Bool) {
    self.wish = wish
    let blocks = max(1, (wish.dimension + 15) / 16)
    self.blocks = blocks
    self.labelCount = labelCount
    self.isSingle = isSingle
    var random = SeededRandom(seed: wish.seed, stream: 0)
    let reach = 1 / Float(16 * blocks)
    grams = (0..<gramCount * blocks).map { _ in
      var block = SIMD16<Float>.zero
      for k in stride(from: 0, to: 16, by: 4) {
        // Four numbers of sixteen bits from one draw.
        var bits = random.next()
        for step in 0..<4 {
          block[k + step] = (Float(bits & 0xffff) / 32_768 - 1) * reach
          bits >>= 16
        }
      }
      return block
    }
    labels = [SIMD16<Float>](repeating: .zero, count: labelCount * blocks)
    biases = [Float](repeating: 0, count: labelCount)
  }

  var model: EmbedPoolModel {
    EmbedPoolModel(
      labelCount: labelCount, isSingle: isSingle, blocks: blocks, grams: grams, labels: labels,
      biases: biases)
  }

  /// One round over the texts; `from` and `to` say how much of all rounds lies behind.
  mutating func learn(
    _ bags: GramBags, _ truth: LabelSets, _ order: [Int], from: Double, to: Double,
    _ random: inout SeededRandom, _ run: Run
  ) throws {
    var scratch = Scratch(blocks, labelCount)
    let (blocks, isSingle, wish) = (blocks, isSingle, wish)
    try grams.withUnsafeMutableBufferPointer { grams in
      try labels.withUnsafeMutableBufferPointer { labels in
        try biases.withUnsafeMutableBufferPointer { biases in
          for (step, text) in order.enumerated() {
            if step % 1024 == 0 { try run.checkpoint() }
            scratch.take(bags, text, dropout: wish.dropout, &random)
            if scratch.ids.isEmpty { continue }
            scratch.pool(UnsafeBufferPointer(grams), blocks)
            let behind = from + (to - from) * Double(step) / Double(order.count)
            scratch.learn(
              truth.sets[text], labels, biases, blocks, isSingle: isSingle,
              rate: Float(wish.learningRate * (1 - behind)))
            let share = 1 / Float(scratch.ids.count)
            for b in 0..<blocks { scratch.slope[b] *= share }
            for id in scratch.ids {
              let base = Int(id) * blocks
              for b in 0..<blocks { grams[base + b] += scratch.slope[b] }
            }
          }
        }
      }
    }
  }
}

/// What one text needs while it is learnt from.
private struct Scratch {
  var ids: [Int32] = []
  var slope: [SIMD16<Float>]
  private var hidden: [SIMD16<Float>]
  private var scores: [Float]

  init(_ blocks: Int, _ labelCount: Int) {
    slope = [SIMD16<Float>](repeating: .zero, count: blocks)
    hidden = slope
    scores = [Float](repeating: 0, count: labelCount)
  }

  /// The grams of a text, or a random part of them.
  mutating func take(
    _ bags: GramBags, _ text: Int, dropout: Double, _ random: inout SeededRandom
  ) {
    ids.removeAll(keepingCapacity: true)
    if dropout == 0 {
      ids.append(contentsOf: bags.ids[bags.range(text)])
      return
    }
    for place in bags.range(text) where random.unit() >= dropout { ids.append(bags.ids[place]) }
  }

  mutating func pool(_ grams: UnsafeBufferPointer<SIMD16<Float>>, _ blocks: Int) {
    for b in 0..<blocks { hidden[b] = .zero }
    for id in ids {
      let base = Int(id) * blocks
      for b in 0..<blocks { hidden[b] += grams[base + b] }
    }
    let share = 1 / Float(ids.count)
    for b in 0..<blocks { hidden[b] *= share }
  }

  /// Moves the labels' vectors; what the grams' are to be moved by is left in `slope`.
  mutating func learn(
    _ truth: [Int32], _ labels: UnsafeMutableBufferPointer<SIMD16<Float>>,
    _ biases: UnsafeMutableBufferPointer<Float>, _ blocks: Int, isSingle: Bool, rate: Float
  ) {
    for label in scores.indices {
      var sum = SIMD16<Float>.zero
      for b in 0..<blocks { sum += hidden[b] * labels[label * blocks + b] }
      scores[label] = sum.sum() + biases[label]
    }
    EmbedPoolModel.chances(&scores, isSingle: isSingle)
    for label in truth { scores[Int(label)] -= 1 }
    for b in 0..<blocks { slope[b] = .zero }
    for label in scores.indices {
      let move = -rate * scores[label]
      if abs(move) < 1e-7 { continue }
      for b in 0..<blocks {
        slope[b] += move * labels[label * blocks + b]
        labels[label * blocks + b] += move * hidden[b]
      }
      biases[label] += move
    }
  }
}
