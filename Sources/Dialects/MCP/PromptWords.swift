/// The words of the prompts.
import Support

extension Prompt {
  static let all: [Prompt] = [
    firstLook, whoToCall, knowCustomers, customerWorth, whatToOffer, voice,
  ]

  private static let firstLook = Prompt(
    name: "first-look",
    title: Phrase(en: "What is in my file?", zh: "我的文件里有什么？"),
    words: Phrase(
      en: "Look into a raw file and say what can be learned from it.",
      zh: "查看原始文件，说明能从中得到什么。")
  ) { path in
    Phrase(
      en: """
        Look into \(path) with detectColumns, then describeDataset. Tell me in plain words what \
        each row is, which columns you take for customer, date, amount and item, what is missing \
        or doubtful, and which of my questions about customers this file can answer. Name doubtful \
        columns so that I can correct them.
        """,
      zh: """
        请先用 detectColumns、再用 describeDataset 查看 \(path)。用通俗的话告诉我：每一行是什么，\
        哪些列是客户、日期、金额和商品，有哪些缺失或可疑之处，这个文件能回答哪些关于客户的问题。\
        可疑的列请点名，方便我更正。
        """)
  }

  private static let whoToCall = Prompt(
    name: "who-to-call",
    title: Phrase(en: "Who should I call this week?", zh: "本周该联系谁？"),
    words: Phrase(
      en: "Ten customers worth keeping who are about to leave, with reasons and a first sentence.",
      zh: "十位值得挽留、正在流失的客户，附原因与开场白。")
  ) { path in
    Phrase(
      en: """
        Use predictChurn and ltv on \(path). Choose the ten customers who are most likely to leave \
        and worth most, value times probability. For each give the id, the probability, the value \
        with its interval, the main reasons, and one sentence I could open a call with. Say first \
        how far the prediction is to be trusted (its grade and why).
        """,
      zh: """
        请对 \(path) 使用 predictChurn 和 ltv，按“价值×流失概率”选出最该联系的十位客户。\
        每位给出编号、概率、价值及其区间、主要原因，以及一句可以用来开场的话。\
        请先说明预测可信到什么程度（等级及理由）。
        """)
  }

  private static let knowCustomers = Prompt(
    name: "know-my-customers",
    title: Phrase(en: "Who are my customers?", zh: "我的客户是谁？"),
    words: Phrase(
      en: "The groups your customers form and what to do with each.",
      zh: "客户分成哪些群，每一群该怎么做。")
  ) { path in
    Phrase(
      en: """
        Use segment on \(path). Describe each group in two sentences: who they are, what sets them \
        apart, how large they are and how much of the revenue they bring. Then one thing to do for \
        each group this month. Pass on the grade and the warnings.
        """,
      zh: """
        请对 \(path) 使用 segment。每个群用两句话说明：是谁、有何不同、有多大、带来多少收入；\
        再各给出本月要做的一件事。请转达等级与警告。
        """)
  }

  private static let customerWorth = Prompt(
    name: "what-is-a-customer-worth",
    title: Phrase(en: "What is a customer worth?", zh: "一位客户值多少钱？"),
    words: Phrase(
      en: "The value of customers, and how much may be spent to win one.",
      zh: "客户价值，以及获取一位客户可以花多少。")
  ) { path in
    Phrase(
      en: """
        Use ltv on \(path). Tell me what a typical customer will bring in the next year, with the \
        interval, how unequal customers are, and how much I may spend to win one if a third of \
        the value is my limit. Say what the model did on the hold-out period.
        """,
      zh: """
        请对 \(path) 使用 ltv。告诉我一位典型客户未来一年能带来多少（含区间）、客户之间差别多大，\
        若获客成本上限为价值的三分之一，我可以花多少。并说明模型在留出期上的表现。
        """)
  }

  private static let whatToOffer = Prompt(
    name: "what-to-offer",
    title: Phrase(en: "What should I offer to whom?", zh: "该向谁推荐什么？"),
    words: Phrase(
      en: "The next item for your best customers, with the reason.",
      zh: "为优质客户推荐下一件商品，并说明理由。")
  ) { path in
    Phrase(
      en: """
        Use recommend on \(path), and segment to find the best customers. For twenty of them give \
        one item each with the reason. Say how much better this is than offering everybody the \
        most popular items; if it is not better, say so and list the popular items instead.
        """,
      zh: """
        请对 \(path) 使用 recommend，并用 segment 找出优质客户。为其中二十位各推荐一件商品并说明理由。\
        请说明这比向所有人推荐热门商品好多少；若没有更好，请直说并改列热门商品。
        """)
  }

  private static let voice = Prompt(
    name: "what-do-they-say",
    title: Phrase(en: "What do customers say?", zh: "客户在说什么？"),
    words: Phrase(
      en: "The main complaints and praise in reviews or comments.",
      zh: "评价或评论中的主要抱怨与称赞。")
  ) { path in
    Phrase(
      en: """
        Use classifyFeedback on \(path). Tell me the share of positive and negative texts, the \
        three things people complain about most and the three they praise, with two short quotes \
        each, and which texts need an answer today. Say how sure the reading is.
        """,
      zh: """
        请对 \(path) 使用 classifyFeedback。告诉我好评与差评的比例，抱怨最多和称赞最多的各三件事，\
        每件附两句原话，以及哪些今天就需要回复。并说明判断有多可靠。
        """)
  }
}
