/// The published network for texts, as it was drawn: Embedding(10000, 16), the mean over the words,
/// Dense(1, sigmoid); Adam, binary cross-entropy, ten epochs.
///
/// 10,000 x 16 + 16 + 1 = 160,017 parameters. Of the 10,000 words one stands for all that are not
/// among the 9,999 most frequent. More labels than two take one output each and a soft-max, sets of
/// labels a sigmoid each. What the example left open is as its library has it by default: batches
/// of 32, rate 0.001, start values within 0.05, and Glorot's for the dense layer.
import Numerics
package import Support

package struct PublishedPool: Sendable, Equatable {
  package var epochs = 10
  package var batch = 32
  package var learningRate = 0.001
  package var seed: UInt64 = 0

  package init() {}

  static let words = 10_000

  /// The words it knows.
  package static var shape: GramVocabulary.Shape {
    var shape = GramVocabulary.Shape(NGrams(words: 1...1))
    (shape.wordCountMax, shape.sharesUnknown) = (words - 1, true)
    return shape
  }

  /// How many parameters it has: 160,017 for two labels.
  package static func parameterCount(labelCount: Int, isSingle: Bool) -> Int {
    let outputs = isSingle && labelCount == 2 ? 1 : labelCount
    return 16 * words + 17 * outputs
  }

  /// - Parameter gramCount: the numbers of `bags` are below it.
  package func fit(
    _ bags: GramBags, gramCount: Int, _ labels: LabelSets, _ run: Run
  ) throws -> EmbedPoolModel {
    guard labels.labelCount >= 2, labels.rowCount == bags.count, bags.count > 0 else {
      throw FitError.singleClass
    }
    var random = SeededRandom(seed: seed, stream: 2)
    var state = AdamPool(gramCount: max(1, gramCount), labels, &random)
    var order = Array(0..<bags.count)
    for _ in 0..<epochs {
      random.shuffle(&order)
      for first in stride(from: 0, to: order.count, by: max(1, batch)) {
        if first / max(1, batch) % 8 == 0 { try run.checkpoint() }
        let texts = order[first..<min(order.count, first + max(1, batch))]
        state.step(bags, labels, texts, rate: Float(learningRate))
      }
    }
    return state.model(labels)
  }
}

/// The parameters and what Adam remembers of their slopes (Kingma and Ba 2015).
private struct AdamPool {
  /// Outputs: one for two labels that exclude each other.
  private let outputs: Range<Int>
  private var grams: Moments
  private var dense: Moments
  /// The biases, sixteen to a block.
  private var biases: Moments
  private var steps = 0

  /// Parameters in blocks of sixteen, with the running means of their slopes and of the squares.
  struct Moments {
    var values: [SIMD16<Float>]
    var slopes: [SIMD16<Float>]
    private var means: [SIMD16<Float>]
    private var squares: [SIMD16<Float>]
    /// Blocks that ever had a slope; all others stand still.
    private var moved: [Bool]

    init(_ values: [SIMD16<Float>]) {
      self.values = values
      slopes = values.map { _ in .zero }
      (means, squares) = (slopes, slopes)
      moved = values.map { _ in false }
    }

    mutating func add(_ slope: SIMD16<Float>, at place: Int) {
      slopes[place] += slope
      moved[place] = true
    }

    mutating func step(rate: Float) {
      for k in values.indices where moved[k] {
        let slope = slopes[k]
        means[k] = 0.9 * means[k] + 0.1 * slope
        squares[k] = 0.999 * squares[k] + 0.001 * (slope * slope)
        values[k] -= rate * means[k] / (squares[k].squareRoot() + 1e-7)
        slopes[k] = .zero
      }
    }
  }

  init(gramCount: Int, _ labels: LabelSets, _ random: inout SeededRandom) {
    outputs = labels.modelled
    func block(_ reach: Double) -> SIMD16<Float> {
      var block = SIMD16<Float>.zero
      for k in 0..<16 { block[k] = Float((2 * random.unit() - 1) * reach) }
      return block
    }
    grams = Moments((0..<gramCount).map { _ in block(0.05) })
    let reach = (6 / Double(16 + outputs.count)).squareRoot()
    dense = Moments(outputs.map { _ in block(reach) })
    biases = Moments([SIMD16<Float>](repeating: .zero, count: (outputs.count + 15) / 16))
  }

  mutating func step(
    _ bags: GramBags, _ labels: LabelSets, _ texts: ArraySlice<Int>, rate: Float
  ) {
    let isSoftmax = labels.isSingle && outputs.count > 1
    // The loss is a mean over the batch and, for sigmoids, over the outputs.
    let share = 1 / Float(texts.count * (isSoftmax ? 1 : outputs.count))
    var scores = [Float](repeating: 0, count: outputs.count)
    for text in texts {
      let range = bags.range(text)
      let part = 1 / Float(max(1, range.count))
      var hidden = SIMD16<Float>.zero
      for place in range { hidden += grams.values[Int(bags.ids[place])] }
      hidden *= part
      for k in scores.indices {
        scores[k] = (hidden * dense.values[k]).sum() + biases.values[k / 16][k % 16]
      }
      EmbedPoolModel.chances(&scores, isSingle: isSoftmax)
      for label in labels.sets[text] where outputs.contains(Int(label)) {
        scores[Int(label) - outputs.lowerBound] -= 1
      }
      var back = SIMD16<Float>.zero
      for k in scores.indices {
        let error = scores[k] * share
        back += error * dense.values[k]
        dense.add(error * hidden, at: k)
        var one = SIMD16<Float>.zero
        one[k % 16] = error
        biases.add(one, at: k / 16)
      }
      back *= part
      for place in range { grams.add(back, at: Int(bags.ids[place])) }
    }
    steps += 1
    let time = Double(min(steps, 100_000))
    let now = rate * Float((1 - Math.pow(0.999, time)).squareRoot() / (1 - Math.pow(0.9, time)))
    grams.step(rate: now)
    dense.step(rate: now)
    biases.step(rate: now)
  }

  func model(_ labels: LabelSets) -> EmbedPoolModel {
    let isAlone = outputs.count < labels.labelCount
    let biases = outputs.indices.map { place in
      let k = place - outputs.lowerBound
      return self.biases.values[k / 16][k % 16]
    }
    // Of two labels the first has the score zero, so the soft-max is the sigmoid.
    return EmbedPoolModel(
      labelCount: labels.labelCount, isSingle: labels.isSingle, blocks: 1, grams: grams.values,
      labels: (isAlone ? [.zero] : []) + dense.values, biases: (isAlone ? [0] : []) + biases)
  }
}
