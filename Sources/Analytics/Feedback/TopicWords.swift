/// Words that tell what a text is about, and how pressing it is, in both languages, chosen by hand.
enum TopicWords {
  static let groups: [LexiconGroup] = [
    LexiconGroup(topic: .productQuality, quality),
    LexiconGroup(topic: .price, price),
    LexiconGroup(topic: .delivery, delivery),
    LexiconGroup(topic: .service, service),
    LexiconGroup(topic: .usability, usability),
    LexiconGroup(topic: .billing, billing),
    LexiconGroup(topic: .featureRequest, request),
    LexiconGroup(topic: .bug, bug),
    LexiconGroup(topic: .cancelIntent, .asWritten, IntentWords.cancel),
    LexiconGroup(topic: .praise, praise),
    LexiconGroup(urgency: 0.5, waiting),
    LexiconGroup(urgency: 1, pressing),
    LexiconGroup(urgency: 2, critical),
  ]

  private static let quality =
    "质量 品质 做工 材质 面料 用料 味道 口味 口感 新鲜 好吃 难吃 好喝 难喝 美味 太咸 太淡 太辣 太油 油腻 分量 份量 量少 量足 量大 "
    + "不新鲜 变质 发霉 异味 破损 瑕疵 掉色 褪色 起球 耐用 结实 粗糙 劣质 优质 正品 假货 次品 尺寸 大小 尺码 色差 包装 屏幕 电池 音质 "
    + "画质 手感 外观 食材 肉 菜 米饭 汤 口味 头发 苍蝇 虫子 凉了 夹生 没熟 硬 坏了 "
    + "quality material fabric build sturdy durable flimsy defective defect taste tasty flavor "
    + "flavour delicious stale fresh portion texture size fit color colour screen battery sound "
    + "picture packaging fake counterfeit genuine broke broken scratched cheaply_made well_made "
    + "food product stitching leak smell wear"

  private static let price =
    "价格 价钱 价位 太贵 贵 便宜 实惠 划算 性价比 涨价 降价 打折 优惠 优惠券 红包 满减 活动 促销 物超所值 不值 值得 起送价 成本 "
    + "price priced pricey expensive cheap overpriced affordable cost costly bargain discount "
    + "coupon promo promotion sale deal value worth_the_money rip_off fee fees"

  private static let delivery =
    "配送 送餐 外卖小哥 外卖员 骑手 快递 快递员 物流 发货 送货 送达 送到 送来 到货 收货 派送 包裹 运费 超时 迟到 晚到 没送 没收到 少送 "
    + "漏送 送错 送得 送的太 送的很 送的慢 送的快 送太 寄来 寄到 寄错 邮寄 错发 漏发 少发 "
    + "洒了 撒了 小时 分钟 速度 运输 签收 物流信息 上门 "
    + "delivery deliver delivered shipping shipped shipment ship courier package parcel arrive "
    + "arrived arrival late tracking driver lost_in_transit on_time dispatch transit luggage "
    + "baggage bag flight delayed carrier"

  private static let service =
    "服务 客服 态度 服务员 店员 老板 店家 商家 卖家 售后 售前 回复 电话 接待 耐心 热情 礼貌 冷漠 不理 没人管 敷衍 推诿 骂人 投诉 人工 "
    + "service customer_service support staff agent representative rep employee employees "
    + "waiter waitress manager attendant crew rude polite helpful unhelpful friendly attitude "
    + "on_hold phone_call call_center response responded respond reply hung_up helpdesk"

  private static let usability =
    "好用 难用 易用 操作 使用 界面 简单 复杂 上手 说明书 教程 设置 安装 方便 不方便 繁琐 流程 体验 看不懂 不会用 找不到 按钮 功能多 字体 导航 "
    + "easy_to_use hard_to_use user_friendly usability interface navigate navigation intuitive "
    + "confusing complicated setup set_up instruction manual install installation tutorial menu "
    + "button layout design learning_curve convenient difficult_to_use website ui ux"

  private static let billing =
    "退款 退钱 退货 退费 账单 扣费 扣款 乱扣费 收费 多收 重复扣款 发票 支付 付款 付不了 到账 余额 充值 续费 自动续费 自动扣费 换货 赔偿 赔付 补偿 押金 手续费 订金 退单 "
    + "refund refunded bill billing billed invoice charge charged overcharged double_charged "
    + "payment paid pay credit_card money_back receipt subscription_fee return returned exchange "
    + "reimburse reimbursement compensation deposit transaction voucher renewal"

  private static let request =
    "建议 希望 希望能 要是能 如果能 能不能 可不可以 最好能 期待 增加 加个 添加 新增 支持一下 改进 改善 优化 完善 什么时候能 想要 求 "
    + "feature request suggest suggestion please_add would_be_nice would_be_great i_wish wish_it "
    + "wish_there should_add add_support could_you_add needs_to_have hope_you hope_they "
    + "improve option_to ability_to enhancement roadmap looking_forward missing_feature "
    + "would_love_to_see would_like_to_see"

  private static let bug =
    "故障 闪退 崩溃 卡顿 死机 黑屏 白屏 蓝屏 报错 错误代码 打不开 登录不了 登不上 登陆不上 用不了 连不上 加载不出 无响应 没反应 失灵 出错 系统错误 系统问题 漏洞 bug 无法登录 "
    + "无法打开 无法使用 无法支付 验证码 "
    + "crash crashes crashed crashing bug buggy glitch error freeze freezes frozen not_loading "
    + "won't_load doesn't_work does_not_work not_working stopped_working won't_open can't_open "
    + "can't_log_in cannot_log_in login_problem log_in black_screen blue_screen malfunction "
    + "timeout timed_out failed_to unresponsive broken_link outage down_again reboot"

  private static let praise =
    "表扬 点赞 好评 五星 感谢 谢谢 赞 棒 推荐 满意 喜欢 不错 很好 超赞 给力 完美 惊喜 好吃 好喝 好用 支持 加油 会再来 还会来 下次还 回购 好极了 太好了 值得 "
    + "thank thanks great excellent awesome amazing love loved perfect wonderful fantastic "
    + "recommend highly_recommend best superb outstanding well_done good_job great_job keep_it_up "
    + "kudos impressed appreciate five_stars happy pleased"

  /// Time that passes, and what should have happened.
  private static let waiting =
    "现在 今天 今晚 明天 还 一直 还是没 小时 半天 几天 天了 周了 个月了 等了 久 迟 晚点 延误 耽误 错过 来不及 没到 "
    + "now today tonight tomorrow still already yet hour hr hrs minute mins day week overnight "
    + "late later wait waited waiting sitting stand standing supposed_to delay connection "
    + "line lines rebook"

  private static let pressing =
    "马上 立刻 立即 赶紧 赶快 尽快 急 急用 着急 紧急 催 一直没 投诉 举报 差评 退款 联系我 等不及 还没到 还没收到 没收到 没人处理 没人管 第三次 多次 "
    + "丢了 弄丢 丢失 找不到 滞留 被困 超时 延误 取消 坏了 漏发 错发 "
    + "urgent urgently asap immediately right_now as_soon_as_possible hurry emergency "
    + "still_waiting been_waiting been_sitting been_delayed stranded stuck deadline complaint "
    + "escalate unacceptable refund contact_me call_me third_time cancelled canceled lost lose "
    + "missing missed miss locked_out delayed delays hours_late running_late where_is_my "
    + "where_are_my where's_my never_arrived never_came not_arrived hasn't_arrived "
    + "still_haven't still_no damaged broken_down out_of_order no_update"

  private static let critical =
    "12315 消协 消费者协会 报警 起诉 律师 法院 曝光 媒体 工商 食药监 食物中毒 中毒 拉肚子 腹泻 住院 过敏 受伤 着火 起火 爆炸 漏电 触电 被盗 盗刷 诈骗 人身安全 急诊 危险 "
    + "lawyer lawsuit sue legal_action police fraud stolen hacked identity_theft food_poisoning "
    + "hospital injured injury allergic allergy fire caught_fire explode exploded electric_shock "
    + "burn_hazard unsafe dangerous hazard data_breach security_breach unauthorized"
}

/// What a text can be about.
package enum Topic: Int, CaseIterable, Sendable {
  case productQuality, price, delivery, service, usability, billing, featureRequest, bug
  case cancelIntent, praise, other

  /// The word of the protocol.
  package var name: String { "\(self)" }
}
