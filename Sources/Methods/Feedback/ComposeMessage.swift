/// Drafts of messages to customers. Nothing is ever sent.
import Analytics
import Contract
import Support
import Tables
import Wire

enum ComposeMessage: Method {
  static let name = "composeMessage"
  static let group = Group.feedback
  static let summary = "Draft messages to customers who agreed to be written to; never sends."
  static let effect = Effect.computes
  static let errors = DataErrors.codes
  static let tool: ToolWords? = ToolWords(
    en: "Compose messages", zh: "撰写消息草稿",
    "Use it to draft mails or texts to customers in English or Chinese: give path to a file of"
      + " customers with a column of consent, and a purpose and tone or a template with {column}"
      + " places. Gives a draft per customer who agreed, and why the others get none. It only drafts."
  )

  struct Params: Parameters {
    var data = DataParams()
    var template: String?
    var purpose = MessageDrafts.Purpose.thanks
    var tone = MessageDrafts.Tone.friendly
    var needsConsent = true

    static let fields: [Field<Self>] =
      DataParams.fields.filter { !["seed", "strict", "explain", "asOf"].contains($0.name) }
      .lifted(\.data) + [
        Field(
          "template", \.template,
          "The message, with places such as {region} for columns; {name}, {shop} and {link} are for"
            + " the sender to fill in. Given in place of purpose and tone."),
        Field("purpose", \.purpose, "What it is for.", default: "thanks"),
        Field("tone", \.tone, "How it speaks.", default: "friendly"),
        Field(
          "requireConsent", \.needsConsent,
          "Draft only for those of whom the file says that they agreed.", default: true),
      ]
  }

  struct Output: Answer {
    var envelope: Envelope
    let drafts: RowList<MessageRow>
    let ready: Int
    let blocked: OutputMap<Int>
    let template: String

    static let members: [Member<Self>] =
      Envelope.opening.map { $0.lifted(\.envelope) } + [
        Member("drafts", \.drafts, "One for each row with a customer, in the order of the data."),
        Member("ready", \.ready, "Drafts to read and send."),
        Member("blocked", \.blocked, "Rows without a draft, by cause."),
        Member("template", \.template, "What the drafts were made of."),
      ] + Envelope.closing.map { $0.lifted(\.envelope) }
  }

  static func run(_ params: Params, in workspace: Workspace, _ run: Run) throws -> Outcome<Output> {
    let opened = try workspace.open(params.data, run)
    let language: Language =
      switch params.data.lang {
      case .zh: .zh
      case .en: .en
      case .auto, .both: opened.table.language
      }
    let found = try MessageDrafts(
      opened.table, template: params.template, purpose: params.purpose, tone: params.tone,
      language: language, needsConsent: params.needsConsent, run)
    let say = Speaker(params.data.lang, of: opened.table)
    let page = try Page(params.data, order: Array(found.drafts.indices)) {
      found.drafts[$0].customer
    }
    let make: @Sendable (Int) -> MessageRow = { MessageRow(draft: found.drafts[$0]) }
    var envelope = Envelope(
      summary: say(summary(found)),
      definition: say(
        Phrase(
          en: "a draft for each customer who agreed, once; what identifies people is left to the"
            + " sender; nothing is sent",
          zh: "仅为已同意的客户各生成一份草稿；个人信息由发送方填写；不会发送")),
      warnings: (opened.table.notices + found.notices).map { say($0) },
      meta: Meta(
        opened.table, method: params.template == nil ? params.purpose.rawValue : "template", run),
      total: page.total, nextCursor: page.nextCursor)
    envelope.output = try page.save(params.data, in: workspace, run, make)
    let blocked = MessageDrafts.Block.allCases.map { cause in
      (key: cause.rawValue, value: found.drafts.count { $0.block == cause })
    }
    return Outcome(
      Output(
        envelope: envelope, drafts: page.list(params.data, make), ready: found.readyCount,
        blocked: OutputMap(blocked.filter { $0.value > 0 }), template: found.template),
      changes: opened.changes)
  }

  private static func summary(_ found: MessageDrafts) -> Phrase {
    let (ready, all) = (found.readyCount, found.drafts.count)
    return Phrase(
      en: "Drafts for \(ready) of \(all) rows; nothing was sent.",
      zh: "\(all) 行生成 \(ready) 份草稿；未发送任何内容。")
  }
}

extension MessageDrafts.Purpose: Choice {}
extension MessageDrafts.Tone: Choice {}

struct MessageRow: Answer {
  let draft: MessageDrafts.Draft

  static let members: [Member<Self>] = [
    Member("customerId", \.draft.customer, "The customer."),
    Member("draft", ifAny: \.draft.text, "The message; nothing where there must be none."),
    Member(
      "blocked", ifAny: \.draft.block?.rawValue,
      "Why there is none: noConsent, consentUnknown, duplicate or missingValue."),
    Member("open", \.draft.open, "Places that the sender fills in."),
  ]
}
