/// A sentence in both languages, and a notice made of one.
///
/// Every text a user reads is made where its facts are known, in English and in Chinese, side by
/// side; which of the two is shown is decided once, when the answer is written.
package struct Phrase: Sendable, Equatable, Hashable {
  package let en: String
  package let zh: String

  package init(en: String, zh: String) {
    self.en = en
    self.zh = zh
  }

  /// A text that reads the same in both languages, such as a name from the data.
  package init(verbatim text: String) { self.init(en: text, zh: text) }

  package func text(in language: Language) -> String { language == .zh ? zh : en }
}

package enum Language: String, Sendable, CaseIterable { case en, zh }

/// Something a reader of an answer should know: a stable code, a sentence, and what it is about.
package struct Notice: Sendable, Equatable {
  package let code: String
  package let phrase: Phrase
  /// The parameter or column the notice is about.
  package let path: String?

  package init(_ code: String, en: String, zh: String, path: String? = nil) {
    self.code = code
    self.phrase = Phrase(en: en, zh: zh)
    self.path = path
  }
}
