/// Texts cut into words and sentences, with places that fit the text whatever is written in it.
import Analytics
import Contract
import Learning
import Support
import Tables
import Wire

enum Tokenize: Method {
  static let name = "tokenize"
  static let group = Group.feedback
  static let summary =
    "Cut texts in Chinese, English or both into words and sentences, with exact places."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Cut texts into words", zh: "文本分词",
    "Use it when the words of texts are needed: to count terms, to mark places in a text, or to"
      + " find new words of a trade in Chinese. Give texts, or path to a file with a text column."
      + " Gives tokens with kind and place in code points and UTF-16, sentences, and the language.")

  struct Params: Parameters {
    var data = DataParams()
    var texts: [String]?
    var pos = false
    var newWords = true
    var redact = true

    static let fields: [Field<Self>] =
      DataParams.fields.lifted(\.data) + [
        Field("texts", \.texts, "The texts themselves, instead of path, dataset or rows."),
        Field(
          "pos", \.pos,
          "Say what kind of word each is: coarse, from word lists, its accuracy never measured.",
          default: false),
        Field(
          "newWords", \.newWords,
          "Learn Chinese words that the dictionary does not have from these texts.",
          default: true),
        Field(
          "redact", \.redact,
          "Hide telephone, identity-card, bank-card and account numbers, mail addresses and secrets "
            + "in links, and names and homes as far as they can be told; a hidden character is one *.",
          default: true),
      ]
  }

  static func run(
    _ params: Params, in workspace: Workspace, _ run: Run
  ) throws -> Outcome<TokenizeAnswer> {
    let (texts, opened) = try workspace.texts(
      params.texts, or: params.data, redacts: false, run)
    let tokenized = try TokenizedTexts(
      texts, redacts: params.redact, learns: params.newWords, tags: params.pos, run)
    let say = Speaker(params.data.lang, tokenized.languages, of: opened?.table)
    let page = try Page(params.data, order: Array(texts.texts.indices)) { row in
      texts.customers.isEmpty ? texts.ids[row] : texts.customers[row]
    }
    let tags = params.pos
    let make: @Sendable (Int) -> TokenizedRow = { TokenizedRow(tokenized, $0, tags: tags) }
    var answer = TokenizeAnswer(tokenized, opened?.table, params.data, page, say, run, rows: make)
    answer.envelope.output = try page.save(params.data, in: workspace, run, make)
    return Outcome(answer, changes: opened?.changes ?? [])
  }
}
