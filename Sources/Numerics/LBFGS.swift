/// The limited-memory BFGS minimiser of smooth functions (Nocedal and Wright 2006, algorithm 7.5),
/// with a backtracking search that demands sufficient decrease and, where it can, curvature.
package struct LBFGS: Sendable {
  package var memory = 10
  package var maxIterations = 500
  /// Stops when no component of the gradient is larger.
  package var gradientTolerance = 1e-8
  /// Stops when the value falls by less than this share of itself.
  package var valueTolerance = 1e-14

  package init() {}

  package struct Minimum: Sendable {
    package let point: [Double]
    package let value: Double
    package let gradient: [Double]
    package let iterations: Int
    package let hasConverged: Bool
  }

  /// - Parameter function: value and gradient at a point; a value that is not finite is a wall.
  package func minimize(
    from start: [Double], _ function: ([Double]) throws -> (value: Double, gradient: [Double])
  ) rethrows -> Minimum {
    var point = start
    var (value, gradient) = try function(point)
    var steps: [[Double]] = []
    var changes: [[Double]] = []
    var iteration = 0
    while iteration < maxIterations {
      if Self.largest(gradient) <= gradientTolerance { break }
      iteration += 1
      var direction = Self.direction(gradient, steps, changes)
      var slope = Self.dot(direction, gradient)
      if !(slope < 0) {
        steps.removeAll()
        changes.removeAll()
        direction = gradient.map { -$0 }
        slope = -Self.dot(gradient, gradient)
      }
      let first = steps.isEmpty ? min(1, 1 / max(1e-12, Self.largest(gradient))) : 1
      guard
        let next = try Self.search(
          point, value, direction, slope: slope, first: first, function)
      else { break }
      let step = zip(next.point, point).map { $0 - $1 }
      let change = zip(next.gradient, gradient).map { $0 - $1 }
      if Self.dot(step, change) > 1e-12 * Self.dot(change, change).squareRoot() {
        steps.append(step)
        changes.append(change)
        if steps.count > memory {
          steps.removeFirst()
          changes.removeFirst()
        }
      }
      let fall = value - next.value
      (point, value, gradient) = (next.point, next.value, next.gradient)
      if fall <= valueTolerance * max(1, abs(value)) { break }
    }
    return Minimum(
      point: point, value: value, gradient: gradient, iterations: iteration,
      hasConverged: iteration < maxIterations)
  }

  private static func search(
    _ point: [Double], _ value: Double, _ direction: [Double], slope: Double, first: Double,
    _ function: ([Double]) throws -> (value: Double, gradient: [Double])
  ) rethrows -> (point: [Double], value: Double, gradient: [Double])? {
    var low = 0.0
    var high = Double.infinity
    var length = first
    var best: (point: [Double], value: Double, gradient: [Double])?
    for _ in 0..<40 {
      let trial = zip(point, direction).map { $0 + length * $1 }
      let (f, g) = try function(trial)
      if !f.isFinite || f > value + 1e-4 * length * slope {
        high = length
      } else {
        best = (trial, f, g)
        if dot(g, direction) >= 0.9 * slope { return best }
        low = length
      }
      length = high.isFinite ? (low + high) / 2 : length * 2
      if high - low < 1e-14 * high { break }
    }
    return best
  }

  private static func direction(
    _ gradient: [Double], _ steps: [[Double]], _ changes: [[Double]]
  ) -> [Double] {
    var q = gradient
    var alphas = [Double](repeating: 0, count: steps.count)
    for i in steps.indices.reversed() {
      alphas[i] = dot(steps[i], q) / dot(changes[i], steps[i])
      for k in q.indices { q[k] -= alphas[i] * changes[i][k] }
    }
    if let s = steps.last, let y = changes.last {
      let scale = dot(s, y) / dot(y, y)
      for k in q.indices { q[k] *= scale }
    }
    for i in steps.indices {
      let beta = dot(changes[i], q) / dot(changes[i], steps[i])
      for k in q.indices { q[k] += (alphas[i] - beta) * steps[i][k] }
    }
    for k in q.indices { q[k] = -q[k] }
    return q
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var sums = SIMD8<Double>(repeating: 0)
        let blocks = a.count / 8 * 8
        var index = 0
        while index < blocks {
          var x = SIMD8<Double>()
          var y = SIMD8<Double>()
          for lane in 0..<8 {
            x[lane] = a[index + lane]
            y[lane] = b[index + lane]
          }
          sums += x * y
          index += 8
        }
        var total = sums.sum()
        while index < a.count {
          total += a[index] * b[index]
          index += 1
        }
        return total
      }
    }
  }

  private static func largest(_ values: [Double]) -> Double {
    values.reduce(0) { max($0, abs($1)) }
  }
}
