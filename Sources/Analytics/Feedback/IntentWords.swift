/// Words that tell what a writer wants done, in both languages, chosen by hand.
///
/// They stand as they are written: to cancel is a wish, while what was cancelled was mostly not
/// cancelled by the writer, so past forms are left out, and longer phrases of events keep their
/// parts from counting.
enum IntentWords {
  static let groups: [LexiconGroup] = [
    LexiconGroup(intent: .cancel, cancel),
    LexiconGroup(intent: .refund, refund),
    LexiconGroup(intent: .buy, buy),
    LexiconGroup(intent: .ask, ask),
    LexiconGroup(intent: .request, request),
    LexiconGroup(intent: .complain, complain),
    LexiconGroup(intent: .praise, praise),
    LexiconGroup(intent: nil, events),
  ]

  static let cancel =
    "取消订单 取消订阅 取消会员 取消服务 取消套餐 取消预订 取消预约 取消合同 要取消 想取消 帮我取消 请取消 给我取消 申请取消 怎么取消 如何取消 退订 注销 卸载 解约 销户 退会 退卡 停用 停卡 关闭账户 "
    + "关闭账号 关闭自动续费 取消自动续费 不续费 不续了 不再续费 不想用了 不用了 不买了 不来了 不点了 再也不 不会再来 不会再买 不会再点 不会再用 换一家 换别家 换平台 拉黑 弃用 转投 "
    + "cancel cancelling canceling cancel_my unsubscribe unsubscribed close_my_account "
    + "close_account close_my delete_my_account delete_account delete_my terminate_my "
    + "terminate_the end_my_subscription end_my_contract stop_my_subscription stop_my "
    + "deactivate_my deactivate remove_my_account get_rid_of_my_account switch_to switching_to "
    + "switched_to leaving_for never_again never_buy never_order never_use never_fly "
    + "never_flying never_coming_back won't_be_back not_coming_back wont_be_back last_time_i "
    + "take_my_business taking_my_business my_business_elsewhere uninstall uninstalled "
    + "uninstalling stop_using opt_out won't_renew not_renew not_be_renewing don't_renew "
    + "quit_using done_with_you done_with_this done_with_your"

  private static let refund =
    "退款 退钱 退我钱 退费 退货 退一赔三 赔偿 赔付 赔钱 赔我 补偿 退单 退差价 退换 换货 "
    + "refund refunds refunded refunding money_back my_money reimburse reimbursed reimbursement "
    + "return_it return_this return_the return_my compensation compensate compensated "
    + "chargeback charge_back send_it_back sending_it_back give_back exchange_it"

  private static let buy =
    "想买 要买 求购 想订 想订购 订购 预订 预定 下单 怎么买 哪里买 哪里能买 哪儿买 有货 有没有货 还有货 多少钱 怎么卖 想入手 准备入手 能便宜 打算买 打算购买 想购买 批发 代理 "
    + "want_to_buy wanna_buy like_to_buy want_to_order like_to_order want_to_purchase "
    + "like_to_purchase looking_to_buy looking_to_purchase where_can_i_buy where_can_i_get "
    + "how_can_i_buy how_do_i_buy how_do_i_order can_i_buy can_i_order place_an_order in_stock "
    + "back_in_stock interested_in_buying interested_in_purchasing how_much_is how_much_are "
    + "how_much_does how_much_would pre-order sign_up_for want_to_book like_to_book "
    + "want_to_upgrade like_to_upgrade"

  private static let ask =
    "请问 怎么 怎样 如何 什么时候 啥时候 几点 几天 多久 为什么 为啥 在哪 哪里 哪个 哪款 能不能 可不可以 可以吗 能否 是否 是不是 有没有 吗 呢 求问 求助 想问 问一下 咨询 "
    + "how_do how_can how_long how_much how_many how_to how_does how_is how_are what_is what_are "
    + "what_time what_do what_does what's when_is when_will when_are when_do where_is where_are "
    + "where_can where_do where's which_one who_do who_can why_is why_are why_did why_do why_was "
    + "can_i can_you can_we could_you could_i do_you do_i does_it is_it is_there are_there are_you "
    + "will_it will_you would_it anyone_know any_idea i_wonder wondering question ?"

  private static let request =
    "建议 希望 希望能 要是能 如果能 最好能 期待 加个 新增 支持一下 改进一下 优化一下 什么时候能支持 "
    + "please_add suggest suggestion would_be_nice would_be_great i_wish wish_it wish_there "
    + "wish_you should_add add_support could_you_add needs_to_have hope_you hope_they "
    + "would_love_to_see would_like_to_see feature_request looking_forward_to missing_feature"

  private static let complain =
    "投诉 举报 差评 抱怨 曝光 维权 不满 "
    + "complain complaint complaints complaining unacceptable disgusted fed_up ridiculous "
    + "disappointed report_you not_happy worst"

  private static let praise =
    "表扬 点赞 好评 五星 感谢 谢谢 多谢 赞 棒 推荐 推荐给 满意 喜欢 "
    + "thank thanks thx thank_you great_job good_job well_done kudos keep_it_up highly_recommend "
    + "recommend love_it loved_it amazing awesome excellent five_stars appreciate shout_out shoutout"

  private static let events =
    "被取消 取消了我的 取消了订单 没有取消 不退款 请不吝 "
    + "cancel_culture no_thanks cancel_fee was_cancelled been_cancelled is_cancelled thanks_for_nothing "
    + "thanks_a_lot no_question without_question do_you_know_what"
}

/// What a writer wants.
package enum Intent: Int, CaseIterable, Sendable {
  case cancel, refund, complain, request, buy, ask, praise, other

  /// The word of the protocol.
  package var name: String { "\(self)" }
}
