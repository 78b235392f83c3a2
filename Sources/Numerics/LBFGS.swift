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
      let step = Vectors.sum(next.point, -1, point)
      let change = Vectors.sum(next.gradient, -1, gradient)
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
      let trial = Vectors.sum(point, length, direction)
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
    let curves = steps.indices.map { dot(changes[$0], steps[$0]) }
    for i in steps.indices.reversed() {
      alphas[i] = dot(steps[i], q) / curves[i]
      Vectors.add(-alphas[i], changes[i], to: &q)
    }
    if let y = changes.last, let curve = curves.last { Vectors.scale(&q, by: curve / dot(y, y)) }
    for i in steps.indices {
      let beta = dot(changes[i], q) / curves[i]
      Vectors.add(alphas[i] - beta, steps[i], to: &q)
    }
    Vectors.scale(&q, by: -1)
    return q
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double { Vectors.dot(a, b) }

  private static func largest(_ values: [Double]) -> Double {
    values.reduce(0) { max($0, abs($1)) }
  }
}
