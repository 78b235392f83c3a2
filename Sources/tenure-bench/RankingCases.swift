/// Rankings from choices: implicit ALS on ten million draws, and lists from what it learnt, against
/// the package `implicit`.
import Glibc
import Learning
import Numerics
import Support
import Wire

extension Case {
  static let implicitALS = Case(
    name: "als",
    words: """
      64 factors, 15 sweeps on 10,000,000 draws of 100,000 people and 20,000 items; the peer is \
      implicit
      """
  ) { bench in
    let choices = draws(10_000_000)
    var model: ImplicitALSModel?
    let seconds = try bench.times { model = try wish(sweeps: 15).fit(choices, Run()) }
    guard model != nil else { throw BenchError("no model") }
    var fit = Measurement(
      part: "fit", seconds: seconds, units: Double(choices.cellCount * 15),
      unit: "interactions times sweeps")
    fit.peer = try Peer.python(bench, implicit + fitting, [])
    return [fit]
  }

  static let topTen = Case(
    name: "topten",
    words: """
      lists of ten for 10,000 people out of 20,000 items from 64 factors, what they have left out; \
      the peer is implicit
      """
  ) { bench in
    let choices = draws(10_000_000)
    let model = try wish(sweeps: 1).fit(choices, Run())
    let seconds = try bench.times {
      _ = try Parallel.map(count: 10_000, chunk: 64) { range in
        model.best(10, range.map { Asker(ItemHistory(choices, row: $0), person: $0) }).count
      }
    }
    var lists = Measurement(part: "lists", seconds: seconds, units: 10_000, unit: "people")
    lists.peer = try Peer.python(bench, implicit + listing, [])
    return [lists]
  }

  private static func wish(sweeps: Int) -> ImplicitALS {
    var wish = ImplicitALS()
    wish.factors = 64
    wish.regularization = 0.1
    wish.alpha = 10
    wish.baseConfidence = 0
    wish.iterations = sweeps
    wish.solver = .conjugateGradient(steps: 3)
    return wish
  }

  /// The data of `reference/recsys_speed.py`: few people and few items make most of the draws.
  private static func draws(_ count: Int) -> SparseMatrix {
    let golden: UInt64 = 0x9e37_79b9_7f4a_7c15
    var people = SeededRandom(seed: 41 &* golden &* golden)
    var items = SeededRandom(seed: 42 &* golden &* golden)
    let cells = (0..<count).map { _ in
      (
        row: Int32(100_000 * Math.pow(people.unit(), 1.5)),
        column: Int32(20_000 * Math.pow(items.unit(), 3)), value: 1.0
      )
    }
    return SparseMatrix(rowCount: 100_000, columnCount: 20_000, cells: cells)
  }

  private static let implicit = """
    implicit, numpy, _ = need("implicit"), need("numpy"), need("scipy.sparse")
    from scipy import sparse
    from implicit.als import AlternatingLeastSquares

    def lots(salt, count=10_000_000):
        index = numpy.arange(1, count + 1, dtype=numpy.uint64)
        golden = 0x9E3779B97F4A7C15
        with numpy.errstate(over="ignore"):
            z = (index + numpy.uint64(salt * golden & (2**64 - 1))) * numpy.uint64(golden)
            z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
            z = z ^ (z >> numpy.uint64(31))
        return (z >> numpy.uint64(11)).astype(float) / 2**53

    rows = (100_000 * lots(41) ** 1.5).astype(int)
    columns = (20_000 * lots(42) ** 3).astype(int)
    ones = numpy.ones(len(rows), numpy.float32)
    choices = sparse.csr_matrix((ones, (rows, columns)), shape=(100_000, 20_000))
    choices.sum_duplicates()

    def fit(sweeps):
        model = AlternatingLeastSquares(factors=64, iterations=sweeps, regularization=0.1,
                                        alpha=10.0, random_state=1)
        model.fit(choices, show_progress=False)
        return model


    """

  private static let fitting = """
    seconds, model = best_of(lambda: fit(15))
    tell(f"implicit {implicit.__version__}", seconds)
    """

  private static let listing = """
    model, people = fit(1), numpy.arange(10_000)
    seconds, _ = best_of(lambda: model.recommend(people, choices[people], N=10))
    tell(f"implicit {implicit.__version__}", seconds)
    """
}
