/// What kind of word an English word is: closed classes and common words by list, the rest by its
/// ending, which is said to be a guess.
enum EnglishTags {
  /// - Parameter word: in lower case.
  static func tag(_ word: String, isCapital: Bool, isFirst: Bool) -> WordTag {
    if let part = known[word] { return WordTag(part) }
    if isCapital, !isFirst { return WordTag(.noun, isGuess: true) }
    for (part, endings) in byEnding where endings.contains(where: { fits(word, $0) }) {
      return WordTag(part, isGuess: true)
    }
    return WordTag(.noun, isGuess: true)
  }

  private static func fits(_ word: String, _ ending: String) -> Bool {
    word.utf8.count >= ending.utf8.count + 3 && word.hasSuffix(ending)
  }

  private static let byEnding: [(PartOfSpeech, [String])] = [
    (.adverb, ["ly"]),
    (.noun, ["tion", "sion", "ment", "ness", "ity", "ship", "ance", "ence", "ism", "ist"]),
    (
      .adjective, ["able", "ible", "ful", "less", "ous", "ive", "ish", "ical", "ent", "ant", "est"]
    ),
    (.verb, ["ing", "ed", "ize", "ise", "ify", "n't"]),
  ]

  private static let known: [String: PartOfSpeech] = {
    var known: [String: PartOfSpeech] = [:]
    for (part, words) in lists {
      for word in words.split(separator: " ") where known[String(word)] == nil {
        known[String(word)] = part
      }
    }
    return known
  }()

  private static let lists: [(PartOfSpeech, String)] = [
    (
      .determiner,
      "the a an this that these those every each either neither some any no all both half"
    ),
    (
      .pronoun,
      "i you he she it we they me him her us them my your his its our their mine yours hers ours "
        + "theirs myself yourself himself herself itself ourselves themselves who whom whose which "
        + "what someone somebody something anyone anybody anything everyone everybody everything "
        + "nobody nothing none one"
    ),
    (
      .preposition,
      "of in on at by for with about against between into through during before after above below "
        + "to from up down over under off near within without along across behind beyond except "
        + "since until till toward towards upon among per via despite like unlike around"
    ),
    (
      .conjunction,
      "and or but nor so yet because although though while whereas if unless when whenever where "
        + "wherever whether as than"
    ),
    (.particle, "not n't 's ’s"),
    (
      .verb,
      "be am is are was were been being do does did done doing have has had having can could will "
        + "would shall should may might must ca wo 're 've 'll 'd 'm ’re ’ve ’ll ’d ’m get gets got "
        + "gotten getting go goes went gone going come comes came make makes made take takes took "
        + "taken give gives gave given see sees saw seen know knows knew known think thinks thought "
        + "say says said tell tells told find finds found buy buys bought send sends sent order keep "
        + "kept let put try tries tried want wants need needs use uses used work works worked "
        + "working love loves loved like likes liked hate hates hated recommend feel feels felt look "
        + "looks seem seems wait waits waited waiting pay paid call calls called ask asked arrive "
        + "arrives arrived deliver delivered return returned cancel cancelled canceled break breaks "
        + "broke stop stops stopped help helps helped thank thanks hope hopes expect expected lose "
        + "lost leave left eat ate fly flew run ran sit sat stand stood buying read write wrote"
    ),
    (
      .adverb,
      "very really too also just only even still never always often sometimes again already almost "
        + "quite rather pretty well soon now then here there today yesterday tomorrow ever maybe "
        + "perhaps however away back together instead enough much more most less least far yet how "
        + "why later ago once twice"
    ),
    (
      .adjective,
      "good bad great nice new old big small long short high low hot cold fast slow easy hard happy "
        + "sad angry poor rich cheap expensive free full empty clean dirty fresh tasty friendly rude "
        + "helpful useful useless broken better best worse worst same different other own next last "
        + "first second third few many several great awful terrible horrible amazing awesome "
        + "excellent perfect beautiful wonderful fantastic disappointed disappointing wrong right "
        + "late early ready sure able nice-looking defective comfortable"
    ),
    (
      .numeral,
      "zero two three four five six seven eight nine ten eleven twelve twenty hundred thousand"
    ),
    (.interjection, "oh wow yes no yeah hi hello hey please ok okay ugh thanks haha lol"),
    (
      .noun,
      "service customer product price quality time day week month year hour minute people person "
        + "thing way place food room hotel flight delivery order phone battery screen shipping money "
        + "refund store staff company item box bag problem issue experience review app website "
        + "account card email number car book movie film film's"
    ),
  ]
}
