/// Layers, and what goes through them forwards and backwards.
///
/// Weights of a layer stand input after input, then come its offsets; so all inner loops run over
/// neighbours in memory.
import Numerics
package import Support

package struct PerceptronShape: Sendable, Equatable {
  /// Columns, units of each hidden layer, and 1.
  package let sizes: [Int]
  package let target: Perceptron.Target

  package init(sizes: [Int], target: Perceptron.Target) {
    self.sizes = sizes
    self.target = target
  }

  package var parameterCount: Int {
    zip(sizes, sizes.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 }
  }

  /// Room for the values of every layer but the first.
  var layers: [[Double]] { sizes.dropFirst().map { [Double](repeating: 0, count: $0) } }

  /// Weights as wide as keeps the spread of values from layer to layer (He et al. 2015).
  package func start(_ random: inout SeededRandom) -> [Double] {
    var parameters: [Double] = []
    for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
      let spread = (2 / Double(inputs)).squareRoot()
      for _ in 0..<(inputs * outputs) { parameters.append(spread * random.normal()) }
      for _ in 0..<outputs { parameters.append(0) }
    }
    return parameters
  }

  func loss(_ z: Double, _ target: Double) -> Double {
    switch self.target {
    case .label: Math.softplus(z) - target * z
    case .number: 0.5 * (z - target) * (z - target)
    }
  }

  /// The last layer's value for a row; every layer's values are left in `layers`.
  func forward(
    _ parameters: [Double], _ features: Matrix, _ row: Int, _ layers: inout [[Double]]
  ) -> Double {
    var offset = 0
    for layer in layers.indices {
      let (inputs, outputs) = (sizes[layer], sizes[layer + 1])
      var values = layers[layer]
      parameters.withUnsafeBufferPointer { w in
        values.withUnsafeMutableBufferPointer { values in
          let biases = offset + inputs * outputs
          for k in 0..<outputs { values[k] = w[biases + k] }
          for j in 0..<inputs {
            let input =
              layer == 0
              ? features.values[row * inputs + j] : max(0, layers[layer - 1][j])
            if input == 0 { continue }
            let base = offset + j * outputs
            for k in 0..<outputs { values[k] += input * w[base + k] }
          }
        }
      }
      layers[layer] = values
      offset += (inputs + 1) * outputs
    }
    return layers[layers.count - 1][0]
  }

  /// The weighted mean loss of some rows with the penalty, and its slope.
  package func lossAndGradient(
    _ parameters: [Double], _ data: PerceptronData, _ rows: [Int], l2: Double
  ) -> (loss: Double, gradient: [Double]) {
    var gradient = [Double](repeating: 0, count: parameters.count)
    var layers = layers
    var (loss, total) = (0.0, 0.0)
    for row in rows { total += data.weights?[row] ?? 1 }
    guard total > 0 else { return (0, gradient) }
    for row in rows {
      let weight = (data.weights?[row] ?? 1) / total
      if weight == 0 { continue }
      let z = forward(parameters, data.features, row, &layers)
      let y = data.targets[row]
      loss += weight * self.loss(z, y)
      let slope = weight * (target == .label ? Math.sigmoid(z) - y : z - y)
      backward(parameters, data.features, row, layers, slope, &gradient)
    }
    var offset = 0
    for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
      for k in offset..<(offset + inputs * outputs) {
        loss += 0.5 * l2 * parameters[k] * parameters[k]
        gradient[k] += l2 * parameters[k]
      }
      offset += (inputs + 1) * outputs
    }
    return (loss, gradient)
  }

  /// Adds the slope of one row's loss, from the last layer to the first.
  private func backward(
    _ parameters: [Double], _ features: Matrix, _ row: Int, _ layers: [[Double]], _ slope: Double,
    _ gradient: inout [Double]
  ) {
    var slopes = [slope]
    var offset = parameters.count
    for layer in layers.indices.reversed() {
      let (inputs, outputs) = (sizes[layer], sizes[layer + 1])
      offset -= (inputs + 1) * outputs
      var below = [Double](repeating: 0, count: layer == 0 ? 0 : inputs)
      gradient.withUnsafeMutableBufferPointer { g in
        for k in 0..<outputs { g[offset + inputs * outputs + k] += slopes[k] }
        for j in 0..<inputs {
          let input =
            layer == 0 ? features.values[row * inputs + j] : max(0, layers[layer - 1][j])
          // A unit that is silent hands nothing on and learns nothing.
          if input == 0 { continue }
          let base = offset + j * outputs
          var sum = 0.0
          for k in 0..<outputs {
            g[base + k] += input * slopes[k]
            sum += parameters[base + k] * slopes[k]
          }
          if layer > 0 { below[j] = sum }
        }
      }
      slopes = below
    }
  }
}
