/// The models that are tried for choices of this many people and items, and how each is made.
import Learning
import Numerics
import Support

struct Candidate: Sendable {
  let method: RecommendOptions.Method
  /// Told apart where one method is tried with several settings.
  let label: String
  var recency = ChoiceMatrix.Recency.flat
  var ownFirst = false
  let fit: @Sendable (ChoiceMatrix, Run) throws -> any ItemScorer

  func ranker(_ matrix: ChoiceMatrix, _ run: Run) throws -> Ranker {
    Ranker(
      method: method, scorer: try fit(matrix, run), recency: recency, ownFirst: ownFirst)
  }
}

/// What candidates are made from beyond who chose what.
struct CandidateSource: Sendable {
  let options: RecommendOptions
  /// The time of the last choice.
  let now: Int64
  let spanDays: Double
  let hasTimes: Bool
  /// Weights of words and marks of items, where the file has any.
  let content: ItemContent?
  let baskets: BasketRows?

  /// Choices beyond which quick work leaves the costly models out.
  static let quickCells = 2_000_000
  /// Items beyond which quick work leaves the closed form out.
  static let quickItems = 2_500
  private static let stepsFrom = 64
  private static let itemsKeptWhole = 4_096

  /// Popularity is always the first.
  func candidates(_ matrix: ChoiceMatrix) -> [Candidate] {
    switch options.method {
    case .auto, .hybrid: [popularity] + tried(matrix)
    case .popularity: [popularity]
    default: [popularity, named(options.method, matrix)]
    }
  }

  var popularity: Candidate {
    Candidate(method: .popularity, label: "popularity") { [options, now] matrix, _ in
      guard let days = options.halfLifeDays else { return PopularityScorer(matrix.popularity) }
      return PopularityScorer(matrix, halfLifeDays: days, now: now)
    }
  }

  private func tried(_ matrix: ChoiceMatrix) -> [Candidate] {
    var list: [Candidate] = []
    if hasTimes, spanDays >= 7, options.halfLifeDays == nil {
      list.append(recentPopularity(days: max(1, spanDays / 16)))
    }
    list.append(similarity(.itemCosine, .cosine(shrink: 10), count: 200, "shrink 10"))
    let isThorough = options.effort == .thorough
    if isThorough {
      list.append(similarity(.itemCosine, .cosine(shrink: 50), count: 200, "shrink 50"))
      list.append(similarity(.bm25, .bm25(k1: 1.2, b: 0.75), count: 1_000, "1000 neighbours"))
    }
    if matrix.cellCount <= Self.quickCells || isThorough {
      list.append(named(.rp3beta, matrix))
      if EASE.fits(people: matrix.personCount, items: matrix.itemCount),
        isThorough || min(matrix.itemCount, matrix.personCount) <= Self.quickItems
      {
        list += (isThorough ? [50, 200, 1_000] : [200]).map(ease)
      }
      if isThorough {
        list += [10, 50].map { als(factors: 128, penalty: $0, alpha: 10, isLogged: false) }
        if matrix.hasWeights {
          list.append(als(factors: 128, penalty: 10, alpha: 40, isLogged: true))
        }
        list.append(named(.graphFilter, matrix))
      } else {
        list.append(als(factors: 64, penalty: 10, alpha: 10, isLogged: false))
      }
    }
    return list
  }

  func named(_ method: RecommendOptions.Method, _ matrix: ChoiceMatrix) -> Candidate {
    switch method {
    case .itemCosine: similarity(.itemCosine, .cosine(shrink: 0), count: 200, "")
    case .tfidf: similarity(.tfidf, .tfidf, count: 200, "")
    case .bm25: similarity(.bm25, .bm25(k1: 1.2, b: 0.75), count: 200, "")
    case .rp3beta: walk
    case .ease: ease(200)
    case .als:
      als(
        factors: options.factors, penalty: options.regularization, alpha: options.alpha,
        isLogged: matrix.hasWeights)
    case .userCosine:
      Candidate(method: .userCosine, label: "userCosine") { matrix, run in
        try UserNeighbours().fit(matrix.ones, run)
      }
    case .bpr: pairwise
    case .pureSvd, .graphFilter: spectral(method)
    case .rules:
      Candidate(method: .rules, label: "rules") { [baskets] matrix, run in
        try RuleScorer(matrix, baskets: baskets, run)
      }
    case .content:
      Candidate(method: .content, label: "content") { [content] matrix, _ in
        ContentScorer(content ?? ItemContent(itemCount: matrix.itemCount))
      }
    default: popularity
    }
  }

  private func recentPopularity(days: Double) -> Candidate {
    Candidate(method: .popularity, label: "popularity, half-life \(Words.short(days)) days") {
      [now] matrix, _ in PopularityScorer(matrix, halfLifeDays: days, now: now)
    }
  }

  private func similarity(
    _ method: RecommendOptions.Method, _ measure: ItemSimilarity.Measure, count: Int, _ note: String
  ) -> Candidate {
    let label = note.isEmpty ? method.rawValue : "\(method.rawValue), \(note)"
    return Candidate(method: method, label: label) { matrix, run in
      var spec = ItemSimilarity(measure)
      spec.neighbourCount = count
      return try spec.fit(matrix.ones, run)
    }
  }

  private var walk: Candidate {
    Candidate(method: .rp3beta, label: "rp3beta") { matrix, run in
      var spec = ItemSimilarity(.walk(alpha: 1, beta: 0.3))
      // A walk goes from what was chosen to what may be: each item keeps where it leads.
      (spec.neighbourCount, spec.side) = (100, .source)
      return try spec.fit(matrix.ones, run)
    }
  }

  private func ease(_ lambda: Double) -> Candidate {
    Candidate(method: .ease, label: "ease, lambda \(Words.short(lambda))") { matrix, run in
      var spec = EASE(lambda: lambda)
      spec.itemsKeptWhole = Self.itemsKeptWhole
      return try spec.fit(matrix.ones, run)
    }
  }

  private func als(factors: Int, penalty: Double, alpha: Double, isLogged: Bool) -> Candidate {
    var spec = ImplicitALS()
    (spec.factors, spec.regularization, spec.alpha) = (factors, penalty, alpha)
    (spec.iterations, spec.seed) = (options.iterations, options.seed)
    if options.method == .auto || options.method == .hybrid { spec.iterations = 15 }
    // Beyond a few factors three steps towards a solution cost less than the solution.
    if factors >= Self.stepsFrom { spec.solver = .conjugateGradient(steps: 3) }
    let weights = isLogged ? ", weighed" : ""
    return Candidate(
      method: .als,
      label: "als, \(factors) factors, penalty \(Words.short(penalty)), alpha "
        + "\(Words.short(alpha))\(weights)"
    ) { [spec] matrix, run in try spec.fit(isLogged ? matrix.logged : matrix.ones, run) }
  }

  private var pairwise: Candidate {
    var spec = BPR()
    (spec.factors, spec.seed) = (options.factors, options.seed)
    return Candidate(method: .bpr, label: "bpr, \(options.factors) factors") {
      [spec] matrix, run in try spec.fit(matrix.ones, run)
    }
  }

  private func spectral(_ method: RecommendOptions.Method) -> Candidate {
    Candidate(method: method, label: method.rawValue) { [options] matrix, run in
      if method == .graphFilter {
        var spec = GraphFilter()
        spec.seed = options.seed
        return try spec.fit(matrix.ones, run)
      }
      var spec = PureSVD()
      (spec.factors, spec.seed) = (options.factors, options.seed)
      return try spec.fit(matrix.ones, run)
    }
  }
}
