/// What recommendations say of themselves.
import Numerics
package import Support

package enum RecommendWords {
  static func definition(
    _ chosen: ChosenModel, _ choices: Choices, _ allowsOwn: Bool
  ) -> Phrase {
    let words = model(chosen.ranker.method)
    let share = Words.percent(choices.repeatShare)
    return Phrase(
      en: "\(words.en) (\(chosen.label)); items chosen before are "
        + "\(allowsOwn ? "allowed" : "left out") (\(share) of choices are repeats)",
      zh: "\(words.zh)（\(chosen.label)）；已选过的商品\(allowsOwn ? "可再推荐" : "不再推荐")"
        + "（重复选择占 \(share)）")
  }

  static func model(_ method: RecommendOptions.Method) -> Phrase {
    switch method {
    case .popularity, .auto: Phrase(en: "what most people choose", zh: "大多数人的选择")
    case .itemCosine: Phrase(en: "items chosen by the same people, by cosine", zh: "同一批人选择的商品（余弦）")
    case .tfidf, .bm25:
      Phrase(
        en: "items chosen by the same people, busy people and common items counting less",
        zh: "同一批人选择的商品（降低活跃用户与热门商品的权重）")
    case .userCosine: Phrase(en: "what customers with like choices chose", zh: "选择相似的客户所选")
    case .rp3beta:
      Phrase(en: "a walk from items to people to items", zh: "商品—客户—商品的随机游走")
    case .ease: Phrase(en: "a linear model of items by items", zh: "商品间的线性模型（EASE）")
    case .als: Phrase(en: "matrix factorisation of all choices", zh: "全部选择的矩阵分解（ALS）")
    case .bpr:
      Phrase(en: "factors that rank chosen items above others", zh: "按成对排序学习的因子（BPR）")
    case .pureSvd: Phrase(en: "a truncated singular value decomposition", zh: "截断奇异值分解")
    case .graphFilter: Phrase(en: "a filter on the graph of choices", zh: "选择图上的滤波（GF-CF）")
    case .rules: Phrase(en: "rules: who has these has that", zh: "关联规则")
    case .content: Phrase(en: "items like those chosen, by what they are", zh: "内容相似的商品")
    case .hybrid: Phrase(en: "models added up, each on one scale", zh: "多种模型标准化后相加")
    case .svd:
      Phrase(
        en:
          "predicted ratings: neighbours, factors, and factors that count what was rated, blended",
        zh: "预测评分：近邻、因子与隐式因子的加权组合")
    case .mfSgd:
      Phrase(en: "a product of two small matrices, by gradient", zh: "梯度下降的矩阵分解")
    }
  }

  /// What is hidden to be found again.
  package static func hidden(_ hasTimes: Bool) -> Phrase {
    hasTimes
      ? Phrase(en: "the last choice", zh: "最后一次选择")
      : Phrase(en: "a tenth of the choices", zh: "十分之一的选择")
  }

  static func grade(_ chosen: ChosenModel, hasTimes: Bool) -> Grade {
    let hidden = hidden(hasTimes)
    guard let own = chosen.judged.last, let baseline = chosen.judged.first,
      chosen.testedPeople >= ChosenModel.fewestTests
    else {
      let count = chosen.testedPeople
      return Grade(
        .d,
        Phrase(
          en: "\(count == 1 ? "only 1 customer has" : "only \(count) customers have") two different"
            + " choices: too few to test a model on",
          zh: "仅 \(count) 位客户有两种以上选择，无法检验模型"))
    }
    let gains = Moments(of: zip(own.gains, baseline.gains).map { $0 - $1 })
    let error = (gains.variance / Double(max(1, own.gains.count))).squareRoot()
    let letter: Grade.Letter =
      gains.mean > 4 * error && gains.mean > 0
      ? .a : gains.mean > 2 * error && gains.mean > 0 ? .b : .c
    let (score, other) = (Words.fixed(own.ndcg, 4), Words.fixed(baseline.ndcg, 4))
    return Grade(
      letter,
      Phrase(
        en: "hiding \(hidden.en) of \(chosen.testedPeople) customers, NDCG@10 is \(score); "
          + "popularity alone gives \(other)",
        zh: "隐藏 \(chosen.testedPeople) 位客户的\(hidden.zh)，NDCG@10 为 \(score)，仅按热门为 \(other)"),
      metric: "ndcg", score: own.ndcg, baseline: baseline.ndcg)
  }

  static func grade(_ figures: Recommendation.RatingFigures) -> Grade {
    let (own, other) = (Words.fixed(figures.error, 4), Words.fixed(figures.baseline, 4))
    guard figures.count >= ChosenModel.fewestTests else {
      return Grade(
        .d,
        Phrase(
          en:
            "only \(figures.count) \(figures.count == 1 ? "rating" : "ratings") could be held out: too"
            + " few to test",
          zh:
            "仅能留出 \(figures.count) 个评分，无法检验"))
    }
    let share = figures.baseline > 0 ? 1 - figures.error / figures.baseline : 0
    let letter: Grade.Letter = share > 0.03 ? .a : share > 0.01 ? .b : .c
    return Grade(
      letter,
      Phrase(
        en: "\(figures.count) held-out ratings are missed by \(own) (RMSE); averages of customers "
          + "and items miss by \(other)",
        zh: "留出的 \(figures.count) 个评分的均方根误差为 \(own)；仅用客户与商品均值为 \(other)"),
      metric: "rmse", score: figures.error, baseline: figures.baseline)
  }
}
