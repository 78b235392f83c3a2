/// What a text says of each thing it speaks of: the feeling clause by clause.
///
/// The words of feeling in a clause belong to the category whose word stands nearest to them; a
/// category that got none there shares the nearest. A clause that only names something is about
/// the next clause of its sentence, or else the one before, if that names nothing itself. What
/// stands across a contrast belongs to the other side.
import Learning

struct AspectsOfText: Sendable {
  /// All that is said of one category with one feeling; places are in characters.
  struct Aspect: Sendable {
    let category: Int
    let sentiment: Sentiment
    /// The word that names it, and the strongest word of feeling with it.
    let target: Range<Int>
    let opinion: Sentiment.Evidence?
    /// From the first to the last clause it was said in.
    let quote: Range<Int>
  }

  let aspects: [Aspect]

  /// One naming of a category in a clause.
  private struct Mention {
    let category: Int
    let target: Range<Int>
    let clause: Int
    var opinions: [Sentiment.Evidence] = []
  }

  init(_ text: TextScalars, _ matches: [CategoryList.Match]) {
    let words = Sentiment.words(of: text)
    let clauses = Clauses(text, contrasts: words.contrasts)
    var opinions = [[Sentiment.Evidence]](repeating: [], count: clauses.all.count)
    for word in words.found {
      let place = clauses.place(of: word.range.lowerBound)
      if place >= 0 { opinions[place].append(word) }
    }
    var named = [[Mention]](repeating: [], count: clauses.all.count)
    for match in matches where CategoryList.isAspect(match.category) {
      for target in match.evidence {
        let place = clauses.place(of: target.lowerBound)
        guard place >= 0 else { continue }
        named[place].append(Mention(category: match.category, target: target, clause: place))
      }
    }
    var found: [Mention] = []
    for place in named.indices where !named[place].isEmpty {
      var said = opinions[place]
      if said.isEmpty { said = Self.neighbours(place, clauses, named, opinions) }
      found += Self.shared(said, among: named[place])
    }
    aspects = Self.merged(found, clauses)
  }

  /// What the next clause of the sentence says, or the one before, if that names nothing.
  private static func neighbours(
    _ place: Int, _ clauses: Clauses, _ named: [[Mention]], _ opinions: [[Sentiment.Evidence]]
  ) -> [Sentiment.Evidence] {
    let next = place + 1
    if next < clauses.all.count, clauses.all[next].goesOn, named[next].isEmpty,
      !opinions[next].isEmpty
    {
      return opinions[next]
    }
    if place > 0, clauses.all[place].goesOn, named[place - 1].isEmpty { return opinions[place - 1] }
    return []
  }

  /// Each word goes to the nearest name; who gets none shares the word nearest to it.
  private static func shared(
    _ opinions: [Sentiment.Evidence], among names: [Mention]
  ) -> [Mention] {
    guard !opinions.isEmpty else { return names }
    var shared = names
    for opinion in opinions {
      let nearest = names.indices.min {
        (distance(names[$0].target, opinion.range), $0)
          < (distance(names[$1].target, opinion.range), $1)
      }
      if let nearest { shared[named(nearest, apartFrom: opinion, names)].opinions.append(opinion) }
    }
    let spoken = Set(shared.filter { !$0.opinions.isEmpty }.map(\.category))
    for index in shared.indices where !spoken.contains(shared[index].category) {
      let nearest = opinions.min {
        distance(names[index].target, $0.range) < distance(names[index].target, $1.range)
      }
      if let nearest { shared[index].opinions = [nearest] }
    }
    return shared
  }

  /// The nearest name of the same category that is not the word of feeling itself: of "the staff
  /// were rude" the staff is spoken of, also where both words name the category.
  private static func named(
    _ nearest: Int, apartFrom opinion: Sentiment.Evidence, _ names: [Mention]
  ) -> Int {
    guard names[nearest].target.overlaps(opinion.range) else { return nearest }
    let others = names.indices.filter {
      names[$0].category == names[nearest].category && !names[$0].target.overlaps(opinion.range)
    }
    return others.min {
      (distance(names[$0].target, opinion.range), $0)
        < (distance(names[$1].target, opinion.range), $1)
    } ?? nearest
  }

  private static func distance(_ a: Range<Int>, _ b: Range<Int>) -> Int {
    if a.overlaps(b) { return 0 }
    return a.upperBound <= b.lowerBound ? b.lowerBound - a.upperBound : a.lowerBound - b.upperBound
  }

  /// One entry for each category and feeling; a name without any feeling is left out where the
  /// same category has one elsewhere.
  private static func merged(_ mentions: [Mention], _ clauses: Clauses) -> [Aspect] {
    var groups: [(category: Int, label: Sentiment.Label, mentions: [Mention])] = []
    let spoken = Set(mentions.filter { !$0.opinions.isEmpty }.map(\.category))
    for clause in Dictionary(grouping: mentions, by: \.clause).sorted(by: { $0.key < $1.key }) {
      var byCategory: [(category: Int, mentions: [Mention])] = []
      for mention in clause.value {
        if mention.opinions.isEmpty, spoken.contains(mention.category) { continue }
        if let place = byCategory.firstIndex(where: { $0.category == mention.category }) {
          byCategory[place].mentions.append(mention)
        } else {
          byCategory.append((mention.category, [mention]))
        }
      }
      for (category, own) in byCategory {
        let label = Sentiment(of: own.flatMap(\.opinions)).label
        if let place = groups.firstIndex(where: { $0.category == category && $0.label == label }) {
          groups[place].mentions += own
        } else {
          groups.append((category, label, own))
        }
      }
    }
    return groups.map { group in aspect(group.category, group.mentions, clauses) }
  }

  private static func aspect(_ category: Int, _ mentions: [Mention], _ clauses: Clauses) -> Aspect {
    let all = mentions.flatMap { mention in mention.opinions.map { (mention.target, $0) } }
    let strongest = all.max { abs($0.1.effect) < abs($1.1.effect) }
    let own = strongest?.0 ?? mentions[0].target
    let clause = clauses.all[clauses.place(of: own.lowerBound)].range
    var quote = clause
    if let opinion = strongest?.1.range {
      let other = clauses.all[clauses.place(of: opinion.lowerBound)].range
      quote =
        min(clause.lowerBound, other.lowerBound)..<max(clause.upperBound, other.upperBound)
    }
    return Aspect(
      category: category, sentiment: Sentiment(of: all.map(\.1)), target: own,
      opinion: strongest?.1, quote: quote)
  }
}
