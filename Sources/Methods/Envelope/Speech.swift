/// Which language an answer speaks, and texts in it.
import Contract
import Support
import Tables
import Wire

enum LanguageChoice: String, Choice {
  /// The language of the file's headers.
  case auto
  case en, zh
  /// Every text in both languages.
  case both
}

/// Turns phrases into the text the caller asked for.
struct Speaker: Sendable {
  private let language: Language
  private let isBoth: Bool

  init(_ choice: LanguageChoice, of table: Table?) {
    isBoth = choice == .both
    switch choice {
    case .zh: language = .zh
    case .en: language = .en
    case .auto, .both: language = table?.language ?? .en
    }
  }

  init(_ language: Language) {
    self.language = language
    isBoth = false
  }

  func callAsFunction(_ phrase: Phrase) -> Said {
    isBoth ? .both(phrase) : .one(phrase.text(in: language))
  }

  func callAsFunction(_ notice: Notice) -> Warning {
    Warning(code: notice.code, message: self(notice.phrase), path: notice.path)
  }
}

/// A text in one language, or in both.
enum Said: OutputValue {
  case one(String)
  case both(Phrase)

  static var schema: Schema {
    .either([
      .string, .object([("en", .string), ("zh", .string)], required: ["en", "zh"]),
    ])
  }

  func write(_ writer: inout JSONWriter) {
    switch self {
    case .one(let text): writer.string(text)
    case .both(let phrase):
      writer.beginObject()
      writer.key("en")
      writer.string(phrase.en)
      writer.key("zh")
      writer.string(phrase.zh)
      writer.endObject()
    }
  }
}

struct Warning: Answer {
  let code: String
  let message: Said
  let path: String?

  static let members: [Member<Self>] = [
    Member("code", \.code, "A stable word."),
    Member("message", \.message, "What to know."),
    Member("path", ifAny: \.path, "The parameter or column it is about."),
  ]
}
